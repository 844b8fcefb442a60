"""A reader's selection of papers. It is part of the address (``?ids=a,b,c``), so it needs no account and can be sent to others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.db.models import QuerySet
from django.http import QueryDict

from archive.models import Document

#: The most papers of one selection, so that every browser and server accepts its address.
MOST = 200
_SLUG = re.compile(r"[\w-]{1,200}\Z")


@dataclass(frozen=True, slots=True)
class Selection:
    """Slugs of papers in the reader's order, each once. ``left_out`` counts those above :data:`MOST` and those that are no slugs."""

    slugs: tuple[str, ...] = ()
    left_out: int = 0

    @classmethod
    def of(cls, slugs: Iterable[str]) -> Selection:
        """Return a selection of these, in their order."""
        every = list(slugs)
        good = list(dict.fromkeys(slug for slug in every if _SLUG.match(slug)))
        return cls(tuple(good[:MOST]), len(set(every)) - len(good[:MOST]))

    @classmethod
    def from_query(cls, query: QueryDict) -> Selection:
        """Read an address: ``ids`` (a list with commas), ``id`` (one, may be repeated), ``add`` (addresses or ids, separated by spaces)."""
        listed = [slug for ids in query.getlist("ids") for slug in ids.split(",")]
        added = [_slug_of(word) for words in query.getlist("add") for word in words[:20_000].split()]
        return cls.of(slug for slug in (*listed, *query.getlist("id"), *added) if slug)

    def __bool__(self) -> bool:
        return bool(self.slugs)

    def __len__(self) -> int:
        return len(self.slugs)

    @property
    def query(self) -> str:
        """The canonical query string, ``""`` if the selection is empty."""
        return "ids=" + ",".join(quote(slug, safe="") for slug in self.slugs) if self.slugs else ""

    def without(self, slug: str) -> Selection:
        """Return the selection without one paper."""
        return Selection(tuple(other for other in self.slugs if other != slug))

    def documents(self) -> QuerySet[Document]:
        """Return its public papers, in no order."""
        return Document.objects.public().filter(slug__in=self.slugs)

    def in_order(self, rows: QuerySet[Document]) -> list[Document]:
        """Return the rows of :meth:`documents` in the reader's order."""
        by_slug = {document.slug: document for document in rows}
        return [by_slug[slug] for slug in self.slugs if slug in by_slug]


def _slug_of(word: str) -> str:
    """Return the slug in what a reader would paste: an address of a paper, a source id, or the slug itself."""
    path = urlsplit(word).path if "/" in word else word.replace("#", "-")
    parts = [part for part in path.split("/") if part]
    return parts[parts.index("documents") + 1] if "documents" in parts[:-1] else parts[-1] if parts else ""
