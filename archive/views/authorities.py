"""People, offices, missions and places: their lists, and a page for each with its letters, its correspondents and its years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive import search as searching
from archive.browsing import charts, relations, terms
from archive.browsing.authorities import (
    by_papers,
    count_papers,
    first_papers,
    initials,
    merged_into,
    offices_over_time,
    without_hidden_place,
)
from archive.browsing.beside_names import beside_names
from archive.browsing.name_search import found_by_name
from archive.models import Mission, Office, Person, Place, SearchCount, public
from archive.search import Filters, Query
from archive.search.limits import MOST_FILTER_VALUES
from archive.views.decorators import public_page
from archive.views.listing import listing, listing_of
from archive.views.redirects import Redirected
from archive.web import requests

_LONGEST_NAME = 200
#: Names on a page of a list.
_PAGE = 100


@public_page("q", "letter", "sort")
def people(request: HttpRequest) -> HttpResponse:
    """People by name, or by the number of their papers."""
    return _list(request, public.people(), "person")


@public_page("q", "letter", "sort")
def offices(request: HttpRequest) -> HttpResponse:
    """Offices by name, or by the number of their papers."""
    return _list(request, public.offices().select_related("place"), "office")


@public_page("q", "letter", "sort")
def missions(request: HttpRequest) -> HttpResponse:
    """Missions by name, or by the number of their papers."""
    return _list(request, public.missions(), "mission")


@public_page("q", "letter", "sort")
def places(request: HttpRequest) -> HttpResponse:
    """Places by name, or by the number of papers written there."""
    return _list(request, public.places(), "place")


@public_page()
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person: papers that they wrote, received and are mentioned in, offices held, and with whom they corresponded."""
    return _correspondent(request, "person", Person, public.people(), slug)


@public_page()
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """An office: who held it when, its letters, and with whom it corresponded."""
    return _correspondent(request, "office", Office, public.offices().select_related("place", "mission"), slug)


@public_page()
def mission(request: HttpRequest, slug: str) -> HttpResponse:
    """A mission: its offices with how many papers each sent and received, who led it when, and its first papers."""
    found = one_record(request, Mission, public.missions().select_related("place"), slug)
    offices = relations.offices_of(mission=found)
    slugs = [office.slug for office, _, _ in offices[:MOST_FILTER_VALUES]]
    ways = [Filters.from_query({facet: slugs}) for facet in relations.FACETS["office"]] if slugs else []
    years = [int(year) for filters in ways for year in searching.count_values(Query(), filters, ("year",))["year"]]
    around = (date(min(years), 1, 1), date(max(years), 12, 31)) if years else None
    papers = first_papers(*((filters, count_papers(filters)) for filters in ways))
    context = {
        "authority": without_hidden_place(found),
        "offices": offices,
        "charts": [terms.chart_of_terms(terms.terms_of_post(found.key), "office", around), offices_over_time(offices)],
        "sent": papers[0] if papers else None,
        "received": papers[1] if papers else None,
    }
    return render(request, "archive/mission.html", context)


@public_page()
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """A place: the offices there, and the papers written there."""
    found = one_record(request, Place, public.places(), slug)
    filters = Filters.from_query({"place": found.slug})
    counts = searching.count_values(Query(), filters, ("year",))["year"]
    written = SearchCount.objects.filter(facet="place", value=found.slug).values_list("count", flat=True).first() or 0
    parent = found.parent if found.parent_id else None
    offices = relations.offices_of(place=found)
    context = {
        "authority": found,
        "kind": "place",
        "parent": parent if parent and public.places().filter(pk=parent.pk).exists() else None,
        "parts": public.places().filter(parent=found),
        "offices": offices,
        "charts": [
            charts.by_date(
                Query(), filters, counts, lambda year: charts.search_url(("place", found.slug), ("year", year))
            ),
            offices_over_time(offices),
        ],
        "written": first_papers((filters, written))[0],
    }
    return render(request, "archive/place.html", context)


