"""The shelf of files, step by step, and a file's own page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render

from archive import filing
from archive.browsing import file_page, file_shelf
from archive.filters import by_date
from archive.models import File, public
from archive.models.vocabulary import vocabulary
from archive.search.entries import place_of
from archive.views.decorators import public_page
from archive.views.listing import listing
from archive.views.redirects import Redirected
from archive.web import requests

PAGE_SIZE = 25
_FILES_ON_A_PAGE = 100
_CITED_AT_ONCE = 20


@public_page("q")
def file_list(request):
    """The shelf; with ``q``, the files whose number begins so or lies in such a range, in any spelling."""
    query = requests.text(request.GET, "q", longest=200)
    if not query:
        return render(request, "archive/files/shelf.html", {"steps": _linked(file_shelf.schemes(vocabulary()))})
    read = filing.parse_query(query) or filing.prefix_query(query)
    if read and read.kind in ("file", "number"):
        read = filing.prefix_query(query) or read
    rows = File.objects.filter(sort_key__gte=read.low, sort_key__lt=read.high) if read else File.objects.none()
    context = {
        "query": query,
        "understood": read.understood if read else "",
        "listing": listing(request, file_shelf.with_counts(rows), _FILES_ON_A_PAGE),
    }
    return render(request, "archive/files/found.html", context)


@public_page()
def step(request, scheme, class_="", country="", subject=""):
    """A step of the shelf: what it is called in its era, and what is below it."""
    place = filing.ShelfPlace(scheme, *(file_shelf.code_of(part) for part in (class_, country, subject)))
    papers = file_shelf.papers_at(place)
    if not papers:
        other = filing.ShelfPlace(scheme, *(part.upper() for part in (place.class_, place.country, place.subject)))
        if other != place and file_shelf.papers_at(other):
            raise Redirected(file_shelf.address_of(other))
        raise Http404
    words = vocabulary()
    below = {name: _linked(steps) for name, steps in file_shelf.below(place, words).items() if steps}
    context = {
        "place": place,
        "label": filing.label(place, words),
        "trail": [(filing.label(above, words), file_shelf.address_of(above)) for above in place.above()],
        "papers": papers,
        "groups": _in_shelf_order(place, below),
        "listing": None if below else listing(request, file_shelf.files_at(place), _FILES_ON_A_PAGE),
    }
    return render(request, "archive/files/step.html", context)


@public_page()
def file(request, scheme, slug):
    """A file: what its number means, its papers by date, what is cited of it, and the files before and after it."""
    found = _file(scheme, slug)
    words = vocabulary()
    number, papers = file_page.number_of(found), file_page.papers_in(found)
    years, undated = file_page.years_of(papers)
    before, after = file_shelf.neighbours(found)
    numbers = file_page.cited_numbers(found)
    first = list(numbers[: _CITED_AT_ONCE + 1])
    context = {
        "file": found,
        "scheme": found.scheme,
        "explanation": filing.explain(number, None, words),
        "steps": _steps(found, words),
        "listing": listing(request, by_date(papers).for_lines(), PAGE_SIZE),
        "years": years,
        "undated": undated,
        "chart": file_page.chart_of(found, years),
        "writers": file_page.writers_of(papers),
        "cited": file_page.where_cited(first[:_CITED_AT_ONCE]),
        "more_cited": len(first) > _CITED_AT_ONCE,
        "originals": file_page.originals_of(number, [year for year, _ in years]),
        "equivalents": file_page.equivalents_of(number, words),
        "namesakes": file_page.namesakes(found),
        "search_query": urlencode({"q": f'file:"{found.normal}"'}),
        "before": before,
        "after": after,
    }
    return render(request, "archive/files/file.html", context)


@public_page()
def cited(request, scheme, slug):
    """All numbers of a file that papers here cite and no paper here has."""
    found = _file(scheme, slug)
    numbers = listing(request, file_page.cited_numbers(found), _FILES_ON_A_PAGE)
    context = {"file": found, "listing": numbers, "cited": file_page.where_cited(numbers.items)}
    return render(request, "archive/files/cited.html", context)


@dataclass(frozen=True, slots=True)
class _StepLink:
    url: str
    label: filing.ShelfLabel
    papers: int


def _linked(steps: list[file_shelf.Step]) -> list[_StepLink]:
    return [_StepLink(file_shelf.address_of(step.place), step.label, step.papers) for step in steps]


_GROUPS = {"classes": "Classes", "countries": "Countries", "subjects": "Subjects"}


def _in_shelf_order(place: filing.ShelfPlace, below: dict) -> list[tuple[str, list[_StepLink]]]:
    """The groups of steps below: by country first, or by subject where the scheme is arranged so."""
    names = sorted(below, reverse=filing.SCHEMES[place.scheme].subjects_first)
    return [(_GROUPS[name], below[name]) for name in names]


def _steps(found: File, words: filing.Vocabulary) -> list[_StepLink]:
    """Return the steps that lead to a file, each with its words and their source."""
    place = place_of(found)
    if place is None:
        return []
    return [_StepLink(file_shelf.address_of(step), filing.label(step, words), 0) for step in filing.steps_of(place)]


def _file(scheme: str, slug: str) -> File:
    rows = {"scheme": scheme, "slug": slug}
    found = public.files().filter(**rows).first() or public.cited_files().filter(**rows).first()
    if found is None:
        raise Http404
    return found
