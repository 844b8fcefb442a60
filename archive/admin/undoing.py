"""The page that takes an import or a bulk change back: a report first, then exactly what it reported."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from archive import store
from archive.models import BulkChange, ImportRun

_SHOWN = 100


def undo_page(
    desk,
    request: HttpRequest,
    change: ImportRun | BulkChange,
    undo: Callable[..., dict[str, int]],
    *,
    back: str,
    what: str,
    problem: str = "",
) -> HttpResponse:
    """Report what ``undo`` would do with a change, or do it and go ``back``; ``problem`` says why it can't be done."""
    undoing = store.Undoing(0, 0, []) if problem else store.plan_undo(change)
    if request.method == "POST" and not problem:
        if request.POST.get("digest") != undoing.digest:
            messages.error(request, "Something has changed since you looked. Please look again.")
            return HttpResponseRedirect(request.path)
        reason = request.POST.get("reason", "").replace("\0", "").strip()[:500]
        try:
            messages.success(request, said(undo(change, user=request.user, reason=reason)))
        except store.CannotUndo as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(back)
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Undo {change.name if isinstance(change, ImportRun) else change}",
        "opts": desk.opts,
        "name": "this import" if isinstance(change, ImportRun) else "this change",
        "undoing": undoing,
        "kept": undoing.kept[:_SHOWN],
        "more": max(len(undoing.kept) - _SHOWN, 0),
        "what": what,
        "back": back,
        "problem": problem,
    }
    return TemplateResponse(request, "admin/undo.html", context, status=409 if problem else 200)


def said(counts: dict[str, int]) -> str:
    """What was done, in words."""
    words = {
        "removed": "removed",
        "restored": "returned to what they were",
        "kept": "kept because somebody has worked on them since",
    }
    parts = [f"{counts[name]:,} {word}" for name, word in words.items() if counts[name]]
    return f"Papers: {'; '.join(parts) or 'none changed'}."
