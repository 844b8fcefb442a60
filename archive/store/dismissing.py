"""Dismissing doubts: one that somebody has answered stays, with who, when and why, and can be opened again."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone


def dismiss(rows: QuerySet, *, user, reason: str) -> int:
    """Dismiss the open ones of these warnings or likely duplicates; how many. Raises ``ValueError`` without a reason."""
    reason = reason.strip()
    if not reason:
        raise ValueError("Please say why.")
    return rows.filter(dismissed_at=None).update(
        dismissed_by=user, dismissed_at=timezone.now(), dismissed_reason=reason
    )


def reopen(rows: QuerySet) -> int:
    """Open dismissed ones again; how many."""
    return rows.exclude(dismissed_at=None).update(dismissed_by=None, dismissed_at=None, dismissed_reason="")
