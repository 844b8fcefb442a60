"""The page on which an archivist settles a conflict of an import: the archive's paper beside the source's new reading."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from archive import store, workflow
from archive.admin.base import DeskAdmin
from archive.desk.differences import differences
from archive.desk.refusals import refusals_as_messages
from archive.importing import conflicts
from archive.models import Document, ImportRun
from archive.web.requests import number, text


def settle_page(desk: DeskAdmin, request: HttpRequest, run: ImportRun, document: Document) -> HttpResponse:
    """Show a conflict, or settle it and go back to the run."""
    conflict = next((row for row in conflicts.of_run(run) if row["document"] == document.source_id), None)
    if conflict is None:
        raise Http404
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    back = reverse("admin:archive_importrun_change", args=[run.pk])
    if request.method == "POST":
        how, version, reason = (
            request.POST.get("how", ""),
            number(request.POST, "version"),
            text(request.POST, "reason"),
        )
        with refusals_as_messages(request):
            conflicts.settle(run, document.source_id, how, version=version, user=request.user, reason=reason)
            messages.success(request, f"{document.source_id}: {conflicts.CHOICES[how]}.")
            return HttpResponseRedirect(back)
        return HttpResponseRedirect(request.path)
    reading = conflicts.new_reading(conflict)
    return desk.page(
        request,
        "admin/archive/importrun/settle.html",
        "Settle a conflict",
        run=run,
        document=document,
        conflict=conflict,
        settled=conflicts.CHOICES.get((conflict.get("settled") or {}).get("how")),
        readable=reading is not None,
        changes=differences(store.load(document), reading) if reading else [],
        back=back,
    )
