"""One page of results, within bounds: what is ranked and counted is limited, and so is the time.

Up to :data:`~archive.search.limits.MOST_COUNTED` matches are all examined: the count is exact, and they are ordered in memory.
Relevance ranks the first :data:`~archive.search.limits.MOST_RANKED` that the database comes to; if there are no more, one query
does it all. If there are more than can be counted, the other orders are read along an index.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from archive.errors import OutOfTime
from archive.models import Document
from archive.search import limits
from archive.search.backends import backend
from archive.search.conditions import conditions_of
from archive.search.filters import Filters
from archive.search.matches import are_few, cursor_after, ordered, read_packed_facets, stored_count
from archive.search.packed_facets import PackedFacets
from archive.search.query import Query
from archive.search.snippets import Snippet, snippets
from archive.sql.prepared import Prepared

SORTS = ("relevance", "date", "shelf")

_lines_of = Prepared(lambda *pks: Document.objects.public().for_lines().filter(pk__in=pks).order_by())


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches, with the words around each match."""

    document: Document
    rank: float = 0.0
    snippets: list[Snippet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results.

    ``count`` is exact unless ``more`` (then there are more than ``count``) or None (time was up). ``partial`` means that
    something may be missing, and ``messages`` say why. ``next_cursor`` leads to the next page, ``""`` at the end. ``packed`` holds
    the facets of the matches that were examined to count them, if any were.
    """

    hits: list[Hit]
    count: int | None
    more: bool = False
    partial: bool = False
    next_cursor: str = ""
    messages: tuple[str, ...] = ()
    packed: PackedFacets | None = field(default=None, repr=False)

    @property
    def count_in_words(self) -> str:
        """For example "12,003" or "more than 10,000"."""
        if self.count is None:
            return _("an unknown number of")
        return _("more than %(count)s") % {"count": intcomma(self.count)} if self.more else intcomma(self.count)


def search(
    query: Query, filters: Filters | None = None, *, sort: str = "relevance", cursor: str = "", size: int = 25
) -> Results:
    """Return one page of the public documents that match. With a cursor that can't be read it is the first page."""
    filters = filters or Filters()
    size = max(1, min(size, limits.LARGEST_PAGE))
    if sort not in SORTS or (sort == "relevance" and query.tree is None):
        sort = "date"
    milliseconds = settings.QUERY_TIME_LIMIT
    try:
        with backend().time_limit(milliseconds):
            ids, count, more, following, packed = _page(query, filters, sort, cursor, size)
    except OutOfTime:
        message = _("This took longer than %(seconds)s s; narrow the search.") % {"seconds": f"{milliseconds / 1000:g}"}
        return Results([], None, partial=True, messages=(message,))
    documents = {document.pk: document for document in _lines_of.among(pk for pk, _ in ids)}
    found = snippets(query, documents.values())
    hits = [Hit(documents[pk], rank, found.get(pk, [])) for pk, rank in ids if pk in documents]
    messages = []
    unranked = sort == "relevance" and (more or count > limits.MOST_RANKED)
    if unranked:
        messages.append(
            _("The first %(count)s papers found were ranked; sort by date or narrow to see all.")
            % {"count": intcomma(limits.MOST_RANKED)}
        )
    return Results(hits, count, more, unranked, following, tuple(messages), packed)


def _page(query: Query, filters: Filters, sort: str, cursor: str, size: int):
    """Return ids with ranks, count, whether there are more, the next cursor, and the matches' facets if they were read."""
    if sort == "relevance":
        ranked, packed = _ranked(query, filters)
        start = _offset(cursor)
        following = f"{start + size}" if start + size < len(ranked) else ""
        return ranked[start : start + size], packed.count, packed.more, following, packed
    packed = None
    stored = stored_count(query, filters)
    if stored is None:
        packed = read_packed_facets(query, filters, limits.MOST_COUNTED)
    count, more = (stored, False) if packed is None else (packed.count, packed.more)
    rows = ordered(query, filters, sort, cursor, size + 1, few=are_few(count, more))
    following = cursor_after(rows[size - 1], sort) if len(rows) > size else ""
    return [(row.pk, 0.0) for row in rows[:size]], count, more, following, packed


def _ranked(query: Query, filters: Filters) -> tuple[list[tuple[int, float]], PackedFacets]:
    """Return the matches in the order of their ranks, and their facets: for few matches from one query, for many from two."""
    rows = backend().ranked(query.tree, *conditions_of(query, filters), limits.MOST_RANKED + 1)
    if len(rows) <= min(limits.MOST_RANKED, limits.MOST_COUNTED):
        packed = PackedFacets.of_all([facets for _, _, facets in rows])
    else:
        packed = read_packed_facets(query, filters, limits.MOST_COUNTED)
    found = [(pk, rank) for pk, rank, _ in rows[: limits.MOST_RANKED]]
    return sorted(found, key=lambda row: (-row[1], row[0])), packed


def _offset(cursor: str) -> int:
    return min(int(cursor), limits.MOST_PAGED) if cursor.isascii() and cursor.isdigit() and len(cursor) < 8 else 0
