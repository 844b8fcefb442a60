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

_DECLARATION = re.compile(r' xmlns(?::([\w.-]+))?="[^"]*"')


def serialised(element: etree._Element) -> str:
    """An element without its tail; of namespaces it declares those that it uses, always in the same order."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    end = text.index(">")
    start, rest = text[:end], text[end:]
    declared = {match[1] or "": match[0] for match in _DECLARATION.finditer(start)}
    if not declared:
        return text
    start = _DECLARATION.sub("", start)
    used = [declared[p] for p in sorted(declared) if not p or f"{p}:" in start or f"{p}:" in rest]
    name = re.match(r"<[^\s/]+", start)[0]
    return name + "".join(used) + start[len(name) :] + rest
