"""A reader's selection of papers. A short one is part of the address (``?ids=a,b,c``); a long one is kept on the server, and its code is
part of the address (``?kept=CODE``). Either needs no account and can be sent to others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.db.models import QuerySet
from django.http import QueryDict

from archive.browsing.kept_selections import kept_selection
from archive.models import Document
from archive.sql.batches import batches

#: The most papers, and the longest query, that an address holds: so that every browser and server accepts it.
MOST = 200
LONGEST_ADDRESS = 2000
_SLUG = re.compile(r"[\w-]{1,200}\Z")
_CODE = re.compile(r"[\w-]{10,50}\Z")
_CHUNK = 100


class NotKept(Exception):
    """No selection is kept under the code that was asked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Slugs of papers in the reader's order, each once.

    ``kept`` is the code of one that is kept on the server. ``left_out`` counts what an address had too many and what is no slug.
    """

    slugs: tuple[str, ...] = ()
    left_out: int = 0
    kept: str = ""

    @classmethod
    def of(cls, slugs: Iterable[str], most: int | None = MOST) -> Selection:
        """Return a selection of these, in their order."""
        every = list(slugs)
        good = list(dict.fromkeys(slug for slug in every if _SLUG.match(slug)))[:most]
        return cls(tuple(good), len(set(every)) - len(good))

    @classmethod
    def from_query(cls, query: QueryDict, most: int | None = MOST) -> Selection:
        """Read an address or a form: ``kept`` (a code), ``ids`` (a list with commas), ``id`` (one, may be repeated), ``add`` (addresses or
        ids, separated by spaces). Raises :class:`NotKept`.
        """
        code = query.get("kept", "")[:100]
        kept = kept_selection(code) if _CODE.match(code) else None
        if code and kept is None:
            raise NotKept
        listed = [slug for ids in query.getlist("ids") for slug in ids.split(",")]
        added = [_slug_of(word) for words in query.getlist("add") for word in words[:2_000_000].split()]
        more = [slug for slug in (*listed, *query.getlist("id"), *added) if slug]
        if kept is not None and not more:
            return cls(tuple(kept), 0, code)
        return cls.of([*(kept or ()), *more], most)

    def __bool__(self) -> bool:
        return bool(self.slugs)

    def __len__(self) -> int:
        return len(self.slugs)

    @property
    def query(self) -> str:
        """The canonical query string, ``""`` if the selection is empty."""
        if self.kept:
            return f"kept={self.kept}"
        return "ids=" + ",".join(quote(slug, safe="") for slug in self.slugs) if self.slugs else ""

    @property
    def fits_in_address(self) -> bool:
        """Whether an address holds it."""
        return len(self.slugs) <= MOST and len(self.query) <= LONGEST_ADDRESS

    def without(self, slug: str) -> Selection:
        """Return the selection without one paper."""
        return Selection(tuple(other for other in self.slugs if other != slug))

    def documents(self) -> QuerySet[Document]:
        """Return its public papers, in no order. Only for what one query can ask for: see :meth:`papers`."""
        return _public(self.slugs)

    def papers(self, fetch: Callable[[QuerySet[Document]], QuerySet[Document]]) -> Iterator[Document]:
        """Yield its public papers in the reader's order, some at a time, as ``fetch`` gets them from the database."""
        for chunk in batches(self.slugs, _CHUNK):
            by_slug = {document.slug: document for document in fetch(_public(chunk))}
            yield from (by_slug[slug] for slug in chunk if slug in by_slug)

    def part(self, first: int, count: int) -> Selection:
        """Return ``count`` papers of it from the ``first``, counted from 0."""
        return Selection(self.slugs[first : first + count])

    def parts(self, size: int) -> Iterator[Selection]:
        """Yield it in parts of so many papers."""
        return (self.part(first, size) for first in range(0, len(self.slugs), size))

    def in_order(self, rows: QuerySet[Document]) -> list[Document]:
        """Return the rows of :meth:`documents` in the reader's order."""
        by_slug = {document.slug: document for document in rows}
        return [by_slug[slug] for slug in self.slugs if slug in by_slug]


def _public(slugs: Iterable[str]) -> QuerySet[Document]:
    return Document.objects.public().filter(slug__in=tuple(slugs))


def _slug_of(word: str) -> str:
    """Return the slug in what a reader would paste: an address of a paper, a source id, or the slug itself."""
    path = urlsplit(word).path if "/" in word else word.replace("#", "-")
    parts = [part for part in path.split("/") if part]
    return parts[parts.index("documents") + 1] if "documents" in parts[:-1] else parts[-1] if parts else ""
