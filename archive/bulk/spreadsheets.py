"""Write documents as a spreadsheet and read it back: CSV and XLSX with the same columns. Files from outside are not trusted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from archive import store
from archive.bulk.fields import FIELDS, value_of
from archive.bulk.packages import refusal_of_other_file
from archive.bulk.workbooks import MOST_COLUMNS, read_workbook
from archive.deadline import check
from archive.errors import Refused
from archive.models import Document

#: Columns that identify the paper of a row; their values are not read back into it.
_FIXED = ("id", "version", "heading")
COLUMNS = (*_FIXED, *FIELDS)
MOST_BYTES = 10 * 1024 * 1024
#: Characters of a cell: no spreadsheet program takes more than 32,767.
LONGEST_CELL = 32_767
#: Characters of one line of CSV; a row with cells of several lines has several.
_LONGEST_LINE = MOST_COLUMNS * 20_000
#: Empty rows that a file may have between or after its rows.
_MOST_EMPTY_ROWS = 1000
#: Characters that neither XML nor a database can hold.
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(documents: Iterable[Document]) -> Iterator[str]:
    """Yield documents, fetched with ``for_record()``, as CSV, as :func:`csv_lines` does."""
    return csv_lines(chain([COLUMNS], _rows(documents)))


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield rows as CSV with a byte order mark, a row at a time; formulas are escaped."""
    yield "\ufeff"
    for row in rows:
        out = io.StringIO()
        csv.writer(out).writerow([f"'{text}" if text.startswith((*_FORMULAS, "'")) else text for text in row])
        yield out.getvalue()


def xlsx_of(documents: Iterable[Document]) -> bytes:
    """Return documents as a workbook of one sheet; every cell is text, so nothing is taken for a formula or a date."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("papers")
    sheet.freeze_panes = "B2"
    for row in [COLUMNS, *_rows(documents)]:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_printable(text))
            cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as read: its rows as ``{"place", "id", "version", "values"}``, and the columns that mean nothing here and are left out."""

    rows: list[dict]
    ignored: list[str]


def read_spreadsheet(content: bytes, most_rows: int) -> Sheet:
    """Return what a file has. Raises :class:`~archive.errors.Refused`.

    Only the columns that the file has are set, so a sheet with id, version and one more column changes one field.
    """
    if len(content) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    rows = _checked(_cells(content, most_rows + _MOST_EMPTY_ROWS))
    _, head = next(rows, ("", []))
    _check_head(head)
    found: list[dict] = []
    for place, row in rows:
        if not any(row):
            continue
        if len(found) == most_rows:
            raise Refused(f"There are more than {most_rows} rows: please take them in parts.", place)
        by_column = dict(zip(head, row, strict=False))
        found.append(
            {
                "place": place,
                "id": by_column.get("id", ""),
                "version": by_column.get("version", ""),
                "values": {name: by_column[name] for name in FIELDS if name in by_column},
            }
        )
    return Sheet(found, [column[:40] for column in head if column and column not in COLUMNS])


def _check_head(head: list[str]) -> None:
    named = [column for column in head if column]
    if not {"id", "version"} <= set(named):
        raise Refused("The first row must name the columns, “id” and “version” among them.")
    if twice := [column for column in COLUMNS if named.count(column) > 1]:
        raise Refused(f"A column is there twice: {', '.join(twice)}.")


def _rows(documents: Iterable[Document]) -> Iterator[list[str]]:
    for document in documents:
        record = store.load(document)
        yield [record.source_id, str(document.version), record.heading, *(value_of(record, name) for name in FIELDS)]


def _printable(text: str) -> str:
    """Return the text without the control characters that a workbook can't hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")[:LONGEST_CELL]


#: The place and the text of each cell of a row, with the place of the row.
_Row = tuple[str, list[tuple[str, str]]]


def _cells(content: bytes, most_rows: int) -> Iterator[_Row]:
    if content[:2] == b"PK":
        return read_workbook(content, most_rows)
    if refused := refusal_of_other_file(content):
        raise refused
    return _read_csv(content, most_rows)


def _checked(rows: Iterator[_Row]) -> Iterator[tuple[str, list[str]]]:
    """Yield each row with its place, every cell of it short enough and made of characters that can be kept."""
    for place, row in rows:
        check()
        for where, text in row:
            if len(text) > LONGEST_CELL:
                raise Refused(f"The cell has more than {LONGEST_CELL:,} characters.", where)
            if _NO_TEXT.search(text):
                raise Refused("The cell has characters that no text has.", where)
        yield place, [text for _, text in row]


def _read_csv(content: bytes, most_rows: int) -> Iterator[_Row]:
    text = _decoded(content)
    opening = text.partition("\n")[0]
    delimiter = ";" if opening.count(";") > opening.count(",") else ","
    # Strict, so that a quotation mark without its end is an error and not a cell that holds the rest of the file.
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            place = f"row {number}"
            if len(row) > MOST_COLUMNS:
                raise Refused(f"There are more than {MOST_COLUMNS} columns.", place)
            if number > most_rows:
                raise Refused(f"There are more than {most_rows:,} rows, empty ones included.", place)
            named = (f"cell {get_column_letter(column)}{number}" for column in range(1, len(row) + 1))
            yield place, [(where, _unescaped(cell.strip())) for where, cell in zip(named, row, strict=True)]
    except csv.Error as error:
        raise Refused(f"The CSV cannot be read: {error}.", f"row {number + 1}") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("The file is in UTF-16. Please save it as CSV in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused("The file is neither a workbook (XLSX) nor CSV in UTF-8.", f"line {line}") from error


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > _LONGEST_LINE:
            raise Refused(f"The line has more than {_LONGEST_LINE:,} characters.", f"line {number}")
        yield line


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULAS, "'")) else cell
