"""Filters, and fields of a query that are not words, as SQL conditions on an entry ``e``."""

from __future__ import annotations

from django.db import connection

from archive.search import limits
from archive.search.backends import backend
from archive.search.entries import UNDATED
from archive.search.filters import Filters
from archive.search.query import Condition, Query, span_of_days


def conditions_of(query: Query, filters: Filters) -> tuple[str, list]:
    """Return the SQL conditions besides the words, each with its AND before it, and their parameters."""
    parts: list[str] = []
    parameters: list = []

    def add(sql: str, *values) -> None:
        parts.append(sql)
        parameters.extend(values)

    first, last = None, None
    for facet, values in filters.values:
        marks = ", ".join(["%s"] * len(values))
        if _papers(facet, values) > limits.MOST_LISTED:
            has = " OR ".join([backend().HAS_FACET] * len(values))
            add(f"({has})", *(f"\n{facet}:{value}\n" for value in values))
            continue
        listed = f"archive_searchfacet f WHERE f.facet = %s AND f.value IN ({marks})"
        add(f"e.document_id IN (SELECT f.document_id FROM {listed})", facet, *values)  # noqa: S608
        if query.tree and backend().WITHIN_IDS:
            low, high = _ends(listed, [facet, *values])
            first, last = max(low, first or low), min(high, last or high)
    if first is not None:
        # The papers of a volume or a year often have ids close together: only that part of the word's index is read.
        add(backend().WITHIN_IDS, first, last)
    for condition in [*query.conditions, *_span(filters)]:
        sql, values = _condition(condition)
        add(f"NOT ({sql})" if condition.negated else sql, *values)
    return "".join(f" AND {part}" for part in parts), parameters


def _papers(facet: str, values: tuple[str, ...]) -> int:
    """Return how many papers have the values, at most: a paper that has several is counted for each."""
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as db:
        stored = f"SELECT sum(count) FROM archive_searchcount WHERE facet = %s AND value IN ({marks})"  # noqa: S608
        db.execute(stored, [facet, *values])
        return db.fetchone()[0] or 0


def _ends(listed: str, parameters: list) -> tuple[int, int]:
    with connection.cursor() as db:
        db.execute(f"SELECT min(f.document_id), max(f.document_id) FROM {listed}", parameters)  # noqa: S608
        low, high = db.fetchone()
    return low or 0, high or 0


def _span(filters: Filters) -> list[Condition]:
    found = []
    if filters.since:
        found.append(Condition("since", span_of_days(filters.since)[0], UNDATED))
    if filters.until:
        found.append(Condition("until", 0, span_of_days(filters.until)[1]))
    return found


def _condition(condition: Condition) -> tuple[str, list]:
    first, last = "e.first_day", "e.last_day"
    match condition.kind:
        case "file":
            return (
                "e.document_id IN (SELECT document_id FROM archive_searchfacet"
                " WHERE facet = 'number' AND value >= %s AND value < %s)",
                [condition.low, condition.high],
            )
        case "before":
            return f"({last} IS NOT NULL AND {last} < %s)", [condition.low]
        case "after":
            return f"({first} IS NOT NULL AND {first} > %s)", [condition.high]
        case "since":
            return f"({last} >= %s OR ({last} IS NULL AND {first} IS NOT NULL))", [condition.low]
        case "until":
            return f"({first} <= %s OR ({first} IS NULL AND {last} IS NOT NULL))", [condition.high]
    return (
        f"(e.day < %s AND ({first} IS NULL OR {first} <= %s) AND ({last} IS NULL OR {last} >= %s))",
        [UNDATED, condition.high, condition.low],
    )
