"""Counts for charts: how many of the matching papers have each value of a facet, and who of them wrote to whom.

Up to :data:`~archive.search.limits.MOST_COUNTED` papers are counted from their packed facets. More than that are counted in the
table of facets if there is time; otherwise the counts are those of the first papers, and are marked as partial.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection

from archive.errors import OutOfTime
from archive.models import SearchCount
from archive.search import limits
from archive.search.backends import backend
from archive.search.filters import Filters
from archive.search.matches import matches, read_packed_facets
from archive.search.query import Query


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Counters by facet. ``partial`` means that only the first matches were counted."""

    counts: dict[str, Counter]
    partial: bool = False


def count_values(query: Query, filters: Filters, facets: tuple[str, ...]) -> FacetCounts:
    """Return how many of the matching papers have each value of these facets."""
    if query.is_empty and not filters:
        counts: dict[str, Counter] = {facet: Counter() for facet in facets}
        stored = SearchCount.objects.filter(facet__in=facets, count__gt=0)
        for facet, value, count in stored.values_list("facet", "value", "count"):
            counts[facet][value] = count
        return FacetCounts(counts)
    packed = read_packed_facets(query, filters, limits.MOST_COUNTED)
    if packed.more:
        exact = _in_time(lambda: _counted(query, filters, facets))
        if exact is not None:
            return FacetCounts(exact)
    found = packed.counters()
    return FacetCounts({facet: found.get(facet, Counter()) for facet in facets}, packed.more)


def count_pairs(query: Query, filters: Filters, sender: str, recipient: str) -> tuple[Counter, bool]:
    """Return how many of the matching papers went from each value of one facet to each of another; and whether that is partial.

    The keys are (sender, recipient); at most :data:`~archive.search.limits.MOST_PAIRS` of the most frequent.
    """
    everything = query.is_empty and not filters
    packed = None if everything else read_packed_facets(query, filters, limits.MOST_COUNTED)
    if packed is None or packed.more:
        exact = _in_time(lambda: _paired(query, filters, sender, recipient))
        if exact is not None:
            return exact, False
    packed = packed or read_packed_facets(query, filters, limits.MOST_COUNTED)
    found: Counter = Counter()
    for row in packed.rows():
        senders = [value for facet, value in row if facet == sender]
        recipients = [value for facet, value in row if facet == recipient]
        found.update((one, other) for one in senders for other in recipients)
    return Counter(dict(found.most_common(limits.MOST_PAIRS))), everything or packed.more


def count_days(query: Query, filters: Filters) -> Counter:
    """Return how many of the matching papers are of exactly each day; the keys are dates."""
    inner, parameters = matches("e.day", query, filters)
    with connection.cursor() as db:
        db.execute(
            f"SELECT d.day, count(*) FROM ({inner} AND e.first_day = e.last_day) d GROUP BY d.day",  # noqa: S608
            parameters,
        )
        return Counter({date.fromordinal(day): count for day, count in db.fetchall()})


def _counted(query: Query, filters: Filters, facets: tuple[str, ...]) -> dict[str, Counter]:
    inner, parameters = matches("e.document_id", query, filters)
    marks = ", ".join(["%s"] * len(facets))
    counts: dict[str, Counter] = {facet: Counter() for facet in facets}
    with connection.cursor() as db:
        db.execute(
            f"SELECT f.facet, f.value, count(*) FROM ({inner}) m JOIN archive_searchfacet f"  # noqa: S608
            f" ON f.document_id = m.document_id AND f.facet IN ({marks}) GROUP BY f.facet, f.value",
            [*parameters, *facets],
        )
        for facet, value, count in db.fetchall():
            counts[facet][value] = count
    return counts


def _paired(query: Query, filters: Filters, sender: str, recipient: str) -> Counter:
    if query.is_empty and not filters:
        source, parameters = "archive_searchfacet a", []
    else:
        inner, parameters = matches("e.document_id", query, filters)
        source = f"({inner}) m JOIN archive_searchfacet a ON a.document_id = m.document_id"
    with connection.cursor() as db:
        db.execute(
            f"SELECT a.value, b.value, count(*) FROM {source} JOIN archive_searchfacet b"  # noqa: S608
            " ON b.document_id = a.document_id AND b.facet = %s WHERE a.facet = %s"
            f" GROUP BY a.value, b.value ORDER BY 3 DESC, 1, 2 LIMIT {limits.MOST_PAIRS}",
            [*parameters, recipient, sender],
        )
        return Counter({(one, other): count for one, other, count in db.fetchall()})


def _in_time(count):
    """Return the result of ``count``, or None if it took too long."""
    try:
        with backend().time_limit(limits.COUNT_TIME):
            return count()
    except OutOfTime:
        return None
