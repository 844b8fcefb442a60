"""The page that undoes an import or a bulk change: first a report, then exactly what it reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive import jobs, store
from archive.admin.base import DeskAdmin
from archive.admin.job_progress import answer
from archive.desk.refusals import refusals_as_messages, refuse
from archive.models import BulkChange, ImportRun
from archive.web.requests import text

_SHOWN = 100


def undo_page(
    desk: DeskAdmin,
    request: HttpRequest,
    change: ImportRun | BulkChange,
    *,
    back: str,
    what: str,
) -> HttpResponse:
    """Show what undoing a change would do, or start it and go ``back``."""
    problem = jobs.why_not_undone(change)
    plan = store.UndoPlan(0, 0, []) if problem else store.plan_undo(change)
    if request.method == "POST" and not problem:
        if request.POST.get("digest") != plan.digest:
            refuse(request, "Something has changed since you looked. Please look again.")
            return HttpResponseRedirect(request.path)
        with refusals_as_messages(request):
            job = jobs.start_undoing(change, user=request.user, reason=text(request.POST, "reason"))
            return answer(request, job, back)
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
