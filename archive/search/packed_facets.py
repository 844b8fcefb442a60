"""The facets of many matches at once, counted in memory.

Each entry has its facets in one text. The database joins the texts of all matches that are examined to one, so that neither rows
nor facets are split one by one: C code splits one long text and counts its pieces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Separates the facets of two matches; no line within them is empty.
SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class PackedFacets:
    """The facets of ``count`` matches, one ``facet:value`` a line; ``more`` means that there are other matches besides."""

    count: int
    text: str = field(default="", repr=False)
    more: bool = False

    @classmethod
    def of_all(cls, facets: list[str]) -> PackedFacets:
        """Return the facets of these matches, which are all."""
        return cls(len(facets), SEPARATOR.join(facets))

    @classmethod
    def of_first(cls, most: int, found: int, text: str | None) -> PackedFacets:
        """Return the facets of the first ``most`` matches. ``text`` has those of ``found``, one more if there are more."""
        if found <= most:
            return cls(found, text or "")
        return cls(most, (text or "").rpartition(SEPARATOR)[0], more=True)

    def counters(self) -> dict[str, Counter[str]]:
        """Return how many matches have each value, by facet."""
        counts: dict[str, Counter[str]] = {}
        for line, count in Counter(self.text.split("\n")).items():
            facet, colon, value = line.partition(":")
            if colon:
                counts.setdefault(facet, Counter())[value] = count
        return counts

    def counter(self, facet: str) -> Counter[str]:
        """Return how many matches have each value of one facet."""
        return Counter(re.findall(rf"\n{re.escape(facet)}:(.*)", f"\n{self.text}"))

    def rows(self) -> Iterator[list[tuple[str, str]]]:
        """Yield the facets and values of each match."""
        for lines in self.text.split(SEPARATOR) if self.count else ():
            pairs = (line.partition(":") for line in lines.split("\n"))
            yield [(facet, value) for facet, _, value in pairs]
