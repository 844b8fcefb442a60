"""PostgreSQL: a weighted ``tsvector`` made of our own tokens, never by its parser, under a GIN index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from archive.search.backends.sqlite import OutOfTime
from archive.search.entries import Entry
from archive.search.tree import And, Near, Node, Not, Or, Words
from archive.sql.statistics import refresh_statistics

FROM_WORDS = "archive_searchtext x JOIN archive_searchentry e ON e.document_id = x.document_id"
WORDS = "x.vector @@ %s::tsquery"
FROM_ORDER = FROM_WORDS
DOCUMENTS = "SELECT document_id FROM archive_searchtext WHERE vector @@ %s::tsquery"
#: As on SQLite, but that an index of words is read whole.
BETWEEN = ""
HAS = r"strpos(E'\n' || e.facets || E'\n', %s) > 0"
JOINED = r"string_agg(facets, E'\n\n')"

#: {D, C, B, A}: footnotes, text, correspondents and fields, heading.
_WEIGHTS = "{0.05, 0.15, 0.5, 1.0}"
_LABELS = "ABCDB"
_COLUMN_LABELS = {"title": "A", "correspondents": "B", "body": "C", "notes": "D"}
#: PostgreSQL counts no further, and keeps no more places of one word.
_LAST_POSITION = 16_383
_MOST_PLACES = 255
_LOCK = 0x5EA4C4

#: The table of an entry's text with its columns, and what :func:`text_row` writes there.
TEXT = '"archive_searchtext" ("document_id", "title", "correspondents", "body", "notes", "fields", "vector")'


def lock() -> None:
    """One writer of entries at a time, so that two can't wait for each other's counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def learn(words: list[str]) -> None:
    """Add those words that are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_searchword (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [words]
        )


def _vector(entry: Entry) -> str:
    places: dict[str, list[str]] = {}
    position = 0
    # The short columns come first, so that only the end of a very long paper is beyond the last position.
    for column in (0, 1, 4, 2, 3):
        label = _LABELS[column]
        for token in entry.columns[column].split():
            position += 1
            at = places.setdefault(token, [])
            if len(at) < _MOST_PLACES and (position <= _LAST_POSITION or not at):
                at.append(f"{min(position, _LAST_POSITION)}{label}")
        position += 50  # so that no phrase runs from one column into the next
    return " ".join(f"'{token}':{','.join(at)}" for token, at in places.items())


def text_row(entry: Entry) -> tuple:
    """An entry's row of the table of texts; the tokens themselves are in the vector only."""
    return (entry.document_id, "", "", "", "", "", _vector(entry))


@contextmanager
def in_bulk(counts: Mapping[tuple[str, str], int]) -> Iterator[None]:
    """Nothing to do: the triggers count by statement."""
    yield


@contextmanager
def merging_later() -> Iterator[None]:
    """Nothing to do: the index has no segments."""
    yield


def written(ids: list[int]) -> dict:
    """The stored vectors by document."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_id, vector::text FROM archive_searchtext WHERE document_id = ANY(%s)", [ids])
        return dict(cursor.fetchall())


def same_text(stored, entry: Entry) -> bool:
    """Whether the stored vector is the entry's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector = %s::tsvector", [stored or "", _vector(entry)])
        return stored is not None and cursor.fetchone()[0]


def check() -> list[str]:
    """Whether every entry has its text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_id FROM archive_searchentry EXCEPT SELECT document_id FROM archive_searchtext LIMIT 100"
        )
        return [f"document {pk}: has an entry without its text" for (pk,) in cursor.fetchall()]


def optimise(*, mend: bool) -> None:
    """Let the planner know the tables; there is nothing to ``mend``, since an index can't differ from its table."""
    refresh_statistics()


@contextmanager
def limited(milliseconds: int) -> Iterator[None]:
    """Stop any query inside after so long, with :class:`OutOfTime`."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(int(milliseconds), 1))])
            yield
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if "statement timeout" in str(error):
            raise OutOfTime from error
        raise


def question(tree: Node) -> str:
    """The tree in the language of ``tsquery``. Every word is a quoted lexeme, so nothing typed is syntax."""
    match tree:
        case Words():
            flags = _COLUMN_LABELS.get(tree.column, "")
            last = flags + ("*" if tree.prefix else "")
            lexemes = [_lexeme(token, flags) for token in tree.tokens[:-1]] + [_lexeme(tree.tokens[-1], last)]
            return "(" + " <-> ".join(lexemes) + ")"
        case Near():
            pairs = zip(tree.tokens, tree.tokens[1:], strict=False)
            return "(" + " & ".join(_near(a, b, tree.distance) for a, b in pairs) + ")"
        case Or():
            return "(" + " | ".join(question(part) for part in tree.parts) + ")"
        case And():
            return "(" + " & ".join(question(part) for part in tree.parts) + ")"
        case Not():
            return f"('0all' & !{question(tree.part)})"
    raise TypeError(tree)


def _lexeme(token: str, flags: str) -> str:
    return f"'{token}'" + (f":{flags}" if flags else "")


def _near(a: str, b: str, distance: int) -> str:
    either = [f"'{x}' <{gap}> '{y}'" for gap in range(1, distance + 1) for x, y in ((a, b), (b, a))]
    return "(" + " | ".join(f"({pair})" for pair in either) + ")"


def ranked(tree: Node, conditions: str, parameters: list, limit: int) -> list[tuple[int, float, str]]:
    """Document, rank (greater is better) and facets of up to ``limit`` entries, of those that come first to hand."""
    query = question(tree)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_id, ts_rank(%s::real[], vector, %s::tsquery, 1), facets"  # noqa: S608
            f" FROM (SELECT x.document_id, x.vector, e.facets FROM {FROM_WORDS} WHERE {WORDS} {conditions} LIMIT %s) first",
            [_WEIGHTS, query, query, *parameters, limit],
        )
        return cursor.fetchall()
