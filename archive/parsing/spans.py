"""Places in a TEI text by the offsets of its plain text: where its references and anchors stand, and marking spans.

:func:`archive.parsing.plain.plain_text` folds white space, so an offset in the plain text is no offset in the TEI.
:class:`Places` keeps both in step.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from archive.parsing.plain import UNPRINTED, is_block, local_name, parse_fragment
from archive.records import TEI_NAMESPACE

_OTHER_BLANKS = "\t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000\0"
_BLANKS = re.compile(f"[ {_OTHER_BLANKS}]*")
#: White space that is more than one blank, and shorter in the plain text.
_GAP = re.compile(f"[{_OTHER_BLANKS}][ {_OTHER_BLANKS}]*| [ {_OTHER_BLANKS}]+")
_REF = f"{{{TEI_NAMESPACE}}}ref"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands in a text: ``kind`` is ``"ref"`` (``value`` its target) or ``"anchor"`` (its number)."""

    kind: str
    value: str
    start: int
    end: int


class _Piece(NamedTuple):
    """One text node: the element that holds it, as its text or its tail, and its offsets in the raw text."""

    element: etree._Element
    tail: bool
    start: int
    end: int
    linked: bool


@dataclass
class Places:
    """A TEI fragment's plain text (``text``) with its ``marks``, and where each text node is in it."""

    root: etree._Element
    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._raw: list[str] = []
        self._length = 0
        raw_marks: list[tuple[str, str, int, int]] = []
        self._walk(self.root, raw_marks, linked=False)
        raw = "".join(self._raw)
        # Runs in which each character of the raw text is one of the plain text: where they start in both.
        self._starts, self._plain, runs = [], [], []
        start, place = _BLANKS.match(raw).end(), 0
        while start < len(raw):
            gap = _GAP.search(raw, start)
            run = raw[start : gap.start()] if gap else raw[start:].removesuffix(" ")
            self._starts.append(start)
            self._plain.append(place)
            runs.append(run)
            place += len(run) + 1
            start = gap.end() if gap else len(raw)
            if start < len(raw):
                runs.append("\n" if "\0" in gap[0] else " ")
        self.text = "".join(runs)
        for kind, value, start, end in raw_marks:
            first, last = self._first_after(start), self._last_before(end)
            self.marks.append(Mark(kind, value, first, last) if first < last else Mark(kind, value, last, last))

    def _walk(self, element, marks, *, linked: bool) -> None:
        name = local_name(element)
        if name in UNPRINTED:
            return
        block = is_block(element)
        if block or name == "lb":
            self._add("\0" if block else " ")
        start = self._length
        target = element.get("target") if name == "ref" else None
        linked = linked or bool(target)
        if name and element.text:
            self._add_text(element, element.text, False, linked)
        for child in element:
            self._walk(child, marks, linked=linked)
            if child.tail:
                self._add_text(child, child.tail, True, linked)
        if target:
            marks.append(("ref", target, start, self._length))
        elif name == "anchor" and element.get("type") == "footnote":
            marks.append(("anchor", element.get("n", ""), start, start))
        if block:
            self._add("\0")

    def _add(self, text: str) -> None:
        self._raw.append(text)
        self._length += len(text)

    def _add_text(self, element, text: str, tail: bool, linked: bool) -> None:
        end = self._length + len(text)
        self._pieces.append(_Piece(element, tail, self._length, end, linked))
        self._raw.append(text)
        self._length = end

    def _first_after(self, raw: int) -> int:
        """The plain offset of the first character at or after a raw offset."""
        index = bisect_right(self._starts, raw) - 1
        if index >= 0:
            place = self._plain[index] + raw - self._starts[index]
            if place < self._end_of(index):
                return place + 1 if self.text[place] == " " else place
        return self._plain[index + 1] if index + 1 < len(self._plain) else len(self.text)

    def _last_before(self, raw: int) -> int:
        """The plain offset after the last character before a raw offset."""
        index = bisect_right(self._starts, raw - 1) - 1
        if index < 0:
            return 0
        place = min(self._plain[index] + raw - self._starts[index], self._end_of(index))
        return place - 1 if self.text[place - 1] == " " else place

    def _end_of(self, index: int) -> int:
        return self._plain[index + 1] - 1 if index + 1 < len(self._plain) else len(self.text)

    def _raw_of(self, plain: int) -> int:
        index = bisect_right(self._plain, plain) - 1
        return self._starts[index] + plain - self._plain[index]

    def mark(self, spans: Iterable[tuple[int, int, str]]) -> None:
        """Put ``<ref type="found" n="NAME">`` around each span ``(start, end, NAME)`` of the plain text, in place.

        A span that crosses other markup is marked in parts. Words within a ``ref`` of the source stay as they are.
        Spans must not overlap.
        """
        raw_spans = [
            (self._raw_of(start), self._raw_of(end - 1) + 1, name) for start, end, name in spans if start < end
        ]
        cuts: dict[int, list[tuple[int, int, str]]] = {}
        starts = [piece.start for piece in self._pieces]
        for start, end, name in raw_spans:
            index = max(bisect_right(starts, start) - 1, 0)
            while index < len(self._pieces) and self._pieces[index].start < end:
                piece = self._pieces[index]
                first, last = max(start, piece.start), min(end, piece.end)
                if first < last and not piece.linked:
                    cuts.setdefault(index, []).append((first - piece.start, last - piece.start, name))
                index += 1
        for index in sorted(cuts, reverse=True):
            _cut(self._pieces[index], sorted(cuts[index]))


