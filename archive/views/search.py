"""The search page, and its whole result as CSV and JSON Lines."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import filing
from archive import search as searching
from archive.browsing import numbers
from archive.browsing.destinations import Destination
from archive.browsing.ways_in import way_in
from archive.exports import tables
from archive.forms.search import is_asked, question
from archive.models.vocabulary import vocabulary
from archive.search import FACETS, Filters, Query
from archive.search.facets import FacetValue
from archive.search.limits import MOST_FILTER_VALUES

PAGE_SIZE = 20
_LONGEST_CURSOR = 600
#: Pages of a search that have an order of their own.
_UNSORTED = ("charts", "search_feed")
_FILE_FIELD = re.compile(r'(?<![\w-])file:(?:"([^"]+)"|(\S+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that changes the search: a facet's value, a filter to remove, a sort order."""

    label: str
    url: str
    count: int | None = None
    chosen: bool = False
    group: str = ""
    height: int = 0


@require_safe
def search(request):
    """Papers that answer a question, with what was understood of it, why each matched, and counts to narrow it."""
    asked = Asked(request)
    if is_asked(request.GET):
        return HttpResponseRedirect(asked.url(text=" ".join([asked.query.text, question(request.GET)]).strip()))
    if asked.url(cursor=asked.cursor) != request.get_full_path():
        return HttpResponseRedirect(asked.url(cursor=asked.cursor))
    number = None if asked.narrowed else numbers.answer(asked.query.text)
    if number and number.url:
        return HttpResponseRedirect(number.url)
    answer = way_in(asked.query.text)
    if answer and answer.document and asked.is_bare:
        return HttpResponseRedirect(_paper_url(answer, asked.query.text))
    results = searching.search(asked.query, asked.filters, sort=asked.sort, cursor=asked.cursor, size=PAGE_SIZE)
    counted = searching.facets(asked.query, asked.filters, results)
    nothing = searching.explain_no_results(asked.query, asked.filters) if results.count == 0 else None
    labels = searching.labels_of(asked.filters.pairs())
    context = {
        "query": asked.query,
        "answer": answer,
        "number": number,
        "about": _about(number, asked.query),
        "sort": asked.sort,
        "results": results,
        "messages": (*asked.query.messages, *_unread(asked.filters), *results.messages, *counted.messages),
        "facets": [group for facet in FACETS if facet != "year" and (group := asked.group(facet, counted))],
        "years": asked.years(counted),
        "chosen": [
            Link(label, asked.url(filters=asked.filters.without(name, value)), group=group)
            for name, value, group, label in asked.filters.words(labels)
        ],
        "hidden": [pair for pair in asked.filters.pairs() if pair[0] not in ("since", "until")],
        "filters": asked.filters,
        "sorts": [Link(sort, asked.url(sort=sort), chosen=sort == asked.sort) for sort in asked.sorts],
        "next_url": asked.url(cursor=results.next_cursor) if results.next_cursor else "",
        "first_url": asked.url() if asked.cursor else "",
        "clear_url": asked.url(filters=Filters()),
        "csv_url": asked.url(name="search_csv"),
        "jsonl_url": asked.url(name="search_jsonl"),
        "feed_url": asked.url(name="search_feed"),
        "charts_url": asked.url(name="charts"),
        "missing": [
            (term, [Link(near, asked.url(text=asked.query.with_replaced(term.term, near))) for near in term.near])
            for term in (nothing.missing if nothing else ())
        ],
        "fewer": [
            Link(labels.get((name, value), value), asked.url(filters=asked.filters.without(name, value)), count)
            for name, value, count, _ in (nothing.without if nothing else ())
        ],
    }
    return render(request, "archive/search.html", context)


def _paper_url(answer: Destination, typed: str) -> str:
    """The paper that was typed, told by which words it was found."""
    fragment = f"#{answer.fragment}" if answer.fragment else ""
    return f"{answer.document.get_absolute_url()}?{urlencode({'for': typed})}{fragment}"


@require_safe
def search_csv(request):
    """Every paper that answers, as CSV."""
    return _download(tables.csv_lines, request, "text/csv; charset=utf-8", "csv")


