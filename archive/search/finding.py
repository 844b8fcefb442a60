"""Answering a question within bounds: what is ranked and counted is capped, and time is limited.

Up to :data:`MOST_COUNTED` matches are all looked at: the count is exact, and they are ordered in memory. Relevance ranks the
first :data:`MOST_RANKED` that come to hand; where there are no more, that is the only time they are met. Where there are more than
can be counted, the other orders walk along an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection

from archive.models import Document
from archive.models.lines import in_lines
from archive.search.backends import backend
from archive.search.backends.sqlite import OutOfTime
from archive.search.filters import Filters
from archive.search.narrowing import conditions_of
from archive.search.packed import Packed
from archive.search.query import Query
from archive.search.snippets import Snippet, snippets
from archive.sql.prepared import Prepared

MOST_COUNTED = 10_000
MOST_RANKED = 2_000
MOST_PAGED = 10_000
LARGEST_PAGE = 500
SORTS = ("relevance", "date", "shelf")

_lines_of = Prepared(
    lambda *pks: Document.objects.public().for_lines().prefetch_related(None).filter(pk__in=pks).order_by()
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, with what matched in it."""

    document: Document
    rank: float = 0.0
    snippets: list[Snippet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of an answer.

    ``count`` is exact unless ``more`` (then there are more than ``count``) or None (time was up). ``partial`` says that
    the answer may lack something, and ``messages`` why. ``next_cursor`` leads on, ``""`` at the end. ``packed`` holds the facets
    of the matches that were looked at to count them, if any were.
    """

    hits: list[Hit]
    count: int | None
    more: bool = False
    partial: bool = False
    next_cursor: str = ""
    messages: tuple[str, ...] = ()
    packed: Packed | None = field(default=None, repr=False)

    @property
    def count_in_words(self) -> str:
        """For example "12,003" or "more than 10,000"."""
        if self.count is None:
            return "an unknown number of"
        return f"more than {self.count:,}" if self.more else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Match:
    """The narrow part of one matching entry."""

    pk: int
    day: int
    shelf: str


def search(
    query: Query, filters: Filters | None = None, *, sort: str = "relevance", cursor: str = "", size: int = 25
) -> Results:
    """One page of the public documents that answer. A cursor that can't be read begins at the beginning."""
    filters = filters or Filters()
    size = max(1, min(size, LARGEST_PAGE))
    if sort not in SORTS or (sort == "relevance" and query.tree is None):
        sort = "date"
    limit = settings.QUERY_TIME_LIMIT
    try:
        with backend().limited(limit):
            ids, count, more, following, packed = _page(query, filters, sort, cursor, size)
    except OutOfTime:
        seconds = f"{limit / 1000:g} s"
        return Results([], None, partial=True, messages=(f"This took longer than {seconds}; narrow the search.",))
    documents = {document.pk: document for document in in_lines(_lines_of.among(pk for pk, _ in ids))}
    found = snippets(query, documents.values())
    hits = [Hit(documents[pk], rank, found.get(pk, [])) for pk, rank in ids if pk in documents]
    messages = []
    unranked = sort == "relevance" and (more or count > MOST_RANKED)
    if unranked:
        messages.append(f"The first {MOST_RANKED:,} papers found were ranked; sort by date or narrow to see all.")
    return Results(hits, count, more, unranked, following, tuple(messages), packed)


def _page(query: Query, filters: Filters, sort: str, cursor: str, size: int):
    """Ids with ranks, count, whether there are more, the next cursor, and the matches' facets if they were looked at."""
    if sort == "relevance":
        ranked, packed = _ranked(query, filters)
        start = _offset(cursor)
        following = f"{start + size}" if start + size < len(ranked) else ""
        return ranked[start : start + size], packed.count, packed.more, following, packed
    packed = None
    ready = _ready_count(query, filters)
    if ready is None:
        packed = packed_facets(query, filters, MOST_COUNTED)
    count, more = (ready, False) if packed is None else (packed.count, packed.more)
    rows = ordered(query, filters, sort, cursor, size + 1, small=_few(count, more))
    following = _cursor(rows[size - 1], sort) if len(rows) > size else ""
    return [(row.pk, 0.0) for row in rows[:size]], count, more, following, packed


def _ranked(query: Query, filters: Filters) -> tuple[list[tuple[int, float]], Packed]:
    """The matches in the order of their ranks, and their facets. Few are met once; of many, the facets are looked at apart."""
    rows = backend().ranked(query.tree, *conditions_of(query, filters), MOST_RANKED + 1)
    few = len(rows) <= min(MOST_RANKED, MOST_COUNTED)
    packed = Packed.of([row[2] for row in rows]) if few else packed_facets(query, filters, MOST_COUNTED)
    found = [(pk, rank) for pk, rank, _ in rows[:MOST_RANKED]]
    return sorted(found, key=lambda row: (-row[1], row[0])), packed


def _offset(cursor: str) -> int:
    return min(int(cursor), MOST_PAGED) if cursor.isascii() and cursor.isdigit() and len(cursor) < 8 else 0


def _cursor(row: Match, sort: str) -> str:
    return f"{row.pk}~{row.day if sort == 'date' else row.shelf}"


def _read_cursor(cursor: str, sort: str) -> tuple[str | int, int] | None:
    pk, _, key = cursor.partition("~")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18 and len(key) < 500 and "\0" not in key) or not key:
        return None
    if sort == "date":
        return (int(key), int(pk)) if key.isascii() and key.isdigit() and len(key) < 9 else None
    return key, int(pk)


