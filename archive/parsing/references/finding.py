"""References in a document: the grammar's and the file numbers, with what the editors say about each."""

from __future__ import annotations

import re

from archive import filing
from archive.parsing.plain import plain_text
from archive.parsing.references.grammar import Match, matches
from archive.records import DocumentRecord, ReferenceRecord

_NOT_PRINTED = re.compile(r"[Nn](?:ot|either|one|either is) printed")
_NOT_FOUND = re.compile(r"[Nn](?:ot|either) found")
_SENTENCE_END = re.compile(r"(?<![ap]\.m)(?<!No)(?<!\bpp)(?<!\bp)\.\s+(?=[A-Z])|;\s")


def find(text: str) -> list[Match]:
    """The references in a plain text, in order, none overlapping another; ``details`` holds what is stated, no more."""
    numbers = [
        Match(found.start, found.end, "file number", {"normal": found.number.normal, "scheme": found.number.scheme})
        for found in filing.find(text)
    ]
    others = [
        match
        for match in matches(text)
        if not any(match.start < number.end and number.start < match.end for number in numbers)
    ]
    found = sorted(numbers + others, key=lambda match: match.start)
    for match in found:
        _add_editors_word(match, text)
    return found


def _add_editors_word(match: Match, text: str) -> None:
    """Add ``printed: False`` or ``found: False`` where the same sentence says so of the reference."""
    after = text[match.end :]
    end = _SENTENCE_END.search(after)
    sentence = after[: end.start()] if end else after
    if _NOT_PRINTED.search(sentence):
        match.details["printed"] = False
    if _NOT_FOUND.search(sentence):
        match.details["found"] = False


def find_references(record: DocumentRecord) -> tuple[ReferenceRecord, ...]:
    """All references in a document's text and footnotes, as records with spans in each place's plain text.

    The source note says where the paper itself is, so it is no reference, wherever it was printed.
    """
    places = [("text", plain_text(record.text))]
    places += [(f"footnote:{note.order}", plain_text(note.text)) for note in record.footnotes if note.kind != "source"]
    return tuple(
        ReferenceRecord(match.kind, text[match.start : match.end], where, match.start, match.end, match.details)
        for where, text in places
        for match in find(text)
        if where != "text" or not _in_source_note(match, text, record.source_note)
    )


def _in_source_note(match: Match, text: str, source_note: str) -> bool:
    """Whether a match stands on one of the source note's lines."""
    start = text.rfind("\n", 0, match.start) + 1
    end = text.find("\n", match.end)
    return text[start : end if end >= 0 else None] in source_note.split("\n")
