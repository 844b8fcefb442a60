"""The filters beside the words: values of facets and a span of dates, to and from an address, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from archive.search.entries import FACETS
from archive.search.query import span_of_days

MOST_VALUES = 20
_LONGEST_VALUE = 300
#: No value holds them: it would not be one line of text, which is how entries hold their facets.
_BREAKS = frozenset("\0\n")


@dataclass(frozen=True, slots=True)
class Filters:
    """Selected values by facet, and dates as typed ("1944", "1944-06", "1944-06-30").

    ``unread`` holds what an address asked for that is no filter's value, as (name, value).
    """

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""
    unread: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **selected: str | list[str]) -> Filters:
        """Filters from names and values: ``Filters.of(kind="telegram", sender_office=["x"], since="1944")``."""
        return cls.from_query({name.replace("_", "-"): value for name, value in selected.items()})

    @classmethod
    def from_query(cls, parameters: Mapping) -> Filters:
        """Read from a ``QueryDict`` or a dict of strings or lists; what is no value is left out and named."""
        values, unread = [], []
        for facet in FACETS:
            given = _list(parameters, facet)
            good = sorted({value for value in given if 0 < len(value) <= _LONGEST_VALUE and not _BREAKS & set(value)})
            if len(good) > MOST_VALUES:
                unread.append((facet, f"more than {MOST_VALUES} values"))
                good = good[:MOST_VALUES]
            if good:
                values.append((facet, tuple(good)))
        dates = {}
        for name in ("since", "until"):
            given = next((value for value in _list(parameters, name) if value), "")
            if given and span_of_days(given) is None:
                unread.append((name, given[:50]))
                given = ""
            dates[name] = given
        return cls(tuple(values), dates["since"], dates["until"], tuple(unread))

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of each, in canonical order."""
        found = [(facet, value) for facet, values in self.values for value in values]
        return found + [(name, value) for name, value in (("since", self.since), ("until", self.until)) if value]

    def to_query(self) -> str:
        """The canonical query string."""
        return urlencode(self.pairs())

    def selected(self, facet: str) -> tuple[str, ...]:
        """The selected values of a facet."""
        return dict(self.values).get(facet, ())

    def without(self, name: str, value: str | None = None) -> Filters:
        """The filters without one value, or without all of that name."""
        if name in ("since", "until"):
            return replace(self, **{name: ""}) if value in (None, getattr(self, name)) else self
        return self._with(name, tuple(v for v in self.selected(name) if value is not None and v != value))

    def plus(self, name: str, value: str) -> Filters:
        """The filters and one value more of a facet, as far as it may have more."""
        values = tuple(sorted({*self.selected(name), value}))
        return self._with(name, values) if len(values) <= MOST_VALUES else self

    def _with(self, facet: str, values: tuple[str, ...]) -> Filters:
        chosen = {**dict(self.values), facet: values}
        return replace(self, values=tuple((name, chosen[name]) for name in FACETS if chosen.get(name)))

    def words(self, labels: Mapping[tuple[str, str], str] | None = None) -> list[tuple[str, str, str, str]]:
        """(name, value, what it is called, the value in words) of each; ``labels`` are names of values."""
        names = FACETS | {"since": "From", "until": "Until"}
        return [(n, v, names[n], (labels or {}).get((n, v), v)) for n, v in self.pairs()]

    def __bool__(self) -> bool:
        return bool(self.values or self.since or self.until)


def _list(parameters: Mapping, name: str) -> list[str]:
    found = parameters.getlist(name) if hasattr(parameters, "getlist") else parameters.get(name, [])
    return [found] if isinstance(found, str) else list(found)
