"""XML from outside, parsed piece by piece within limits: no DOCTYPE, no entities, no XInclude, no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, Final, Literal, cast

from lxml import etree

from archive.parsing.errors import SourceError

#: Limits of a file. Measured on published volumes: the largest has 12 MB, 40 levels and 600,000 elements.
LARGEST_FILE = 64 * 1024 * 1024
DEEPEST = 200
MOST_ELEMENTS = 3_000_000
#: Elements held at once: one document or one section of the front or back matter; comments and namespaces count as well.
MOST_HELD = 100_000
#: Bytes of the same; the longest document of the published volumes has 224 kB, the longest index 2 MB.
LONGEST_HELD = 8 * 1024 * 1024
#: Characters outside all documents: the whole front and back matter of a volume is in memory.
LONGEST_FRAME = 16 * 1024 * 1024
#: Divisions and documents together; the largest published volume has fewer than 1,500.
MOST_DIVISIONS = 20_000
MOST_ATTRIBUTES = 64
MOST_NAMESPACES = 64
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
_ELEMENTS: Final[tuple[Literal["start", "end"], ...]] = ("start", "end")
_ALL_EVENTS: Final[tuple[Literal["start", "end", "comment", "pi", "start-ns"], ...]] = (
    "start", "end", "comment", "pi", "start-ns",
)  # fmt: skip
_XINCLUDE = "{http://www.w3.org/2001/XInclude}"

#: Called for every piece of the tree that is complete: event, element, line.
Handler = Callable[[str, etree._Element, int], None]


def check_prolog(start: bytes, name: str) -> None:
    """Refuse a file whose part before the root element is dangerous or not XML. Raises :class:`SourceError`."""
    text = _decoded(start, name)
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise SourceError(f"is in the encoding “{declared[1][:40]}”, which is not read here; use UTF-8", name, 1)
    position = 0
    while match := _PROLOG_PIECE.match(text, position):
        position = match.end()
    line = text.count("\n", 0, position) + 1
    rest = text[position : position + 9]
    if len(start) >= _LONGEST_PROLOG and (len(rest) < 9 or rest.startswith(("<!--", "<?"))):
        raise SourceError("opens with too long a preface: no element in the first megabyte", name, line)
    if rest.upper().startswith("<!DOCTYPE") or rest.startswith("<!"):
        raise SourceError(
            "has a document type declaration (DOCTYPE), which is refused: it can hide entities", name, line
        )
    if not rest.strip("\0"):
        raise SourceError("holds no XML element", name, line)
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
    Yield after each piece, and return the root. Raises :class:`SourceError` with the line of the first thing that is wrong.
    """
    stream.seek(0)
    check_prolog(stream.read(_LONGEST_PROLOG), name)
    stream.seek(0)
    parser = etree.XMLPullParser(
        _ALL_EVENTS if check else _ELEMENTS,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        collect_ids=False,
        load_dtd=False,
    )
    limits, at = _Limits(name) if check else None, 1
    try:
        for piece, line, size in _pieces(stream, name):
            problem = None
            try:
                parser.feed(piece)
            except etree.XMLSyntaxError as error:
                problem = error  # what comes before it is checked first: a limit is the better reason
            for event, found in parser.read_events():
                # By the stubs it can be anything; only for "start-ns", which needs no element, it is a tuple.
                element = cast("etree._Element", found)
                if event != "start-ns":
                    at = line or cast("int | None", element.sourceline) or 1
                if limits:
                    limits.see(event, element, at, size)
                if event in ("start", "end"):
                    handle(event, element, at)
            if problem:
                raise problem
            yield
        return parser.close()
    except etree.XMLSyntaxError as error:
        first = next(iter(parser.feed_error_log.filter_from_errors()), None)
        message, line = (first.message, first.line) if first else (error.msg or "it ends too early", error.lineno)
        raise SourceError(f"is not well-formed XML: {message}", name, line or None) from error


