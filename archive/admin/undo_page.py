"""The page that undoes an import or a bulk change: first a report, then exactly what it reported."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive import store
from archive.admin.base import DeskAdmin
from archive.desk.refusals import refusals_as_messages
from archive.models import BulkChange, ImportRun
from archive.web.requests import text

_SHOWN = 100
_OUTCOMES = {
    "removed": "removed",
    "restored": "returned to what they were",
    "kept": "kept because somebody has worked on them since",
}


def undo_page(
    desk: DeskAdmin,
    request: HttpRequest,
    change: ImportRun | BulkChange,
    undo: Callable[..., dict[str, int]],
    *,
    back: str,
    what: str,
    problem: str = "",
) -> HttpResponse:
    """Show what ``undo`` would do to a change, or do it and go ``back``. ``problem`` is the reason why it can't be done."""
    plan = store.UndoPlan(0, 0, []) if problem else store.plan_undo(change)
    if request.method == "POST" and not problem:
        if request.POST.get("digest") != plan.digest:
            messages.error(request, "Something has changed since you looked. Please look again.")
            return HttpResponseRedirect(request.path)
        with refusals_as_messages(request):
            counts = undo(change, user=request.user, reason=text(request.POST, "reason"))
            messages.success(request, _outcome(counts))
        return HttpResponseRedirect(back)
    return desk.page(
        request,
        "admin/undo.html",
        f"Undo {change.name if isinstance(change, ImportRun) else change}",
        status=409 if problem else 200,
        name="this import" if isinstance(change, ImportRun) else "this change",
        plan=plan,
        kept=plan.kept[:_SHOWN],
        more=max(len(plan.kept) - _SHOWN, 0),
        what=what,
        back=back,
        problem=problem,
    )


def _outcome(counts: dict[str, int]) -> str:
    """Return what was done, in words."""
    parts = [f"{counts[name]:,} {words}" for name, words in _OUTCOMES.items() if counts[name]]
    return f"Papers: {'; '.join(parts) or 'none changed'}."
