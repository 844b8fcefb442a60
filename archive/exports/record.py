"""A record as read from a source, before it is saved: as JSON data and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from archive import dating, filing
from archive.parsing.plain import plain_text
from archive.parsing.references import find_references
from archive.records import CorrespondentRecord, DateRecord, DocumentRecord, PartRecord, ReadingWarning


def as_data(record: DocumentRecord) -> dict[str, Any]:
    """Return a record as JSON data for other programs: the names of the fields are fixed, texts are plain text."""
    return {
        "source_id": record.source_id,
        "document_number": record.document_number,
        "file_numbers": [asdict(number) for number in record.file_numbers],
        "kind": record.kind,
        "heading": record.heading,
        "senders": [_correspondent(one) for one in record.senders],
        "recipients": [_correspondent(one) for one in record.recipients],
        "number": record.number,
        "other_numbers": list(record.other_numbers),
        "telegram_number": record.telegram_number,
        "dateline": record.dateline,
        "date": _date(record.date),
        "received": _date(record.received),
        "place": record.place,
        "subject": record.subject,
        "classification": record.classification,
        "distribution": list(record.distribution),
        "languages": list(record.languages),
        "source_note": record.source_note,
        "pages": [page.label for page in record.pages],
        "footnotes": [
            {"label": note.label, "text": plain_text(note.text), "anchor": note.anchor} for note in record.footnotes
        ],
        "references": [
            {"kind": found.kind, "printed": found.printed, "where": found.where, "details": found.details}
            for found in find_references(record)
        ],
        "enclosures": [_part(part) for part in record.parts],
        "text": plain_text(record.text),
        "tei": record.text,
        "warnings": [asdict(warning) for warning in record.warnings],
    }


def _correspondent(one: CorrespondentRecord) -> dict[str, str]:
    return {"printed": one.printed, "office": one.office, "person": one.person, "place": one.place}


def _date(date: DateRecord | None) -> dict[str, str] | None:
    if date is None:
        return None
    fields = asdict(date)
    return {name: fields[name] for name in ("printed", "earliest", "latest", "edtf", "time", "certainty")}


def _part(part: PartRecord) -> dict[str, Any]:
    return {
        "order": part.path,
        "heading": part.heading,
        "kind": part.kind,
        "senders": [_correspondent(one) for one in part.senders],
        "recipients": [_correspondent(one) for one in part.recipients],
        "dateline": part.dateline,
        "date": _date(part.date),
        "place": part.place,
    }


def in_words(record: DocumentRecord) -> str:
    """Return a record in words: a line for each field that was read, then the footnotes, references and doubts."""
    lines = [record.heading or "(no heading)"]
    lines += [f"  {label:15} {value}" for label, value in _facts(record) if value]
    lines += _listed("Footnotes", (f"{n.label:>4}  after “{n.anchor}”: {_short(plain_text(n.text))}" if n.anchor
                                   else f"{n.label:>4}  {_short(plain_text(n.text))}" for n in record.footnotes))  # fmt: skip
    lines += _listed("References", (f"{found.kind}: {found.printed}" for found in find_references(record)))
    lines += _listed("Doubts", (f"{_where(w)}{w.message}" for w in record.warnings))
    return "\n".join(lines)


def _where(warning: ReadingWarning) -> str:
    """Return the place of a warning, as the opening of a sentence: "line 3, column 14: "."""
    if not warning.line:
        return ""
    return f"line {warning.line}, column {warning.column}: " if warning.column else f"line {warning.line}: "


def _facts(record: DocumentRecord) -> Iterator[tuple[str, str]]:
    yield (
        "File number",
        "; ".join(f"{number.printed} ({filing.title_of(number.scheme)})" for number in record.file_numbers),
    )
    yield "Kind", record.kind
    yield "Number", "; ".join(word for word in (record.number, *record.other_numbers) if word)
    for label, side in (("From", record.senders), ("To", record.recipients)):
        for one in side:
            parts = [f"office: {one.office}" if one.office else "", f"person: {one.person}" if one.person else ""]
            parts += [f"place: {one.place}" if one.place else ""]
            yield label, f"{one.printed} ({'; '.join(word for word in parts if word) or 'not recognised'})"
    for label, date in (("Date", record.date), ("Received", record.received)):
        if date:
            words = dating.in_words(date) or date.printed or "no date"
            words += f", {date.time}" if date.time else ""
            yield label, f"{words} (printed “{date.printed}”)" if date.printed else words
    yield "Subject", record.subject
    yield "Place", record.place
    yield "Classification", "; ".join(word for word in (record.classification, *record.distribution) if word)
    yield "Languages", ", ".join(record.languages)
    yield "Pages", ", ".join(page.label for page in record.pages)
    for part in record.parts:
        days = dating.in_words(part.date) if part.date else ""
        yield "Enclosure", ", ".join(word for word in (part.heading, part.place, days) if word)


def _listed(title: str, entries) -> list[str]:
    found = [f"    {entry}" for entry in entries]
    return [f"  {title}", *found] if found else []


def _short(text: str) -> str:
    words = text.replace("\n", " ")
    return words if len(words) <= 100 else words[:99].rpartition(" ")[0] + " …"
