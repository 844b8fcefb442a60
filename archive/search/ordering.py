"""The orders of results besides relevance: by day and by shelf, a page at a time, from anywhere."""

from __future__ import annotations

import numpy as np
from django.db import connection

from archive.search.backends import backend
from archive.search.matches import Selection

#: So many matches at most are ordered at once; for more, the index of the shelf is read in pieces of this size, until a page is full.
_PIECE = 2000


def by_day(selection: Selection, cursor: str, size: int, *, newest: bool) -> tuple[list[int], str]:
    """Return a page of the papers selected, and the cursor of the next page or ``""``."""
    ids = selection.ids(newest=newest)
    start = read_offset(cursor)
    page = ids[start : start + size].tolist()
    return page, str(start + size) if start + size < len(ids) else ""


def by_shelf(selection: Selection, cursor: str, size: int) -> tuple[list[int], str]:
    """Return a page of the papers selected, and the cursor of the next page or ``""``."""
    few = selection.count <= _PIECE
    only = f" AND e.document_id {backend().LISTED}" if few else ""
    ids = [backend().listed(np.flatnonzero(selection.mask).tolist())] if few else []
    after, found = _read_cursor(cursor), []
    while len(found) <= size:
        with connection.cursor() as db:
            db.execute(
                "SELECT e.shelf, e.document_id FROM archive_searchentry e"  # noqa: S608
                f" WHERE (e.shelf, e.document_id) > (%s, %s){only} ORDER BY e.shelf, e.document_id LIMIT %s",
                [*after, *ids, size + 1 if few else _PIECE],
            )
            rows = db.fetchall()
        found += [row for row in rows if row[1] < len(selection.mask) and selection.mask[row[1]]]
        if few or len(rows) < _PIECE:
            break
        after = rows[-1]
    page = found[:size]
    return [pk for _, pk in page], f"{page[-1][1]}~{page[-1][0]}" if len(found) > size else ""


def read_offset(cursor: str) -> int:
    """Return how many papers the pages before this cursor have; 0 if it can't be read."""
    return int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 10 else 0


def _read_cursor(cursor: str) -> tuple[str, int]:
    pk, _, key = cursor.partition("~")
    if pk.isascii() and pk.isdigit() and len(pk) < 18 and 0 < len(key) < 500 and "\0" not in key:
        return key, int(pk)
    return "", 0
