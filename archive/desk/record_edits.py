"""Edits of a document's record by a form: correspondents, file numbers, footnotes and plain fields, as one edit.

The rows of the form may have been made from an earlier version; what they do not name stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from archive import filing, store
from archive.models import Correspondent, Document
from archive.parsing.notation import read_note
from archive.parsing.offices import read_correspondent
from archive.records import CorrespondentRecord, DocumentRecord, FileNumberRecord

LINKS = ("office", "person", "place")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of an inline form: its values, which of them were changed, the database row it edits if any, and whether it is deleted."""

    values: dict[str, Any]
    changed: frozenset[str] = frozenset()
    before: Any = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """A record as edited, and the authorities that were chosen by hand (see :func:`archive.store.save_identified`)."""

    record: DocumentRecord
    identified: dict = field(default_factory=dict)


def edited_record(
    document: Document,
    record: DocumentRecord,
    *,
    plain: dict[str, Any],
    place: int | None,
    correspondents: Iterable[FormRow],
    numbers: Iterable[FormRow],
    notes: Iterable[FormRow],
) -> RecordEdit:
    """Return the record of a document with the values of its form. Raises :class:`~archive.errors.Refused` for a wrong footnote."""
    record = replace(record, **plain)
    sides, rows = _correspondents(document, record, list(correspondents))
    record = replace(
        record, **sides, file_numbers=_numbers(document, record, list(numbers)), footnotes=_notes(record, list(notes))
    )
    return RecordEdit(record, {"rows": rows, "place": place})


def _correspondents(document: Document, record: DocumentRecord, rows: list[FormRow]) -> tuple[dict, list]:
    """Return senders and recipients in their order, new ones last, and the authorities that each is identified with."""
    posted = {row.before.pk: row for row in rows if row.before is not None}
    sides: dict[str, list[tuple[CorrespondentRecord, dict]]] = {"sender": [], "recipient": []}
    for present in sorted(document.correspondents.all(), key=lambda row: row.order):
        row = posted.get(present.pk)
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


def _correspondent(record: DocumentRecord, present: Correspondent | None, row: FormRow | None):
    """Return a correspondent and its authorities; these are ``None`` if its words were changed and are to be read again."""
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


def _numbers(document: Document, record: DocumentRecord, rows: list[FormRow]) -> tuple[FileNumberRecord, ...]:
    posted = {row.before.pk: row for row in rows if row.before is not None}
    printed = []
    for present in sorted(document.document_file_numbers.all(), key=lambda row: row.order):
        row = posted.get(present.pk)
        if row is None or not row.deleted:
            printed.append(row.values["printed"] if row else present.printed)
    printed += [row.values["printed"] for row in rows if row.before is None and not row.deleted]
    return filing.numbers_of(record, printed)


def _notes(record: DocumentRecord, rows: list[FormRow]):
    changed = {row.before.order: row for row in rows if row.changed}
    return tuple(
        read_note(note, changed[note.order].values["notation"], changed[note.order].values["label"].strip())
        if note.order in changed
        else note
        for note in record.footnotes
    )


def changes_anything(document: Document, edit: RecordEdit) -> bool:
    """Return whether an edit differs from the document, fetched with ``for_record()``, as it is now."""
    if edit.record != store.load(document) or edit.identified["place"] != document.place_id:
        return True
    present = {(row.role, row.order): row for row in document.correspondents.all()}
    return any(
        getattr(present[role, order], f"{name}_id") != pk
        for role, order, links in edit.identified["rows"]
        for name, pk in links.items()
    )
