"""Restrictions on access: close papers until a day, change and lift that, and open the papers whose day has come.

Whoever may publish may do it. Papers open by themselves: the runner of jobs looks each hour (:func:`archive.jobs.start_opening`).
Each function is one transaction, in which a paper's row is locked before anything is decided. A draft that is restricted stays a draft,
and is closed where it would be published. Days begin in the archive's time zone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.errors import Refused
from archive.models import Document, Redaction, Restriction, State
from archive.workflow.steps import move
from archive.workflow.visibility import sees_all

UNCHANGED = "It is restricted in just this way already."
NOT_RESTRICTED = "No restriction is in force on it."


@dataclass(frozen=True, slots=True)
class Terms:
    """What is decided about access: until when and why a paper is closed, and by whose authority.

    It opens on the day ``until``, or is closed without an end, which is to be reviewed on the day ``review_on``.
    """

    reason: str
    authority: str
    until: date | None = None
    review_on: date | None = None

    def check(self) -> None:
        """Raise :class:`~archive.errors.Refused` for a restriction without reason, authority or day, or with a day that has come."""
        if not (self.reason and self.authority):
            raise Refused("A restriction needs its reason, and the authority by which it was decided.")
        if (self.until is None) == (self.review_on is None):
            raise Refused(
                "Give either the day on which it opens or, without an end, the day on which that is to be reviewed."
            )
        if (self.until or self.review_on) <= timezone.localdate():
            raise Refused("This day has come already.")


def may_restrict(user: Any) -> bool:
    """Return whether somebody may restrict access to papers, and lift that."""
    return sees_all(user) and user.has_perm("archive.publish_document")


def restrict(rows: QuerySet[Document], terms: Terms, *, user: Any) -> list[tuple[Document, str]]:
    """Close papers, or change the terms on which they are closed; return each with why it was left out, ``""`` if it was not.

    Raises ``PermissionDenied`` and :class:`~archive.errors.Refused`.
    """
    terms.check()
    with transaction.atomic():
        found = claimed(rows, user)
        known = _in_force(found)
        taken = [document for document in found if not _is(known.get(document.pk), terms)]
        changed = [known[document.pk] for document in taken if document.pk in known]
        end(changed, Restriction.End.CHANGED, user, "")
        Restriction.objects.bulk_create(
            Restriction(document=document, user=user, **asdict(terms)) for document in taken
        )
        public = [document for document in taken if document.is_public]
        if public:
            move(public, State.CLOSED, user=user, comment=terms.reason)
    return [(document, "" if document in taken else UNCHANGED) for document in found]


def lift(rows: QuerySet[Document], *, user: Any, reason: str) -> list[tuple[Document, str]]:
    """Lift the restrictions on papers: those that were closed are public again. Return and raise as :func:`restrict` does."""
    if not reason.strip():
        raise Refused("Lifting a restriction needs a reason.")
    with transaction.atomic():
        found = claimed(rows, user)
        known = _in_force(found)
        taken = [document for document in found if document.pk in known]
        end(list(known.values()), Restriction.End.LIFTED, user, reason.strip())
        _open(taken, user, reason.strip())
    return [(document, "" if document in taken else NOT_RESTRICTED) for document in found]


def open_due(ids: Collection[int]) -> list[Document]:
    """End those of these restrictions whose day has come, and open their papers; return the papers that are public now."""
    with transaction.atomic():
        papers = Restriction.objects.due().filter(pk__in=ids).values_list("document", flat=True)
        found = locked(Document.objects.filter(pk__in=list(papers)))
        due = list(Restriction.objects.due().filter(pk__in=ids))
        days = {row.document_id: row.until for row in due}
        end(due, Restriction.End.OPENED, None, "")
        opened = []
        for day in sorted(set(days.values())):
            some = [document for document in found if days.get(document.pk) == day]
            opened += _open(some, None, f"The restriction ended on {day.isoformat()}.")
    return opened


def claimed(rows: QuerySet[Document], user: Any) -> list[Document]:
    """Return papers, with their rows locked. Raises ``PermissionDenied`` if the user may not decide on access."""
    if not may_restrict(user):
        raise PermissionDenied
    return locked(rows)


def locked(rows: QuerySet[Document]) -> list[Document]:
    """Return papers, with their rows locked."""
    # An update, not a read, so that the rows are locked on both databases before anything is decided.
    rows.update(updated_at=timezone.now())
    return list(rows.order_by("pk"))


def _in_force(documents: list[Document]) -> dict[int, Restriction]:
    return {row.document_id: row for row in Restriction.objects.in_force().filter(document__in=documents)}


def _is(known: Restriction | None, terms: Terms) -> bool:
    return known is not None and all(getattr(known, name) == value for name, value in asdict(terms).items())


def end(rows: list[Restriction] | list[Redaction], how: str, user: Any, why: str) -> None:
    """Write that decisions of one kind are in force no more."""
    ended = {"ended": how, "ended_at": timezone.now(), "ended_by": user, "ended_why": why}
    for one in rows[:1]:
        type(one)._default_manager.filter(pk__in=[row.pk for row in rows]).update(**ended)


def _open(documents: list[Document], user: Any, comment: str) -> list[Document]:
    """Publish those of these papers that are closed, and return them."""
    closed = [document for document in documents if document.state == State.CLOSED]
    if closed:
        move(closed, State.PUBLISHED, user=user, comment=comment)
    return closed
