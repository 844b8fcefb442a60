"""Read the first sheet of a workbook from outside as text, within limits, and name the cell that is wrong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.parsers import expat

from openpyxl import load_workbook

from archive.bulk.packages import unpack
from archive.deadline import check
from archive.errors import Refused, reason_of

MOST_COLUMNS = 100
_POSITION = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")


def read_workbook(content: bytes, most_rows: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the rows of the first sheet, each with its place, as the place and the text of each cell.

    Raises :class:`~archive.errors.Refused` for whatever can't be read to its end, with the reason.
    """
    try:
        parts = unpack(content)
        yield from _rows(parts, most_rows)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # what damage makes a library raise has no end: KeyError, TypeError, zlib.error …
        raise Refused(f"The workbook cannot be read: {reason_of(error.__cause__ or error)}") from error


def _rows(parts: dict[str, bytes], most_rows: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    # Only the checked parts, so that the library sees exactly what was checked.
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    book = load_workbook(checked, read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        raise Refused("The workbook has no sheet that can be read.")
    sheet = book.worksheets[0]
    _SheetCheck(most_rows).check(parts[sheet._worksheet_path])
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=most_rows, max_col=MOST_COLUMNS), 1):
        cells = []
        for cell in row:
            place = f"cell {cell.coordinate}" if cell.value is not None else ""
            if cell.data_type == "e":
                raise Refused(f"The cell holds an error of the spreadsheet ({str(cell.value)[:20]}).", place)
            cells.append((place, _text(cell.value)))
        yield f"row {number}", cells


class _SheetCheck:
    """Reads a sheet once for what the library passes over: cells out of their place, beyond the limits, formulas without a value."""

    def __init__(self, most_rows: int) -> None:
        self.most_rows, self.row, self.column = most_rows, 0, 0
        self.formula = self.value = self.inside = False

    def check(self, sheet: bytes) -> None:
        """Raise :class:`~archive.errors.Refused` for the first cell that is wrong."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(sheet, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "c":
            self._begin_cell(attributes.get("r"))
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.inside = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self.inside = False
        elif name == "c":
            place = f"cell {_letters(self.column)}{self.row}"
            if self.formula and not self.value:
                raise Refused(
                    "The formula has no value. Please open and save the file in a spreadsheet program.", place
                )
            if self.value and (self.row > self.most_rows or self.column > MOST_COLUMNS):
                raise Refused(f"The sheet goes beyond {self.most_rows:,} rows and {MOST_COLUMNS} columns.", place)

    def _characters(self, text: str) -> None:
        self.value = self.value or (self.inside and bool(text))

    def _begin_row(self, printed: str | None) -> None:
        check()
        if printed is not None and not _ROW.fullmatch(printed):
            raise Refused(f"“{printed[:20]}” is no number of a row.", f"row {self.row + 1}")
        number = self.row + 1 if printed is None else int(printed)
        if number <= self.row:
            raise Refused("The rows are out of their order.", f"row {number}")
        self.row, self.column = number, 0

    def _begin_cell(self, printed: str | None) -> None:
        self.formula = self.value = self.inside = False
        if printed is None:
            self.column += 1
            return
        match = _POSITION.fullmatch(printed)
        if not match or int(match[2]) != self.row or (column := _number(match[1])) <= self.column:
            raise Refused(f"“{printed[:20]}” is no place for a cell here.", f"row {self.row}")
        self.column = column


def _number(letters: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _letters(number: int) -> str:
    """Return the letters of a column by its number."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _text(value: object) -> str:
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
