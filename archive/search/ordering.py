"""The orders of results besides relevance: by day and by shelf, a page at a time, from anywhere."""

from __future__ import annotations

import numpy as np
from django.db import connection

from archive.search.backends import backend
from archive.search.matches import Selection

#: So many matches at most are ordered at once; for more, the index of the shelf is read in pieces of so many papers, until a page is full.
_MOST_AT_ONCE, _PIECE = 50_000, 2000


def by_day(selection: Selection, cursor: str, size: int, *, newest: bool) -> tuple[list[int], str]:
    """Return a page of the papers selected, and the cursor of the next page or ``""``."""
    ids = selection.ids(newest=newest)
    start = read_offset(cursor)
    page = ids[start : start + size].tolist()
    return page, str(start + size) if start + size < len(ids) else ""


def by_shelf(selection: Selection, cursor: str, size: int) -> tuple[list[int], str]:
    """Return a page of the papers selected, and the cursor of the next page or ``""``."""
    read = _ordered if selection.count <= _MOST_AT_ONCE else _found_in_order
    found = read(selection, _read_cursor(cursor), size + 1)
    page = found[:size]
    return [pk for _, pk in page], f"{page[-1][1]}~{page[-1][0]}" if len(found) > size else ""


def _ordered(selection: Selection, after: tuple[str, int], most: int) -> list[tuple[str, int]]:
    """Return shelf and id of the first papers selected that come after this place, by reading the places of all that are selected."""
    # Materialized, since PostgreSQL would compare each paper along the index of the shelf with all that are selected.
    query = (
        f"WITH e AS MATERIALIZED (SELECT shelf, document_id FROM archive_searchentry WHERE document_id {backend().LISTED})"  # noqa: S608
        " SELECT shelf, document_id FROM e WHERE (shelf, document_id) > (%s, %s) ORDER BY shelf, document_id LIMIT %s"
    )
    with connection.cursor() as db:
        db.execute(query, [backend().listed(np.flatnonzero(selection.mask).tolist()), *after, most])
        return db.fetchall()


def _found_in_order(selection: Selection, after: tuple[str, int], most: int) -> list[tuple[str, int]]:
    """Return the same by reading along the shelf."""
    found: list[tuple[str, int]] = []
    while len(found) < most:
        with connection.cursor() as db:
            db.execute(
                "SELECT shelf, document_id FROM archive_searchentry WHERE (shelf, document_id) > (%s, %s)"
                " ORDER BY shelf, document_id LIMIT %s",
                [*after, _PIECE],
            )
            rows = db.fetchall()
        found += [row for row in rows if selection.has(row[1])]
        if len(rows) < _PIECE:
            break
        after = rows[-1]
    return found


def read_offset(cursor: str) -> int:
    """Return how many papers the pages before this cursor have; 0 if it can't be read."""
    return int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 10 else 0


def _read_cursor(cursor: str) -> tuple[str, int]:
    pk, _, key = cursor.partition("~")
    if pk.isascii() and pk.isdigit() and len(pk) < 18 and 0 < len(key) < 500 and "\0" not in key:
        return key, int(pk)
    return "", 0
