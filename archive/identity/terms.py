"""Who held an office on a day, by terms of office, and what contradicts these terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.folding import fold
from archive.identity.meaning import same_name

#: How long somebody may be taken for the holder where the end of the term is unknown.
_OPEN = timedelta(days=3 * 365)
#: Whoever stands in for a chief of mission, or is the second of an embassy, is in no table of chiefs.
_NOT_IN_TABLES = re.compile(r"\b(?:charge|minister|amb\.?|representative|consul)\b")


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """A term of office: the ``person`` as the caller knows them, their name as lists print it, the first and last day, if known."""

    person: Hashable
    name: str
    first: date | None
    last: date | None

    def covers(self, first: date, last: date) -> bool:
        """Whether a paper of these days can be of this term."""
        return bool(self.first) and self.first <= last and first <= (self.last or self.first + _OPEN)  # type: ignore[operator]


def holder(name: str, first: date, last: date, terms: Iterable[HeldTerm]) -> HeldTerm | None:
    """Return the term of the one person of that name who held the office then, or ``None`` if there are none or several.

    >>> bay = HeldTerm(1, "Bay, Charles Ulrick", date(1946, 6, 6), date(1953, 7, 31))
    >>> holder("Bay", date(1948, 8, 6), date(1948, 8, 6), [bay]) is bay
    True
    >>> holder("Bay", date(1953, 8, 1), date(1953, 8, 1), [bay]) is None
    True
    """
    fitting = [term for term in terms if term.covers(first, last) and same_name(name, term.name)]
    return fitting[0] if len({term.person for term in fitting}) == 1 else None


def contradicted(
    person: Hashable, name: str, office: str, first: date, last: date, terms: Collection[HeldTerm]
) -> list[HeldTerm]:
    """Return the terms of an office that contradict a paper of these days by its holder, or none.

    They are those of this person (or of somebody of that name) if none of them has the paper's day, and else, where nobody of that name
    ever held the office, those of whoever held it then. What is not known contradicts nothing.

    >>> bay = HeldTerm(1, "Bay, Charles Ulrick", date(1946, 6, 6), date(1953, 7, 31))
    >>> contradicted(1, "Bay", "Ambassador in Norway", date(1955, 1, 1), date(1955, 1, 1), [bay]) == [bay]
    True
    >>> contradicted(None, "Gay", "Ambassador in Norway", date(1950, 1, 1), date(1950, 1, 1), [bay]) == [bay]
    True
    """
    own = [term for term in terms if term.person == person or same_name(name, term.name)]
    if own:
        known = all(term.first for term in own)
        return own if known and not any(term.covers(first, last) for term in own) else []
    if _NOT_IN_TABLES.search(fold(office)):
        return []
    return [term for term in terms if term.covers(first, last) and term.covers(last, last)]
