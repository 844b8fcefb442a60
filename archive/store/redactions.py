"""Keeping withheld passages out of every text that is saved, and putting them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from archive.models import Redaction
from archive.parsing.withholding import Passage, public_form, with_passage
from archive.records import DocumentRecord

_KEPT = ("content", "fields", "first_page", "last_page")


def in_force(ids: Collection[int]) -> dict[int, list[Redaction]]:
    """Return the redactions in force on these papers, by the paper's id."""
    found: dict[int, list[Redaction]] = defaultdict(list)
    for row in Redaction.objects.in_force().filter(document__in=ids).order_by("number") if ids else ():
        found[row.document_id].append(row)
    return found


def without_passages(record: DocumentRecord, rows: Sequence[Redaction]) -> DocumentRecord:
    """Return the record as it may be saved, without the passages that these redactions withhold; note in the rows what stood there.

    Raises :class:`~archive.errors.Refused` as :func:`archive.parsing.withholding.public_form` does.
    """
    passages = [_passage(row) for row in rows]
    made = public_form(record, passages)
    for row, passage in zip(rows, passages, strict=True):
        for name in _KEPT:
            setattr(row, name, getattr(passage, name))
    return made


def keep(rows: Sequence[Redaction]) -> None:
    """Write what :func:`without_passages` noted."""
    Redaction.objects.bulk_update(rows, _KEPT)


def with_passages(record: DocumentRecord, rows: Sequence[Redaction]) -> DocumentRecord:
    """Return the record with the passages of these redactions where their gaps are."""
    for row in sorted(rows, key=lambda row: -row.number):
        record = with_passage(record, _passage(row))
    return record


def _passage(row: Redaction) -> Passage:
    names = Passage.__dataclass_fields__
    return Passage(**{name: getattr(row, name) for name in names} | {"fields": dict(row.fields)})