@require_safe
def search_jsonl(request):
    """Every paper that answers, as JSON Lines."""
    return _download(tables.json_lines, request, "application/x-ndjson", "jsonl")


def _download(lines, request, content_type: str, ending: str):
    asked = Asked(request)
    response = StreamingHttpResponse(lines(asked.query, asked.filters), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="papers.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


class Asked:
    """What a request asks for, and the addresses of what can be asked next."""

    def __init__(self, request):
        self.query: Query = searching.understand(request.GET.get("q", ""))
        self.filters = Filters.from_query(request.GET)
        self.sorts = searching.SORTS if self.query.tree else searching.SORTS[1:]
        sort = request.GET.get("sort", "")
        self.sort = sort if sort in self.sorts else self.sorts[0]
        self.ordered = self.sort != self.sorts[0]
        cursor = request.GET.get("cursor", "")
        self.cursor = cursor if len(cursor) <= _LONGEST_CURSOR else ""

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than the words, so that it is a list that is wanted."""
        return bool(self.filters or self.cursor or self.sort != self.sorts[0])

    def url(self, *, filters: Filters | None = None, sort: str = "", cursor: str = "", text=None, name="search") -> str:
        """The one address of a search."""
        text = self.query.text if text is None else text
        pairs = [("q", _sendable(text))] if text else []
        pairs += (self.filters if filters is None else filters).pairs()
        sort = self.sorts[0] if name in _UNSORTED else sort or self.sort
        pairs += [("sort", sort)] if sort != self.sorts[0] else []
        pairs += [("cursor", cursor)] if cursor else []
        return _path(name) + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def is_bare(self) -> bool:
        """Whether nothing but words was asked: no filter, no order, no further page."""
        return self.filters == Filters() and not self.ordered and not self.cursor

    def group(self, facet: str, counted) -> tuple[str, list[Link]] | None:
        """A facet with the links of its values; None if there is nothing to choose."""
        links = self._links(facet, counted.values.get(facet, []))
        return (FACETS[facet], links) if links else None

    def years(self, counted) -> list[Link]:
        """The years with the height of their bars, from 1 to 20."""
        return self._links("year", counted.values.get("year", []), bars=True)

    def _links(self, facet: str, values: list[FacetValue], *, bars: bool = False) -> list[Link]:
        """The links that take or leave each value of a facet; what stands before and behind it in the address is written once."""
        order = list(FACETS)
        place = order.index(facet)
        pairs = self.filters.pairs()
        before = [pair for pair in pairs if pair[0] in order[:place]]
        after = [pair for pair in pairs if pair[0] not in order[: place + 1]]
        words = [("q", _sendable(self.query.text))] if self.query.text else []
        head, tail = urlencode(words + before), urlencode(after + ([("sort", self.sort)] if self.ordered else []))
        chosen = set(self.filters.selected(facet))
        most = max((value.count for value in values), default=0)
        links = []
        for value in values:
            own = chosen ^ {value.value}
            own = chosen if len(own) > MOST_FILTER_VALUES else own
            query = "&".join(filter(None, (head, urlencode([(facet, one) for one in sorted(own)]), tail)))
            height = 1 + 19 * value.count // most if bars and most else 0
            url = _path("search") + (f"?{query}" if query else "")
            links.append(Link(value.label, url, value.count, value.selected, height=height))
        return links


def _sendable(text: str) -> str:
    """Without half characters, which no address can hold."""
    return text.encode("utf-8", "replace").decode()


@cache
def _path(name: str) -> str:
    return reverse(f"archive:{name}")


def _about(number: numbers.Answer | None, query: Query) -> filing.Explanation | None:
    """What the file number means that is asked for, alone or with ``file:``."""
    asked = number.number if number else None
    if asked is None and (match := _FILE_FIELD.search(query.text)):
        read = filing.parse_query(match[1] or match[2])
        asked = read.number if read and read.kind in ("file", "number") else None
    return filing.explain(asked, None, vocabulary()) if asked else None


def _unread(filters: Filters) -> list[str]:
    return [f"“{value}” could not be used as a filter ({name})." for name, value in filters.unread]
