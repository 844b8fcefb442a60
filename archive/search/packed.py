"""The facets of many matches at once, counted in memory.

Each entry carries its facets in one text. The database joins those of all matches that are looked at into one text more, so that
neither rows nor facets are taken apart one by one: cutting one long text and counting its pieces is done by C.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Stands between the facets of two matches, in which no line is empty.
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Packed:
    """The facets of ``count`` matches, ``facet:value`` a line; ``more`` says that there are matches beside them."""

    count: int
    text: str = field(default="", repr=False)
    more: bool = False

    @classmethod
    def of(cls, facets: list[str]) -> Packed:
        """Those of these matches, which are all."""
        return cls(len(facets), BETWEEN.join(facets))

    @classmethod
    def first(cls, most: int, found: int, text: str | None) -> Packed:
        """Those of the first ``most`` matches, of ``found`` that were looked at: as many, or one more if there are more."""
        if found <= most:
            return cls(found, text or "")
        return cls(most, (text or "").rpartition(BETWEEN)[0], more=True)

    def counters(self) -> dict[str, Counter[str]]:
        """How many matches have each value, by facet."""
        counts: dict[str, Counter[str]] = {}
        for line, count in Counter(self.text.split("\n")).items():
            facet, colon, value = line.partition(":")
            if colon:
                counts.setdefault(facet, Counter())[value] = count
        return counts

    def counter(self, facet: str) -> Counter[str]:
        """How many matches have each value of one facet."""
        return Counter(re.findall(rf"\n{re.escape(facet)}:(.*)", f"\n{self.text}"))

    def rows(self) -> Iterator[list[tuple[str, str]]]:
        """Facet and value of everything that each match has."""
        for lines in self.text.split(BETWEEN) if self.count else ():
            pairs = (line.partition(":") for line in lines.split("\n"))
            yield [(facet, value) for facet, _, value in pairs]
