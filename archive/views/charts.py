"""Charts of any search: when its papers were written, and who wrote to whom. The same filters, the same address."""

from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive import search as searching
from archive.browsing import charts as drawing
from archive.browsing import who_to_whom
from archive.errors import OutOfTime
from archive.views.decorators import public_view
from archive.views.redirects import Redirected, require_address
from archive.views.search_request import SearchRequest
from archive.web import requests

#: The parameter that says how the rows of a table are ordered.
_ORDER = "%s-order"


@public_view
def charts(request: HttpRequest) -> HttpResponse:
    """A timeline of the papers that match, and who wrote to whom, by office and by person: as a table and as a network."""
    requested = SearchRequest(request)
    orders = {kind: requests.text(request.GET, _ORDER % kind) for kind in ("office", "person")}
    require_address(request, _ordered(requested, orders))
    query, filters = requested.query, requested.filters
    drawn, sides, messages = [], [], []
    try:
        years = searching.count_values(query, filters, ("year",))
        drawn.append(drawing.by_date(query, filters, years["year"], lambda year: _url_of_year(requested, year)))
        for kind, order in orders.items():
            if letters := who_to_whom.letters(query, filters, kind):
                table = who_to_whom.matrix(letters, order, partial(_in_order, requested, orders, kind))
                sides.append((table, who_to_whom.network(letters)))
    except OutOfTime:
        messages.append("late")
    labels = searching.labels_of(filters.pairs())
    context = {
        "query": query,
        "filters": filters,
        "chosen": [(group, label) for _, _, group, label in filters.words(labels)],
        "charts": [chart for chart in drawn if chart],
        "sides": sides,
        "messages": messages,
        "search_url": requested.url(),
    }
    return render(request, "archive/charts.html", context)


@public_view
def moved(request: HttpRequest) -> HttpResponse:
    """Redirect the page's former address, with its parameters."""
    parameters = request.META.get("QUERY_STRING", "")
    raise Redirected(reverse("archive:charts") + (f"?{parameters}" if parameters else ""), permanent=True)


def _ordered(requested: SearchRequest, orders: dict[str, str]) -> str:
    """Return the address of the charts with the rows of each table in an order."""
    url, chosen = (
        requested.url(name="charts"),
        urlencode({_ORDER % kind: order for kind, order in orders.items() if order}),
    )
    return f"{url}{'&' if '?' in url else '?'}{chosen}" if chosen else url


def _in_order(requested: SearchRequest, orders: dict[str, str], kind: str, order: str) -> str:
    """Return the address of one table with its rows in another order."""
    return f"{_ordered(requested, orders | {kind: order})}#{kind}"


def _url_of_year(requested: SearchRequest, year: str) -> str:
    """Return the address of the search with a year added, or removed if it is one of its filters."""
    filters = requested.filters
    return requested.url(filters=filters if year in filters.selected("year") else filters.plus("year", year))
