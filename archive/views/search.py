"""The search page, and its whole result as CSV and JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from archive import search as searching
from archive.browsing.by_file_number import meaning_of
from archive.browsing.typed import read_typed
from archive.exports import tables
from archive.models.vocabulary import vocabulary
from archive.search import FACETS, Filters
from archive.views.decorators import public_view
from archive.views.listing import listing_of
from archive.views.redirects import Redirected, require_address
from archive.views.search_request import SearchLink, SearchRequest
from archive.web import requests

PAGE_SIZE = 20
_VALUES_ON_A_PAGE = 200


@public_view
def search(request: HttpRequest) -> HttpResponse:
    """The papers that match a query, how it was understood, why each paper matched, and counts to narrow it."""
    requested = SearchRequest(request)
    require_address(request, requested.url(cursor=requested.cursor))
    query, filters = requested.query, requested.filters
    typed = read_typed(query.text, narrowed=requested.is_narrowed)
    if typed.url and not requested.is_narrowed:
        raise Redirected(typed.url)
    results = searching.search(query, filters, sort=requested.sort, cursor=requested.cursor, size=PAGE_SIZE)
    counted = searching.facets(query, filters, results)
    context = {
        "query": query,
        "destination": typed.destination,
        "file_number": typed.file_number,
        "about": meaning_of(typed.file_number, query.text, vocabulary()),
        "sort": requested.sort,
        "results": results,
        "messages": (*requested.found.problems.values(), *query.messages, *results.messages, *counted.messages),
        "facets": [group for facet in FACETS if facet != "year" and (group := requested.group(facet, counted))],
        "years": requested.years(counted),
        "hidden": [pair for pair in filters.pairs() if pair[0] not in ("since", "until")],
        "days": requested.days,
        "sorts": [
            SearchLink(searching.SORTS[sort], requested.url(sort=sort), chosen=sort == requested.sort)
            for sort in requested.sorts
        ],
        **_addresses(requested, results.next_cursor),
        **_ways_to_widen(requested, nothing_found=results.count == 0),
    }
    return render(request, "archive/search.html", context)


def _addresses(requested: SearchRequest, next_cursor: str) -> dict[str, str]:
    """Return the addresses of the same search in other forms and on other pages."""
    return {
        "next_url": requested.url(cursor=next_cursor) if next_cursor else "",
        "first_url": requested.url() if requested.cursor else "",
        "clear_url": requested.url(filters=Filters()),
        "csv_url": requested.url(name="search_csv"),
        "jsonl_url": requested.url(name="search_jsonl"),
        "feed_url": requested.url(name="search_feed"),
        "charts_url": requested.url(name="charts"),
    }


def _ways_to_widen(requested: SearchRequest, *, nothing_found: bool) -> dict[str, list]:
    """Return the filters with the addresses without them and, where nothing was found, what to change so that something is."""
    query, filters = requested.query, requested.filters
    nothing = searching.explain_no_results(query, filters) if nothing_found else None
    labels = searching.labels_of(filters.pairs())
    return {
        "chosen": [
            SearchLink(label, requested.url(filters=filters.without(name, value)), group=group)
            for name, value, group, label in filters.words(labels)
        ],
        "missing": [
            (term, [SearchLink(near, requested.url(text=query.with_replaced(term.term, near))) for near in term.near])
            for term in (nothing.missing if nothing else ())
        ],
        "fewer": [
            SearchLink(labels.get((name, value), value), requested.url(filters=filters.without(name, value)), count)
            for name, value, count in (nothing.without if nothing else ())
        ],
    }


@public_view
def values(request: HttpRequest, facet: str) -> HttpResponse:
    """All values of a facet among the papers that match, each with its number of papers."""
    if facet not in FACETS:
        raise Http404
    requested = SearchRequest(request)
    page = requests.text(request.GET, "page")
    url = requested.url(name="search_values", facet=facet)
    require_address(request, url + (("&" if "?" in url else "?") + urlencode({"page": page}) if page else ""))
    every = searching.every_value(requested.query, requested.filters, facet)
    shown = listing_of(request, len(every), _VALUES_ON_A_PAGE)
    rows = every[shown.start - 1 : shown.start - 1 + _VALUES_ON_A_PAGE]
    context = {
        "name": FACETS[facet],
        "links": requested.links(facet, searching.with_names(facet, rows, requested.filters)),
        "listing": shown,
        "search_url": requested.url(),
    }
    return render(request, "archive/search_values.html", context)


@public_view
def search_csv(request: HttpRequest) -> HttpResponse:
    """Every paper that matches, as CSV."""
    return _download(tables.csv_lines, request, "text/csv; charset=utf-8", "csv")


@public_view
def search_jsonl(request: HttpRequest) -> HttpResponse:
    """Every paper that matches, as JSON Lines."""
    return _download(tables.json_lines, request, "application/x-ndjson", "jsonl")


def _download(
    lines: Callable[..., Iterator], request: HttpRequest, content_type: str, ending: str
) -> StreamingHttpResponse:
    requested = SearchRequest(request)
    response = StreamingHttpResponse(lines(requested.query, requested.filters), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="papers.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
