"""Search entries as plain rows, for documents that are written many at once; see :mod:`archive.synthetic.bulk`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager

from archive.search.backends import backend
from archive.search.entries import APART, NUMBER, Entry

_ENTRY = '"archive_searchentry" ("document_id", "first_day", "last_day", "day", "shelf", "facets", "digest")'
_FACET = '"archive_searchfacet" ("document_id", "facet", "value")'


def rows_of(entries: Iterable[Entry]) -> dict[str, list[tuple]]:
    """The rows of new documents' entries by table, as :func:`archive.search.index` would write them; words are not among them."""
    made = list(entries)
    return {
        _ENTRY: [
            (
                entry.document_id,
                entry.first_day,
                entry.last_day,
                entry.day,
                entry.shelf,
                "\n".join(f"{facet}:{value}" for facet, value in entry.facets if facet not in APART),
                entry.digest,
            )
            for entry in made
        ],
        backend().TEXT: [backend().text_row(entry) for entry in made],
        _FACET: [(entry.document_id, facet, value) for entry in made for facet, value in entry.facets],
    }


def in_bulk(rows: dict[str, list[tuple]]) -> AbstractContextManager[None]:
    """Inside a transaction, while these rows (of :func:`rows_of`) are written: the indexes are kept the quicker way for many."""
    counts = Counter((facet, value) for _, facet, value in rows.get(_FACET, ()) if facet != NUMBER)
    return backend().in_bulk(counts)


def merging_later() -> AbstractContextManager[None]:
    """Inside a transaction of a writer that calls :func:`archive.search.optimise` at last: parts of the index are merged only then."""
    return backend().merging_later()
