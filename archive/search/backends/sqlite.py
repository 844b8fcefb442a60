"""SQLite: FTS5 over tokens that are already folded and stemmed, with external content."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection, transaction

from archive.models import SearchText
from archive.search.entries import Entry
from archive.search.tree import And, Near, Node, Not, Or, Words
from archive.sql.statistics import refresh_statistics

COLUMNS = ("title", "correspondents", "body", "notes", "fields")
_WEIGHTS = "8.0, 4.0, 1.0, 0.5, 4.0"

#: The join that finds entries with words; its parameter is what :func:`question` gives.
FROM_WORDS = "archive_fulltext x CROSS JOIN archive_searchentry e ON e.document_id = x.rowid"
WORDS = "x.archive_fulltext MATCH %s"
#: The documents with words, alone.
DOCUMENTS = "SELECT rowid FROM archive_fulltext WHERE archive_fulltext MATCH %s"
#: The same driven by the entries, in their order.
FROM_ORDER = "archive_searchentry e CROSS JOIN archive_fulltext x ON x.rowid = e.document_id"
#: Restricts the join to documents from one to another, so that FTS5 reads that part of a word's index alone.
BETWEEN = "x.rowid BETWEEN %s AND %s"
#: Whether an entry has a facet's value: its parameter is the line with an end of line before and behind it.
HAS = "instr(char(10) || e.facets || char(10), %s) > 0"
#: The facets of many entries as one text, with :data:`archive.search.packed.BETWEEN` between them.
JOINED = "group_concat(facets, char(10, 10))"


#: The table of an entry's text with its columns, and what :func:`text_row` writes there.
TEXT = '"archive_searchtext" ("document_id", "title", "correspondents", "body", "notes", "fields")'


#: The trigger that counts what is added, by migration 0002.
_COUNTING = "search_facet_insert"


class OutOfTime(Exception):
    """A query was stopped because its time was up."""


def lock() -> None:
    """Nothing to do: a writer has the database for itself."""


def learn(words: list[str]) -> None:
    """Add those words that are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR IGNORE INTO archive_searchword (word) SELECT value FROM json_each(%s)", [json.dumps(words)]
        )


def text_row(entry: Entry) -> tuple:
    """An entry's row of the table of texts."""
    return (entry.document_id, *entry.columns)


#: The full-text table's options while it does not merge its segments.
_NOT_MERGING = {"automerge": 0, "crisismerge": 1000}


def _set_full_text(options: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for option, value in options.items():
            cursor.execute("INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES(%s, %s)", [option, value])


@contextmanager
def in_bulk(counts: Mapping[tuple[str, str], int]) -> Iterator[None]:
    """Within a transaction that adds entries with these counts by facet and value: count once and not row by row.

    Nobody sees anything of it, since all is as it was when the transaction ends.
    """
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
def merging_later() -> Iterator[None]:
    """Within a transaction: let the full-text segments be, many as they become, until :func:`optimise` merges them all.

    Only for writers that end with it: until then a search looks at every segment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT k, v FROM archive_fulltext_config WHERE k IN ('automerge', 'crisismerge')")
        as_set = dict(cursor.fetchall())
    _set_full_text(_NOT_MERGING)
    yield
    with transaction.atomic():
        pass  # A savepoint lets the table write what it holds in memory, before it may merge again.
    _set_full_text(as_set)


def written(ids: list[int]) -> dict:
    """The stored tokens by document."""
    return {row[0]: row[1:] for row in SearchText.objects.filter(pk__in=ids).values_list("pk", *COLUMNS)}


def same_text(stored, entry: Entry) -> bool:
    """Whether the stored tokens are the entry's."""
    return stored == entry.columns


def check() -> list[str]:
    """Whether the full-text table agrees with its content; only rank 1 compares the two."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES('integrity-check', 1)")
    except DatabaseError as error:
        return [f"the full-text table does not agree with the texts: {error}"]
    return []


def optimise(*, mend: bool) -> None:
    """Merge the full-text segments and let the planner know the tables; ``mend`` makes them anew if they do not agree with the texts."""
    with connection.cursor() as cursor:
        if mend and check():
            cursor.execute("INSERT INTO archive_fulltext(archive_fulltext) VALUES('rebuild')")
        cursor.execute("INSERT INTO archive_fulltext(archive_fulltext) VALUES('optimize')")
    refresh_statistics()


@contextmanager
def limited(milliseconds: int) -> Iterator[None]:
    """Stop any query inside after so long, with :class:`OutOfTime`."""
    connection.ensure_connection()
    end = time.monotonic() + milliseconds / 1000
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, 20_000)
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error):
            raise OutOfTime from error
        raise
    finally:
        connection.connection.set_progress_handler(None, 0)


def question(tree: Node) -> str:
    """The tree in FTS5's language. Every word is a quoted token, so nothing typed is syntax."""
    match tree:
        case Words():
            phrase = '"' + " ".join(tree.tokens) + '"' + (" *" if tree.prefix else "")
            return f"{{{tree.column}}} : {phrase}" if tree.column else phrase
        case Near():
            pairs = zip(tree.tokens, tree.tokens[1:], strict=False)
            near = " AND ".join(f'NEAR("{a}" "{b}", {tree.distance - 1})' for a, b in pairs)
            return f"({near})"
        case Or():
            return "(" + " OR ".join(question(part) for part in tree.parts) + ")"
        case Not():
            return f'("0all" NOT {question(tree.part)})'
        case And():
            wanted = [question(part) for part in tree.parts if not isinstance(part, Not)] or ['"0all"']
            unwanted = [question(part.part) for part in tree.parts if isinstance(part, Not)]
            found = "(" + " AND ".join(wanted) + ")"
            for part in unwanted:
                found = f"({found} NOT {part})"
            return found
    raise TypeError(tree)


def ranked(tree: Node, conditions: str, parameters: list, limit: int) -> list[tuple[int, float, str]]:
    """Document, rank (greater is better) and facets of up to ``limit`` entries, of those that come first to hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x.rowid, -bm25(archive_fulltext, {_WEIGHTS}), e.facets FROM {FROM_WORDS} "  # noqa: S608
            f"WHERE {WORDS} {conditions} LIMIT %s",
            [question(tree), *parameters, limit],
        )
        return cursor.fetchall()
