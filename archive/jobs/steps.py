"""The steps of a job: some items, one transaction, the job's progress in it. An item that fails does not stop the others."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError, transaction

from archive.errors import Cancelled, Refused
from archive.jobs.kind import Kind, Outcome
from archive.models import Job, JobLine
from archive.sql.batches import short_batches

logger = logging.getLogger(__name__)

FAILED = "failed"


def work_through(kind: Kind, job: Job, *, pause: bool = True) -> None:
    """Deal with all items that are left, in short transactions. Raises :class:`~archive.errors.Cancelled`."""
    for items in short_batches(job.items[job.done :], first=kind.first, most=kind.most, pause=pause):
        stop_if_cancelled(job)
        step(kind, job, items)


def stop_if_cancelled(job: Job) -> None:
    """Raise :class:`~archive.errors.Cancelled` if somebody has cancelled the job."""
    if Job.objects.filter(pk=job.pk, cancelled_by__isnull=False).exists():
        raise Cancelled(f"Cancelled after {job.done:,} of {job.total:,}.")


def step(kind: Kind, job: Job, items: list) -> None:
    """Deal with some items and note that; if this fails, with each by itself, so that only those that fail are left out."""
    try:
        with transaction.atomic():
            outcome = kind.work(job, items)
            values = _progress(job, len(items), outcome)
    except (OperationalError, InterfaceError):
        raise  # the database, and not one of the items: the job goes on later
    except Exception as error:
        if not kind.leaves_out:
            raise
        if len(items) == 1:
            _note_failure(kind, job, items[0], error)
            return
        for item in items:
            step(kind, job, [item])
        return
    for name, value in values.items():
        setattr(job, name, value)


def _progress(job: Job, number: int, outcome: Outcome) -> dict:
    counts = dict(job.counts)
    for name, count in outcome.counts.items():
        counts[name] = counts.get(name, 0) + count
    values = {"done": job.done + number, "counts": counts}
    # The old value in the condition: nobody else may have come in between.
    if not Job.objects.filter(pk=job.pk, done=job.done).update(**values):
        raise OperationalError(f"Job {job.pk} was continued elsewhere.")
    JobLine.objects.bulk_create([JobLine(job=job, name=n, outcome=o, why=w) for n, o, w in outcome.lines])
    return values


def _note_failure(kind: Kind, job: Job, item, error: Exception) -> None:
    name = kind.name_of(item)
    if isinstance(error, Refused):
        why = str(error)
    else:
        logger.exception("job %s (%s): %s", job.pk, job, name)
        why = f"An error of the program: {type(error).__name__}."
    counts = job.counts | {FAILED: job.counts.get(FAILED, 0) + 1}
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(done=job.done + 1, counts=counts)
        JobLine.objects.create(job=job, name=name, outcome=FAILED, why=why)
    job.done, job.counts = job.done + 1, counts
