"""Charts of any search: when its papers were written, and who wrote to whom. The same filters, the same address."""

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import search as searching
from archive.browsing import charts as drawing
from archive.errors import OutOfTime
from archive.views.search import Asked


@require_safe
def charts(request):
    """A timeline and two networks of the papers that answer, each with its table."""
    asked = Asked(request)
    address = asked.url(name="charts")
    if address != request.get_full_path():
        return HttpResponseRedirect(address)
    query, filters = asked.query, asked.filters
    drawn, messages = [], []
    try:
        years = searching.count_values(query, filters, ("year",))
        if years.partial:
            messages.append("partial")
        drawn.append(drawing.when(query, filters, years.counts["year"], lambda year: _of_year(asked, year)))
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
        "search_url": asked.url(),
    }
    return render(request, "archive/charts.html", context)


@require_safe
def moved(request):
    """Redirect the page's former address, with its parameters."""
    parameters = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(reverse("archive:charts") + (f"?{parameters}" if parameters else ""))


def _of_year(asked: Asked, year: str) -> str:
    filters = asked.filters
    return asked.url(filters=filters if year in filters.selected("year") else filters.plus("year", year))
