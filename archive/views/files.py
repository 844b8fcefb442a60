"""The shelf of files, step by step, and a file's own page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from archive import filing
from archive.browsing import files as browsing
from archive.browsing import shelf
from archive.filters import by_date
from archive.models import File, public
from archive.models.vocabulary import vocabulary
from archive.pictures import Bar, timeline
from archive.search.entries import place_of
from archive.views.decorators import public_page
from archive.views.documents import PAGE_SIZE
from archive.views.paging import listing

_FILES_ON_A_PAGE = 100
_CITED_AT_ONCE = 20
#: A file that grew over more years than this is drawn by decade.
_MOST_BARS = 60


@public_page("q")
def file_list(request):
    """The shelf; with ``q``, the files whose number begins so or lies in such a range, in any spelling."""
    query = request.GET.get("q", "")[:200].replace("\0", "")
    if not query:
        return render(request, "archive/files/shelf.html", {"steps": _linked(shelf.schemes(vocabulary()))})
    read = filing.parse_query(query) or filing.prefix_query(query)
    if read and read.kind in ("file", "number"):
        read = filing.prefix_query(query) or read
    rows = File.objects.filter(sort_key__gte=read.low, sort_key__lt=read.high) if read else File.objects.none()
    context = {
        "query": query,
        "understood": read.understood if read else "",
        "listing": listing(request, shelf.counted(rows), _FILES_ON_A_PAGE),
    }
    return render(request, "archive/files/found.html", context)


@public_page()
def step(request, scheme, class_="", country="", subject=""):
    """A step of the shelf: what it is called in its era, and what is below it."""
    place = filing.ShelfPlace(scheme, *(_code(part) for part in (class_, country, subject)))
    papers = shelf.papers_at(place)
    if not papers:
        other = filing.ShelfPlace(scheme, *(part.upper() for part in (place.class_, place.country, place.subject)))
        if other != place and shelf.papers_at(other):
            return HttpResponseRedirect(address_of(other))
        raise Http404
    words = vocabulary()
    below = {name: _linked(steps) for name, steps in shelf.below(place, words).items() if steps}
    context = {
        "place": place,
        "label": filing.label(place, words),
        "trail": [(filing.label(above, words), address_of(above)) for above in place.above()],
        "papers": papers,
        "groups": _in_shelf_order(place, below),
        "listing": None if below else listing(request, shelf.files_at(place), _FILES_ON_A_PAGE),
    }
    return render(request, "archive/files/step.html", context)


@public_page()
def file(request, scheme, slug):
    """A file: what its number says, its papers by date, what is cited of it, and what stands beside it."""
    found = _file(scheme, slug)
    words = vocabulary()
    number, papers = browsing.number_of(found), browsing.papers_in(found)
    years, undated = browsing.years_of(papers)
    before, after = shelf.neighbours(found)
    numbers = browsing.cited_numbers(found)
    first = list(numbers[: _CITED_AT_ONCE + 1])
    context = {
        "file": found,
        "scheme": found.scheme,
        "explanation": filing.explain(number, None, words),
        "steps": _steps(found, words),
        "listing": listing(request, by_date(papers).for_lines(), PAGE_SIZE),
        "years": years,
        "undated": undated,
        "chart": _chart(found, years),
        "writers": browsing.writers_of(papers),
        "cited": browsing.where_cited(first[:_CITED_AT_ONCE]),
        "more_cited": len(first) > _CITED_AT_ONCE,
        "originals": browsing.originals_of(number, [year for year, _ in years]),
        "elsewhere": browsing.elsewhere(number, words),
        "namesakes": browsing.namesakes(found),
        "search_query": urlencode({"q": f'file:"{found.normal}"'}),
        "before": before,
        "after": after,
    }
    return render(request, "archive/files/file.html", context)


@public_page()
def cited(request, scheme, slug):
    """All numbers of a file that papers here cite and no paper here bears."""
    found = _file(scheme, slug)
    numbers = listing(request, browsing.cited_numbers(found), _FILES_ON_A_PAGE)
    context = {"file": found, "listing": numbers, "cited": browsing.where_cited(numbers.items)}
    return render(request, "archive/files/cited.html", context)


def address_of(place: filing.ShelfPlace) -> str:
    """The address of a step of the shelf."""
    names = ("class_", "country", "subject")
    parts = {name: _in_address(getattr(place, name)) for name in names if getattr(place, name)}
    route = {
        (): "shelf",
        ("class_",): "shelf_class",
        ("class_", "country"): "shelf_country",
        ("class_", "subject"): "shelf_subject",
        ("class_", "country", "subject"): "shelf_country_subject",
    }[tuple(parts)]
    return reverse(f"archive:{route}", kwargs={"scheme": place.scheme, **parts})


def _in_address(code: str) -> str:
    return code.replace("/", "|").replace(" ", "_")


def _code(part: str) -> str:
    return part.replace("_", " ").replace("|", "/")


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    label: filing.ShelfLabel
    papers: int


def _linked(steps: list[shelf.Step]) -> list[_Link]:
    return [_Link(address_of(step.place), step.label, step.papers) for step in steps]


_GROUPS = {"classes": "Classes", "countries": "Countries", "subjects": "Subjects"}


def _in_shelf_order(place: filing.ShelfPlace, below: dict) -> list[tuple[str, list[_Link]]]:
    """The groups of steps below: by country first, but the subject-numeric file by subject."""
    names = sorted(below, reverse=place.scheme == "subject-numeric")
    return [(_GROUPS[name], below[name]) for name in names]


def _steps(found: File, words: filing.Vocabulary) -> list[_Link]:
    """The steps that lead to a file, each with its words and who says them."""
    place = place_of(found)
    if place is None:
        return []
    return [_Link(address_of(step), filing.label(step, words), 0) for step in filing.steps_of(place)]


def _file(scheme: str, slug: str) -> File:
    rows = {"scheme": scheme, "slug": slug}
    found = public.files().filter(**rows).first() or public.cited_files().filter(**rows).first()
    if found is None:
        raise Http404
    return found


def _chart(found: File, years: list[tuple[int, int]]) -> str:
    """When the papers were written, a bar for every year, or every decade of a long time."""
    if len(years) < 2:
        return ""
    counts = dict(years)
    step = 1 if years[-1][0] - years[0][0] < _MOST_BARS else 10
    first = years[0][0] // step * step
    bars = []
    for year in range(first, years[-1][0] + 1, step):
        count = sum(counts.get(year + more, 0) for more in range(step))
        name = str(year) if step == 1 else f"{year}s"
        bars.append(Bar(name, count, f"{name}: {count:,} paper{'' if count == 1 else 's'}"))
    span = f"{years[0][0]} to {years[-1][0]}"
    return timeline(
        bars,
        name="file-years",
        title=f"Papers in {found.normal} by {'year' if step == 1 else 'decade'}",
        description=f"{sum(counts.values()):,} dated papers, {span}. The same numbers are in the table.",
    )
