"""A paper as references see it: numbers, dates, and between whom; and the keys that it offers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.folding import fold
from archive.parsing.references import find
from archive.parsing.references.missions import DEPARTMENT, names_of
from archive.references.keys import (
    DayKey,
    DocumentNumberKey,
    FileKey,
    Key,
    NumberKey,
    PageKey,
    PositionKey,
    SeriesKey,
    SourceKey,
    numbers_in,
)

_DEPARTMENT = re.compile(
    r"\b(?:acting )?(?:secretary of state|department of state|under ?secretary(?: of state)?|assistant secretary|"
    r"secretary of state)\b|^(?:the )?(?:department|secretary)$"
)
#: An office that writes from or to the Department but is not it.
_NOT_DEPARTMENT = re.compile(r"\b(?:foreign|british|french|permanent under|for commonwealth)\b")
#: What words without it name no policy paper: "NSC 68", "National Intelligence Estimate 11-8".
_NUMBER_OF_SERIES = re.compile(r"[A-Z].*\d", re.DOTALL)
#: Days of a span, beside the first, under which a paper is found.
_MOST_DAYS = 3

#: Kinds of papers by their family. A reference may call a paper by another kind of its family: "my 935" may be an airgram.
FAMILIES = {
    "telegram": "telegram",
    "circular telegram": "telegram",
    "circular": "telegram",
    "airgram": "airgram",
    "circular airgram": "airgram",
    "despatch": "despatch",
    "instruction": "despatch",
    "letter": "letter",
    "note": "letter",
    "note verbale": "letter",
    "aide-mémoire": "letter",
    "message": "telegram",
    "memorandum": "memorandum",
    "memorandum of conversation": "memorandum",
    "memorandum for the record": "memorandum",
    "report": "memorandum",
    "paper": "memorandum",
}


def family(kind: str) -> str:
    """Return the family of a kind of paper; a kind without one is its own."""
    return FAMILIES.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is needed of a paper to resolve references in it and to it.

    ``id`` is whatever the archive knows it by; ``senders`` and ``recipients`` are the folded names of the posts on
    either side (see :mod:`archive.parsing.references.missions`); ``words`` the folded words of its senders and recipients.
    """

    id: int | str
    source_id: str
    volume: str = ""
    position: int = 0
    document_number: str = ""
    kind: str = ""
    numbers: tuple[str, ...] = ()
    earliest: date | None = None
    latest: date | None = None
    time: str = ""
    senders: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    sender_words: str = ""
    recipient_words: str = ""
    heading: str = ""
    place: str = ""

    @property
    def year(self) -> int | None:
        """The year in which it was written, the last one of a span."""
        day = self.latest or self.earliest
        return day.year if day else None


def side(correspondents: Iterable[tuple[str, str, str]], written_at: str = "") -> frozenset[str]:
    """Return the names of one side, from the ``(office, place, temporary place)`` of each and the place of writing."""
    names: set[str] = set()
    for office, place, temporary in correspondents:
        folded = fold(office)
        if _DEPARTMENT.search(folded) and not _NOT_DEPARTMENT.search(folded) and not place:
            names.add(DEPARTMENT)
        names |= names_of(place) | names_of(temporary)
    if written_at and fold(written_at) != "washington" and DEPARTMENT not in names:
        names |= names_of(written_at)
    return frozenset(names)


def all_keys(paper: Paper, pages: Iterable[str] = (), file_numbers: Iterable[tuple[str, str]] = ()) -> set[Key]:
    """Return all keys that a paper offers; ``file_numbers`` are pairs of scheme and normal form."""
    return derived_keys(paper, pages, file_numbers) | stored_keys(paper)


def derived_keys(paper: Paper, pages: Iterable[str], file_numbers: Iterable[tuple[str, str]]) -> set[Key]:
    """Return the keys of a paper that are not stored, since other tables have them: id, position, page, file number."""
    keys: set[Key] = {SourceKey(paper.source_id)}
    if paper.volume:
        keys |= {PageKey.of(paper.volume, label) for label in pages if label}
        keys.add(PositionKey(paper.volume, paper.position))
        if paper.document_number:
            keys.add(DocumentNumberKey.of(paper.volume, paper.document_number))
    return keys | {FileKey(scheme, normal) for scheme, normal in file_numbers}


def stored_keys(paper: Paper) -> set[Key]:
    """Return the keys of a paper that are stored beside it: its numbers with their years, its days, its policy papers' numbers."""
    keys: set[Key] = set()
    for number in paper.numbers:
        keys |= {NumberKey(one, year) for one in numbers_in(number) for year in _years(paper)}
    if paper.earliest and paper.latest:
        for days in range(min((paper.latest - paper.earliest).days, _MOST_DAYS) + 1):
            keys.add(DayKey(paper.earliest + timedelta(days)))
    for words in (paper.heading[:300], *paper.numbers):
        if _NUMBER_OF_SERIES.search(words):
            keys |= {SeriesKey.of(found.details) for found in find(words) if found.kind == "policy paper"}
    return keys


def _years(paper: Paper) -> set[int]:
    if not paper.earliest or not paper.latest:
        return set()
    years = set(range(paper.earliest.year, min(paper.latest.year, paper.earliest.year + 2) + 1))
    if paper.latest.month >= 11:
        years.add(paper.latest.year + 1)  # a reference without a date in January looks back into the old year
    return years