def parse(stream: BinaryIO, name: str, handle: Handler) -> etree._Element:
    """Return the root of a stream parsed whole, every element checked and handled. Raises like :func:`steps`."""
    running = steps(stream, name, None, handle, check=True)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return cast("etree._Element", end.value)


class _Limits:
    """Counts what a hostile file has too much of, and refuses it."""

    def __init__(self, name: str) -> None:
        self.name, self.depth, self.elements, self.held, self.divisions = name, 0, 0, 0, 0
        self.begun = self.frame = self.namespaces = 0
        self.document = 0  # the depth of the document that is open, if one is

    def see(self, event: str, element: etree._Element, line: int, size: int) -> None:
        """Check a piece of the tree; ``size`` is how many bytes have been read. It is called for everything, so it must be quick."""
        if event == "end":
            self._close(element, line)
            return
        self.elements += 1
        self.held += 1
        if event == "start":
            self._open(element, line, size)
        elif event == "start-ns":
            self.namespaces += 1
            if self.namespaces > MOST_NAMESPACES:
                raise self._refusal(f"declares more than {MOST_NAMESPACES} namespaces at once", line)
        if self.elements > MOST_ELEMENTS or self.held > MOST_HELD:
            raise self._refusal(f"has more than {MOST_ELEMENTS:,} elements, or {MOST_HELD:,} in one document", line)
        if size - self.begun > LONGEST_HELD:
            raise self._refusal(f"has more than {LONGEST_HELD // 1024 // 1024} MB in one document or section", line)

    def _open(self, element: etree._Element, line: int, size: int) -> None:
        self.depth += 1
        self.namespaces = 0
        if self.depth > DEEPEST:
            raise self._refusal(f"nests elements more than {DEEPEST} deep", line)
        if element.tag.endswith("div"):
            self.held, self.begun = 0, size
            self.divisions += 1
            if self.divisions > MOST_DIVISIONS:
                raise self._refusal(f"has more than {MOST_DIVISIONS:,} divisions and documents", line)
            if not self.document and element.get("type") == "document":
                self.document = self.depth
        elif element.tag.startswith(_XINCLUDE):
            raise self._refusal("includes other files (XInclude), which is refused", line)
        if len(element.attrib) > MOST_ATTRIBUTES:
            raise self._refusal(f"has an element with more than {MOST_ATTRIBUTES} attributes", line)
        for value in element.attrib.values():
            if len(value) > LONGEST_ATTRIBUTE:
                raise self._refusal(f"has an attribute longer than {LONGEST_ATTRIBUTE:,} characters", line)
            if not self.document:
                self.frame += len(value)

    def _close(self, element: etree._Element, line: int) -> None:
        if not self.document:
            self.frame += len(element.text or "") + sum(len(child.tail or "") for child in element)
            if self.frame > LONGEST_FRAME:
                raise self._refusal(f"has more than {LONGEST_FRAME // 1024 // 1024} MB outside its documents", line)
        elif self.document == self.depth:
            self.document = 0
        self.depth -= 1

    def _refusal(self, reason: str, line: int) -> SourceError:
        return SourceError(reason, self.name, line)


def _pieces(stream: BinaryIO, name: str) -> Iterator[tuple[bytes, int | None, int]]:
    """Yield the bytes in pieces, each with its line where libxml2 no longer counts, and with the bytes so far. Refuse what is too large."""
    size, run, line = 0, 0, 1
    while piece := stream.read(_PIECE) if line < _LAST_COUNTED_LINE else stream.readline(_PIECE):
        size += len(piece)
        opening = piece.rfind(b"<")
        run = len(piece) - opening if opening >= 0 else run + len(piece)
        if size > LARGEST_FILE:
            raise SourceError(f"is larger than {LARGEST_FILE // 1024 // 1024} MB", name)
        if run > LONGEST_RUN:
            raise SourceError(f"has a tag or text longer than {LONGEST_RUN // 1024 // 1024} MB", name, line)
        yield piece, line if line >= _LAST_COUNTED_LINE else None, size
        line += piece.count(b"\n")
