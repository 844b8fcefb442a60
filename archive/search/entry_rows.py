"""Search entries as plain rows, for one document or for very many; see :mod:`archive.synthetic.writing`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext

from django.db import connection

from archive.search.backends import backend
from archive.search.columns import COLUMN_FACETS, DAYS, add_columns, remove_columns
from archive.search.entries import NUMBER, IndexEntry
from archive.search.postings import add_postings, change_postings, posting_rows
from archive.search.stored import StoredEntry
from archive.sql.rows import change_plain, write_plain

_ENTRY = '"archive_searchentry" ("document_id", "first_day", "last_day", "day", "shelf", "digest")'
_FACET = '"archive_searchfacet" ("document_id", "facet", "value")'
#: Not a statement: postings are appended to the rows that there are.
_POSTINGS = "archive_searchposting"
#: From so many entries on, counts are updated once and not row by row.
_MANY = 10


def entry_rows(entries: Iterable[IndexEntry]) -> dict[str, list[tuple]]:
    """Return the rows of new documents' entries by table, as :func:`archive.search.index` would write them, except the words."""
    entries = list(entries)
    return {
        _ENTRY: [_entry_row(entry) for entry in entries],
        backend().TEXT_TABLE: [backend().text_row(entry) for entry in entries],
        _FACET: [(entry.document_id, facet, value) for entry in entries for facet, value in entry.facets],
        _POSTINGS: posting_rows(entries),
    }


def _entry_row(entry: IndexEntry) -> tuple:
    return (entry.document_id, entry.first_day, entry.last_day, entry.day, entry.shelf, entry.digest)


def entry_tables() -> set[str]:
    """Return the tables of :func:`entry_rows`, which :func:`write_entry_rows` writes."""
    return {_ENTRY, backend().TEXT_TABLE, _FACET, _POSTINGS}


def write_entry_rows(rows: Mapping[str, list[tuple]]) -> None:
    """Write the rows of :func:`entry_rows` that are among these, within a transaction."""
    if not rows.get(_ENTRY):
        return
    backend().lock()
    with _deferred_counts(rows[_FACET]) if len(rows[_ENTRY]) >= _MANY else nullcontext():
        for statement in (_ENTRY, backend().TEXT_TABLE, _FACET):
            write_plain(statement, rows[statement])
    add_postings(rows[_POSTINGS])
    add_columns({pk: (first, last, day) for pk, first, last, day, *_ in rows[_ENTRY]}, rows[_FACET])


def write_entry_changes(changes: Iterable[tuple[StoredEntry, IndexEntry]]) -> None:
    """Write what is new in entries that there are, given as stored and as they are now, within a transaction."""
    changes = list(changes)
    entries = [entry for _, entry in changes]
    change_plain(_ENTRY, [_entry_row(entry) for entry in entries])
    texts = [(stored, entry) for stored, entry in changes if stored.columns != entry.columns]
    change_plain(backend().TEXT_TABLE, [backend().text_row(entry) for _, entry in texts])
    change_postings((entry.document_id, stored.columns, entry.columns) for stored, entry in texts)
    days = {entry.document_id: entry.days for stored, entry in changes if stored.days != entry.days}
    gone = [(entry.document_id, *pair) for stored, entry in changes for pair in stored.facets - set(entry.facets)]
    added = [(entry.document_id, *pair) for stored, entry in changes for pair in set(entry.facets) - stored.facets]
    # All values that a paper has of a facet are written again if one of them is another.
    columns = {(pk, facet) for pk, facet, _ in gone + added if facet in COLUMN_FACETS}
    remove_columns(columns | {(pk, DAYS) for pk in days})
    _remove_facets(gone)
    with _deferred_counts(added) if len(added) >= _MANY else nullcontext():
        write_plain(_FACET, sorted(added))
    values = [(entry.document_id, *pair) for entry in entries for pair in entry.facets]
    add_columns(days, [row for row in values if row[:2] in columns])


def _remove_facets(rows: list[tuple[int, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM archive_searchfacet WHERE document_id = %s AND facet = %s AND value = %s", sorted(rows)
        )


def _deferred_counts(facets: list[tuple]) -> AbstractContextManager[None]:
    counts = Counter((facet, value) for _, facet, value in facets if facet != NUMBER)
    return backend().deferred_counts(counts)


def deferred_merging() -> AbstractContextManager[None]:
    """Within a transaction of a writer that ends with :func:`archive.search.optimise`: leave merging the index to that."""
    return backend().deferred_merging()
