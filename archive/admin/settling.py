"""The page on which an archivist settles a conflict of an import: what the archive says beside what the source says now."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from archive import store, workflow
from archive.desk.differences import differences
from archive.errors import Refused
from archive.importing import conflicts
from archive.models import Document, ImportRun


def settle_page(desk, request: HttpRequest, run: ImportRun, document: Document) -> HttpResponse:
    """Show one conflict, or settle it and go back to the run."""
    conflict = next((row for row in conflicts.of_run(run) if row["document"] == document.source_id), None)
    if conflict is None:
        raise Http404
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    back = reverse("admin:archive_importrun_change", args=[run.pk])
    if request.method == "POST":
        version = request.POST.get("version", "")
        version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        how, reason = request.POST.get("how", ""), request.POST.get("reason", "").replace("\0", "").strip()[:500]
        try:
            conflicts.settle(run, document.source_id, how, version=version, user=request.user, reason=reason)
        except Refused as problem:
            messages.error(request, str(problem))
            return HttpResponseRedirect(request.path)
        except store.Stale:
            messages.error(request, "The paper has changed since you looked. Please look again.")
            return HttpResponseRedirect(request.path)
        messages.success(request, f"{document.source_id}: {conflicts.CHOICES[how]}.")
        return HttpResponseRedirect(back)
    read = conflicts.new_reading(conflict)
    context = {
        **desk.admin_site.each_context(request),
        "title": "Settle a conflict",
        "opts": desk.opts,
        "run": run,
        "document": document,
        "conflict": conflict,
        "settled": conflicts.CHOICES.get((conflict.get("settled") or {}).get("how")),
        "readable": read is not None,
        "changes": differences(store.load(document), read) if read else [],
        "back": back,
    }
    return TemplateResponse(request, "admin/archive/importrun/settle.html", context)
