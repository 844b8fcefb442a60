"""Working through the queue, one job after the other, so that two jobs on the same papers never meet."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial

from django.db import InterfaceError, OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from archive.errors import Cancelled, Refused
from archive.jobs.kind import KINDS, Whole
from archive.jobs.one_runner import one_runner
from archive.jobs.steps import stop_if_cancelled, work_through
from archive.models import Job
from archive.web.tracing import working_on

logger = logging.getLogger(__name__)


def run_waiting(*, pause: bool = True) -> Job | None:
    """Do the next job and return it; ``None`` if none waits. Call it inside :func:`archive.jobs.one_runner`.

    A job that is running already was interrupted, because there is only one runner: it comes first and goes on where it stopped. With
    ``pause``, others get their turn to write again and again.
    """
    waiting = Job.objects.filter(status__in=Job.OPEN)
    job = waiting.filter(status=Job.Status.RUNNING).order_by("pk").first() or waiting.order_by("pk").first()
    if job is None:
        return None
    # All addresses are read at the first that is asked for: a second's work, and here in no transaction that others wait for.
    reverse("archive:home")
    if job.started_at is None:
        job.started_at = timezone.now()
    job.status = Job.Status.RUNNING
    job.save(update_fields=["status", "started_at"])
    with working_on(job.pk, job.request):
        _run(job, pause=pause)
        logger.info("%s: %s", job.kind, job.status)
    return job


def run_to_end(job: Job, *, watch: Callable[[Job], None] = lambda job: None, interval: float = 1) -> Job:
    """Wait until a job has ended, and do it here, with all that come before it, if nobody else works on the queue.

    ``watch`` is called again and again while another process does it.
    """
    while job.is_open:
        with one_runner() as mine:
            # No runner works beside it: nobody serves the archive, or it is served without jobs.
            while mine and job.is_open and run_waiting(pause=False):
                job.refresh_from_db()
        if job.is_open:
            time.sleep(interval)
            job.refresh_from_db()
            watch(job)
    return job


def _run(job: Job, *, pause: bool) -> None:
    kind = KINDS.get(job.kind)
    try:
        if kind is None:
            raise Refused("This version of the program has no such job.")
        if not kind.may(job.user, job):
            raise Refused(f"{job.user} may not do this any more.")
        if isinstance(kind, Whole):
            kind.run(job, partial(stop_if_cancelled, job))
        else:
            work_through(kind, job, pause=pause)
        end(job, Job.Status.DONE)
    except (OperationalError, InterfaceError):
        raise  # it stays as it is, and goes on when the database is there again
    except Cancelled as cancelled:
        end(job, Job.Status.CANCELLED, str(cancelled))
    except Refused as refused:
        end(job, Job.Status.FAILED, str(refused))
    except Exception as error:
        logger.exception("job %s (%s)", job.pk, job)
        end(job, Job.Status.FAILED, f"An error of the program: {type(error).__name__}.")


def end(job: Job, status: str, error: str = "") -> None:
    """End a job, with what its kind does at the end, in one transaction."""
    kind = KINDS.get(job.kind)
    with transaction.atomic():
        job.status, job.error, job.finished_at = status, error, timezone.now()
        job.save(update_fields=["status", "error", "finished_at"])
        if kind:
            (kind.finish if status == Job.Status.DONE else kind.stop)(job)
