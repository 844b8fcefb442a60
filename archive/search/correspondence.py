"""The papers that two people or two offices wrote to each other, the one before and the one after a day.

A paper's page needs this on every request, so it cannot read either side's whole correspondence. If the side with fewer papers has
a few, these are listed and ordered. If both have many, the next of their letters is soon met by reading along the days: first the
days close by, then, since people who wrote often may have done so in other years, as for few, or all days if there are too many.
"""

from __future__ import annotations

from django.db import connection

from archive.models import SearchCount
from archive.sql.prepared import Prepared

#: If the side with fewer papers has more than this, the days close by are read first.
_FEW = 300
#: So many days before and after are close by.
_CLOSE = 60

_stored_counts = Prepared(
    lambda sender, recipient, one, other: SearchCount.objects.filter(
        facet__in=(sender, recipient), value__in=(one, other)
    ).values_list("facet", "value", "count")
)
_BOTH = (
    "SELECT a.document_id FROM archive_searchfacet a CROSS JOIN archive_searchfacet b"
    " WHERE b.document_id = a.document_id AND a.facet = %s AND a.value = %s AND b.facet = %s AND b.value = %s"
)
#: If the side with fewer papers has more than this, listing them takes longer than reading the days.
_MOST = 10_000
#: The offset keeps PostgreSQL from listing all papers of a value first and then looking each up among them.
_HAS = (
    "EXISTS (SELECT 1 FROM archive_searchfacet f WHERE f.document_id = e.document_id AND f.facet = %s AND f.value = %s"
    " LIMIT 1 OFFSET 0)"
)
_EITHER = f"({_HAS} AND {_HAS} OR {_HAS} AND {_HAS})"


def neighbours_between(
    facets: tuple[str, str],
    one: str,
    other: str,
    day: int,
    document: int,
    *,
    few: int = _FEW,
    most: int = _MOST,
) -> tuple[int | None, int | None]:
    """Return the ids of the public papers before and after a paper that ``one`` sent to ``other`` or ``other`` to ``one``.

    ``facets`` are those of the sender and the recipient, ``one`` and ``other`` are values of both. ``day`` (``date.toordinal``) and
    ``document`` are the paper's place in the order of dates. If the side with fewer papers has up to ``few``, they are listed; if it
    has more than ``most``, all days are read.
    """
    sender, recipient = facets
    directions = [((sender, one), (recipient, other)), ((sender, other), (recipient, one))]
    counts = {(facet, value): count for facet, value, count in _stored_counts(*facets, one, other)}
    # The rarer of each two comes first, and leads.
    directions = [sorted(sides, key=lambda side: counts.get(side, 0)) for sides in directions]
    leading = max(counts.get(sides[0], 0) for sides in directions)
    parameters = [word for sides in directions for side in sides for word in side]

    def step(after: str, direction: str, horizon: int) -> int | None:
        beyond = f"(e.day, e.document_id) {after} (%s, %s)"
        order = f"e.day {direction}, e.document_id {direction}"
        if leading > few:
            until = "<=" if after == ">" else ">="
            close = _first(f"{beyond} AND e.day {until} %s AND {_EITHER}", order, [day, document, horizon, *parameters])
            if close or leading > most:
                return close or _first(f"{beyond} AND {_EITHER}", order, [day, document, *parameters])
        # A unary plus keeps SQLite from reading along all the days for a few papers.
        order = f"+{order}" if connection.vendor == "sqlite" else order
        return _first(f"{beyond} AND e.document_id IN ({_BOTH} UNION ALL {_BOTH})", order, [day, document, *parameters])

    return step("<", "DESC", day - _CLOSE), step(">", "ASC", day + _CLOSE)


def _first(condition: str, order: str, parameters: list) -> int | None:
    with connection.cursor() as db:
        db.execute(
            f"SELECT e.document_id FROM archive_searchentry e WHERE {condition} ORDER BY {order} LIMIT 1",  # noqa: S608
            parameters,
        )
        row = db.fetchone()
    return row[0] if row else None
