"""The entries that match a query and filters, in SQL: counted, listed in an order, and with their facets.

Counting stops at :data:`~archive.search.limits.MOST_COUNTED`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from archive.search import limits
from archive.search.backends import backend
from archive.search.conditions import conditions_of
from archive.search.filters import Filters
from archive.search.packed_facets import PackedFacets
from archive.search.query import Query


@dataclass(frozen=True, slots=True)
class MatchingEntry:
    """The id of a document that matches, with the values by which entries are ordered."""

    pk: int
    day: int
    shelf: str


def matches(columns: str, query: Query, filters: Filters) -> tuple[str, list]:
    """Return SQL for these columns of the matching entries ``e``, with its parameters."""
    return _select(columns, query, *conditions_of(query, filters))


def count_matches(query: Query, filters: Filters) -> tuple[int, bool]:
    """Return how many entries match, and whether there are more: counting stops at the limit."""
    stored = stored_count(query, filters)
    if stored is not None:
        return stored, False
    sql, parameters = matches("1", query, filters)
    with connection.cursor() as db:
        db.execute(f"SELECT count(*) FROM ({sql} LIMIT %s) found", [*parameters, limits.MOST_COUNTED + 1])  # noqa: S608
        count = db.fetchone()[0]
    return min(count, limits.MOST_COUNTED), count > limits.MOST_COUNTED


def total() -> int:
    """Return the number of public documents."""
    return stored_count(Query(), Filters()) or 0


def stored_count(query: Query, filters: Filters) -> int | None:
    """Return the count that triggers maintain: of all entries, or of one value of a facet. None for any other search."""
    pairs = filters.pairs()
    if not query.is_empty or len(pairs) > 1 or filters.since or filters.until:
        return None
    facet, value = pairs[0] if pairs else ("all", "")
    with connection.cursor() as db:
        db.execute("SELECT count FROM archive_searchcount WHERE facet = %s AND value = %s", [facet, value])
        row = db.fetchone()
    return row[0] if row else 0


def read_packed_facets(query: Query, filters: Filters, most: int) -> PackedFacets:
    """Return the facets of the matches, of ``most`` at most."""
    sql, parameters = matches("e.facets", query, filters)
    with connection.cursor() as db:
        # One more than that shows that there are more.
        db.execute(
            f"SELECT count(*), {backend().JOINED_FACETS} FROM ({sql} LIMIT %s) found",  # noqa: S608
            [*parameters, most + 1],
        )
        return PackedFacets.of_first(most, *db.fetchone())


def are_few(count: int, more: bool) -> bool:
    """Whether so many matches are best found first and then ordered; see :func:`ordered`."""
    return not more and count <= limits.MOST_COUNTED


def ordered(query: Query, filters: Filters, sort: str, cursor: str, size: int, *, few: bool) -> list[MatchingEntry]:
    """Return up to ``size`` matches after ``cursor`` in the order of dates or of the shelf.

    ``few`` means that there are few matches, so that they are best found first and then ordered. Otherwise the index of the
    order is read from there on, until enough entries match.
    """
    key = "day" if sort == "date" else "shelf"
    conditions, parameters = conditions_of(query, filters)
    after = _read_cursor(cursor, sort)
    if after:
        conditions += f" AND (e.{key}, e.document_id) > (%s, %s)"
        parameters = [*parameters, *after]
    sql, parameters = _select("e.document_id, e.day, e.shelf", query, conditions, parameters, in_order=not few)
    # A unary plus keeps SQLite from reading the whole index of the order for a few matches.
    order = f"{'+' if few and connection.vendor == 'sqlite' else ''}e.{key}, e.document_id"
    with connection.cursor() as db:
        db.execute(f"{sql} ORDER BY {order} LIMIT %s", [*parameters, size])
        return [MatchingEntry(*row) for row in db.fetchall()]


def all_matches(query: Query, filters: Filters, size: int) -> Iterator[list[int]]:
    """Yield the ids of all matches in the order of dates, ``size`` at a time; each batch is a query of its own."""
    cursor = ""
    few = are_few(*count_matches(query, filters))
    while True:
        rows = ordered(query, filters, "date", cursor, size, few=few)
        if rows:
            yield [row.pk for row in rows]
        if len(rows) < size:
            return
        cursor = cursor_after(rows[-1], "date")


def cursor_after(row: MatchingEntry, sort: str) -> str:
    """Return the cursor of what follows an entry in the order of dates or of the shelf."""
    return f"{row.pk}~{row.day if sort == 'date' else row.shelf}"


def _read_cursor(cursor: str, sort: str) -> tuple[str | int, int] | None:
    pk, _, key = cursor.partition("~")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18 and len(key) < 500 and "\0" not in key) or not key:
        return None
    if sort == "date":
        return (int(key), int(pk)) if key.isascii() and key.isdigit() and len(key) < 9 else None
    return key, int(pk)


def _select(columns: str, query: Query, conditions: str, parameters: list, *, in_order: bool = False):
    engine = backend()
    if query.tree is None:
        return f"SELECT {columns} FROM archive_searchentry e WHERE 1 = 1{conditions}", parameters  # noqa: S608
    source = engine.ENTRIES_WITH_TEXTS if in_order else engine.TEXTS_WITH_ENTRIES
    sql = f"SELECT {columns} FROM {source} WHERE {engine.MATCHES}{conditions}"  # noqa: S608
    return sql, [engine.compile_query(query.tree), *parameters]
