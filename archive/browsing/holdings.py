"""What the archive holds, in numbers, for whoever comes to it for the first time. Counts are those that search keeps, but for places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from archive import search
from archive.models import Erratum, File, SearchCount, public
from archive.search import Filters, Query
from archive.search.entries import FILE

_MOST_FILES = 5
_MOST_ERRATA = 3
_PEOPLE = ("sender", "recipient", "mentioned")
_OFFICES = ("sender-office", "recipient-office")


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
    rows = SearchCount.objects.filter(facet=FILE, count__gt=0).order_by("-count", "value")[:_MOST_FILES]
    counts = {tuple(row.value.rpartition(" ")[::2]): row.count for row in rows}
    slugs = [slug for _, slug in counts]
    files = {(file.scheme, file.slug): file for file in File.objects.filter(slug__in=slugs)}
    found = []
    for (place, slug), count in counts.items():
        if file := files.get((place.partition("/")[0], slug)):
            file.papers = count
            found.append(file)
    return found


def newest_errata() -> QuerySet[Erratum]:
    """Return the corrections of public papers that were published last."""
    return public.errata().select_related("document").order_by("-date", "-pk")[:_MOST_ERRATA]


def busiest_day() -> date | None:
    """Return the day of which there are most papers, the first of several; ``None`` if no paper is of one day."""
    days = search.count_days(Query(), Filters())
    return min(days, key=lambda day: (-days[day], day), default=None)
