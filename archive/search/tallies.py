"""Counts for pictures: how many of the papers that answer have each value of a facet, and who of them wrote to whom.

Up to :data:`~archive.search.finding.MOST_COUNTED` papers are counted from their packed facets. More than that are counted in
the facets' own table as far as :data:`BUDGET` goes; beyond it the counts are those of the first papers, and say so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection

from archive.models import SearchCount
from archive.search.backends import backend
from archive.search.backends.sqlite import OutOfTime
from archive.search.filters import Filters
from archive.search.finding import MOST_COUNTED, matches, packed_facets
from archive.search.query import Query

#: Milliseconds that one exact count of a large answer may take.
BUDGET = 700
_MOST_PAIRS = 2000


@dataclass(frozen=True, slots=True)
class Tally:
    """Counters by facet. ``partial`` says that only the first papers found were counted."""

    counts: dict[str, Counter]
    partial: bool = False


def tally(query: Query, filters: Filters, facets: tuple[str, ...]) -> Tally:
    """How many of the matching papers have each value of these facets."""
    if query.is_empty and not filters:
        counts: dict[str, Counter] = {facet: Counter() for facet in facets}
        kept = SearchCount.objects.filter(facet__in=facets, count__gt=0)
        for facet, value, count in kept.values_list("facet", "value", "count"):
            counts[facet][value] = count
        return Tally(counts)
    packed = packed_facets(query, filters, MOST_COUNTED)
    if packed.more:
        exact = _in_time(lambda: _counted(query, filters, facets))
        if exact is not None:
            return Tally(exact)
    found = packed.counters()
    return Tally({facet: found.get(facet, Counter()) for facet in facets}, packed.more)


def pairs(query: Query, filters: Filters, sender: str, recipient: str) -> tuple[Counter, bool]:
    """How many of the matching papers went from each value of one facet to each of another; and whether that is partial.

    The keys are (sender, recipient); at most :data:`_MOST_PAIRS` of the most frequent.
    """
    everything = query.is_empty and not filters
    packed = None if everything else packed_facets(query, filters, MOST_COUNTED)
    if packed is None or packed.more:
        exact = _in_time(lambda: _paired(query, filters, sender, recipient))
        if exact is not None:
            return exact, False
    packed = packed or packed_facets(query, filters, MOST_COUNTED)
    found: Counter = Counter()
    for row in packed.rows():
        senders = [value for facet, value in row if facet == sender]
        recipients = [value for facet, value in row if facet == recipient]
        found.update((one, other) for one in senders for other in recipients)
    return Counter(dict(found.most_common(_MOST_PAIRS))), everything or packed.more


def days(query: Query, filters: Filters) -> Counter:
    """How many of the matching papers are of exactly each day; the keys are dates."""
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
            f" GROUP BY a.value, b.value ORDER BY 3 DESC, 1, 2 LIMIT {_MOST_PAIRS}",
            [*parameters, recipient, sender],
        )
        return Counter({(one, other): count for one, other, count in db.fetchall()})


def _in_time(ask):
    """What ``ask`` answers, or None where it took too long."""
    try:
        with backend().limited(BUDGET):
            return ask()
    except OutOfTime:
        return None
