"""Imports: a volume or transcriptions are uploaded, previewed, confirmed, imported beside the server, and undone as a whole.

Everything about a run is in its row: the bytes that were previewed are those that ``run_jobs`` imports, whatever was
restarted in between.
"""

from __future__ import annotations

import json
from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from archive import jobs, workflow
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.job_progress import answer, progress_of
from archive.admin.queues import ConflictFilter
from archive.admin.settle_page import settle_page
from archive.admin.undo_page import undo_page
from archive.desk.refusals import refusals_as_messages, refusals_in_form, time_for_upload
from archive.models import Document, ImportRun, Job, State
from archive.web.requests import text

LARGEST_UPLOAD = 50 * 1024 * 1024
_STATES = [(state, state.label) for state in (State.DRAFT, State.REVIEW, State.PUBLISHED)]
#: How many warnings of one kind, and how many conflicts, the page lists; the report as JSON has all of them.
_SHOWN = 10


class UploadForm(forms.Form):
    """A file to import, and the state of its new documents."""

    file = forms.FileField(help_text="A volume in TEI, or transcriptions as plain text; up to 50 MB.")
    state = forms.ChoiceField(label="New documents are", choices=_STATES, initial=State.DRAFT)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError("The file is larger than 50 MB.")
        return file


@admin.register(ImportRun)
class ImportRunAdmin(LookOnly, DeskAdmin):
    """Import runs, the latest first; the uploaded bytes and the reports are not fetched for a list."""

    list_display = ("name", "status", "done", "total", "user", "started_at", "finished_at")
    list_filter = ("status", ConflictFilter)
    list_select_related = ("user",)
    search_fields = ("name",)

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("archive.add_importrun")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("upload", "report")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/confirm/", view(self.confirm), name="archive_importrun_confirm"),
            path("<int:pk>/undo/", view(self.undo), name="archive_importrun_undo"),
            path("<int:pk>/conflicts/<int:document>/", view(self.settle), name="archive_importrun_settle"),
            path("<int:pk>/report.json", view(self.report), name="archive_importrun_report"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Upload a file; what it would bring is shown before anything is imported. A large one is read in a job."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                file = form.cleaned_data["file"]
                with refusals_in_form(form, "file"), time_for_upload():
                    state = form.cleaned_data["state"]
                    run = jobs.start_preview(file.read(), file.name, user=request.user, state=state)
                    return HttpResponseRedirect(_address(run))
        return self.page(request, "admin/archive/importrun/upload.html", "Import a file", status=status, form=form)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a run: its preview with a button to confirm it, its progress, or its report."""
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        report = run.report or {}
        found = sorted(report.get("conflicts", []), key=lambda conflict: bool(conflict.get("settled")))
        moved = [one for one in report.get("moved", []) if one["document"] != one["was"]]
        context = {
            "run": run,
            "may_import": request.user.has_perm("archive.add_importrun"),
            "may_undo": request.user.has_perm("archive.change_importrun") and not jobs.why_not_undone(run),
            "undone": _undone(report.get("undone")),
            "jobs": progress_of(run.jobs.all()),
            "open_job": run.jobs.filter(status__in=Job.OPEN).exists(),
            "outcomes": report.get("outcomes", {}),
            "kinds": report.get("kinds", {}),
            "sources": report.get("sources", []),
            "contradictions": report.get("contradictions", []),
            "first": report.get("first", []),
            "warnings": [
                {"code": code, "count": found["count"], "places": found["first"][:_SHOWN]}
                for code, found in report.get("warnings", {}).items()
            ],
            "moved": moved[:_SHOWN],
            "more_moved": max(len(moved) - _SHOWN, 0),
            "conflicts": _with_papers(found[:_SHOWN]),
            "more_conflicts": max(len(found) - _SHOWN, 0),
        }
        return self.page(request, "admin/archive/importrun/run.html", run.name, **context)

    @method_decorator(require_POST)
    def confirm(self, request, pk):
        """Confirm the import of a previewed file. Of two confirmations exactly one counts."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        run = get_object_or_404(self.get_queryset(request), pk=pk)
        if run.status != ImportRun.Status.PREVIEWED or run.sha256 != text(request.POST, "sha256"):
            messages.error(request, f"{run.name} is not waiting for confirmation.")
        else:
            with refusals_as_messages(request):
                return answer(request, jobs.start_import(run, user=request.user), _address(run))
        return HttpResponseRedirect(_address(run))

    def undo(self, request, pk):
        """Undo an import as a whole, after a report of what that would do."""
        if not request.user.has_perm("archive.change_importrun"):
            raise PermissionDenied
        run = get_object_or_404(self.get_queryset(request), pk=pk)
        what = f"{run.name}, imported {run.started_at:%Y-%m-%d %H:%M} by {run.user or 'a command'}."
        return undo_page(self, request, run, back=_address(run), what=what)

    def settle(self, request, pk, document):
        """Settle the conflict about a paper that the import did not overwrite."""
        run = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        papers = workflow.visible(Document.objects.for_record(), request.user)
        return settle_page(self, request, run, get_object_or_404(papers, pk=document))

    def report(self, request, pk):
        """Return the whole report of the run."""
        run = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        # The readings in the conflicts are for the page that settles them.
        conflicts = [{k: v for k, v in row.items() if k != "record"} for row in run.report.get("conflicts", [])]
        report = run.report | ({"conflicts": conflicts} if "conflicts" in run.report else {})
        data = {"source": run.name, "sha256": run.sha256, "status": run.status, "counts": run.counts, **report}
        return HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")


def _with_papers(conflicts: list[dict]) -> list[dict]:
    """Return the conflicts with the ids of their papers, if these are still held."""
    ids = dict(Document.objects.filter(source_id__in=[c["document"] for c in conflicts]).values_list("source_id", "pk"))
    return [conflict | {"pk": ids.get(conflict["document"])} for conflict in conflicts]


def _undone(record: dict | None) -> dict | None:
    """Return the report's record of how the run was undone, with the first of the papers that were kept."""
    if not record:
        return None
    kept = record["kept"]
    return record | {
        "at": datetime.fromisoformat(record["at"]),
        "removed": len(record["removed"]),
        "restored": len(record["restored"]),
        "kept": kept[:_SHOWN],
        "more": max(len(kept) - _SHOWN, 0),
    }


def _address(run: ImportRun) -> str:
    return reverse("admin:archive_importrun_change", args=[run.pk])
