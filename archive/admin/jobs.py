"""Jobs: their list, the page of each with its progress, and cancelling and continuing them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from archive import jobs
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.job_progress import Progress, answer
from archive.desk.refusals import refusals_as_messages
from archive.models import Job

#: How many lines of its report a job's page lists.
_SHOWN = 500


@admin.register(Job)
class JobAdmin(LookOnly, DeskAdmin):
    """Jobs, the latest first; what they work on is not fetched for a list."""

    list_display = ("what", "status", "done", "total", "user", "created_at", "finished_at")
    list_filter = ("status", "kind")
    list_select_related = ("user",)
    search_fields = ("what",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("items", "parameters")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/cancel/", view(self.cancel), name="archive_job_cancel"),
            path("<int:pk>/continue/", view(self.go_on), name="archive_job_continue"),
            path("<int:pk>/file/", view(self.file), name="archive_job_file"),
            path("<int:pk>/undo/", view(self.undo), name="archive_job_undo"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a job: its progress, and what became of what it could not do."""
        job = self.get_object(request, object_id)
        if job is None:
            raise Http404
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        lines = list(job.lines.all()[: _SHOWN + 1])
        works = job.is_open and jobs.a_runner_works()
        return self.page(
            request,
            "admin/job.html",
            job.what,
            one=Progress(job, jobs.ahead_of(job) if job.is_open else 0, works),
            job=job,
            about=_about(job),
            lines=lines[:_SHOWN],
            more=len(lines) > _SHOWN,
            file=jobs.may_fetch(request.user, job) and jobs.result(job),
            kept_until=jobs.kept_until(job) if job.finished_at else None,
            may_change=_may_change(request, job),
            may_undo=jobs.may_be_undone(job),
            may_continue=_may_change(request, job) and not jobs.why_not_resumed(job),
        )

    @method_decorator(require_POST)
    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel a job; what it has done stays done."""
        job = self._mine(request, pk)
        with refusals_as_messages(request):
            jobs.cancel(job, request.user)
            messages.success(request, f"{job}: it ends as soon as what it is writing now is whole.")
        return HttpResponseRedirect(_address(job))

    @method_decorator(require_POST)
    def go_on(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Continue a job that was cancelled or failed, where it stopped."""
        job = self._mine(request, pk)
        with refusals_as_messages(request):
            jobs.resume(job, request.user)
        return HttpResponseRedirect(_address(job))

    @method_decorator(require_POST)
    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo what a job did; whoever may do what it did may undo it."""
        job = get_object_or_404(Job, pk=pk)
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        with refusals_as_messages(request):
            return answer(request, jobs.undo(job, request.user), _address(job))
        return HttpResponseRedirect(_address(job))

    @method_decorator(require_safe)
    def file(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the file that a job made."""
        job = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, job) or not jobs.may_fetch(request.user, job):
            raise PermissionDenied
        if (path := jobs.result(job)) is None:
            raise Http404("The file of this job is not there any more.")
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)

    def _mine(self, request: HttpRequest, pk: int) -> Job:
        job = get_object_or_404(Job, pk=pk)
        if not self.has_view_permission(request, job) or not _may_change(request, job):
            raise PermissionDenied
        return job


def _may_change(request: HttpRequest, job: Job) -> bool:
    """Return whether somebody may cancel or continue a job: their own, or with the permission, anybody's."""
    own = job.user_id is not None and job.user_id == request.user.pk
    return own or request.user.has_perm("archive.change_job")


def _about(job: Job) -> str:
    """Return the address of what the job makes or undoes, if that has a page."""
    if job.run_id:
        return reverse("admin:archive_importrun_change", args=[job.run_id])
    return reverse("admin:archive_bulkchange_change", args=[job.bulk_id]) if job.bulk_id else ""


def _address(job: Job) -> str:
    return reverse("admin:archive_job_change", args=[job.pk])
