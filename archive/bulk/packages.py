"""The parts of a workbook (XLSX, a ZIP of XML), unpacked within limits before any library reads them.

A header of a ZIP may lie, 100 kB may unpack to gigabytes, and a small part may hold millions of elements, each of which costs a
library a thousand times its bytes. So sizes are checked as declared, every part is unpacked with a bound, and its elements are counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.parsers import expat

from archive.deadline import check
from archive.errors import Refused

MEGABYTE = 1024 * 1024
MOST_PARTS = 1000
#: Bytes of one part, of a part that is neither a sheet nor the table of texts, and of all together.
LARGEST_PART, LARGEST_SMALL_PART, LARGEST_WHOLE = 32 * MEGABYTE, 4 * MEGABYTE, 64 * MEGABYTE
#: Deflate reaches 1,030:1; the sheets of spreadsheet programs 20:1 to 100:1.
LARGEST_RATIO = 500
#: Elements of a sheet and of the table of texts, by their root (20,000 rows of all our columns need 980,000), and of any other part.
MOST_ELEMENTS = {"worksheet": 1_000_000, "sst": 400_000}
MOST_SMALL_ELEMENTS = 20_000
DEEPEST = 50

_ENTRY = b"PK\x01\x02"
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
#: Parts that hold no cell: pictures, charts, comments, descriptions of the file. They are never unpacked.
_READ = re.compile(
    r"(?!docProps/|customXml/|xl/(?:drawings|charts|media|embeddings|externalLinks|pivot\w+)/).*\.(?:xml|rels)", re.I
)
_UTF_16 = "utf-16-le"


def refusal_of_other_file(content: bytes) -> Refused | None:
    """Return why a file that is neither a ZIP nor text is refused; ``None`` if it may be text."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode(_UTF_16) in content:
            return Refused("The workbook is protected by a password. Please save it without one.")
        return Refused("The file is a workbook of the old form (XLS). Please save it as XLSX.")
    opening = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<body")):
        return Refused("The file is a web page (HTML), whatever its name says. Please save it as XLSX.")
    if opening.startswith((b"<?xml", b"<workbook")):
        return Refused("The file is XML and no workbook. Please save it as XLSX.")
    return None


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the XML parts of a workbook by name, each of them checked. Raises :class:`~archive.errors.Refused`.

    Damage inside the ZIP raises what the library of ZIP files raises.
    """
    if content.count(_ENTRY) > MOST_PARTS:
        raise Refused(f"The workbook has more than {MOST_PARTS:,} parts.")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = [entry for entry in packed.infolist() if not entry.is_dir()]
        _check_directory(entries)
        _check_kind({entry.filename for entry in entries}, packed)
        parts: dict[str, bytes] = {}
        for entry in entries:
            if _READ.fullmatch(entry.filename):
                with packed.open(entry) as part:
                    # One byte more than was declared, so that a header that lies is found out.
                    parts[entry.filename] = part.read(entry.file_size + 1)
                if len(parts[entry.filename]) != entry.file_size:
                    raise Refused("The size that is declared is not the size of the part.", _place(entry.filename))
    for name, part in parts.items():
        _check_part(name, part)
    return parts


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the ZIP declares of its parts. Only sizes up to these limits are ever unpacked."""
    names: set[str] = set()
    for entry in entries:
        place = _place(entry.filename)
        if entry.filename.lower() in names:
            raise Refused("The part is there twice.", place)
        names.add(entry.filename.lower())
        if entry.flag_bits & _ENCRYPTED:
            raise Refused("The part is encrypted. Please save the workbook without a password.", place)
        if entry.compress_type not in _COMPRESSIONS:
            raise Refused("The part is compressed in a way that workbooks are not.", place)
        if entry.file_size > LARGEST_PART:
            raise Refused(f"The part unpacks to more than {LARGEST_PART // MEGABYTE} MB.", place)
        if entry.file_size > MEGABYTE and entry.file_size > LARGEST_RATIO * entry.compress_size:
            raise Refused(f"The part unpacks to more than {LARGEST_RATIO} times its size.", place)
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Refused(f"The workbook unpacks to more than {LARGEST_WHOLE // MEGABYTE} MB.")


def _check_kind(names: set[str], packed: zipfile.ZipFile) -> None:
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
        raise Refused("The file is of another program (OpenDocument). Please save it as XLSX or CSV.")
    if "xl/workbook.bin" in names:
        raise Refused("The file is a binary workbook (XLSB). Please save it as XLSX.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("The workbook has macros. Please save it as XLSX, which has none.")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("The file is a ZIP file but no workbook.")


def _check_part(name: str, part: bytes) -> None:
    """Refuse declarations, too many elements, and elements in elements without end. Raises ``ExpatError`` for what is no XML."""
    elements = depth = 0
    most = MOST_SMALL_ELEMENTS

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal elements, depth, most
        check()
        if not elements and (root := tag.rpartition(":")[2]) in MOST_ELEMENTS:
            most = MOST_ELEMENTS[root]
        elif not elements and len(part) > LARGEST_SMALL_PART:
            raise Refused(f"The part unpacks to more than {LARGEST_SMALL_PART // MEGABYTE} MB.", _place(name))
        elements, depth = elements + 1, depth + 1
        if elements > most:
            raise Refused(f"The part has more than {most:,} elements.", _place(name))
        if depth > DEEPEST:
            raise Refused(f"The part has elements more than {DEEPEST} deep.", _place(name))

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise Refused("The part has a document type declaration, which can hide entities.", _place(name))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, declared
    parser.Parse(part, True)


def _place(name: str) -> str:
    """Return the place that a refusal names: a part by its name, which may hold anything."""
    printable = "".join(c if c.isprintable() else "?" for c in name)
    return f"part {printable[:80]}"
