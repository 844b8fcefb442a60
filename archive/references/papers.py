"""A paper as resolving sees it: numbers, dates, pages, and between whom; and the keys under which it can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.folding import fold
from archive.parsing.references import find
from archive.parsing.references.missions import DEPARTMENT, names_of

_DEPARTMENT = re.compile(
    r"\b(?:acting )?(?:secretary of state|department of state|under ?secretary(?: of state)?|assistant secretary|"
    r"secretary of state)\b|^(?:the )?(?:department|secretary)$"
)
#: An office that writes from or to the Department but is not it.
_NOT_DEPARTMENT = re.compile(r"\b(?:foreign|british|french|permanent under|for commonwealth)\b")
_KEPT = re.compile(r"[^0-9a-z½/().-]+")

#: Kinds of reference that may be one and the same kind of paper: who writes "my 935" may mean an airgram.
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
    """The family of a kind of paper; a kind of no family is its own."""
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
        """The year in which it was written, the later one of a span."""
        day = self.latest or self.earliest
        return day.year if day else None


def number_key(number: str) -> str:
    """A number in one spelling: without "No.", dashes alike, small letters."""
    folded = re.sub(r"^nos?\.? ?", "", fold(number).strip())
    return _KEPT.sub(" ", folded).strip(" .")


def side(correspondents: Iterable[tuple[str, str, str]], written_at: str = "") -> frozenset[str]:
    """The names of one side: of ``(office, place, temporary place)`` of each, and of where the paper was written."""
    names: set[str] = set()
    for office, place, temporary in correspondents:
        said = fold(office)
        if _DEPARTMENT.search(said) and not _NOT_DEPARTMENT.search(said) and not place:
            names.add(DEPARTMENT)
        names |= names_of(place) | names_of(temporary)
    if written_at and fold(written_at) != "washington" and DEPARTMENT not in names:
        names |= names_of(written_at)
    elif fold(written_at) == "washington" and not names and not list(correspondents):
        names = set()
    return frozenset(names)


def offered(paper: Paper, pages: Iterable[str] = (), file_numbers: Iterable[tuple[str, str]] = ()) -> set[str]:
    """All keys under which a paper may be asked for."""
    return shared_keys(paper, pages, file_numbers) | own_keys(paper)


def shared_keys(paper: Paper, pages: Iterable[str], file_numbers: Iterable[tuple[str, str]]) -> set[str]:
    """The keys of a paper that are not kept with it, since other tables answer them: id, place in its volume, page, file number."""
    keys = {f"id|{paper.source_id}"}
    if paper.volume:
        keys |= {f"page|{paper.volume}|{fold(label)}" for label in pages if label}
        keys.add(f"at|{paper.volume}|{paper.position}")
        if paper.document_number:
            keys.add(f"doc|{paper.volume}|{fold(paper.document_number)}")
    return keys | {f"file|{scheme}|{normal}" for scheme, normal in file_numbers}


def own_keys(paper: Paper) -> set[str]:
    """The keys of a paper that are kept with it: those of its numbers and its day, and its number and title as a policy paper."""
    keys = set()
    for number in paper.numbers:
        if key := number_key(number):
            keys |= {f"no|{key}|{year}" for year in _years(paper)}
    if paper.earliest and paper.latest:
        for days in range(min((paper.latest - paper.earliest).days, 3) + 1):
            keys.add(f"on|{(paper.earliest + timedelta(days)).isoformat()}")
    for words in (paper.heading[:300], *paper.numbers):
        keys |= {series_key(match.details) for match in find(words) if match.kind == "policy paper"}
    return keys


def series_key(details: dict) -> str:
    """The key of a policy paper's series and number."""
    return f"series|{fold(details['series'])} {number_key(details['number'])}"


def _years(paper: Paper) -> set[int]:
    if not paper.earliest or not paper.latest:
        return set()
    years = set(range(paper.earliest.year, min(paper.latest.year, paper.earliest.year + 2) + 1))
    if paper.latest.month >= 11:
        years.add(paper.latest.year + 1)  # a reference without a date in January looks back into the old year
    return years
