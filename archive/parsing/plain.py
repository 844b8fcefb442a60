"""TEI as plain text: for searching, for offsets of references, and for comparing texts letter by letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import cast

from lxml import etree

from archive.deadline import check
from archive.records import TEI_NAMESPACE

_TEI = f"{{{TEI_NAMESPACE}}}"

#: Elements on lines of their own.
BLOCKS = frozenset(
    "ab attachment body cell closer dateline div figure head item l label lg list note opener p postscript quote row"
    " salute signed table".split()
)

#: Elements whose segments are on lines of their own, too.
_LINE_BY_LINE = frozenset({"opener", "closer"})

#: Workers' notes and counts, and scripts of a publisher's pages, in the text of volumes that were never printed.
UNPRINTED = frozenset({"page-count-according-to-citation", "problem", "script", "uh-oh"})

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False, remove_comments=True)
_OTHER_BLANKS = r"\t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: White space other than a single blank.
_SPACE = re.compile(f"[{_OTHER_BLANKS}][ {_OTHER_BLANKS}]*| [ {_OTHER_BLANKS}]+")
#: Blanks that only indent a source: "( Lie )", "Paris , May 4".
_INDENTATION = re.compile(r" (?:(?<=[(\[].)|(?=[,)\]]))")
#: Further characters at which ``str.split`` cuts.
_MORE_BLANKS = "\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"


#: Soft hyphens, joiners, direction marks and blanks of no width: kept in texts, but parts of no name, place or date.
_INVISIBLE = re.compile("[\xad\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


#: Returns the element of a serialised fragment.
Parse = Callable[[str], etree._Element]


def parse_fragment(text: str) -> etree._Element:
    """Return the element that a serialised TEI fragment is. Raises ``lxml.etree.XMLSyntaxError``."""
    return etree.fromstring(text.encode("utf-8"), _PARSER)


def local_name(element: etree._Element | None) -> str:
    """Return an element's name without namespace; ``""`` for comments, processing instructions and no element."""
    return _name(element.tag) if element is not None else ""


@lru_cache(maxsize=1000)
def _name(tag: object) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def characters(element: etree._Element) -> str:
    """Return all characters within an element, white space as it is."""
    return "".join(cast("Iterator[str]", element.itertext()))


def order_of(number: str) -> int | None:
    """Return the order of the footnote that an anchor's ``@n`` names; ``None`` if that is no number, or one that no footnote has."""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Return an element's attributes by name."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def is_block(element: etree._Element) -> bool:
    """Return whether an element is on lines of its own."""
    name = local_name(element)
    return name in BLOCKS or (name == "seg" and local_name(element.getparent()) in _LINE_BY_LINE)


def plain_text(tei: str | etree._Element) -> str:
    """Return the characters of a fragment, a block a line, white space folded; anchors and page breaks are left out."""
    check()
    root = parse_fragment(tei) if isinstance(tei, str) else tei
    pieces: list[str] = []
    _collect(root, pieces)
    text = "".join(pieces)
    fold = _fold_some if _has_more_blanks(text) else _fold_all
    lines = [fold(line) for line in text.split("\0") if line and not line.isspace()]
    return "\n".join(line for line in lines if line)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    name = _name(element.tag)
    if name in UNPRINTED:
        return
    block = name in BLOCKS or (name == "seg" and is_block(element))
    if block:
        pieces.append("\0")
    elif name == "lb":
        pieces.append(" ")
    if name and (text := element.text):
        pieces.append(text)
    for child in element:
        _collect(child, pieces)
        if tail := child.tail:
            pieces.append(tail)
    if block:
        pieces.append("\0")


def folded(text: str) -> str:
    """Return the text with every run of white space made one blank, and none at its ends."""
    return _fold_some(text) if _has_more_blanks(text) else _fold_all(text)


def _has_more_blanks(text: str) -> bool:
    return any(map(text.__contains__, _MORE_BLANKS))


def _fold_some(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


def _fold_all(text: str) -> str:
    return " ".join(text.split())


def without_invisible(words: str) -> str:
    """Return words without the characters that nobody sees."""
    return words if words.isascii() else _INVISIBLE.sub("", words)


def on_one_line(words: str) -> str:
    """Return plain text on one line, without the blanks that only indent its source."""
    return _INDENTATION.sub("", words.replace("\n", " "))