def _cut(piece: _Piece, cuts: list[tuple[int, int, str]]) -> None:
    """Wrap parts of one text node. Later nodes must have been cut before, so that nothing has moved."""
    element = piece.element
    text = (element.tail if piece.tail else element.text) or ""
    made, place = [], 0
    before = text[: cuts[0][0]]
    for number, (start, end, name) in enumerate(cuts):
        ref = etree.Element(_REF, nsmap=element.nsmap, type="found", n=name)
        ref.text = text[start:end]
        place = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        ref.tail = text[end:place]
        made.append(ref)
    if piece.tail:
        parent = element.getparent()
        index = parent.index(element) + 1
        element.tail = before
    else:
        parent, index = element, 0
        element.text = before
    for offset, ref in enumerate(made):
        parent.insert(index + offset, ref)


def places(tei: str) -> Places:
    """The places of a serialised TEI fragment. Raises ``lxml.etree.XMLSyntaxError``."""
    return Places(parse_fragment(tei))


class Fragments:
    """A document's TEI fragments for all that look at them: each is parsed once. Nobody may change what is given out."""

    def __init__(self) -> None:
        self._parsed: dict[str, etree._Element] = {}
        self._places: dict[str, Places] = {}

    def parse(self, tei: str) -> etree._Element:
        """The element that a serialised fragment is. Raises ``lxml.etree.XMLSyntaxError``."""
        if tei not in self._parsed:
            self._parsed[tei] = parse_fragment(tei)
        return self._parsed[tei]

    def places(self, tei: str) -> Places:
        """The places of a serialised fragment. Raises ``lxml.etree.XMLSyntaxError``."""
        if tei not in self._places:
            self._places[tei] = Places(self.parse(tei))
        return self._places[tei]

    def plain_text(self, tei: str) -> str:
        """A fragment's plain text; nothing of what is not well-formed."""
        try:
            return self.places(tei).text
        except etree.XMLSyntaxError:
            return ""


def pages_of_anchors(tei: str, first_page: str = "") -> dict[int, str]:
    """The printed page on which each footnote of a text has its (first) anchor, by the footnote's order."""
    page, found = first_page, {}
    for element in parse_fragment(tei).iter("{*}pb", "{*}anchor"):
        if local_name(element) == "pb":
            page = element.get("n", "")
        elif element.get("n", "").isdigit():
            found.setdefault(int(element.get("n")), page)
    return found
