"""What can be the name of a person, an office or a place: what can't stays printed text and makes no authority record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.dating.months import MONTHS
from archive.records import CorrespondentRecord, DocumentRecord, ReadingWarning

#: The code of the doubt about words that were taken for a name and can't be one.
NO_NAME = "not-a-name"
_LONGEST_PERSON = 90
_LONGEST_OFFICE = 200
_LONGEST_PLACE = 90
_LETTER = re.compile(r"[^\W\d_]")
_DAY = re.compile(rf"\b(?:{'|'.join(MONTHS)})\s+\d|\b\d{{1,2}}/\d{{1,2}}/\d\d")
#: Words of papers about papers, which no office has in its name.
_OF_A_PAPER = re.compile(r"\b(?:undated|Discussion at the|From the|Enclosure)\b")
#: Everybody or a heap of papers: nobody in particular.
_NOBODY = frozenset(
    {
        "all holders",
        "all recipients",
        "distribution",
        "file",
        "files",
        "the file",
        "the files",
        "for the files",
        "for the record",
    }
)


def is_person(name: str) -> bool:
    """Whether words can be one person's name: some letters, no number, not two names joined."""
    return _is_name(name, _LONGEST_PERSON) and not re.search(r"\d", name) and " and " not in name


def is_office(name: str) -> bool:
    """Whether words can be the name of an office. Offices have numbers ("303 Committee"), but no days."""
    return _is_name(name, _LONGEST_OFFICE) and not _DAY.search(name) and not _OF_A_PAPER.search(name)


def is_place(name: str) -> bool:
    """Whether words can be the name of a place: some letters and no number."""
    return _is_name(name, _LONGEST_PLACE) and not re.search(r"\d", name)


def _is_name(name: str, longest: int) -> bool:
    return len(_LETTER.findall(name)) > 1 and len(name) <= longest and name.strip().casefold() not in _NOBODY


def names_to_doubt(record: DocumentRecord) -> Iterator[ReadingWarning]:
    """Yield a doubt for each part of a sender, a recipient or a place of writing that can't be the name that it was taken for."""
    for row in (*record.senders, *record.recipients):
        yield from _doubts(row)
    if record.place and not is_place(record.place):
        yield _doubt(record.place, "a place")


def _doubts(row: CorrespondentRecord) -> Iterator[ReadingWarning]:
    if row.person and not row.person.startswith("[") and not is_person(row.person):
        yield _doubt(row.person, "a person")
    if row.office and not is_office(row.office):
        yield _doubt(row.office, "an office")
    if row.place and not is_place(row.place):
        yield _doubt(row.place, "a place")


def _doubt(words: str, kind: str) -> ReadingWarning:
    return ReadingWarning(NO_NAME, f"“{words[:200]}” can't be the name of {kind} and stays as it is printed.")
