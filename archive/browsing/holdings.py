"""What the archive holds, in numbers, for whoever comes to it for the first time. Counts are those that search keeps, but for places."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from archive import search
from archive.models import File, SearchCount, public
from archive.search.entries import FILE
from archive.sql.prepared import Prepared

_MOST_FILES = 5
_MOST_ERRATA = 3
_PEOPLE = ("sender", "recipient", "mentioned")
_OFFICES = ("sender-office", "recipient-office")


_largest = Prepared(
    lambda: (
        SearchCount.objects.filter(facet=FILE, count__gt=0)
        .order_by("-count", "value")
        .values_list("value", "count")[:_MOST_FILES]
    )
)
_files_of = Prepared(lambda *slugs: File.objects.filter(slug__in=slugs))
#: The corrections of public papers that were published last.
newest_errata = Prepared(lambda: public.errata().select_related("document").order_by("-date", "-pk")[:_MOST_ERRATA])


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much of each there is, as anybody may see it."""

    papers: int
    volumes: int
    files: int
    people: int
    offices: int
    places: int


def numbers() -> Numbers:
    """Count what the archive holds; a person counts once, whether they wrote, received or are mentioned."""
    counts = SearchCount.objects.filter(count__gt=0)
    facets = counts.filter(facet__in=("volume", FILE)).values_list("facet").annotate(Count("pk")).order_by()
    each = dict(facets)
    people, offices = (
        counts.filter(facet__in=facets).aggregate(found=Count("value", distinct=True))["found"]
        for facets in (_PEOPLE, _OFFICES)
    )
    # Search counts the places where papers were written; there are also those of missions.
    places = public.places().count()
    return Numbers(search.total(), each.get("volume", 0), each.get(FILE, 0), people, offices, places)


def largest_files() -> list[File]:
    """Return the files with most papers, each with their number as ``papers``."""
    counts = {tuple(value.rpartition(" ")[::2]): count for value, count in _largest()}
    files = {(file.scheme, file.slug): file for file in _files_of.among(slug for _, slug in counts)}
    found = []
    for (place, slug), count in counts.items():
        if file := files.get((place.partition("/")[0], slug)):
            file.papers = count
            found.append(file)
    return found
