"""What differs between two records of a paper, for people: text as text and not as XML, word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, fields

from lxml import etree

from archive.parsing.plain import plain_text
from archive.records import CorrespondentRecord, DateRecord, DocumentRecord

#: Beyond so many words, paragraphs that are the same are left out before words are compared.
_MOST_WORDS = 20_000
_LABELS = {
    "text": "Text", "heading": "Heading", "dateline": "Date line", "date": "Date", "received": "Received", "place": "Place",
    "number": "Own number", "other_numbers": "Further own numbers", "document_number": "Number in the volume", "kind": "Kind",
    "senders": "Senders", "recipients": "Recipients", "file_numbers": "File numbers", "source_note": "Source note",
    "classification": "Classification", "distribution": "Handling", "pages": "Pages", "parts": "Enclosures",
    "references": "References", "warnings": "The reader's doubts",
}  # fmt: skip
_NOT_SHOWN = {"footnotes", "source_id", "references", "warnings"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; ``parts`` are (``"same"``, ``"old"`` or ``"new"``, text)."""

    label: str
    parts: tuple[tuple[str, str], ...]


def differences(before: DocumentRecord, after: DocumentRecord) -> list[Difference]:
    """Every field and footnote that differs, in the order of a record."""
    found = []
    for name in (f.name for f in fields(DocumentRecord) if f.name not in _NOT_SHOWN):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = _LABELS.get(name, name.replace("_", " ").capitalize())
            found.append(_difference(label, _words_of(name, old), _words_of(name, new)))
    old_notes = {note.order: note for note in before.footnotes}
    new_notes = {note.order: note for note in after.footnotes}
    for order in sorted(old_notes | new_notes):
        old, new = old_notes.get(order), new_notes.get(order)
        if old != new:
            label = f"Footnote {(new or old).label or order}"
            found.append(_difference(label, _note(old), _note(new)))
    return found


def _difference(label: str, old: str, new: str) -> Difference:
    if old == new:
        # Markup alone differs: the words are the same.
        return Difference(label, (("same", "the words are the same; how they are marked up differs"),))
    return Difference(label, tuple(compare(old, new)))


def compare(old: str, new: str) -> list[tuple[str, str]]:
    """Two texts as runs that are the same, old or new, word by word; long runs that are the same are shortened."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    if len(before) + len(after) > _MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    parts: list[tuple[str, str]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", _shortened("".join(before[i:j]))))
            continue
        if i < j:
            parts.append(("old", "".join(before[i:j])))
        if k < m:
            parts.append(("new", "".join(after[k:m])))
    return parts


def _shortened(text: str) -> str:
    return f"{text[:120]} […] {text[-120:]}" if len(text) > 300 else text


def _note(note) -> str:
    return f"{note.label}. {_plain(note.text)}" if note else ""


def _plain(tei: str) -> str:
    try:
        return plain_text(tei)
    except etree.XMLSyntaxError:
        return tei


def _words_of(name: str, value) -> str:
    if name == "text":
        return _plain(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, DateRecord):
        said = [
            value.printed,
            value.edtf,
            value.time,
            value.certainty if value.certainty != "stated" else "",
            value.reason,
        ]
        return "; ".join(part for part in said if part)
    return "\n".join(_item(item) for item in value)


def _item(item) -> str:
    if isinstance(item, CorrespondentRecord):
        read = ", ".join(part for part in (item.office, item.person, item.place) if part)
        return f"{item.printed} (read as: {read})" if read else item.printed
    return getattr(item, "printed", "") or getattr(item, "label", "") or getattr(item, "heading", "") or str(item)
