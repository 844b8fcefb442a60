"""XML from outside, parsed piece by piece within limits: no DOCTYPE, no entities, no XInclude, no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO

from lxml import etree

from archive.parsing.errors import SourceError

#: Limits of a file. Measured on published volumes: the largest has 12 MB, 40 levels and 600,000 elements.
LARGEST_FILE = 64 * 1024 * 1024
DEEPEST = 200
MOST_ELEMENTS = 3_000_000
#: Elements held at once: one document or one section of the front or back matter; comments count as well.
MOST_HELD = 100_000
#: Divisions and documents together; the largest published volume has fewer than 1,500.
MOST_DIVISIONS = 20_000
MOST_ATTRIBUTES = 64
LONGEST_ATTRIBUTE = 20_000
#: Bytes without the opening of a tag: a text, a comment, or one tag with all its attributes.
LONGEST_RUN = 2 * 1024 * 1024

_PIECE = 64 * 1024
_LONGEST_PROLOG = 1024 * 1024
#: libxml2 keeps line numbers in 16 bits; beyond, lines are fed one by one and counted here.
_LAST_COUNTED_LINE = 65_000
_ENCODINGS = frozenset(
    "utf-8 utf8 utf-16 utf-16le utf-16be us-ascii ascii iso-8859-1 iso-8859-15 latin1 windows-1252".split()
)
_DECLARED = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PROLOG_PIECE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_XINCLUDE = "{http://www.w3.org/2001/XInclude}"

#: Called for every piece of the tree that is complete: event, element, line.
Handler = Callable[[str, etree._Element, int], None]


def check_prolog(start: bytes, name: str) -> None:
    """Refuse what stands before the root element and is dangerous or not XML. Raises :class:`SourceError`."""
    text = _decoded(start, name)
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise SourceError(f"is in the encoding “{declared[1][:40]}”, which is not read here; use UTF-8", name, 1)
    position = 0
    while match := _PROLOG_PIECE.match(text, position):
        position = match.end()
    line = text.count("\n", 0, position) + 1
    rest = text[position : position + 9]
    if rest.upper().startswith("<!DOCTYPE") or rest.startswith("<!"):
        raise SourceError(
            "has a document type declaration (DOCTYPE), which is refused: it can hide entities", name, line
        )
    if not rest.strip("\0"):
        raise SourceError(
            "holds no XML element" if len(start) < _LONGEST_PROLOG else "opens with too long a preface", name, line
        )
    if not re.match(r"<[^\W\d]", rest):
        raise SourceError("is not XML: it does not open with a tag", name, line)


def _decoded(start: bytes, name: str) -> str:
    if start[:4] in (b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\x00<", b"<\x00\x00\x00", b"\x4c\x6f\xa7\x94"):
        raise SourceError("is in UTF-32 or EBCDIC, which is not read here; use UTF-8", name, 1)
    if start[:2] in (b"\xff\xfe", b"<\x00"):
        return start.decode("utf-16-le", "replace").lstrip("\ufeff")
    if start[:2] in (b"\xfe\xff", b"\x00<"):
        return start.decode("utf-16-be", "replace").lstrip("\ufeff")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def steps(
    stream: BinaryIO, name: str, tags: list[str] | None, handle: Handler, *, check: bool = False
) -> Generator[None, None, etree._Element]:
    """Parse a stream from its start piece by piece, calling ``handle`` at the start and end of each element among ``tags``.

    ``tags`` of ``None`` means every element. ``check`` applies the limits to every element, for which ``tags`` must be ``None``.
    Stops after each piece, and gives back the root. Raises :class:`SourceError` with the line of the first thing that is wrong.
    """
    stream.seek(0)
    check_prolog(stream.read(_LONGEST_PROLOG), name)
    stream.seek(0)
    events = ("start", "end", "comment", "pi") if check else ("start", "end")
    parser = etree.XMLPullParser(
        events, tag=tags, resolve_entities=False, no_network=True, collect_ids=False, load_dtd=False
    )
    limits = _Limits(name) if check else None
    try:
        for piece, line in _pieces(stream, name):
            parser.feed(piece)
            for event, element in parser.read_events():
                at = line or element.sourceline or 1
                if limits:
                    limits.see(event, element, at)
                if event in ("start", "end"):
                    handle(event, element, at)
            yield
        return parser.close()
    except etree.XMLSyntaxError as error:
        first = next(iter(parser.feed_error_log.filter_from_errors()), None)
        message, line = (first.message, first.line) if first else (error.msg or "it ends too early", error.lineno)
        raise SourceError(f"is not well-formed XML: {message}", name, line or None) from error


def parse(stream: BinaryIO, name: str, handle: Handler) -> etree._Element:
    """The root of a stream parsed whole, every element checked and handled. Raises like :func:`steps`."""
    running = steps(stream, name, None, handle, check=True)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


class _Limits:
    """Counts what a hostile file has too much of."""

    def __init__(self, name: str) -> None:
        self.name, self.depth, self.elements, self.held, self.divisions = name, 0, 0, 0, 0

    def see(self, event: str, element: etree._Element, line: int) -> None:
        if event == "end":
            self.depth -= 1
            return
        self.elements += 1
        self.held += 1
        if event == "start":
            self.depth += 1
            if isinstance(element.tag, str) and element.tag.endswith("div"):
                self.held = 0
                self.divisions += 1
        if self.depth > DEEPEST:
            raise SourceError(f"nests elements more than {DEEPEST} deep", self.name, line)
        if self.elements > MOST_ELEMENTS or self.held > MOST_HELD:
            raise SourceError(
                f"has more than {MOST_ELEMENTS:,} elements, or {MOST_HELD:,} in one document", self.name, line
            )
        if self.divisions > MOST_DIVISIONS:
            raise SourceError(f"has more than {MOST_DIVISIONS:,} divisions and documents", self.name, line)
        if event != "start":
            return
        if isinstance(element.tag, str) and element.tag.startswith(_XINCLUDE):
            raise SourceError("includes other files (XInclude), which is refused", self.name, line)
        if len(element.attrib) > MOST_ATTRIBUTES:
            raise SourceError(f"has an element with more than {MOST_ATTRIBUTES} attributes", self.name, line)
        if any(len(value) > LONGEST_ATTRIBUTE for value in element.attrib.values()):
            raise SourceError(f"has an attribute longer than {LONGEST_ATTRIBUTE:,} characters", self.name, line)


def _pieces(stream: BinaryIO, name: str) -> Iterator[tuple[bytes, int | None]]:
    """The bytes in pieces, each with its line if libxml2 can't be trusted with it; stops at what is too large."""
    size, run, line = 0, 0, 1
    while piece := stream.read(_PIECE) if line < _LAST_COUNTED_LINE else stream.readline(_PIECE):
        size += len(piece)
        opening = piece.rfind(b"<")
        run = len(piece) - opening if opening >= 0 else run + len(piece)
        if size > LARGEST_FILE:
            raise SourceError(f"is larger than {LARGEST_FILE // 1024 // 1024} MB", name)
        if run > LONGEST_RUN:
            raise SourceError(f"has a tag or text longer than {LONGEST_RUN // 1024 // 1024} MB", name, line)
        yield piece, line if line >= _LAST_COUNTED_LINE else None
        line += piece.count(b"\n")
