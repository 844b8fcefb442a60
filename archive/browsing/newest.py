"""When papers were last published or edited, for feeds, sitemaps and books; and the newest papers that match a search."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from archive.models import Document, DocumentVersion
from archive.search import Filters, Query
from archive.search.matches import select

#: The time of a list that is empty.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
#: If more papers match than can be listed in a query, only the newest of the archive are looked at.
_MOST, _NEWEST = 10_000, 2000


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


def newest_matching(query: Query, filters: Filters) -> QuerySet[Document]:
    """Return the public papers that match a search, the last published first."""
    rows = newest()
    if query.is_empty and not filters:
        return rows
    selection = select(query, filters)
    if selection.count > _MOST:
        ids = [pk for pk in rows.values_list("pk", flat=True)[:_NEWEST] if selection.has(pk)]
    else:
        ids = selection.ids().tolist()
    return rows.filter(pk__in=ids)
