"""The names of the elements and attributes that the reader asks for, and their serialisation."""

from __future__ import annotations

import re

from lxml import etree

from archive.records import TEI_NAMESPACE

TEI = f"{{{TEI_NAMESPACE}}}TEI"
ANCHOR, DATE, DATELINE, DIV, HEAD, ITEM, LIST, NOTE, OPENER, P, PB, PERS_NAME, SEG, TERM, TEXT = (
    f"{{{TEI_NAMESPACE}}}{name}"
    for name in "anchor date dateline div head item list note opener p pb persName seg term text".split()
)
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_FRUS_DECLARATION = re.compile(r' xmlns:(\w+)="[^"]*"')


def serialised(element: etree._Element) -> str:
    """An element without its tail, with no namespace declared that it does not use."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    end = text.index(">")
    start = text[:end]
    for match in reversed(list(_FRUS_DECLARATION.finditer(start))):
        if f"{match[1]}:" not in text[end:] and f" {match[1]}:" not in start:
            text = text[: match.start()] + text[match.end() :]
    return text
