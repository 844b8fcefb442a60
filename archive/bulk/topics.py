"""The file that a list of topics is loaded from: CSV with the columns term, broader and note. Files from outside are not trusted."""

from __future__ import annotations

import csv
import io

from archive.errors import Refused

COLUMNS = ("term", "broader", "note")
MOST_BYTES = 4 * 1024 * 1024
_MOST_ROWS = 10_000


def read_topics(content: bytes, name: str) -> list[tuple[str, str, str, str]]:
    """Return place, term, broader term and note of each row. Raises :class:`~archive.errors.Refused` with the file's name and line."""
    if len(content) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.", name)
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        columns = rows.fieldnames or []
        if "term" not in columns or not set(columns) <= set(COLUMNS):
            raise Refused(f"The first line must name the columns: {', '.join(COLUMNS)}; “term” is needed.", name)
        found = []
        for row in rows:
            place = f"{name}, line {rows.line_num}"
            if None in row or None in row.values():
                raise Refused(f"The row does not have {len(columns)} cells.", place)
            term, broader, note = (row.get(column, "").strip() for column in COLUMNS)
            if "\0" in term + broader + note:
                raise Refused("A character that cannot be kept.", place)
            if not term:
                raise Refused("The row has no term.", place)
            if len(found) == _MOST_ROWS:
                raise Refused(f"There are more than {_MOST_ROWS:,} terms: please take them in parts.", place)
            found.append((place, " ".join(term.split()), " ".join(broader.split()), note))
    except UnicodeDecodeError as error:
        raise Refused("The file is not in UTF-8.", name) from error
    except csv.Error as error:
        raise Refused(f"The file is no CSV: {error}.", name) from error
    return found
