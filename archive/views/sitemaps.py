"""The sitemap: an index, and for each kind of page files of at most 10,000 addresses, quick however many papers there are.

Papers are taken in the order of the facet that every public paper has, from its index alone; so a draft is in no file, in no
count, and moves no border between two files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.browsing import chronology
from archive.browsing.chronology import Period
from archive.models import Document, SearchCount, SearchFacet, public
from archive.search.entries import ALL
from archive.views.books import changed

#: Fewer than the 50,000 that the protocol allows, so that one file is quick to make and to read.
SIZE = 10_000
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
def index(request):
    """All files of the sitemap."""
    urls = [
        reverse("archive:sitemap_section", args=[name, number])
        for name, (count, _) in _SECTIONS.items()
        for number in range(1, -(-count() // SIZE) + 1)
    ]
    lines = "".join(f"<sitemap><loc>{_absolute(request, url)}</loc></sitemap>\n" for url in urls)
    return _xml(HttpResponse, f"{_DECLARATION}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n")


@require_safe
def section(request, section, number):
    """One file: the number-th ten thousand addresses of a kind."""
    if section not in _SECTIONS or not 1 <= number <= 10_000:
        raise Http404
    _, addresses = _SECTIONS[section]
    rows = list(addresses((number - 1) * SIZE))
    if not rows:
        raise Http404

    def lines() -> Iterator[str]:
        yield f"{_DECLARATION}<urlset {_NAMESPACE}>\n"
        for url, day in rows:
            when = f"<lastmod>{day}</lastmod>" if day else ""
            yield f"<url><loc>{_absolute(request, url)}</loc>{when}</url>\n"
        yield "</urlset>\n"

    return _xml(StreamingHttpResponse, lines())


def _documents(start: int) -> Iterator[tuple[str, str]]:
    ids = SearchFacet.objects.filter(facet=ALL, value="").order_by("document_id").values_list("document_id", flat=True)
    ids = list(ids[start : start + SIZE])
    if not ids:
        return
    rows = Document.objects.public().filter(pk__gte=ids[0], pk__lte=ids[-1]).order_by("pk")
    pattern = reverse("archive:document", args=["x"])
    for slug, day in changed(rows).values_list("slug", "changed"):
        yield pattern.replace("/x/", f"/{quote(slug)}/"), day.date().isoformat() if day else ""


def _all_documents() -> int:
    return SearchCount.objects.filter(facet=ALL, value="").values_list("count", flat=True).first() or 0


def _named(rows: Callable[[], QuerySet]) -> tuple[Callable[[], int], Callable[[int], Iterator]]:
    def addresses(start: int) -> Iterator[tuple[str, str]]:
        return ((row.get_absolute_url(), "") for row in rows().order_by("pk")[start : start + SIZE])

    return lambda: rows().count(), addresses


def _pages() -> list[str]:
    names = ("home", "about", "documents", "volumes", "files", "people", "offices", "places", "chronology", "charts")
    return [reverse(f"archive:{name}") for name in names] + [Period.of(year).url for year, _ in chronology.years()]


_SECTIONS: dict[str, tuple[Callable[[], int], Callable[[int], Iterator[tuple[str, str]]]]] = {
    "pages": (lambda: len(_pages()), lambda start: ((url, "") for url in _pages()[start : start + SIZE])),
    "documents": (_all_documents, _documents),
    "volumes": _named(lambda: public.volumes().defer("header", "skeleton")),
    "files": _named(public.files),
    "people": _named(public.people),
    "offices": _named(public.offices),
    "places": _named(public.places),
}


def _absolute(request, url: str) -> str:
    return escape(f"{request.scheme}://{request.get_host()}{url}")


def _xml(response, content):
    return response(content, content_type="application/xml; charset=utf-8")
