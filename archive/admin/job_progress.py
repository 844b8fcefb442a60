"""How the desk shows jobs: what came of one that was done at once, and the progress of those that run beside the server."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from archive import jobs
from archive.models import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as a page shows it: how far it is, how many are before it, and whether anybody works on it."""

    job: Job
    ahead: int
    worked_on: bool

    @property
    def percent(self) -> int | None:
        """How much is done, if the whole is known."""
        return min(100 * self.job.done // self.job.total, 100) if self.job.total else None

    @property
    def outcome(self) -> str:
        """What was done until now, in words."""
        return outcome(self.job)


def progress_of(found: QuerySet[Job]) -> list[Progress]:
    """Return the progress of those of these jobs that are not done: they wait, run, or were stopped before their end."""
    shown = list(
        found.exclude(status=Job.Status.DONE).defer("items", "parameters").select_related("user", "cancelled_by")
    )
    works = any(job.is_open for job in shown) and jobs.a_runner_works()
    return [Progress(job, jobs.ahead_of(job) if job.is_open else 0, works) for job in shown]


def outcome(job: Job) -> str:
    """Return what a job did until now, in words."""
    counted = "; ".join(f"{count:,} {name}" for name, count in job.counts.items() if count)
    return counted or (
        "nothing yet" if job.is_open else "nothing to do" if job.status == Job.Status.DONE else "nothing"
    )


def follow_name(request: HttpRequest, record: Model) -> None:
    """Let the search follow the new name of a record, and say so if that takes a while."""
    job = jobs.start_renaming(record, user=request.user)
    if job.is_open:
        said = f"{job}: this runs beside the server, and you can go on; the papers are found by it soon."
        messages.info(request, said)


def answer(request: HttpRequest, job: Job, back: str) -> HttpResponse:
    """Go ``back`` with what a job did, or to the job's page if it runs beside the server."""
    if job.status == Job.Status.DONE:
        messages.success(request, f"{job}: {outcome(job)}.")
        return HttpResponseRedirect(back)
    messages.success(request, f"{job}: it runs beside the server. You can leave this page; it goes on.")
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[job.pk]) if not job.run_id else back)