def _correspondent(request: HttpRequest, kind: str, model: type[Model], rows: QuerySet, slug: str) -> HttpResponse:
    found = one_record(request, model, rows, slug)
    letters = relations.letters_of(kind, found.slug)
    stated, seen = relations.tenures(kind, found)
    sender, recipient = relations.FACETS[kind]
    held = terms.terms_of_office(found) if kind == "office" else terms.terms_of_person(found)
    days = relations.days_of(kind, found.slug)
    drawn = [
        charts.letters(letters.sent_years, letters.received_years, *days),
        terms.chart_of_terms(held, kind, relations.years_of(letters) if kind == "office" else None),
        charts.holders(stated, seen, kind) if len(seen) + len(stated) > 1 else None,
    ]
    mentions = relations.mentions_of(kind, found.slug)
    drawn.append(charts.mentions(mentions.years, found.slug))
    sent, received, mentioned = first_papers(
        (Filters.from_query({sender: found.slug}), letters.sent),
        (Filters.from_query({recipient: found.slug}), letters.received),
        (Filters.from_query({relations.MENTIONED: found.slug}), mentions.papers),
    )
    context = {
        "authority": without_hidden_place(found) if kind == "office" else found,
        "kind": kind,
        "names": found.names.all() if kind == "person" else (),
        "listed": public.listed_persons().filter(person=found).select_related("volume") if kind == "person" else (),
        "letters": letters,
        "days": relations.busiest(days[0] + days[1]),
        "stated": stated,
        "seen": seen,
        "predecessor": public.offices().filter(successors=found).first() if kind == "office" else None,
        "successors": public.offices().filter(predecessor=found)[:20] if kind == "office" else (),
        "other_kind": "office" if kind == "person" else "person",
        "charts": [chart for chart in drawn if chart],
        "sent": sent,
        "received": received,
        "mentioned": mentioned,
    }
    return render(request, "archive/correspondent.html", context)


def one_record(request: HttpRequest, model: type[Model], rows: QuerySet, slug: str) -> Model:
    """Return the public record with this slug. Raises ``Redirected`` if it was merged, ``Http404`` if there is none."""
    if "page" in request.GET:
        # The lists of papers once had pages here; they are searches now.
        raise Redirected(request.path)
    if found := rows.filter(slug=slug).first():
        return found
    merged = merged_into(model, slug)
    if merged and rows.filter(pk=merged.pk).exists():
        raise Redirected(merged.get_absolute_url(), permanent=True)
    raise Http404


def _list(request: HttpRequest, rows: QuerySet, kind: str) -> HttpResponse:
    query = requests.text(request.GET, "q", longest=_LONGEST_NAME)
    letters = initials(rows)
    if letter := requests.text(request.GET, "letter", longest=1):
        rows = rows.filter(letters.get(letter.upper(), Q(name__istartswith=letter)))
    most_first = request.GET.get("sort") == "papers"
    if query:
        found = found_by_name(kind, rows, query, everywhere=True)
        page = listing_of(request, len(found), _PAGE)
        some = found[page.start - 1 : page.start - 1 + _PAGE]
        forms, known = {one.pk: one.form for one in some}, rows.in_bulk([one.pk for one in some])
        page = replace(page, items=[known[one.pk] for one in some if one.pk in known])
    else:
        page = listing(request, by_papers(rows, kind) if most_first else rows.order_by("name", "pk"), _PAGE)
        forms = {}
    beside = beside_names(kind, page.items)
    for row in page.items:
        row.beside, row.form = beside[row.pk], forms.get(row.pk, "")
    asked = urlencode({"letter": letter}) if letter else ""
    context = {"kind": kind, "query": query, "listing": page, "letters": [] if query else list(letters)}
    context["letter"] = letter.upper()
    context |= {"most_first": most_first, "by_name": f"?{asked}" if asked else "."}
    context["by_papers"] = f"?{asked}&sort=papers" if asked else "?sort=papers"
    if kind == "office":
        context["has_missions"] = public.missions().exists()
    return render(request, "archive/authority_list.html", context)
