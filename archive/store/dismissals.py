"""Dismissing doubts, one by one or all of a rule. A dismissed doubt stays, with who dismissed it, when and why, and can be opened again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from archive.errors import Refused
from archive.models import DismissedRule, Document, DocumentWarning


def dismiss(rows: QuerySet, *, user, reason: str, rule: DismissedRule | None = None) -> int:
    """Dismiss those of these warnings that are open, and return how many those were; ``rule`` is that by which it is done.

    Raises :class:`~archive.errors.Refused` if there is no reason.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Please say why.")
    by_rule = {"rule": rule} if rule else {}
    return rows.filter(dismissed_at=None).update(
        dismissed_by=user, dismissed_at=timezone.now(), dismissed_reason=reason, **by_rule
    )


def reopen(rows: QuerySet) -> int:
    """Open dismissed ones again, and return how many those were."""
    by_rule = {"rule": None} if rows.model is DocumentWarning else {}
    return rows.exclude(dismissed_at=None).update(dismissed_by=None, dismissed_at=None, dismissed_reason="", **by_rule)


def doubts_of(rule: DismissedRule) -> QuerySet[DocumentWarning]:
    """Return the open doubts that a dismissed rule is about."""
    rows = DocumentWarning.objects.filter(code=rule.code, dismissed_at=None)
    return rows.filter(document__volume=rule.volume_id) if rule.volume_id else rows


def take_back(rule: DismissedRule) -> list[int]:
    """Remove a dismissed rule. Its doubts that another one is about are dismissed by that one; return the ids of the rest, to be opened."""
    for other in DismissedRule.objects.filter(code=rule.code).exclude(pk=rule.pk):
        shared = rule.doubts.filter(document__volume=other.volume_id) if other.volume_id else rule.doubts.all()
        shared.update(rule=other, dismissed_by=other.user, dismissed_reason=other.reason)
    rest = list(rule.doubts.order_by().values_list("pk", flat=True))
    rule.delete()
    return rest


def dismissed_from_the_start(
    documents: Iterable[Document], codes: Iterable[str]
) -> dict[tuple[int, str], dict[str, Any]]:
    """Return what the rows of new doubts have if their rule is dismissed, by document and code; one query, or none."""
    if not (codes := set(codes)):
        return {}
    rules = {(rule.code, rule.volume_id): rule for rule in DismissedRule.objects.filter(code__in=codes)}
    if not rules:
        return {}
    now, found = timezone.now(), {}
    for document in documents:
        for code in codes:
            if rule := rules.get((code, document.volume_id)) or rules.get((code, None)):
                found[document.pk, code] = {
                    "dismissed_by_id": rule.user_id,
                    "dismissed_at": now,
                    "dismissed_reason": rule.reason,
                    "rule_id": rule.pk,
                }
    return found
