"""Starting a job, cancelling it, and continuing one that was cancelled. Here it is decided which jobs are small and done at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from archive.errors import Refused
from archive.jobs.kind import KINDS
from archive.jobs.running import end
from archive.jobs.steps import step
from archive.models import BulkChange, ImportRun, Job
from archive.web.tracing import trace


def start(
    kind_name: str,
    items: list,
    *,
    what: str,
    user: Any = None,
    parameters: dict | None = None,
    reason: str = "",
    run: ImportRun | None = None,
    bulk: BulkChange | None = None,
    total: int | None = None,
) -> Job:
    """Queue a job, or do it at once if it has few items; return it.

    Raises ``PermissionDenied``, or :class:`~archive.errors.Refused` if the kind refuses.
    """
    kind = KINDS[kind_name]
    job = Job(
        kind=kind_name,
        what=what,
        items=items,
        total=len(items) if total is None else total,
        parameters=parameters or {},
        reason=reason,
        request=trace().id,
        user=user,
        run=run,
        bulk=bulk,
    )
    if not kind.may(user, job):
        raise PermissionDenied
    with transaction.atomic():
        job.save()
        kind.begin(job)
        if kind.at_once and len(items) <= kind.at_once:
            job.started_at = timezone.now()
            job.save(update_fields=["started_at"])
            if items:
                step(kind, job, items)
            end(job, Job.Status.DONE)
    return job


def cancel(job: Job, user: Any) -> None:
    """Cancel a job: at once if it waits, else after its present transaction. Raises :class:`~archive.errors.Refused` if it has ended."""
    with transaction.atomic():
        if not Job.objects.filter(pk=job.pk, status__in=Job.OPEN).update(cancelled_by=user):
            raise Refused("This job has ended already.")
        job.refresh_from_db()
        if job.status == Job.Status.WAITING:
            end(job, Job.Status.CANCELLED, f"Cancelled after {job.done:,} of {job.total:,}.")


def why_not_resumed(job: Job) -> str:
    """Return why a job can't be continued, in words, or ``""`` if it can."""
    if job.is_open or job.status == Job.Status.DONE:
        return "Only a job that was cancelled or failed can be continued."
    if job.total and job.done >= job.total:
        return "Nothing is left to do."
    if Job.objects.filter(status__in=Job.OPEN, run=job.run, bulk=job.bulk).exclude(run=None, bulk=None).exists():
        return "Another job works on the same."
    return ""


def resume(job: Job, user: Any) -> None:
    """Queue a job again that was cancelled or failed; it goes on where it stopped, for whoever began it.

    Raises ``PermissionDenied`` if this ``user`` may not start such a job, or :class:`~archive.errors.Refused`.
    """
    if not KINDS[job.kind].may(user, job):
        raise PermissionDenied
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk).exclude(status__in=[*Job.OPEN, Job.Status.DONE])
        if problem := why_not_resumed(job):
            raise Refused(problem)
        if not mine.update(status=Job.Status.WAITING, cancelled_by=None, error="", finished_at=None):
            raise Refused("This job has been continued already.")
        job.refresh_from_db()
        KINDS[job.kind].begin(job)


def may_be_undone(job: Job) -> bool:
    """Return whether a job has ended and did something that can be undone here."""
    return not job.is_open and job.kind in KINDS and KINDS[job.kind].may_be_undone(job)


def undo(job: Job, user: Any) -> Job:
    """Start undoing what a job did. Raises ``PermissionDenied``, or :class:`~archive.errors.Refused` if nothing of it is left."""
    if not may_be_undone(job):
        raise Refused("Nothing of this job is left to undo.")
    return KINDS[job.kind].undo(job, user)


def ahead_of(job: Job) -> int:
    """Return how many jobs come before one that waits."""
    return Job.objects.filter(status__in=Job.OPEN, pk__lt=job.pk).count()
