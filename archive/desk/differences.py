"""The differences between two records of a paper, for people: word by word, with text instead of XML."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from lxml import etree
from rapidfuzz.distance import LCSseq

from archive import store
from archive.deadline import check
from archive.models import Document, DocumentVersion
from archive.parsing.plain import plain_text
from archive.records import CorrespondentRecord, DateRecord, DocumentRecord, from_json

#: Texts of more words are compared by lines, those of more lines as wholes.
_MOST_PIECES = 20_000
_CUTS = (re.compile(r"\s+|\S+").findall, re.compile(r".*\n|.+").findall)
_LABELS = {
    "text": "Text", "heading": "Heading", "subject": "Subject",
    "dateline": "Date line", "date": "Date", "received": "Received", "place": "Place",
    "number": "Own number", "other_numbers": "Further own numbers", "document_number": "Number in the volume", "kind": "Kind",
    "senders": "Senders", "recipients": "Recipients", "file_numbers": "File numbers", "source_note": "Source note",
    "classification": "Classification", "languages": "Languages", "distribution": "Handling", "pages": "Pages", "parts": "Enclosures",
    "topics": "Topics", "references": "References", "warnings": "The reader's doubts",
}  # fmt: skip
_NOT_SHOWN = {"footnotes", "source_id", "references", "warnings"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs; ``parts`` are pairs of ``"same"``, ``"old"`` or ``"new"`` and a text."""

    label: str
    parts: tuple[tuple[str, str], ...]


def differences(before: DocumentRecord, after: DocumentRecord) -> list[Difference]:
    """Return every field and footnote that differs, in the order of a record."""
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
    """Return two texts as runs that are the same, old or new: word by word, or line by line if they are long.

    Long runs that are the same are shortened.
    """
    check()
    before, after = next(
        (pieces for cut in _CUTS if sum(map(len, pieces := (cut(old), cut(new)))) <= _MOST_PIECES), ([old], [new])
    )
    parts: list[tuple[str, str]] = []
    old, new = "", ""
    # The longest common subsequence, by bits: its time is bounded by the number of words, whatever they are.
    for tag, i, j, k, m in LCSseq.opcodes(before, after):
        if tag == "equal" and not "".join(before[i:j]).isspace():
            parts += [(kind, words) for kind, words in (("old", old), ("new", new)) if words]
            parts.append(("same", _shortened("".join(before[i:j]))))
            old, new = "", ""
        else:  # a blank between two changes is part of one change
            old, new = old + "".join(before[i:j]), new + "".join(after[k:m])
    return parts + [(kind, words) for kind, words in (("old", old), ("new", new)) if words]


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
        shown = [
            value.printed,
            value.edtf,
            value.time,
            value.certainty if value.certainty != "stated" else "",
            value.reason,
        ]
        return "; ".join(part for part in shown if part)
    return "\n".join(_item(item) for item in value)


def _item(item) -> str:
    if isinstance(item, CorrespondentRecord):
        read = ", ".join(part for part in (item.office, item.person, item.place) if part)
        return f"{item.printed} (read as: {read})" if read else item.printed
    return getattr(item, "printed", "") or getattr(item, "label", "") or getattr(item, "heading", "") or str(item)


@dataclass(frozen=True, slots=True)
class VersionDifferences:
    """A version of a document and what it changed: also all that earlier ones did whose texts are not kept."""

    version: DocumentVersion
    changes: list[Difference]
    is_kept: bool = True


def version_differences(document: Document, most: int) -> tuple[list[VersionDifferences], bool]:
    """Return the latest ``most`` versions of a document, the latest first, and whether there are older ones.

    The document is one that was fetched with ``for_record()``.
    """
    versions = list(document.versions.select_related("user", "run")[: most + 1])
    record, found = store.load(document), []
    for place, version in enumerate(versions):
        is_kept = version.record is not None or version.number == document.version
        earlier = next((one for one in versions[place + 1 :] if one.record), None) if is_kept else None
        before = from_json(earlier.record["record"]) if earlier else None
        found.append(VersionDifferences(version, differences(before, record) if before else [], is_kept))
        record = before or record
    return found[:most], len(versions) > most