def count_of(query: Query, filters: Filters) -> tuple[int, bool]:
    """How many match, and whether there are more than that: it stops at :data:`MOST_COUNTED`."""
    ready = _ready_count(query, filters)
    if ready is not None:
        return ready, False
    conditions, parameters = conditions_of(query, filters)
    sql, parameters = _select("1", query, conditions, parameters)
    with connection.cursor() as db:
        db.execute(f"SELECT count(*) FROM ({sql} LIMIT %s) found", [*parameters, MOST_COUNTED + 1])  # noqa: S608
        count = db.fetchone()[0]
    return min(count, MOST_COUNTED), count > MOST_COUNTED


def total() -> int:
    """How many public documents there are, from the counts that are kept ready."""
    return _ready_count(Query(), Filters()) or 0


def _few(count: int, more: bool) -> bool:
    return not more and count <= MOST_COUNTED


def _ready_count(query: Query, filters: Filters) -> int | None:
    """The count that is kept ready, where nothing or one value is asked for."""
    pairs = filters.pairs()
    if not query.is_empty or len(pairs) > 1 or filters.since or filters.until:
        return None
    facet, value = pairs[0] if pairs else ("all", "")
    with connection.cursor() as db:
        db.execute("SELECT count FROM archive_searchcount WHERE facet = %s AND value = %s", [facet, value])
        row = db.fetchone()
    return row[0] if row else 0


def ordered(query: Query, filters: Filters, sort: str, cursor: str, size: int, *, small: bool) -> list[Match]:
    """Up to ``size`` matches after ``cursor`` in the order of dates or of the shelf.

    ``small`` says that there are few matches, so that they are best found first and then ordered; else they are met by
    walking along the order.
    """
    key = "day" if sort == "date" else "shelf"
    conditions, parameters = conditions_of(query, filters)
    after = _read_cursor(cursor, sort)
    if after:
        conditions += f" AND (e.{key}, e.document_id) > (%s, %s)"
        parameters = [*parameters, *after]
    sql, parameters = _select("e.document_id, e.day, e.shelf", query, conditions, parameters, walk=not small)
    # A unary plus keeps SQLite from walking the whole order where few entries match.
    order = f"{'+' if small and connection.vendor == 'sqlite' else ''}e.{key}, e.document_id"
    with connection.cursor() as db:
        db.execute(f"{sql} ORDER BY {order} LIMIT %s", [*parameters, size])
        return [Match(*row) for row in db.fetchall()]


def everything(query: Query, filters: Filters, size: int) -> Iterator[list[int]]:
    """The ids of all matches in the order of dates, ``size`` at a time; each chunk is a query of its own."""
    cursor = ""
    small = _few(*count_of(query, filters))
    while True:
        rows = ordered(query, filters, "date", cursor, size, small=small)
        if rows:
            yield [row.pk for row in rows]
        if len(rows) < size:
            return
        cursor = _cursor(rows[-1], "date")


def _select(columns: str, query: Query, conditions: str, parameters: list, *, walk: bool = False):
    engine = backend()
    if query.tree is None:
        return f"SELECT {columns} FROM archive_searchentry e WHERE 1 = 1{conditions}", parameters  # noqa: S608
    source = engine.FROM_ORDER if walk else engine.FROM_WORDS
    sql = f"SELECT {columns} FROM {source} WHERE {engine.WORDS}{conditions}"  # noqa: S608
    return sql, [engine.question(query.tree), *parameters]


def matches(columns: str, query: Query, filters: Filters) -> tuple[str, list]:
    """SQL for these columns of the matching entries ``e``, with its parameters."""
    return _select(columns, query, *conditions_of(query, filters))


def packed_facets(query: Query, filters: Filters, most: int) -> Packed:
    """The facets of the matches, of ``most`` at most."""
    sql, parameters = matches("e.facets", query, filters)
    with connection.cursor() as db:
        # One more than wanted says that there are more.
        db.execute(f"SELECT count(*), {backend().JOINED} FROM ({sql} LIMIT %s) found", [*parameters, most + 1])  # noqa: S608
        return Packed.first(most, *db.fetchone())
