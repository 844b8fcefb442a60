"""Charts of any search: when its papers were written, and who wrote to whom. The same filters, the same address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive import search as searching
from archive.browsing import charts as drawing
from archive.errors import OutOfTime
from archive.views.decorators import public_view
from archive.views.redirects import Redirected, require_address
from archive.views.search_request import SearchRequest


@public_view
def charts(request: HttpRequest) -> HttpResponse:
    """A timeline and two networks of the papers that match, each with its table."""
    requested = SearchRequest(request)
    require_address(request, requested.url(name="charts"))
    query, filters = requested.query, requested.filters
    drawn, messages = [], []
    try:
        years = searching.count_values(query, filters, ("year",))
        drawn.append(drawing.by_date(query, filters, years["year"], lambda year: _url_of_year(requested, year)))
        drawn += [drawing.network(query, filters, kind) for kind in ("office", "person")]
    except OutOfTime:
        messages.append("late")
    labels = searching.labels_of(filters.pairs())
    context = {
        "query": query,
        "filters": filters,
        "chosen": [(group, label) for _, _, group, label in filters.words(labels)],
        "charts": [chart for chart in drawn if chart],
        "messages": messages,
        "search_url": requested.url(),
    }
    return render(request, "archive/charts.html", context)


@public_view
def moved(request: HttpRequest) -> HttpResponse:
    """Redirect the page's former address, with its parameters."""
    parameters = request.META.get("QUERY_STRING", "")
    raise Redirected(reverse("archive:charts") + (f"?{parameters}" if parameters else ""), permanent=True)


def _url_of_year(requested: SearchRequest, year: str) -> str:
    """Return the address of the search with a year added, or removed if it is one of its filters."""
    filters = requested.filters
    return requested.url(filters=filters if year in filters.selected("year") else filters.plus("year", year))
