"""Search entries as plain rows, for one document or for very many; see :mod:`archive.synthetic.writing`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager

from archive.search.backends import backend
from archive.search.entries import NOT_PACKED, NUMBER, IndexEntry

_ENTRY = '"archive_searchentry" ("document_id", "first_day", "last_day", "day", "shelf", "facets", "digest")'
_FACET = '"archive_searchfacet" ("document_id", "facet", "value")'


def entry_rows(entries: Iterable[IndexEntry]) -> dict[str, list[tuple]]:
    """Return the rows of new documents' entries by table, as :func:`archive.search.index` would write them, except the words."""
    entries = list(entries)
    return {
        _ENTRY: [
            (
                entry.document_id,
                entry.first_day,
                entry.last_day,
                entry.day,
                entry.shelf,
                "\n".join(f"{facet}:{value}" for facet, value in entry.facets if facet not in NOT_PACKED),
                entry.digest,
            )
            for entry in entries
        ],
        backend().TEXT_TABLE: [backend().text_row(entry) for entry in entries],
        _FACET: [(entry.document_id, facet, value) for entry in entries for facet, value in entry.facets],
    }


def deferred_counts(rows: dict[str, list[tuple]]) -> AbstractContextManager[None]:
    """Within a transaction that writes these rows (of :func:`entry_rows`): update the counts once, not row by row."""
    counts = Counter((facet, value) for _, facet, value in rows.get(_FACET, ()) if facet != NUMBER)
    return backend().deferred_counts(counts)


def deferred_merging() -> AbstractContextManager[None]:
    """Within a transaction of a writer that ends with :func:`archive.search.optimise`: leave merging the index to that."""
    return backend().deferred_merging()
