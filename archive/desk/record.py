"""A document's record from its form: correspondents, file numbers, footnotes and plain fields, as one edit.

The form's rows may have been made from an earlier version; what they do not name stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from archive import filing
from archive.models import Correspondent, Document
from archive.parsing.notation import read_note
from archive.parsing.offices import read_correspondent
from archive.records import CorrespondentRecord, DocumentRecord, FileNumberRecord

LINKS = ("office", "person", "place")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an inline form: its order in the document if it was there before, and what was made of it."""

    values: dict[str, Any]
    changed: frozenset[str] = frozenset()
    before: Any = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A record as edited, and which authorities were chosen by hand (see :func:`archive.store.save_identified`)."""

    record: DocumentRecord
    identified: dict = field(default_factory=dict)


def edited(
    document: Document,
    record: DocumentRecord,
    *,
    plain: dict[str, str],
    place: int | None,
    correspondents: Iterable[Row],
    numbers: Iterable[Row],
    notes: Iterable[Row],
) -> Edit:
    """The record of a document with what its form says. Raises ``ValueError`` for a footnote that cannot stand so."""
    record = replace(record, **plain)
    sides, rows = _correspondents(document, record, list(correspondents))
    record = replace(
        record, **sides, file_numbers=_numbers(document, record, list(numbers)), footnotes=_notes(record, list(notes))
    )
    return Edit(record, {"rows": rows, "place": place})


def _correspondents(document: Document, record: DocumentRecord, rows: list[Row]) -> tuple[dict, list]:
    """Senders and recipients in their order, new ones last; and whom each is identified with."""
    said = {row.before.pk: row for row in rows if row.before is not None}
    sides: dict[str, list[tuple[CorrespondentRecord, dict]]] = {"sender": [], "recipient": []}
    for present in sorted(document.correspondents.all(), key=lambda row: row.order):
        row = said.get(present.pk)
        if row is None or not row.deleted:
            role = row.values["role"] if row else present.role
            sides[role].append(_correspondent(record, present, row))
    for row in rows:
        if row.before is None and not row.deleted:
            sides[row.values["role"]].append(_correspondent(record, None, row))
    identified = [
        [role, order, links]
        for role, those in sides.items()
        for order, (_, links) in enumerate(those, 1)
        if links is not None
    ]
    return {f"{role}s": tuple(who for who, _ in those) for role, those in sides.items()}, identified


def _correspondent(record: DocumentRecord, present: Correspondent | None, row: Row | None):
    """One correspondent, and whom it stands for; nobody is named where its words are to be read anew."""
    if present is not None:
        read = getattr(record, f"{present.role}s")[present.order - 1]
        links = {name: getattr(present, f"{name}_id") for name in LINKS}
        if row is None:
            return read, links
    chosen = {name: row.values.get(name) for name in LINKS}
    printed = " ".join(row.values["printed"].split())
    if present is not None and printed == " ".join(read.printed.split()):
        return read, chosen
    by_hand = any(chosen.values()) if present is None else bool(row.changed & set(LINKS))
    return read_correspondent(printed), chosen if by_hand else None


def _numbers(document: Document, record: DocumentRecord, rows: list[Row]) -> tuple[FileNumberRecord, ...]:
    said = {row.before.pk: row for row in rows if row.before is not None}
    printed = []
    for present in sorted(document.document_file_numbers.all(), key=lambda row: row.order):
        row = said.get(present.pk)
        if row is None or not row.deleted:
            printed.append(row.values["printed"] if row else present.printed)
    printed += [row.values["printed"] for row in rows if row.before is None and not row.deleted]
    known = {number.printed: number for number in record.file_numbers}
    return tuple(known.get(words) or _number(words, record.year) for words in dict.fromkeys(printed))


def _number(printed: str, year: int | None) -> FileNumberRecord:
    read = filing.parse(printed, year)
    return FileNumberRecord(printed, read.normal, read.scheme)


def _notes(record: DocumentRecord, rows: list[Row]):
    said = {row.before.order: row for row in rows if row.changed}
    return tuple(
        read_note(note, said[note.order].values["notation"], said[note.order].values["label"].strip())
        if note.order in said
        else note
        for note in record.footnotes
    )
