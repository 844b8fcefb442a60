"""Dismissing doubts. A dismissed doubt stays, with who dismissed it, when and why, and can be opened again."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from archive.errors import Refused


def dismiss(rows: QuerySet, *, user, reason: str) -> int:
    """Dismiss those of these warnings that are open, and return how many those were.

    Raises :class:`~archive.errors.Refused` if there is no reason.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Please say why.")
    return rows.filter(dismissed_at=None).update(
        dismissed_by=user, dismissed_at=timezone.now(), dismissed_reason=reason
    )


def reopen(rows: QuerySet) -> int:
    """Open dismissed ones again, and return how many those were."""
    return rows.exclude(dismissed_at=None).update(dismissed_by=None, dismissed_at=None, dismissed_reason="")
