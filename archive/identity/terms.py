"""Who held an office on a day, by terms of office."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.identity.meaning import same_name

#: How long somebody may be taken for the holder where the end of the term is unknown.
_OPEN = timedelta(days=3 * 365)


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
