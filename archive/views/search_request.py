"""What a request searches for, and the addresses of what a reader can search for next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from archive import search
from archive.filters import SearchFilter
from archive.models import Document
from archive.search import FACETS, Filters, Query
from archive.search.facets import Facets, FacetValue
from archive.search.limits import MOST_FILTER_VALUES
from archive.web import requests

_LONGEST_CURSOR = 600
#: Pages of a search that have an order of their own.
_UNSORTED = ("charts", "search_feed", "search_values")


@dataclass(frozen=True, slots=True)
class SearchLink:
    """A link that changes the search: a facet's value, a filter to remove, a sort order."""

    label: str
    url: str
    count: int | None = None
    chosen: bool = False
    group: str = ""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A field for a date: what is in it, and what is wrong with that."""

    name: str
    label: str
    value: str
    example: str
    problem: str = ""


class SearchRequest:
    """The query, the filters, the order and the place in the result that a request names, and addresses that change one of them."""

    def __init__(self, request: HttpRequest) -> None:
        parameters = request.GET
        self.found = SearchFilter(parameters, queryset=Document.objects.public())
        self.query: Query = self.found.asked
        self.filters = self.found.selected
        self.sorts = tuple(search.SORTS) if self.query.tree else tuple(search.SORTS)[1:]
        sort = requests.text(parameters, "sort")
        self.sort = sort if sort in self.sorts else self.sorts[0]
        cursor = requests.text(parameters, "cursor", longest=_LONGEST_CURSOR + 1)
        self.cursor = cursor if len(cursor) <= _LONGEST_CURSOR else ""

    @property
    def is_sorted(self) -> bool:
        """Whether the reader chose another order than the usual one."""
        return self.sort != self.sorts[0]

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a filter, an order or a later page besides the words: the reader wants the list and no single paper."""
        return bool(self.filters or self.is_sorted or self.cursor)

    @property
    def days(self) -> list[Day]:
        """The fields for the first and the last day."""
        unread = dict(self.found.unread)
        return [
            Day(
                name,
                str(self.found.filters[name].label),
                unread.get(name) or value,
                example,
                self.found.problems.get(name, ""),
            )
            for name, value, example in (
                ("since", self.filters.since, "1944-06"),
                ("until", self.filters.until, "1945"),
            )
        ]

    def url(
        self, *, filters: Filters | None = None, sort: str = "", cursor: str = "", text=None, name="search", facet=""
    ) -> str:
        """Return the one address of a search: this one, with what is passed changed. That of all values needs their ``facet``."""
        text = self.query.text if text is None else text
        pairs = [("q", text)] if text else []
        pairs += self.filters.pairs() + self.found.unread if filters is None else filters.pairs()
        sort = self.sorts[0] if name in _UNSORTED else sort or self.sort
        pairs += [("sort", sort)] if sort != self.sorts[0] else []
        pairs += [("cursor", cursor)] if cursor else []
        return _path(name, facet) + (f"?{urlencode(pairs)}" if pairs else "")

    def group(self, facet: str, counted: Facets) -> tuple[str, list[SearchLink], SearchLink | None] | None:
        """Return a facet's name, the links of its values, and the link to all values if there are more.

        It is ``None`` if there is nothing to choose.
        """
        links, total = self.links(facet, counted.values.get(facet, [])), counted.totals.get(facet, 0)
        every = SearchLink("", self.url(name="search_values", facet=facet), total) if total > len(links) else None
        return (FACETS[facet], links, every) if links else None

    def years(self, counted: Facets) -> list[SearchLink]:
        """Return the years with the height of their bars, from 1 to 20."""
        return self.links("year", counted.values.get("year", []), bars=True)

    def links(self, facet: str, values: list[FacetValue], *, bars: bool = False) -> list[SearchLink]:
        """Return the links that add or remove each value of a facet. The address before and after the facet is written only once."""
        order = list(FACETS)
        place = order.index(facet)
        pairs = self.filters.pairs()
        before = [pair for pair in pairs if pair[0] in order[:place]]
        after = [pair for pair in pairs if pair[0] not in order[: place + 1]]
        words = [("q", self.query.text)] if self.query.text else []
        head, tail = urlencode(words + before), urlencode(after + ([("sort", self.sort)] if self.is_sorted else []))
        chosen = set(self.filters.selected(facet))
        most = max((value.count for value in values), default=0)
        links = []
        for value in values:
            own = chosen ^ {value.value}
            own = chosen if len(own) > MOST_FILTER_VALUES else own
            query = "&".join(filter(None, (head, urlencode([(facet, one) for one in sorted(own)]), tail)))
            height = 1 + 19 * value.count // most if bars and most else 0
            url = _path("search") + (f"?{query}" if query else "")
            links.append(SearchLink(value.label, url, value.count, value.selected, height=height))
        return links


@cache
def _path(name: str, facet: str = "") -> str:
    return reverse(f"archive:{name}", args=[facet] if facet else [])
