"""The papers that two people or two offices wrote to each other, one step back or on from a day.

A paper's page asks this each time it is read, so neither side's whole correspondence may be gone through. Where the one with fewer
papers has a few, these are found and put in order. Where both have many, the next of theirs is soon met by walking along the days:
first the days near by, then, as who wrote often may have done so in other years, as for few, or all days if there are too many.
"""

from __future__ import annotations

from django.db import connection

from archive.models import SearchCount
from archive.search.finding import MOST_COUNTED
from archive.sql.prepared import Prepared

#: Where the one with fewer papers has more than this, the days near by are looked at first.
_FEW = 300
#: So many days before and after are near.
_NEAR = 60

_counted = Prepared(
    lambda sender, recipient, one, other: SearchCount.objects.filter(
        facet__in=(sender, recipient), value__in=(one, other)
    ).values_list("facet", "value", "count")
)
_BOTH = (
    "SELECT a.document_id FROM archive_searchfacet a CROSS JOIN archive_searchfacet b"
    " WHERE b.document_id = a.document_id AND a.facet = %s AND a.value = %s AND b.facet = %s AND b.value = %s"
)
#: The offset keeps PostgreSQL from listing all papers of a value first, to look each up among them.
_HAS = (
    "EXISTS (SELECT 1 FROM archive_searchfacet f WHERE f.document_id = e.document_id AND f.facet = %s AND f.value = %s"
    " LIMIT 1 OFFSET 0)"
)
_EITHER = f"({_HAS} AND {_HAS} OR {_HAS} AND {_HAS})"


def between(
    facets: tuple[str, str], one: str, other: str, day: int, document: int, *, few: int = _FEW, most: int = MOST_COUNTED
) -> tuple[int | None, int | None]:
    """The ids of the public papers before and after a place in the order of dates that went from ``one`` to ``other`` or back.

    ``facets`` are those of the sender and the recipient, ``one`` and ``other`` values of both; ``day`` (``date.toordinal``) and
    ``document`` are the place, which itself is not found. ``few`` and ``most`` are how many papers the one with fewer may have to
    lead at once, and to lead at all.
    """
    sender, recipient = facets
    ways = [((sender, one), (recipient, other)), ((sender, other), (recipient, one))]
    counts = {(facet, value): count for facet, value, count in _counted(*facets, one, other)}
    # The rarer of each two comes first, and leads.
    ways = [sorted(way, key=lambda side: counts.get(side, 0)) for way in ways]
    leading = max(counts.get(way[0], 0) for way in ways)
    parameters = [word for way in ways for side in way for word in side]

    def step(after: str, direction: str, horizon: int) -> int | None:
        beyond = f"(e.day, e.document_id) {after} (%s, %s)"
        order = f"e.day {direction}, e.document_id {direction}"
        if leading > few:
            until = "<=" if after == ">" else ">="
            near = _first(f"{beyond} AND e.day {until} %s AND {_EITHER}", order, [day, document, horizon, *parameters])
            if near or leading > most:
                return near or _first(f"{beyond} AND {_EITHER}", order, [day, document, *parameters])
        # A unary plus keeps SQLite from walking along all the days where few papers are wanted.
        order = f"+{order}" if connection.vendor == "sqlite" else order
        return _first(f"{beyond} AND e.document_id IN ({_BOTH} UNION ALL {_BOTH})", order, [day, document, *parameters])

    return step("<", "DESC", day - _NEAR), step(">", "ASC", day + _NEAR)


def _first(condition: str, order: str, parameters: list) -> int | None:
    with connection.cursor() as db:
        db.execute(
            f"SELECT e.document_id FROM archive_searchentry e WHERE {condition} ORDER BY {order} LIMIT 1",  # noqa: S608
            parameters,
        )
        row = db.fetchone()
    return row[0] if row else None
