"""The papers that two people or two offices wrote to each other, one step back or on from a day.

A paper's page asks this each time it is read, so neither side's whole correspondence may be gone through: the one with fewer papers
leads, and where both have many, the next of theirs is soon met by walking along the days.
"""

from __future__ import annotations

from django.db import connection

from archive.models import SearchCount
from archive.search.finding import MOST_COUNTED

_BOTH = (
    "SELECT a.document_id FROM archive_searchfacet a CROSS JOIN archive_searchfacet b"
    " WHERE b.document_id = a.document_id AND a.facet = %s AND a.value = %s AND b.facet = %s AND b.value = %s"
)
_HAS = (
    "EXISTS (SELECT 1 FROM archive_searchfacet f WHERE f.document_id = e.document_id AND f.facet = %s AND f.value = %s)"
)


def between(
    facets: tuple[str, str], one: str, other: str, day: int, document: int, *, most: int = MOST_COUNTED
) -> tuple[int | None, int | None]:
    """The ids of the public papers before and after a place in the order of dates that went from ``one`` to ``other`` or back.

    ``facets`` are those of the sender and the recipient, ``one`` and ``other`` values of both; ``day`` (``date.toordinal``) and
    ``document`` are the place, which itself is not found. ``most`` is how many papers the one with fewer may have to lead.
    """
    sender, recipient = facets
    ways = [((sender, one), (recipient, other)), ((sender, other), (recipient, one))]
    kept = SearchCount.objects.filter(facet__in=facets, value__in=(one, other)).values_list("facet", "value", "count")
    counts = {(facet, value): count for facet, value, count in kept}
    # The rarer of each two comes first, and leads.
    ways = [sorted(way, key=lambda side: counts.get(side, 0)) for way in ways]
    if max(counts.get(way[0], 0) for way in ways) <= most:
        condition = f"e.document_id IN ({_BOTH} UNION ALL {_BOTH})"
        keep = "+" if connection.vendor == "sqlite" else ""
    else:
        condition = f"({_HAS} AND {_HAS} OR {_HAS} AND {_HAS})"
        keep = ""
    parameters = [word for way in ways for side in way for word in side]

    def step(comparison: str, direction: str) -> int | None:
        # A unary plus keeps SQLite from walking along all the days where few papers are wanted.
        order = f"{keep}e.day {direction}, e.document_id {direction}"
        with connection.cursor() as db:
            db.execute(
                f"SELECT e.document_id FROM archive_searchentry e WHERE {condition}"  # noqa: S608
                f" AND (e.day, e.document_id) {comparison} (%s, %s) ORDER BY {order} LIMIT 1",
                [*parameters, day, document],
            )
            row = db.fetchone()
        return row[0] if row else None

    return step("<", "DESC"), step(">", "ASC")
