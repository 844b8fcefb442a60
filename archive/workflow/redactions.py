"""Redactions: withhold passages of a paper, and show them again, by hand or because their day has come.

Whoever may restrict access to papers may do it. Each is one transaction and one version of the paper: see
:mod:`archive.store.redactions` for how a passage stays out of all that is saved from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive import store
from archive.errors import Refused
from archive.models import Document, Erratum, Redaction
from archive.parsing.withholding import occurrences
from archive.workflow.restrictions import claimed, end, locked

#: The most passages with the same words that are withheld at once.
_MOST = 50
_SHORTEST = 2


def withhold(document: Document, words: str, *, reason: str, until: date | None, user: Any) -> int:
    """Withhold a passage of a paper's text or footnotes, wherever its words stand there, and return in how many places.

    ``reason`` is public; on the day ``until``, if there is one, the passage is public again by itself. Raises ``PermissionDenied``, and
    :class:`~archive.errors.Refused` if the passage is not there, can't be withheld, or would be public elsewhere in the paper.
    """
    words, reason = " ".join(words.split()), " ".join(reason.split())
    if not reason:
        raise Refused("A passage is withheld for a reason, which the public reads in its place.")
    if until and until <= timezone.localdate():
        raise Refused("This day has come already.")
    if len(words) < _SHORTEST:
        raise Refused("Give the words of the passage, as they stand in the text or in a footnote.")
    with transaction.atomic():
        claimed(Document.objects.filter(pk=document.pk), user)
        record = store.load(Document.objects.for_record().get(pk=document.pk))
        places = occurrences(record, words)
        if not places:
            raise Refused("These words stand neither in the text nor in a footnote. Copy them as they stand there.")
        if places > _MOST:
            raise Refused(f"These words stand in {places:,} places. Give more of the passage.")
        if Erratum.objects.filter(document=document, text__contains=words).exists():
            raise Refused("An erratum of this paper has these words, too, and is public. Change that first.")
        last = document.redactions.order_by("number").values_list("number", flat=True).last() or 0
        rows = Redaction.objects.bulk_create(
            Redaction(
                document=document, number=number, words=words, reason=reason, until=until, user=user, first_page=0, last_page=0
            )
            for number in range(last + 1, last + 1 + places)
        )  # fmt: skip
        if words in "".join(row.notice for row in rows):
            raise Refused("The reason has the words of the passage in it, and is public.")
        store.save(record, edit=True, user=user, reason=f"passage withheld: {reason}")
    return places


def reveal(rows: Iterable[Redaction], *, user: Any, reason: str) -> None:
    """Show passages of one paper again. Raises ``PermissionDenied`` and :class:`~archive.errors.Refused`."""
    if not reason.strip():
        raise Refused("Showing a passage again needs a reason.")
    with transaction.atomic():
        ids = [row.pk for row in rows]
        claimed(Document.objects.filter(redactions__in=ids), user)
        found = list(Redaction.objects.in_force().filter(pk__in=ids))
        if not found:
            raise Refused("Somebody else has lifted this already.")
        _reveal(found, Redaction.End.LIFTED, user, reason.strip())


def reveal_due(ids: Collection[int]) -> list[Document]:
    """Show those of these passages again whose day has come, and return their papers."""
    with transaction.atomic():
        locked(Document.objects.filter(redactions__in=ids))
        due = Redaction.objects.due().filter(pk__in=ids).order_by("document", "number")
        return [
            _reveal(list(rows), Redaction.End.OPENED, None, "The day of a withheld passage has come.")
            for _, rows in groupby(due, key=lambda row: row.document_id)
        ]


def _reveal(rows: list[Redaction], how: str, user: Any, why: str) -> Document:
    record = store.load(Document.objects.for_record().get(pk=rows[0].document_id))
    whole = store.with_passages(record, rows)
    end(rows, how, user, why if user else "")
    return store.save(whole, edit=True, user=user, reason=why).document
