"""The filters of a search besides its words: values of facets and a span of dates, in a query string and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from archive.search.entries import FACETS
from archive.search.limits import LONGEST_FILTER_VALUE, MOST_FILTER_VALUES
from archive.search.query import span_of_days

#: No value has them: an entry has its facets a line each.
_BREAKS = frozenset("\0\n")


@dataclass(frozen=True, slots=True)
class Filters:
    """Selected values by facet, and dates ("1944", "1944-06", "1944-06-30").

    What a request has that can't be read is told by :mod:`archive.filters`.
    """

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, **selected: str | list[str]) -> Filters:
        """Return filters from names and values: ``Filters.of(kind="telegram", sender_office=["x"], since="1944")``."""
        return cls.from_query({name.replace("_", "-"): value for name, value in selected.items()})

    @classmethod
    def from_query(cls, parameters: Mapping) -> Filters:
        """Read a ``QueryDict`` or a dict of strings or lists. What is not a value is left out."""
        values = []
        for facet in FACETS:
            requested = _list(parameters, facet)
            good = sorted(
                {value for value in requested if 0 < len(value) <= LONGEST_FILTER_VALUE and not _BREAKS & set(value)}
            )
            if good:
                values.append((facet, tuple(good[:MOST_FILTER_VALUES])))
        dates = {}
        for name in ("since", "until"):
            typed = next((value for value in _list(parameters, name) if value), "")
            dates[name] = typed if typed and span_of_days(typed) else ""
        return cls(tuple(values), dates["since"], dates["until"])

    def pairs(self) -> list[tuple[str, str]]:
        """Return name and value of each, in canonical order."""
        found = [(facet, value) for facet, values in self.values for value in values]
        return found + [(name, value) for name, value in (("since", self.since), ("until", self.until)) if value]

    def to_query(self) -> str:
        """Return the canonical query string."""
        return urlencode(self.pairs())

    def selected(self, facet: str) -> tuple[str, ...]:
        """Return the selected values of a facet."""
        return dict(self.values).get(facet, ())

    def without(self, name: str, value: str | None = None) -> Filters:
        """Return the filters without one value, or without all of that name."""
        if name in ("since", "until"):
            return replace(self, **{name: ""}) if value in (None, getattr(self, name)) else self
        return self._with(name, tuple(v for v in self.selected(name) if value is not None and v != value))

    def plus(self, name: str, value: str) -> Filters:
        """Return the filters with one more value of a facet, or unchanged if it has as many as it may have."""
        values = tuple(sorted({*self.selected(name), value}))
        return self._with(name, values) if len(values) <= MOST_FILTER_VALUES else self

    def _with(self, facet: str, values: tuple[str, ...]) -> Filters:
        selected = {**dict(self.values), facet: values}
        return replace(self, values=tuple((name, selected[name]) for name in FACETS if selected.get(name)))

    def words(self, labels: Mapping[tuple[str, str], str] | None = None) -> list[tuple[str, str, str, str]]:
        """Return (name, value, the name in words, the value in words) of each; ``labels`` are names of values."""
        names = FACETS | {"since": "Dated from", "until": "Dated until"}
        return [(n, v, names[n], (labels or {}).get((n, v), v)) for n, v in self.pairs()]

    def __bool__(self) -> bool:
        return bool(self.values or self.since or self.until)


def _list(parameters: Mapping, name: str) -> list[str]:
    found = parameters.getlist(name) if hasattr(parameters, "getlist") else parameters.get(name, [])
    return [found] if isinstance(found, str) else list(found)
