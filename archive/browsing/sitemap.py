"""The addresses of the sitemap, by kind of page, quick to list however many papers there are.

Papers are taken in the order of the facet that every public paper has, from its index alone; so a draft is in no file, in no
count, and moves no border between two files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from archive.browsing import chronology
from archive.browsing.chronology import Period
from archive.browsing.newest import with_changed
from archive.models import Document, SearchCount, SearchFacet, public
from archive.search.entries import ALL

#: Fewer than the 50,000 that the protocol allows, so that one file is quick to make and to read.
SIZE = 10_000


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of page: how many there are, and from a position on up to :data:`SIZE` addresses, each with its day of change or ``""``."""

    count: Callable[[], int]
    addresses: Callable[[int], Iterator[tuple[str, str]]]

    @property
    def files(self) -> int:
        """How many files of the sitemap it fills."""
        return -(-self.count() // SIZE)


def _documents(start: int) -> Iterator[tuple[str, str]]:
    ids = SearchFacet.objects.filter(facet=ALL, value="").order_by("document_id").values_list("document_id", flat=True)
    ids = list(ids[start : start + SIZE])
    if not ids:
        return
    rows = Document.objects.public().filter(pk__gte=ids[0], pk__lte=ids[-1]).order_by("pk")
    pattern = reverse("archive:document", args=["x"])
    for slug, day in with_changed(rows).values_list("slug", "changed"):
        yield pattern.replace("/x/", f"/{quote(slug)}/"), day.date().isoformat() if day else ""


def _all_documents() -> int:
    return SearchCount.objects.filter(facet=ALL, value="").values_list("count", flat=True).first() or 0


def _records(rows: Callable[[], QuerySet]) -> Section:
    def addresses(start: int) -> Iterator[tuple[str, str]]:
        return ((row.get_absolute_url(), "") for row in rows().order_by("pk")[start : start + SIZE])

    return Section(lambda: rows().count(), addresses)


def _pages() -> list[str]:
    names = ("home", "about", "search", "volumes", "files", "people", "offices", "places", "chronology", "charts")
    return [reverse(f"archive:{name}") for name in names] + [Period.of(year).url for year, _ in chronology.years()]


SECTIONS: dict[str, Section] = {
    "pages": Section(lambda: len(_pages()), lambda start: ((url, "") for url in _pages()[start : start + SIZE])),
    "documents": Section(_all_documents, _documents),
    "volumes": _records(lambda: public.volumes().defer("header", "skeleton")),
    "files": _records(public.files),
    "people": _records(public.people),
    "offices": _records(public.offices),
    "places": _records(public.places),
    "topics": _records(public.topics),
    "holdings": _records(public.units),
}
