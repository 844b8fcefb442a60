"""Workbooks (XLSX) part by part, so that a test can damage or falsify each part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from openpyxl import Workbook

HEAD = ("id", "version", "summary")
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
SHARED = "xl/sharedStrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: tuple) -> bytes:
    """Return a good workbook with these rows under :data:`HEAD`, by default one row."""
    book = Workbook()
    for row in (HEAD, *(rows or (("vol#d1", 1, "New words."),))):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_parts(**changed: bytes) -> bytes:
    """Return a good workbook with other parts: ``sheet``, ``styles``, or any name."""
    names = {"sheet": SHEET, "styles": STYLES}
    return packed(parts_of(workbook()) | {names.get(name, name): content for name, content in changed.items()})


def sheet(rows: str) -> bytes:
    """Return a sheet with these rows, in XML, under :data:`HEAD`."""
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEAD)
    return f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">{head}</row>{rows}</sheetData></worksheet>'.encode()


def cell(position: str, text: str) -> str:
    """Return a cell of text, in XML."""
    return f'<c r="{position}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_shared_texts(more: bytes = b"") -> bytes:
    """Return the good workbook with its texts in a table of their own, as most programs write them, and ``more`` texts there."""
    parts = parts_of(workbook())
    texts = (*HEAD, "vol#d1", "New words.")
    items = "".join(f"<si><t>{text}</t></si>" for text in texts).encode()
    parts[SHARED] = f'<sst xmlns="{_MAIN}">'.encode() + items + more + b"</sst>"
    head = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(len(HEAD)))
    row = '<c t="s"><v>3</v></c><c><v>1</v></c><c t="s"><v>4</v></c>'
    parts[SHEET] = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row>{head}</row><row>{row}</row></sheetData></worksheet>'.encode()
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/{SHARED}" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return packed(parts)
