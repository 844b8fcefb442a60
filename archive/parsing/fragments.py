"""TEI fragments of a document, parsed once: their plain text, and where references and footnote anchors stand in it.

:func:`archive.parsing.plain.plain_text` folds white space, so an offset in the plain text is no offset in the TEI.
:class:`MarkedText` converts the one to the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from archive.parsing.plain import BLOCKS, UNPRINTED, is_block, local_name, order_of, parse_fragment

_OTHER_BLANKS = "\t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000\0"
_BLANKS = re.compile(f"[ {_OTHER_BLANKS}]*")
#: White space that is more than one blank, and shorter in the plain text.
_GAP = re.compile(f"([ {_OTHER_BLANKS}](?:(?<! )[ {_OTHER_BLANKS}]*|[ {_OTHER_BLANKS}]+))")


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference or an anchor in a text: ``kind`` is ``"ref"`` (``value`` its target) or ``"anchor"`` (its number)."""

    kind: str
    value: str
    start: int
    end: int


class MarkedText:
    """A TEI fragment's plain ``text``, and its ``marks`` by their offsets in that text."""

    def __init__(self, root: etree._Element) -> None:
        pieces: list[str] = []
        raw_marks: list[tuple[str, str, int, int]] = []
        _walk(root, pieces, raw_marks)
        raw = "".join(pieces)
        places = [0, *accumulate(map(len, pieces))]
        # Runs in which each character of the raw text is one of the plain text: where they start in both.
        self._starts: list[int] = []
        self._plain: list[int] = []
        self.text = self._fold(raw)
        self.marks: list[Mark] = []
        for kind, value, start, end in raw_marks:
            first, last = self._first_after(places[start]), self._last_before(places[end])
            self.marks.append(Mark(kind, value, first, last) if first < last else Mark(kind, value, last, last))

    def _fold(self, raw: str) -> str:
        blanks = _BLANKS.match(raw)
        start = blanks.end() if blanks else 0
        parts = _GAP.split(raw[start:])  # runs and the gaps between them in turn
        self._starts = list(accumulate(map(len, parts), initial=start))[:-1:2]
        if parts[-1]:
            parts[-1] = parts[-1].removesuffix(" ")
        else:
            del parts[-2:], self._starts[-1]
        parts[1::2] = ["\n" if "\0" in gap else " " for gap in parts[1::2]]
        self._plain = list(accumulate(map(len, parts), initial=0))[:-1:2]
        return "".join(parts)

    def _first_after(self, raw: int) -> int:
        """Return the plain offset of the first character at or after a raw offset."""
        index = bisect_right(self._starts, raw) - 1
        if index >= 0:
            place = self._plain[index] + raw - self._starts[index]
            if place < self._end_of(index):
                return place + 1 if self.text[place] == " " else place
        return self._plain[index + 1] if index + 1 < len(self._plain) else len(self.text)

    def _last_before(self, raw: int) -> int:
        """Return the plain offset after the last character before a raw offset."""
        index = bisect_right(self._starts, raw - 1) - 1
        if index < 0:
            return 0
        place = min(self._plain[index] + raw - self._starts[index], self._end_of(index))
        return place - 1 if self.text[place - 1] == " " else place

    def _end_of(self, index: int) -> int:
        return self._plain[index + 1] - 1 if index + 1 < len(self._plain) else len(self.text)


def _walk(element: etree._Element, pieces: list[str], marks: list[tuple[str, str, int, int]]) -> None:
    """Add the text of an element in pieces, a NUL around each block, and its marks with the numbers of pieces before their ends."""
    name = local_name(element)
    if name in UNPRINTED:
        return
    block = name in BLOCKS or (name == "seg" and is_block(element))
    if block:
        pieces.append("\0")
    elif name == "lb":
        pieces.append(" ")
    start = len(pieces)
    if name and (text := element.text):
        pieces.append(text)
    for child in element:
        _walk(child, pieces, marks)
        if tail := child.tail:
            pieces.append(tail)
    if name == "ref" and (target := element.get("target")):
        marks.append(("ref", target, start, len(pieces)))
    elif name == "anchor" and element.get("type") == "footnote":
        marks.append(("anchor", element.get("n", ""), start, start))
    if block:
        pieces.append("\0")


class Fragments:
    """A document's TEI fragments, each parsed once for everything that reads them. The elements must not be changed."""

    def __init__(self) -> None:
        self._parsed: dict[str, etree._Element] = {}
        self._marked: dict[str, MarkedText] = {}

    def parse(self, tei: str) -> etree._Element:
        """Return the element of a serialised fragment. Raises ``lxml.etree.XMLSyntaxError``."""
        if tei not in self._parsed:
            self._parsed[tei] = parse_fragment(tei)
        return self._parsed[tei]

    def marked_text(self, tei: str) -> MarkedText:
        """Return a serialised fragment's plain text with its marks. Raises ``lxml.etree.XMLSyntaxError``."""
        if tei not in self._marked:
            self._marked[tei] = MarkedText(self.parse(tei))
        return self._marked[tei]

    def plain_text(self, tei: str) -> str:
        """Return a fragment's plain text, or ``""`` if the fragment is not well-formed."""
        try:
            return self.marked_text(tei).text
        except etree.XMLSyntaxError:
            return ""


def pages_of_anchors(tei: str, first_page: str = "") -> dict[int, str]:
    """Return the printed page on which each footnote of a text has its (first) anchor, by the footnote's order."""
    page = first_page
    found: dict[int, str] = {}
    for element in parse_fragment(tei).iter("{*}pb", "{*}anchor"):
        if local_name(element) == "pb":
            page = element.get("n", "")
        elif (order := order_of(element.get("n", ""))) is not None:
            found.setdefault(order, page)
    return found
