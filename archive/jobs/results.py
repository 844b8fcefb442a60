"""The files that jobs make for whoever began them: kept for some days in a folder that nobody else can read, then deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from archive.jobs.kind import KINDS
from archive.models import Job

_PRIVATE = 0o700


@contextmanager
def result_of(job: Job) -> Iterator[Path]:
    """Let the caller make the file of a job at this path. If it ends without an error, the job has a result; else nothing remains."""
    folder = _folder(job)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    for left in (unfinished, folder):
        shutil.rmtree(left, ignore_errors=True)
    settings.RESULTS.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    unfinished.mkdir(mode=_PRIVATE)
    try:
        yield unfinished / job.parameters["file"]
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def result(job: Job) -> Path | None:
    """Return the file that a job made; ``None`` if it made none, is not done, or was done too long ago."""
    if job.status != Job.Status.DONE or "file" not in job.parameters or timezone.now() > kept_until(job):
        return None
    path = _folder(job) / job.parameters["file"]
    return path if path.is_file() else None


def kept_until(job: Job) -> Any:
    """Return the moment from which on the file of a job that is done is no longer there."""
    return job.finished_at + timedelta(days=settings.RESULT_DAYS)


def may_fetch(user: Any, job: Job) -> bool:
    """Return whether somebody gets the file of a job: who began it, and administrators, while they may begin such a job."""
    mine = job.user_id == user.pk or user.has_perm("archive.change_job")
    return mine and job.kind in KINDS and KINDS[job.kind].may(user, job)


def remove_old_results() -> None:
    """Delete the files that were kept long enough, and what is left of jobs that are gone or ended without a result."""
    if not settings.RESULTS.is_dir():
        return
    folders = {path.name.partition(".")[0]: path for path in settings.RESULTS.iterdir()}
    found = Job.objects.defer("items").in_bulk([int(name) for name in folders if name.isdigit()])
    for name, folder in folders.items():
        job = found.get(int(name)) if name.isdigit() else None
        if job is None or not (job.is_open or result(job)):
            shutil.rmtree(folder, ignore_errors=True)


def _folder(job: Job) -> Path:
    return settings.RESULTS / str(job.pk)
