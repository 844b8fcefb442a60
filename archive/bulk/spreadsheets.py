"""Write documents as a spreadsheet and read it back: CSV and XLSX with the same columns. Files from outside are not trusted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from archive import store
from archive.bulk.fields import FIELDS, value_of
from archive.errors import Refused
from archive.models import Document

#: Columns that identify the paper of a row; their values are not read back into it.
_FIXED = ("id", "version", "heading")
COLUMNS = (*_FIXED, *FIELDS)
MOST_BYTES = 10 * 1024 * 1024
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_CELL = 32_000
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(documents: Iterable[Document]) -> str:
    """Return documents, fetched with ``for_record()``, as CSV with a byte order mark; formulas are escaped."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _rows(documents):
        writer.writerow([f"'{text}" if text.startswith((*_FORMULAS, "'")) else text for text in row])
    return "\ufeff" + out.getvalue()


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


def read_spreadsheet(content: bytes, most_rows: int) -> list[dict]:
    """Return the rows of a file as ``{"id", "version", "values"}``. Raises :class:`~archive.errors.Refused`.

    Only the columns that the file has are set, so a sheet with id, version and one more column changes one field.
    """
    if len(content) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    cells = _read_xlsx(content, most_rows) if content[:2] == b"PK" else _read_csv(content)
    head = next(cells, None)
    if not head or not {"id", "version"} <= set(head):
        raise Refused("The first row must name the columns, “id” and “version” among them.")
    if unknown := [column for column in head if column and column not in COLUMNS]:
        raise Refused(f"These columns are not known: {', '.join(unknown[:5])}.")
    if len({column for column in head if column}) != len([column for column in head if column]):
        raise Refused("A column is there twice.")
    rows = []
    for line in cells:
        if not any(line):
            continue
        if len(rows) == most_rows:
            raise Refused(f"There are more than {most_rows} rows: please take them in parts.")
        cells_by_column = dict(zip(head, line, strict=False))
        rows.append(
            {
                "id": cells_by_column.get("id", ""),
                "version": cells_by_column.get("version", ""),
                "values": {name: cells_by_column[name] for name in FIELDS if name in cells_by_column},
            }
        )
    return rows


def _rows(documents: Iterable[Document]) -> Iterator[list[str]]:
    for document in documents:
        record = store.load(document)
        yield [record.source_id, str(document.version), record.heading, *(value_of(record, name) for name in FIELDS)]


def _printable(text: str) -> str:
    """Return the text without the control characters that a workbook can't hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")[:_MOST_CELL]


def _read_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("The file is neither a workbook (XLSX) nor CSV in UTF-8.") from error
    if "\0" in text:
        raise Refused("The file has characters that no text has.")
    semicolons = text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",")
    try:
        for row in csv.reader(io.StringIO(text), delimiter=";" if semicolons else ","):
            yield [_unescaped(cell.strip()) for cell in row]
    except csv.Error as error:
        raise Refused(f"The CSV cannot be read: {error}.") from error


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULAS, "'")) else cell


def _read_xlsx(content: bytes, most_rows: int) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > 1000 or sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise Refused("The workbook unpacks to more than we take.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=most_rows + 1000, max_col=100, values_only=True):
            yield [_text(value) for value in row]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        EOFError,
        SyntaxError,
    ) as error:
        raise Refused("The workbook cannot be read.") from error


def _text(value) -> str:
    """Return a cell as text, even if a spreadsheet has made a number or a date of it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
