"""Authority records as their pages show them: the record that an address leads to, its first papers, its offices over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Left, Upper

from archive.browsing import charts, relations
from archive.folding import fold
from archive.models import Document, Office, SearchCount, public
from archive.search import Filters, Query
from archive.search.matches import select

#: Papers of each kind shown on the page itself; the search has them all.
_SHOWN = 10
#: Offices of a mission or a place in the chart over time.
_CHARTED = 24

Authority = TypeVar("Authority", bound=Model)


@dataclass(frozen=True, slots=True)
class FirstPapers:
    """The first papers of a search by date, how many match it in all, and its query string."""

    documents: list[Document]
    count: int
    query: str


def by_papers(rows: QuerySet, kind: str) -> QuerySet:
    """Return records of a kind with how many public papers they have (``papers``), most first.

    Those of a person are papers that they wrote, received and are mentioned in, of a mission those of its offices, of a place those written
    there.
    """
    slugs = Office.objects.filter(mission=OuterRef(OuterRef("pk"))).values("slug")
    whose = {"value__in": slugs} if kind == "mission" else {"value": OuterRef("slug")}
    counts = SearchCount.objects.filter(facet__in=relations.COUNTED[kind], **whose).order_by().values("facet")
    total = counts.annotate(papers=Sum("count")).values("papers")
    each = [Coalesce(Subquery(total.filter(facet=facet)), 0) for facet in relations.COUNTED[kind]]
    return rows.annotate(papers=sum(each[1:], each[0])).order_by("-papers", "name", "pk")


def initials(rows: QuerySet) -> dict[str, Q]:
    """Return the letters with which the names begin, in order and without accents, each with the condition that a name does."""
    found = rows.order_by().annotate(initial=Upper(Left("name", 1))).values_list("initial", flat=True).distinct()
    conditions: dict[str, Q] = {}
    for initial in sorted(found):
        if (letter := fold(initial)[:1].upper()).isalpha():
            conditions[letter] = conditions.get(letter, Q()) | Q(name__istartswith=initial)
    return dict(sorted(conditions.items()))


def merged_into(model: type[Authority], slug: str) -> Authority | None:
    """Return the record into which the one with this slug was merged in the end, ``None`` if it was not merged."""
    record = model.objects.filter(slug=slug, merged_into__isnull=False).first()
    seen = set()
    while record and record.merged_into_id and record.pk not in seen:
        seen.add(record.pk)
        record = model.objects.get(pk=record.merged_into_id)
    return record


def without_hidden_place(record: Authority) -> Authority:
    """Return an office or mission without its place if that is known only from papers that are not public."""
    place = record.place
    if place and not place.made_by_hand and not public.places().filter(pk=place.pk).exists():
        record.place = None
    return record


def first_papers(*searches: tuple[Filters, int]) -> list[FirstPapers]:
    """Return for each search, of which the number of matches is known, its first papers by date. They are fetched together."""
    ids = [select(Query(), filters).ids()[:_SHOWN].tolist() if count else [] for filters, count in searches]
    documents = Document.objects.public().for_list().in_bulk([pk for each in ids for pk in each])
    return [
        FirstPapers([documents[pk] for pk in each if pk in documents], count, filters.to_query())
        for each, (filters, count) in zip(ids, searches, strict=True)
    ]


def count_papers(filters: Filters) -> int:
    """Return how many public papers a search finds."""
    return len(select(Query(), filters).ids())


def offices_over_time(offices: list[tuple[Office, int, int]]) -> charts.Chart | None:
    """Return the chart of the offices with most letters, from their first paper to their last."""
    return charts.offices_in_time(relations.first_and_last_papers([office for office, _, _ in offices[:_CHARTED]]))
