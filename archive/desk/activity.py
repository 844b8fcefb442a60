"""What was done at the desk, by whom, whatever it was done to: versions, steps, changes of other records, and jobs, as one list.

Nothing is stored for it. Each table is read from its newest row back, because ids grow with time; so no index on times is needed.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import F, QuerySet
from django.urls import NoReverseMatch, reverse

from archive.models import DocumentVersion, Job, Transition

#: How many deeds a page shows; those of the same instant as its last one are added.
SHOWN = 50
#: The most of one instant that are read: what is written in one statement has one time.
_MOST = 500
_HEADING = {"heading": F("document__heading")}


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did: when, who, to what, its address at the desk if it has one, and why."""

    at: datetime
    user: Any
    what: str
    about: str
    url: str = ""
    reason: str = ""


def deeds(user: Any = None, before: datetime | None = None) -> list[Deed]:
    """Return the newest deeds of somebody, or of everybody, that were done before a time. What commands do has no user and is left out."""
    mine = {"user": user} if user else {"user__isnull": False}
    sources = (
        _versions(
            _part(
                DocumentVersion.objects.filter(run=None, bulk=None, **mine).defer("record").annotate(**_HEADING),
                "at",
                before,
            )
        ),
        _steps(_part(Transition.objects.filter(**mine).annotate(**_HEADING), "at", before)),
        _changes(_part(LogEntry.objects.filter(**mine).select_related("content_type"), "action_time", before)),
        _jobs(_part(Job.objects.filter(**mine).defer("items"), "created_at", before)),
    )
    found = heapq.merge(*sources, key=lambda deed: deed.at, reverse=True)
    shown = list(islice(found, SHOWN))
    return shown + list(takewhile(lambda deed: deed.at == shown[-1].at, found)) if shown else []


def _part(rows: QuerySet, time: str, before: datetime | None) -> QuerySet:
    if before:
        rows = rows.filter(**{f"{time}__lt": before})
    return rows.select_related("user").order_by("-pk")[:_MOST]


def _versions(rows: QuerySet) -> Iterator[Deed]:
    for row in rows:
        url = reverse("admin:archive_document_history", args=[row.document_id])
        yield Deed(row.at, row.user, f"saved version {row.number}", row.heading, url, row.reason)


def _steps(rows: QuerySet) -> Iterator[Deed]:
    for row in rows:
        url = reverse("admin:archive_document_change", args=[row.document_id])
        states = f"{row.get_from_state_display()} → {row.get_to_state_display()}"
        yield Deed(row.at, row.user, states, row.heading, url, row.comment)


def _changes(rows: QuerySet) -> Iterator[Deed]:
    for row in rows:
        try:
            url = row.get_admin_url() or "" if not row.is_deletion() else ""
        except NoReverseMatch:
            url = ""
        kind = row.content_type.model_class() if row.content_type_id else None
        name = kind._meta.verbose_name if kind else "record"
        done = f"{row.get_action_flag_display().lower()}: {name}"
        yield Deed(row.action_time, row.user, done, row.object_repr, url, row.get_change_message())


def _jobs(rows: QuerySet) -> Iterator[Deed]:
    for row in rows:
        url = reverse("admin:archive_job_change", args=[row.pk])
        yield Deed(row.created_at, row.user, "began a job", row.what, url, row.reason)
