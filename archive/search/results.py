"""One page of results. All matches are counted and ordered, however many; only time is limited."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from archive.errors import OutOfTime
from archive.models import Document
from archive.search import limits
from archive.search.backends import backend
from archive.search.filters import Filters
from archive.search.matches import Selection, select
from archive.search.ordering import by_day, by_shelf
from archive.search.query import Query
from archive.search.ranking import ranked
from archive.search.snippets import Snippet, snippets
from archive.sql.prepared import Prepared

#: The orders of results, in words.
SORTS = {"relevance": "relevance", "date": "oldest first", "newest": "newest first", "shelf": "shelf"}

_lines_of = Prepared(lambda *pks: Document.objects.public().for_lines().filter(pk__in=pks).order_by())


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches, with the words around each match."""

    document: Document
    rank: int = 0
    snippets: list[Snippet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results.

    ``count`` is None if time was up; then ``partial`` is true, and ``messages`` say so. ``next_cursor`` leads to the next page,
    ``""`` at the end. ``selection`` is what matches, so that it can be counted without selecting it again.
    """

    hits: list[Hit]
    count: int | None
    partial: bool = False
    next_cursor: str = ""
    messages: tuple[str, ...] = ()
    selection: Selection | None = field(default=None, repr=False)

    @property
    def count_in_words(self) -> str:
        """For example "12,003"."""
        return _("an unknown number of") if self.count is None else intcomma(self.count)


def search(
    query: Query, filters: Filters | None = None, *, sort: str = "relevance", cursor: str = "", size: int = 25
) -> Results:
    """Return one page of the public documents that match. With a cursor that can't be read it is the first page."""
    size = max(1, min(size, limits.LARGEST_PAGE))
    if sort not in SORTS or (sort == "relevance" and query.tree is None):
        sort = "date"
    milliseconds = settings.QUERY_TIME_LIMIT
    try:
        with backend().time_limit(milliseconds):
            selection = select(query, filters or Filters())
            ranks, following = _page(query, selection, sort, cursor, size)
    except OutOfTime:
        message = _("This took longer than %(seconds)s s; narrow the search.") % {"seconds": f"{milliseconds / 1000:g}"}
        return Results([], None, partial=True, messages=(message,))
    documents = {document.pk: document for document in _lines_of.among(pk for pk, _ in ranks)}
    found = snippets(query, documents.values())
    hits = [Hit(documents[pk], rank, found.get(pk, [])) for pk, rank in ranks if pk in documents]
    return Results(hits, selection.count, next_cursor=following, selection=selection)


def _page(query: Query, selection: Selection, sort: str, cursor: str, size: int) -> tuple[list[tuple[int, int]], str]:
    """Return ids with ranks, and the next cursor."""
    if sort == "relevance":
        return ranked(query, selection, cursor, size)
    if sort == "shelf":
        ids, following = by_shelf(selection, cursor, size)
    else:
        ids, following = by_day(selection, cursor, size, newest=sort == "newest")
    return [(pk, 0) for pk in ids], following
