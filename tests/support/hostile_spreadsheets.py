"""Spreadsheets that are damaged, hostile, or of another form, each with a pattern for the place and the reason of its refusal.

The tests and ``benchmarks/hostile`` use them. ``COSTLY`` are within all limits, and as costly to read as these allow.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable

from archive.bulk.workbooks import MOST_COLUMNS
from tests.support.workbooks import (
    SHEET,
    STYLES,
    cell,
    packed,
    parts_of,
    sheet,
    with_parts,
    with_shared_texts,
    workbook,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROOT = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</styleSheet>'


def _encrypted() -> bytes:
    """Return a workbook whose parts have the flag of encryption."""
    return b"".join(
        piece if not place else b"PK\x01\x02" + piece[:4] + b"\x01" + piece[5:]
        for place, piece in enumerate(workbook().split(b"PK\x01\x02"))
    )


def _lying() -> bytes:
    """Return a workbook whose directory says that a sheet of 100 kB has 50 bytes."""
    content = packed(parts_of(workbook()) | {SHEET: sheet("<row/>" * 15_000)}, zipfile.ZIP_STORED)
    size = len(sheet("<row/>" * 15_000)).to_bytes(4, "little")
    return content.replace(size, (50).to_bytes(4, "little"))


def _twice() -> bytes:
    parts = parts_of(workbook())
    return packed(parts | {SHEET.upper(): parts[SHEET]})


def _parts_without(name: str) -> bytes:
    return packed({other: part for other, part in parts_of(workbook()).items() if other != name})


def _nested(depth: int) -> bytes:
    return _ROOT % (b"<x>" * depth + b"</x>" * depth)


KINDS: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    # What else it is.
    "an old workbook": (_OLE + b"\0" * 600, "of the old form"),
    "a workbook with a password": (_OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "a web page": (b"\xef\xbb\xbf\n<!DOCTYPE HTML><table></table>", "a web page"),
    "a table of a web page": (b"<table><tr><td>id</td></tr></table>", "a web page"),
    "a workbook as XML": (b'<?xml version="1.0"?><Workbook/>', "XML and no workbook"),
    "OpenDocument": (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    "a binary workbook": (packed({"xl/workbook.bin": b""}), "XLSB"),
    "a text document": (packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}), "no workbook"),
    "an empty ZIP": (packed({}), "no workbook"),
    "macros": (lambda: with_parts(**{"xl/vbaProject.bin": b"code"}), "has macros"),
    # The ZIP.
    "encrypted parts": (_encrypted, "part .*: The part is encrypted"),
    "a part twice": (_twice, "part XL/WORKSHEETS/SHEET1.XML: The part is there twice"),
    "another compression": (lambda: packed(parts_of(workbook()), zipfile.ZIP_BZIP2), "compressed in a way"),
    "many parts": (lambda: with_parts(**{f"xl/{number}.png": b"" for number in range(1001)}), "more than 1,000 parts"),
    "a large part": (lambda: with_parts(**{"xl/media/a.png": b"0" * (33 << 20)}), "part xl/media/a.png: .* more than 32 MB"),
    "many large parts": (
        lambda: with_parts(**{f"xl/media/{n}.png": random.Random(n).randbytes(4096) * 2048 for n in range(9)}),
        "unpacks to more than 64 MB",
    ),
    "a dense part": (lambda: with_parts(sheet=sheet(" " * (5 << 20))), "part xl/worksheets/sheet1.xml: .* 500 times"),
    "a header that lies": (_lying, "cannot be read: Bad CRC-32"),
    "cut off": (lambda: workbook()[:-200], "cannot be read: File is not a zip file"),
    "a part cut off": (lambda: with_parts(sheet=sheet("")[:-20]), "cannot be read: "),
    "no description": (lambda: _parts_without("[Content_Types].xml"), "no workbook"),
    "no sheet": (lambda: _parts_without(SHEET), "has no sheet"),
    "no book": (lambda: _parts_without("xl/workbook.xml"), "cannot be read"),
    # The parts.
    "large styles": (
        lambda: with_parts(styles=_ROOT % random.Random(1).randbytes(3 << 20).hex().encode()),
        f"part {STYLES}: The part unpacks to more than 4 MB",
    ),
    "many styles": (lambda: with_parts(styles=_ROOT % (b"<xf/>" * 20_000)), f"part {STYLES}: .* 20,000 elements"),
    "many cells": (lambda: packed(parts_of(workbook()) | {SHEET: sheet("<c/>" * 1_000_000)}, zipfile.ZIP_STORED), "1,000,000 elements"),
    "deep elements": (lambda: with_parts(styles=_nested(51)), "50 deep"),
    "entities": (
        lambda: with_parts(sheet=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet("<row>&a;</row>")),
        "document type declaration",
    ),
    # The cells.
    "a cell at the end of all": (
        lambda: with_parts(sheet=sheet(f'<row r="1048576">{cell("XFD1048576", "x")}</row>')),
        "cell XFD1048576: The sheet goes beyond .* rows and 100 columns",
    ),
    "a row too far down": (lambda: with_parts(sheet=sheet(f'<row r="1501">{cell("A1501", "x")}</row>')), "cell A1501: .* 1,500 rows"),
    "a column too far right": (lambda: with_parts(sheet=sheet(f'<row r="2">{cell("CW2", "x")}</row>')), "cell CW2: .*100 columns"),
    "rows out of order": (lambda: with_parts(sheet=sheet(f'<row r="1">{cell("A1", "x")}</row>')), "row 1: The rows are out"),
    "a row that is none": (lambda: with_parts(sheet=sheet('<row r="-3"/>')), "“-3” is no number of a row"),
    "a cell in another row": (lambda: with_parts(sheet=sheet(f'<row r="2">{cell("A3", "x")}</row>')), "row 2: “A3” is no place"),
    "a cell twice": (lambda: with_parts(sheet=sheet(f'<row r="2">{cell("B2", "x")}{cell("B2", "y")}</row>')), "“B2” is no place"),
    "a cell nowhere": (lambda: with_parts(sheet=sheet(f'<row r="2">{cell("ÄÖ", "x")}</row>')), "“ÄÖ” is no place"),
    "a formula without a value": (
        lambda: with_parts(sheet=sheet('<row r="2"><c r="A2"><f>1+1</f></c></row>')),
        "cell A2: The formula has no value",
    ),
    "a formula with an empty value": (
        lambda: with_parts(sheet=sheet('<row r="2"><c r="B2" t="str"><f>A1</f><v></v></c></row>')),
        "cell B2: The formula has no value",
    ),
    "an error": (lambda: with_parts(sheet=sheet('<row r="2"><c r="C2" t="e"><v>#REF!</v></c></row>')), "cell C2: .*#REF!"),
    "a text that is not there": (lambda: with_parts(sheet=sheet('<row r="2"><c r="A2" t="s"><v>7</v></c></row>')), "cannot be read"),
    "a number of 5,000 digits": (
        lambda: with_parts(sheet=sheet(f'<row r="2"><c r="A2"><v>{"9" * 5000}</v></c></row>')),
        "cannot be read: Exceeds the limit",
    ),
    "a long cell": (lambda: with_parts(sheet=sheet(f'<row r="2">{cell("C2", "x" * 32_768)}</row>')), "cell C2: .* 32,767 characters"),
    # CSV.
    "UTF-16": ("id,version\na,1\n".encode("utf-16"), "in UTF-16"),
    "Latin letters": ("id,version\na,1\nä,2\n".encode("latin-1"), "line 3: .* CSV in UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "line 1: .* CSV in UTF-8"),
    "a NUL": (b"id,version,summary\na,1,b\na,1,b\0\n", "cell C3: The cell has characters"),
    "a control character": (b"id,version,summary\na,1,\x1b[2J\n", "cell C2: The cell has characters"),
    "a quotation without end": (b'id,version\na,1\nb,"1\nc,1\n', "row 3: The CSV cannot be read: unexpected end"),
    "words after a quotation": (b'id,version\n"a"b,1\n', "row 2: The CSV cannot be read"),
    "an enormous field": (b"id,version\na,1\n" + b"x" * 200_000, "row 3: The CSV cannot be read: field larger"),
    "a long field": (b"id,version,summary\na,1," + b"x" * 32_768, "cell C2: .* 32,767 characters"),
    "an enormous line": (b"id,version\n" + b"," * 3_000_000, "line 2: The line has more"),
    "many columns": (b"id,version\n" + b"," * MOST_COLUMNS, "row 2: There are more than 100 columns"),
    "empty rows without end": (b"id,version\n" + b"\n" * 100_000, "row 1501: There are more than 1,500 rows"),
}  # fmt: skip


def _with_names(number: int) -> bytes:
    book = parts_of(workbook())["xl/workbook.xml"]
    return with_parts(
        **{"xl/workbook.xml": book.replace(b"<definedNames", b"<definedName/>" * number + b"<definedNames")}
    )


COSTLY: dict[str, Callable[[], bytes]] = {
    "as many styles as are read": lambda: with_parts(
        styles=_ROOT % (b"<cellXfs>" + b'<xf numFmtId="14" fontId="0"/>' * 19_900 + b"</cellXfs>")
    ),
    "as many fonts as are read": lambda: with_parts(
        styles=_ROOT % (b"<fonts>" + b"<font><b/></font>" * 9_900 + b"</fonts>")
    ),
    "as many cells as are read": lambda: with_parts(
        sheet=sheet("".join(f'<row r="{n}">{"<c><v>1</v></c>" * 99}</row>' for n in range(2, 1000)))
    ),
    "as many empty rows as are read": lambda: with_parts(
        sheet=sheet("".join(f'<row r="{n}"/>' for n in range(2, 199_000)))
    ),
    "as many texts as are read": lambda: with_shared_texts(b"<si><t>x</t></si>" * 99_000),
    "texts in as many runs as are read": lambda: with_shared_texts(b"<si><r><rPr><b/></rPr><t>x</t></r></si>" * 39_000),
    "texts of 30 MB": lambda: with_shared_texts(
        b"".join(b"<si><t>%s</t></si>" % (b"%07x" % n * 42) for n in range(95_000))
    ),
    "as many names as are read": lambda: _with_names(19_000),
    "CSV of 10 MB": lambda: b"id,version,summary\n" + (b'a,1,"' + b"x\n" * 9_000 + b'"\n') * 500,
    "CSV of quotation marks": lambda: b"id,version\n" + b'""' * 4_900_000,
    "CSV of empty rows": lambda: b"id,version\n" + b"\n" * 10_000_000,
}
