"""How the archive is: its papers, jobs, search entries, checks, backups, database and disk, with no secrets and no words of papers."""

from __future__ import annotations

import platform
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min
from django.utils import timezone

from archive import search
from archive.backups.continuous import last_in_step
from archive.backups.manifest import last_drill, moment_of, newest
from archive.errors import Refused
from archive.jobs import a_runner_works
from archive.models import Document, Fixity, Job, Redaction, Restriction
from archive.sql.statistics import database_size
from archive.upkeep.readiness import check_readiness, free_space
from archive.upkeep.replication import Replica, replicas
from config import places


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says.

    ``papers`` and ``jobs`` are counts by state and by status; of failed jobs those of the last day. ``waiting_since`` is when the oldest
    job was started that has not ended. ``unindexed`` papers are public and searches find them not at all, or by what they said earlier.
    ``checked_last`` and ``checked_first`` are the latest and the earliest of the days on which each text was last found unchanged,
    ``unchecked`` how many never were. ``size`` is in bytes. ``unopened`` is how many restrictions and redactions are in
    force still, more than a day after their end.
    """

    papers: dict[str, int]
    jobs: dict[str, int]
    waiting_since: datetime | None
    runner: bool
    unindexed: int
    checked_last: datetime | None
    checked_first: datetime | None
    unchecked: int
    version: str
    size: int
    unopened: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it: ``stored`` is None where the database does not answer, ``backup`` and ``drill`` where there was none,
    ``copy`` where the continuous copy was never found in step.

    ``checks`` are those of :func:`archive.upkeep.readiness.check_readiness`, ``free`` is in bytes.
    """

    at: datetime
    stored: Stored | None
    checks: dict[str, str]
    backup: datetime | None
    drill: datetime | None
    free: int
    replicas: tuple[Replica, ...] = ()
    copy: datetime | None = None


def gather() -> Facts:
    """Return how the archive is now."""
    try:
        stored = _stored()
    except DatabaseError:
        stored = None
    backup, drill = _backups()
    copy = last_in_step(settings.BACKUPS) if settings.BACKUPS else None
    return Facts(timezone.now(), stored, check_readiness(), backup, drill, free_space(), replicas(), copy)


def versions() -> dict[str, str]:
    """Return the versions of the program and of what it runs on."""
    return {"chancery": _own_version(), "python": platform.python_version(), "django": django.get_version()}


def _stored() -> Stored:
    checked = Fixity.objects.aggregate(last=Max("checked_at"), first=Min("checked_at"), count=Count("pk"))
    papers = dict(Document.objects.order_by().values_list("state").annotate(count=Count("pk")))
    waiting = Job.objects.filter(status__in=Job.OPEN)
    jobs = {str(status): waiting.filter(status=status).count() for status in Job.OPEN}
    since = timezone.now() - timedelta(days=1)
    jobs["failed"] = Job.objects.filter(status=Job.Status.FAILED, finished_at__gte=since).count()
    version = ".".join(map(str, connection.get_database_version()))
    return Stored(
        papers=papers,
        jobs=jobs,
        waiting_since=waiting.aggregate(first=Min("created_at"))["first"],
        runner=a_runner_works(),
        unindexed=search.lag(),
        checked_last=checked["last"],
        checked_first=checked["first"],
        unchecked=sum(papers.values()) - checked["count"],
        version=f"{connection.display_name} {version}",
        size=database_size(),
        unopened=sum(
            model.objects.due().filter(until__lt=timezone.localdate()).count() for model in (Restriction, Redaction)
        ),
    )


def _backups() -> tuple[datetime | None, datetime | None]:
    """Return the moments of the newest backup and of the last drill; None where there is none, or its folder can't be read."""
    if settings.BACKUPS is None:
        return None, None
    try:
        return moment_of(newest(settings.BACKUPS)), last_drill(settings.BACKUPS)
    except (Refused, OSError):
        return None, None


def _own_version() -> str:
    if places.IS_CHECKOUT:
        return tomllib.loads(Path(places.PACKAGES / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return metadata.version("chancery-archive")
