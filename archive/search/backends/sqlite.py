"""SQLite: FTS5 over tokens that are already folded and stemmed, with external content.

The functions are those of :class:`archive.search.backends.protocol.SearchBackend`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.sqlite3.base import Database

from archive.errors import OutOfTime
from archive.search.entries import IndexEntry
from archive.search.query_tree import And, Near, Node, Not, Or, Words
from archive.sql.statistics import refresh_statistics

MATCHING_DOCUMENTS = "SELECT rowid FROM archive_fulltext WHERE archive_fulltext MATCH %s"
PHRASES = False
LISTED = "IN (SELECT value FROM json_each(%s))"
TEXT_TABLE = '"archive_searchtext" ("document_id", "title", "correspondents", "body", "notes", "fields")'

#: The trigger of the migrations that counts what is added.
_COUNTING = "search_facet_insert"
#: The full-text table's options while it does not merge its segments.
_NOT_MERGING = {"automerge": 0, "crisismerge": 1000}
#: Pages of the index that are merged at once: in a twentieth of a second.
_MERGED = 1000
#: How often SQLite looks at the clock, in instructions of its virtual machine.
_INSTRUCTIONS = 20_000


def listed(values: Iterable[str | int]) -> Any:
    return json.dumps(list(values))


def read_packed(query: str, parameters: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def lock() -> None:
    # A writer has the database for itself.
    pass


def add_words(words: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR IGNORE INTO archive_searchword (word) SELECT value FROM json_each(%s)", [json.dumps(words)]
        )


def text_row(entry: IndexEntry) -> tuple:
    return (entry.document_id, *entry.columns)


@contextmanager
def deferred_counts(counts: Mapping[tuple[str, str], int]) -> Iterator[None]:
    # Nobody else sees that the trigger is gone, since it is back when the transaction ends.
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [_COUNTING])
        (trigger,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {_COUNTING}")
        yield
        cursor.executemany(
            "INSERT INTO archive_searchcount (facet, value, count) VALUES (%s, %s, %s)"
            " ON CONFLICT (facet, value) DO UPDATE SET count = count + excluded.count",
            [(facet, value, count) for (facet, value), count in counts.items()],
        )
        cursor.execute(trigger)


@contextmanager
def deferred_merging() -> Iterator[None]:
    # Until optimise() merges the segments, a search looks at every one of them.
    with connection.cursor() as cursor:
        cursor.execute("SELECT k, v FROM archive_fulltext_config WHERE k IN ('automerge', 'crisismerge')")
        configured = dict(cursor.fetchall())
    _configure_full_text(_NOT_MERGING)
    yield
    with transaction.atomic():
        pass  # A savepoint makes the table write what it holds in memory, before it may merge again.
    _configure_full_text(configured)


def _configure_full_text(options: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for option, value in options.items():
            cursor.execute("INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES(%s, %s)", [option, value])


def append(table: str, key: str, rows: list[tuple[str, int, bytes]]) -> None:
    # Two pieces joined are text to SQLite, whatever they were.
    joined = f"CAST({table}.papers || excluded.papers AS BLOB)"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.connection.executemany(
            f"INSERT INTO {table} ({key}, block, papers) VALUES (?, ?, ?)"  # noqa: S608
            f" ON CONFLICT ({key}, block) DO UPDATE SET papers = {joined}",
            rows,
        )


def replace(table: str, rows: list[tuple[int, bytes]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET papers = %s WHERE id = %s", [(papers, pk) for pk, papers in rows])  # noqa: S608


def differing_texts(entries: Collection[IndexEntry]) -> set[int]:
    # The columns are all that there is; :func:`check_full_text` compares the index with them.
    return set()


def check_full_text() -> list[str]:
    try:
        with connection.cursor() as cursor:
            # Only rank 1 compares the index with the texts.
            cursor.execute("INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES('integrity-check', 1)")
    except DatabaseError as error:
        return [f"the full-text table does not agree with the texts: {error}"]
    return []


def optimise(*, repair: bool) -> None:
    with connection.cursor() as cursor:
        if repair and check_full_text():
            cursor.execute("INSERT INTO archive_fulltext(archive_fulltext) VALUES('rebuild')")
        _merge_segments(cursor)
    refresh_statistics()


def _merge_segments(cursor: Any) -> None:
    """Merge the segments of the full-text index into one, as its command 'optimize' does, but some pages at a time: others can write."""
    pages = -_MERGED  # the first time, all segments are put together for that
    while True:
        before = connection.connection.total_changes
        cursor.execute("INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES('merge', %s)", [pages])
        if connection.connection.total_changes - before < 2:
            return
        pages = _MERGED


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    connection.ensure_connection()
    end = time.monotonic() + milliseconds / 1000
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, _INSTRUCTIONS)
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) == Database.SQLITE_INTERRUPT:
            raise OutOfTime from error
        raise
    finally:
        connection.connection.set_progress_handler(None, 0)


def matching(tree: Node, among: Callable[[], list[int]]) -> tuple[str, list[Any]]:  # noqa: ARG001 - of the protocol
    # Asked for one document after the other, FTS5 would take longer than for all.
    return MATCHING_DOCUMENTS, [compile_query(tree)]


def compile_query(tree: Node) -> str:
    match tree:
        case Words() if tree.compound:
            return compile_query(Or(tree.spellings))
        case Words():
            phrase = '"' + " ".join(tree.tokens) + '"' + (" *" if tree.prefix else "")
            return f"{{{tree.column}}} : {phrase}" if tree.column else phrase
        case Near():
            pairs = zip(tree.tokens, tree.tokens[1:], strict=False)
            near = " AND ".join(f'NEAR("{a}" "{b}", {tree.distance - 1})' for a, b in pairs)
            return f"({near})"
        case Or():
            return "(" + " OR ".join(compile_query(part) for part in tree.parts) + ")"
        case Not():
            return f'("0all" NOT {compile_query(tree.part)})'
        case And():
            included = [compile_query(part) for part in tree.parts if not isinstance(part, Not)] or ['"0all"']
            excluded = [compile_query(part.part) for part in tree.parts if isinstance(part, Not)]
            query = "(" + " AND ".join(included) + ")"
            for part in excluded:
                query = f"({query} NOT {part})"
            return query
    raise TypeError(tree)
