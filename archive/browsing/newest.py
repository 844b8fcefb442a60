"""When papers were last published or edited, for feeds, sitemaps and books; and the newest papers that match a search."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from archive.models import Document, DocumentVersion
from archive.search import Filters, Query
from archive.search.matches import Selection, select

#: The time of a list that is empty.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
#: If more papers match than this, the archive's newest are looked through from the beginning, at first so many at once.
_LISTED = 2000


def with_changed(papers: QuerySet[Document]) -> QuerySet[Document]:
    """Return papers with ``changed``: when what the public sees of them was last published or edited. No draft moves it."""
    version = DocumentVersion.objects.filter(document=OuterRef("pk"), number=OuterRef("version")).values("at")[:1]
    edited = Subquery(version, output_field=DateTimeField())
    return papers.annotate(
        changed=Greatest(
            Coalesce(F("published_at"), edited, F("created_at")), Coalesce(edited, F("published_at"), F("created_at"))
        )
    )


def last_change(papers: QuerySet[Document]) -> datetime:
    """Return when the newest of these papers was published or edited, :data:`NEVER` if there is none."""
    return with_changed(papers.order_by()).aggregate(newest=Max("changed"))["newest"] or NEVER


def newest() -> QuerySet[Document]:
    """Return the public papers, the last published first."""
    return Document.objects.public().order_by("-published_at", "-pk")


def newest_matching(query: Query, filters: Filters, count: int) -> QuerySet[Document]:
    """Return the first ``count`` public papers that match a search, the last published first."""
    if query.is_empty and not filters:
        return newest()[:count]
    selection = select(query, filters)
    ids = selection.ids().tolist() if selection.count <= _LISTED else _first(selection, count)
    return newest().filter(pk__in=ids)[:count]


def _first(selection: Selection, count: int) -> list[int]:
    ids: list[int] = []
    start, size = 0, _LISTED
    while len(ids) < count and (piece := newest().values_list("pk", flat=True)[start : start + size]):
        ids += [pk for pk in piece if selection.has(pk)]
        start, size = start + size, 4 * size
    return ids[:count]
