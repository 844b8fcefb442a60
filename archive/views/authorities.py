"""People, offices, missions and places: their lists, and a page for each with its letters, its correspondents and its time."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from archive import search as searching
from archive.browsing import charts, relations
from archive.models import Document, Mission, Office, Person, Place, SearchCount, public
from archive.search import Filters, Query
from archive.search.limits import MOST_COUNTED
from archive.search.matches import ordered
from archive.views.decorators import public_page
from archive.views.listing import listing
from archive.views.redirects import Redirected
from archive.web import requests

#: Papers of each kind shown on the page itself; the search has them all.
_SHOWN = 10
_LONGEST_NAME = 200
#: Offices of a mission or a place that are drawn over time.
_DRAWN = 24


@public_page("q")
def people(request):
    """People by name."""
    return _list(request, public.people(), "person")


@public_page("q")
def offices(request):
    """Offices by name."""
    return _list(request, public.offices().select_related("place"), "office")


@public_page("q")
def missions(request):
    """Missions by name."""
    return _list(request, public.missions(), "mission")


@public_page("q")
def places(request):
    """Places by name."""
    return _list(request, public.places(), "place")


@public_page()
def person(request, slug):
    """A person: letters sent and received, offices held, and with whom they corresponded."""
    return _correspondent(request, "person", Person, public.people(), slug)


@public_page()
def office(request, slug):
    """An office: who held it when, its letters, and with whom it corresponded."""
    return _correspondent(request, "office", Office, public.offices().select_related("place", "mission"), slug)


@public_page()
def mission(request, slug):
    """A mission: its offices, with how many papers each sent and received."""
    found = _one(request, Mission, public.missions().select_related("place"), slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    offices = relations.offices_of(mission=found)
    context = {"authority": found, "offices": offices, "charts": [_in_time(offices)]}
    return render(request, "archive/mission.html", context)


@public_page()
def place(request, slug):
    """A place: the offices there, and the papers written there."""
    found = _one(request, Place, public.places(), slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    filters = Filters.from_query({"place": found.slug})
    counts = searching.count_values(Query(), filters, ("year",)).counts["year"]
    written = SearchCount.objects.filter(facet="place", value=found.slug).values_list("count", flat=True).first() or 0
    parent = found.parent if found.parent_id else None
    offices = relations.offices_of(place=found)
    context = {
        "authority": found,
        "kind": "place",
        "parent": parent if parent and public.places().filter(pk=parent.pk).exists() else None,
        "parts": public.places().filter(parent=found)[:200],
        "offices": offices,
        "charts": [
            charts.when(
                Query(), filters, counts, lambda year: charts.search_url(("place", found.slug), ("year", year))
            ),
            _in_time(offices),
        ],
        "written": _papers((filters, written))[0],
    }
    return render(request, "archive/place.html", context)


def _in_time(offices: list[tuple[Office, int, int]]) -> charts.Chart | None:
    """The offices with most letters, from their first paper to their last."""
    return charts.offices_in_time(relations.presence_of([office for office, _, _ in offices[:_DRAWN]]))


def _correspondent(request, kind: str, model, rows: QuerySet, slug: str):
    found = _one(request, model, rows, slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    letters = relations.letters_of(kind, found.slug)
    stated, seen, late = relations.tenures(kind, found)
    sender, recipient = relations.FACETS[kind]
    drawn = [
        charts.letters(letters.sent_years, letters.received_years, relations.FACETS[kind], found.slug),
        charts.holders(stated, seen, kind) if len(seen) + len(stated) > 1 else None,
    ]
    sent, received = _papers(
        (Filters.from_query({sender: found.slug}), letters.sent),
        (Filters.from_query({recipient: found.slug}), letters.received),
    )
    context = {
        "authority": found,
        "kind": kind,
        "names": found.names.all() if kind == "person" else (),
        "letters": letters,
        "stated": stated,
        "seen": seen,
        "late": late,
        "other_kind": "office" if kind == "person" else "person",
        "charts": [chart for chart in drawn if chart],
        "sent": sent,
        "received": received,
    }
    return render(request, "archive/correspondent.html", context)


def _one(request, model, rows: QuerySet, slug: str):
    """The public record of this address; a redirect if it was merged. Raises ``Http404``."""
    if "page" in request.GET:
        # The lists of papers once had pages here; they are searches now.
        raise Redirected(request.path)
    found = rows.filter(slug=slug).first()
    if found:
        return found
    merged = model.objects.filter(slug=slug, merged_into__isnull=False).first()
    seen = set()
    while merged and merged.merged_into_id and merged.pk not in seen:
        seen.add(merged.pk)
        merged = model.objects.get(pk=merged.merged_into_id)
    if merged and rows.filter(pk=merged.pk).exists():
        return HttpResponsePermanentRedirect(merged.get_absolute_url())
    raise Http404


def _papers(*searches: tuple[Filters, int]) -> list[dict]:
    """For each search (with how many papers answer it) the first papers by date, fetched together, and the search itself."""
    ids = [
        [row.pk for row in ordered(Query(), filters, "date", "", _SHOWN, few=count <= MOST_COUNTED)]
        for filters, count in searches
    ]
    documents = Document.objects.public().for_list().in_bulk([pk for each in ids for pk in each])
    return [
        {"documents": [documents[pk] for pk in each if pk in documents], "count": count, "query": filters.to_query()}
        for each, (filters, count) in zip(ids, searches, strict=True)
    ]


def _list(request, rows: QuerySet, kind: str):
    query = requests.text(request.GET, "q", longest=_LONGEST_NAME)
    if query:
        rows = rows.filter(name__icontains=query)
    page = listing(request, rows.order_by("name", "pk"), 100)
    if kind in relations.FACETS:
        counts = relations.letter_counts(kind, [row.slug for row in page.items])
        for row in page.items:
            row.letters = counts.get(row.slug)
    context = {"kind": kind, "query": query, "listing": page}
    if kind == "office":
        context["has_missions"] = public.missions().exists()
    return render(request, "archive/authority_list.html", context)
