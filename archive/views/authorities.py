"""People, offices and places: their lists, and a page for each with its papers."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from archive.filters import by_date
from archive.models import Correspondent, Document, Office, Person, Place
from archive.views import public
from archive.views.decorators import public_page
from archive.views.documents import PAGE_SIZE
from archive.views.paging import listing

_LONGEST_NAME = 200


@public_page("q")
def people(request):
    """People by name."""
    return _list(request, public.people(), "People", "person")


@public_page("q")
def offices(request):
    """Offices by name."""
    return _list(request, public.offices().select_related("place"), "Offices", "office")


@public_page("q")
def places(request):
    """Places by name."""
    return _list(request, public.places(), "Places", "place")


@public_page()
def person(request, slug):
    """A person: offices held, and papers sent and received."""
    found = _one(Person, public.people(), slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    return _page(request, found, "person", Q(public.documents_of(person=found.pk)), "office")


@public_page()
def office(request, slug):
    """An office: who wrote as it, and its papers."""
    found = _one(Office, public.offices().select_related("place"), slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    return _page(request, found, "office", public.documents_of(office=found.pk), "person")


@public_page()
def place(request, slug):
    """A place: the offices there, and papers written there or to and from them."""
    found = _one(Place, public.places(), slug)
    if isinstance(found, HttpResponsePermanentRedirect):
        return found
    return _page(request, found, "place", Q(place=found.pk) | public.documents_of(place=found.pk), "office")


def _one(model, rows: QuerySet, slug: str):
    """The public record of this address; a redirect if it was merged. Raises ``Http404``."""
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


def _list(request, rows: QuerySet, title: str, kind: str):
    query = request.GET.get("q", "")[:_LONGEST_NAME].replace("\0", "")
    if query:
        rows = rows.filter(name__icontains=query)
    context = {
        "title": title,
        "kind": kind,
        "query": query,
        "listing": listing(request, rows.order_by("name", "pk"), 100),
    }
    return render(request, "archive/authority_list.html", context)


def _page(request, found, kind: str, papers: Q, beside: str):
    documents = Document.objects.public().filter(papers)
    context = {
        "authority": found,
        "kind": kind,
        "beside": _beside(found, kind, beside),
        "beside_kind": beside,
        "listing": listing(request, by_date(documents).for_list(), PAGE_SIZE),
    }
    return render(request, "archive/authority.html", context)


def _beside(found, kind: str, other: str) -> list[tuple]:
    """The offices of a person, the people of an office, the offices of a place, with how many papers say so."""
    model = {"office": Office, "person": Person}[other]
    counts = (
        Correspondent.objects.filter(**{kind: found.pk}, document__in=Document.objects.public())
        .exclude(**{other: None})
        .values_list(other)
        .annotate(papers=Count("document", distinct=True))
        .order_by("-papers", other)[:50]
    )
    rows = model.objects.in_bulk([pk for pk, _ in counts])
    return [(rows[pk], papers) for pk, papers in counts]
