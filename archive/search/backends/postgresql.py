"""PostgreSQL: a weighted ``tsvector`` made of our own tokens, never by its parser, under a GIN index.

The functions are those of :class:`archive.search.backends.protocol.SearchBackend`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg import Cursor
from psycopg.pq import Format

from archive.deadline import not_counted
from archive.errors import OutOfTime
from archive.search.entries import IndexEntry
from archive.search.limits import LAST_POSITION, MOST_POSITIONS
from archive.search.query_tree import And, Near, Node, Not, Or, Words
from archive.search.weights import COLUMNS
from archive.sql.statistics import refresh_statistics

MATCHING_DOCUMENTS = "SELECT document_id FROM archive_searchtext WHERE vector @@ %s::tsquery"
PHRASES = True
LISTED = "= ANY(%s)"
TEXT_TABLE = '"archive_searchtext" ("document_id", "title", "correspondents", "body", "notes", "fields", "vector")'

#: A vector knows four classes of words: by them a search finds the words of one column. Ranks are not computed from them.
_LETTERS = {"title": "A", "correspondents": "B", "fields": "B", "body": "C", "notes": "D"}
#: The short columns come first, so that only the end of a very long paper is beyond the last position.
_ORDER = ("title", "correspondents", "fields", "body", "notes")
_GAP = 50
_LOCK = 0x5EA4C4
#: The SQLSTATE of a query that was stopped; the message depends on the server's language.
_QUERY_CANCELED = "57014"


def listed(values: Iterable[str | int]) -> Any:
    # As an array, an index is read for all of them at once, in the order of the rows; a subquery is joined value by value.
    return list(values)


def read_packed(query: str, parameters: Sequence[Any]) -> list[tuple]:
    # In binary: as text, in which Django asks for everything, bytes are hexadecimal digits, which takes twice as long.
    connection.ensure_connection()
    own = Cursor(connection.connection)
    own.format = Format.BINARY
    with connection.make_debug_cursor(own) if connection.queries_logged else connection.make_cursor(own) as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def lock() -> None:
    with connection.cursor() as cursor, not_counted():
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def add_words(words: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_searchword (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [words]
        )


def _vector(entry: IndexEntry) -> str:
    texts = dict(zip(COLUMNS, entry.columns, strict=True))
    positions: dict[str, list[str]] = {}
    position = 0
    for column in _ORDER:
        letter = _LETTERS[column]
        for token in texts[column].split():
            position += 1
            of_token = positions.setdefault(token, [])
            if len(of_token) < MOST_POSITIONS and (position <= LAST_POSITION or not of_token):
                of_token.append(f"{min(position, LAST_POSITION)}{letter}")
        position += _GAP  # so that no phrase runs from one column into the next
    return " ".join(f"'{token}':{','.join(of_token)}" for token, of_token in positions.items())


def text_row(entry: IndexEntry) -> tuple:
    # The vector has the tokens as the index needs them; in their order they tell how near they are, and what a change changes.
    return (entry.document_id, *entry.columns, _vector(entry))


@contextmanager
def deferred_counts(counts: Mapping[tuple[str, str], int]) -> Iterator[None]:
    # The triggers count by statement anyway.
    yield


@contextmanager
def deferred_merging() -> Iterator[None]:
    # The index has no segments.
    yield


def append(table: str, key: str, rows: list[tuple[str, int, bytes]]) -> None:
    keys, blocks, papers = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS t ({key}, block, papers)"  # noqa: S608
            " SELECT * FROM unnest(%s::text[], %s::int[], %s::bytea[])"
            f" ON CONFLICT ({key}, block) DO UPDATE SET papers = t.papers || excluded.papers",
            [keys, blocks, papers],
        )


def replace(table: str, rows: list[tuple[int, bytes]]) -> None:
    ids, papers = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS t SET papers = new.papers"  # noqa: S608
            " FROM unnest(%s::bigint[], %s::bytea[]) AS new (id, papers) WHERE t.id = new.id",
            [ids, papers],
        )


def differing_texts(entries: Collection[IndexEntry]) -> set[int]:
    ids, vectors = [entry.document_id for entry in entries], [_vector(entry) for entry in entries]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wanted.id FROM unnest(%s::bigint[], %s::text[]) AS wanted (id, vector)"
            " JOIN archive_searchtext ON document_id = wanted.id"
            " WHERE archive_searchtext.vector <> wanted.vector::tsvector",
            [ids, vectors],
        )
        return {pk for (pk,) in cursor.fetchall()}


def check_full_text() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_id FROM archive_searchentry EXCEPT SELECT document_id FROM archive_searchtext LIMIT 100"
        )
        return [f"document {pk}: has an entry without its text" for (pk,) in cursor.fetchall()]


def optimise(*, repair: bool) -> None:
    # There is nothing to repair: an index can't differ from its table.
    refresh_statistics()


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(int(milliseconds), 1))])
            yield
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == _QUERY_CANCELED:
            raise OutOfTime from error
        raise


def matching(tree: Node, among: Callable[[], list[int]]) -> tuple[str, list[Any]]:
    # "IS TRUE" is a condition that the index does not answer: it would read the vector of every paper that has all words.
    return (
        "SELECT document_id FROM archive_searchtext WHERE document_id = ANY(%s) AND (vector @@ %s::tsquery) IS TRUE",
        [among(), compile_query(tree)],
    )


def compile_query(tree: Node) -> str:
    match tree:
        case Words() if tree.compound:
            return compile_query(Or(tree.spellings))
        case Words():
            letter = _LETTERS.get(tree.column, "")
            last = letter + ("*" if tree.prefix else "")
            lexemes = [_lexeme(token, letter) for token in tree.tokens[:-1]] + [_lexeme(tree.tokens[-1], last)]
            return "(" + " <-> ".join(lexemes) + ")"
        case Near():
            pairs = zip(tree.tokens, tree.tokens[1:], strict=False)
            return "(" + " & ".join(_near(a, b, tree.distance) for a, b in pairs) + ")"
        case Or():
            return "(" + " | ".join(compile_query(part) for part in tree.parts) + ")"
        case And():
            return "(" + " & ".join(compile_query(part) for part in tree.parts) + ")"
        case Not():
            return f"('0all' & !{compile_query(tree.part)})"
    raise TypeError(tree)


def _lexeme(token: str, flags: str) -> str:
    return f"'{token}'" + (f":{flags}" if flags else "")


def _near(a: str, b: str, distance: int) -> str:
    either = [f"'{x}' <{gap}> '{y}'" for gap in range(1, distance + 1) for x, y in ((a, b), (b, a))]
    return "(" + " | ".join(f"({pair})" for pair in either) + ")"
