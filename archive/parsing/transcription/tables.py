"""Tables in a transcription: lines with tabs, as a spreadsheet, a web page or a typist leaves them, and their cells.

A line with tabs is no row by itself: "Participants:<tab>Mr. Quill", "1.<tab>Not printed." and the head of a memorandum have one, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Stands for the tab between two cells: a code point that Unicode keeps for the inside of programs, and no blank.
CELL = "\ufdd0"
_FEWEST_ROWS, _MOST_CELLS = 2, 50
#: The label of a footnote or of an item, and what the head of a memorandum begins its lines with.
_LABEL = re.compile(r"[\[(]?(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5}|[*†‡§]{1,3})(?:[.)\]]{1,2})?")
_OF_HEAD = re.compile(r".{0,40}:|TO|FROM|THROUGH|SUBJECT|DATE|RE|REF|PLACE|TIME|PARTICIPANTS?|COPIES TO|CC")


def mark_cells(text: str) -> str:
    """Return a text in which the tabs of tables are :data:`CELL`; other tabs stay. Rows may have blank lines between them."""
    if "\t" not in text:
        return text
    lines = text.split("\n")
    for rows in _runs(lines):
        if len(rows) >= _FEWEST_ROWS and not all(_is_item(lines[row]) for row in rows):
            for row in rows:
                lines[row] = lines[row].rstrip().replace("\t", CELL)
    return "\n".join(lines)


def _runs(lines: list[str]) -> Iterator[list[int]]:
    """Yield the numbers of lines that may be the rows of one table."""
    run: list[int] = []
    for number, line in enumerate(lines):
        if _is_row(line):
            run.append(number)
        elif line.strip():
            yield run
            run = []
    yield run


def _is_row(line: str) -> bool:
    cells = [cell.strip() for cell in line.rstrip().split("\t")]
    filled = sum(map(bool, cells))
    return (
        2 <= len(cells) <= _MOST_CELLS
        and (filled >= 2 or not cells[0])
        and filled > 0
        and not _OF_HEAD.fullmatch(cells[0])
    )


def _is_item(line: str) -> bool:
    label, _, words = line.strip().partition("\t")
    return bool(_LABEL.fullmatch(label.strip())) and "\t" not in words.strip() and len(words.split()) > 1


def is_row(text: str) -> bool:
    """Return whether a line is a row of a table."""
    return CELL in text


def spans_of_cells(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each cell of a row begins and ends."""
    start = 0
    for words in text.split(CELL):
        yield start, start + len(words)
        start += len(words) + 1
