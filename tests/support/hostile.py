"""Files that are made to do harm, or are not volumes at all: how to make each kind, and why it must be refused.

The tests and ``benchmarks/hostile`` use them. None is stored in the repository: each is written when it is needed.
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

TEI = "http://www.tei-c.org/ns/1.0"
MEGABYTE = 1024 * 1024
OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<TEI xmlns="{TEI}" xml:id="made1901v01">\n<teiHeader/>\n<text><body>\n'
    '<div type="document" xml:id="d1"><head>1. Telegram From Mr. Quill to Mr. Wobble</head>\n'
)
CLOSING = "\n</div></body></text></TEI>\n"


@dataclass(frozen=True)
class Kind:
    """One kind of file: its pieces, a pattern for the reason why it is refused, and the line that is named, or ``None``."""

    name: str
    pieces: Callable[[], Iterator[bytes]]
    reason: str
    line: int | None = None

    def write(self, folder: Path) -> Path:
        """Write the file into a folder."""
        path = folder / f"{self.name.replace(' ', '-')}.xml"
        with path.open("wb") as file:
            file.writelines(self.pieces())
        return path


def _whole(data: str | bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: iter([data.encode() if isinstance(data, str) else data])


def _inside(piece: str | bytes, times: int = 1, closing: str | bytes = CLOSING) -> Callable[[], Iterator[bytes]]:
    """Return a volume with one document that has a piece so many times."""
    raw = piece.encode() if isinstance(piece, str) else piece

    def pieces() -> Iterator[bytes]:
        yield OPENING.encode()
        at_once = max(1, min(times, MEGABYTE // max(1, len(raw))))
        for done in range(0, times, at_once):
            yield raw * min(at_once, times - done)
        yield closing.encode() if isinstance(closing, str) else closing

    return pieces


def _nested(depth: int, inner: str = "x", name: str = "seg") -> str:
    return f"<{name}>" * depth + inner + f"</{name}>" * depth


def _laughs() -> str:
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?>\n<!DOCTYPE TEI [{entities}]>\n<TEI xmlns="{TEI}"><text><body><p>&l9;</p></body></text></TEI>'


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("volume.xml", OPENING + CLOSING)
    return held.getvalue()


_PAPER = OPENING + "<p>The answer came.</p>" + CLOSING
_DECLARED = _PAPER.replace("UTF-8", "{}")

KINDS: tuple[Kind, ...] = (
    # Declarations before the volume
    Kind("doctype", _whole(f'<!DOCTYPE TEI SYSTEM "tei.dtd">\n{_PAPER.partition(chr(10))[2]}'), "DOCTYPE", 1),
    Kind("doctype after comments", _whole("<!-- a -->\n" * 9_000 + "<!DOCTYPE TEI []><TEI/>"), "DOCTYPE", 9_001),
    Kind("doctype in UTF-16", _whole(f"<!DOCTYPE TEI []>{_PAPER.partition(chr(10))[2]}".encode("utf-16")), "DOCTYPE", 1),
    Kind("entities in entities", _whole(_laughs()), "DOCTYPE", 2),
    Kind(
        "quadratic entity",
        _whole(f'<!DOCTYPE TEI [<!ENTITY a "{"a" * 100_000}">]>\n<TEI xmlns="{TEI}"><p>{"&a;" * 20_000}</p></TEI>'),
        "DOCTYPE",
        1,
    ),
    Kind(
        "external entity",
        _whole(f'<?xml version="1.0"?>\n\n<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<TEI xmlns="{TEI}">&a;</TEI>'),
        "DOCTYPE",
        3,
    ),
    Kind(
        "parameter entity",
        _whole(f'<!DOCTYPE TEI [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>\n<TEI xmlns="{TEI}"/>'),
        "DOCTYPE",
        1,
    ),
    Kind("undeclared entity", _inside("<p>&author;</p>"), "not well-formed.*author", 6),
    Kind("endless prolog", _whole("<!-- a -->\n" * 200_000 + _PAPER.partition("\n")[2]), "preface", None),
    Kind(
        "XInclude",
        _inside('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'),
        "XInclude",
        6,
    ),
    # Too much of something
    Kind("depth", _inside(_nested(300)), "deep", 6),
    Kind("depth without end", _inside("<seg>", 2_000_000), "deep", 6),
    Kind("many attributes", _inside("<p " + " ".join(f'a{n}="1"' for n in range(90_000)) + "/>"), "attributes", 6),
    Kind("a long attribute", _inside(f'<p n="{"n" * 1_900_000}"/>'), "attribute longer", 6),
    Kind("a huge attribute", _whole(OPENING.encode() + b'<p n="' + b"n" * (30 * MEGABYTE)), "longer than", 6),
    Kind(
        "attributes everywhere",
        _inside("<p " + " ".join(f'a{n}="{"1" * 500}"' for n in range(60)) + "/>\n", 1_900),
        "in one document",
        None,
    ),
    Kind("many namespaces", _inside("<p " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(90_000)) + "/>"), "namespaces", 5),
    Kind("many empty elements", _inside("<lb/>", 5_000_000), "elements", 6),
    Kind("many comments", _inside("<!-- -->", 5_000_000), "elements", 6),
    Kind("many instructions", _inside("<?a b?>", 5_000_000), "elements", 6),
    Kind("many footnotes", _inside('<note n="1">a</note>', 2_000_000), "elements|footnotes", 6),
    Kind("many divisions", _inside('<div type="document"/>', 400_000, "</div>" + CLOSING[7:]), "divisions|nest", None),
    Kind("one line of 50 MB", _inside("x" * 1000, 50_000), "longer than", 6),
    Kind("one line of 50 MB in paragraphs", _inside("<p>" + "x" * 1000 + "</p>", 50_000), "in one document", 6),
    Kind("50 MB in short lines", _inside("<p>" + "x" * 60 + "</p>\n", 700_000), "elements|in one document", None),
    Kind("a division of 50 MB", lambda: _division(), "in one document|longer", None),
    Kind("larger than any volume", _inside("<p>" + "x" * 1000 + "</p>\n", 70_000), "larger than", None),
    Kind("a comment of 30 MB", _inside("<!--" + "x" * 30 * MEGABYTE + "-->"), "longer than", 6),
    Kind("an instruction of 30 MB", _inside("<?a " + "x" * 30 * MEGABYTE + "?>"), "longer than", 6),
    Kind("a character section of 30 MB", _inside("<p><![CDATA[" + "x" * 30 * MEGABYTE + "]]></p>"), "longer than", 6),
    Kind("character sections of 30 MB", _inside("<![CDATA[<" + "x" * 1000 + "]]>", 30_000), "longer than|in one|too long", 6),
    Kind("a name of 3 MB", _inside("<" + "n" * 3 * MEGABYTE + "/>"), "longer than|not well-formed", 6),
    # Encodings
    Kind("Latin letters called UTF-8", _whole(_PAPER.replace("came", "caf\xe9").encode("latin-1")), "not well-formed", 6),
    Kind("bad bytes at the end", _inside(b"<p>good</p>\n", 40_000, b"\xff" + CLOSING.encode()), "well-formed", None),
    Kind("called UTF-16 and is not", _whole(_DECLARED.format("UTF-16")), "encoding|not well-formed", 1),
    Kind("UTF-32", _whole(_DECLARED.format("UTF-32").encode("utf-32")), "UTF-32", 1),
    Kind("UTF-7", _whole('<?xml version="1.0" encoding="UTF-7"?>+ADw-TEI+AD4-'), "encoding", 1),
    Kind("EBCDIC", _whole(_DECLARED.format("cp037").encode("cp037")), "not UTF-8", 1),
    Kind("an unknown encoding", _whole(_DECLARED.format("klingon")), "klingon", 1),
    Kind("UTF-16 that breaks off", _whole(_DECLARED.format("UTF-16").encode("utf-16")[:-41]), "not well-formed", None),
    Kind("zero bytes inside", _inside(b"<p>a\0b</p>"), "not well-formed", 6),
    # Not whole, or something else
    Kind("breaks off in a tag", _whole(_PAPER[:-20]), "not well-formed", None),
    Kind("breaks off in a text", _whole(OPENING + "<p>The"), "not well-formed", 6),
    Kind("breaks off before a document", _whole(_PAPER[:90]), "not well-formed", 2),
    Kind("two roots", _whole(_PAPER + _PAPER.partition("\n")[2]), "not well-formed", 8),
    Kind("text after the end", _whole(_PAPER + "and more"), "not well-formed", 8),
    Kind("empty", _whole(b""), "empty", 1),
    Kind("white space", _whole(b" \n\n \t\n"), "empty", 1),
    Kind("byte order mark only", _whole(b"\xef\xbb\xbf"), "empty", 1),
    Kind("a page of the web", _whole("<!doctype html>\n<html><body><p>no</p></body></html>"), "DOCTYPE", 1),
    Kind("a page in XHTML", _whole('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'), "not TEI", 1),
    Kind("a feed", _whole('<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>'), "not TEI", 2),
    Kind("TEI without namespace", _whole(_PAPER.replace(f' xmlns="{TEI}"', "")), "not TEI", 2),
    Kind("an older TEI", _whole("<TEI.2><teiHeader/><text/></TEI.2>"), "not TEI", 1),
    Kind("a corpus", _whole(f'<teiCorpus xmlns="{TEI}"><TEI><text/></TEI></teiCorpus>'), "not TEI|corpus", 1),
    Kind("TEI without documents", _whole(_PAPER.replace('type="document"', 'type="chapter"')), "no documents", None),
    Kind("a compressed file", _whole(gzip.compress(_PAPER.encode())), "nothing that we can read"),
    Kind("a zip file", _whole(_zip()), "nothing that we can read"),
    Kind("a picture", _whole(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(200_000)), "nothing that we can read"),
    Kind("chance", _whole(b"\x01" + random.Random(2).randbytes(2_000_000)), "not UTF-8 text", 1),
    Kind("zeros", lambda: iter([bytes(MEGABYTE)] * 50), "too long", 1),
    Kind("50 MB of words", lambda: iter([b"word " * 200_000] * 50), "too long", 1),
    Kind("50 MB of lines", lambda: iter([b"A line of words.\n" * 60_000] * 50), "too long", None),
)  # fmt: skip


def _division() -> Iterator[bytes]:
    """Yield front matter that is one section of 50 MB."""
    start, _, rest = (OPENING + CLOSING).partition("<body>")
    yield f'{start}<front><div type="section"><head>Long</head>\n'.encode()
    for _ in range(50):
        yield ("<p>" + "x" * 1000 + "</p>\n").encode() * 1000
    yield f"</div></front><body>{rest}".encode()


#: Files within all limits that would take long if any step of reading took more than linear time: each must be read or refused in time.
COSTLY: tuple[Kind, ...] = (
    Kind("lines in lines", _inside(_nested(190, "x" * 20_000)), ""),
    Kind("deep lines everywhere", _inside(_nested(150, "<seg>a</seg>" * 19_000)), ""),
    Kind("notes in notes", _inside(_nested(150, "word " * 4_000, "note")), ""),
    Kind("footnotes in a row", _inside('<note n="1">a</note>', 19_000), ""),
    Kind("attachments in attachments", _inside(_nested(150, "<head>a</head>" * 2_000, "attachment")), ""),
    Kind("a heading of brackets", _whole(OPENING.replace("Quill", "(" * 100_000) + CLOSING), ""),
    Kind("a heading of ands", _whole(OPENING.replace("Quill", "the Secretary and the Minister to " * 5_000) + CLOSING), ""),
    Kind("a date line of months", _inside("<dateline>" + "March 1 to May 2, " * 20_000 + "</dateline>"), ""),
    Kind("a source note of numbers", _inside('<note type="source">' + "611.93/3-1050; " * 20_000 + "</note>"), ""),
    Kind("persons in one item", lambda: _persons(), ""),
    Kind("page breaks", _inside('<pb n="1" xml:id="pg_1"/>', 19_000), ""),
    Kind("many small documents", _inside('</div><div type="document"><p>a</p>', 4_000), ""),
    Kind("the same id", _inside('</div><div type="document" xml:id="d1"><p>a</p>', 4_000), ""),
)  # fmt: skip


def _persons() -> Iterator[bytes]:
    start, _, rest = (OPENING + CLOSING).partition("<body>")
    names = "".join(f'<persName xml:id="p{n}">Quill {n}</persName>, ' for n in range(20_000))
    yield f'{start}<front><div type="section"><list><item>{names}</item></list></div></front><body>{rest}'.encode()
