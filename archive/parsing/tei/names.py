"""Elements of TEI as the archive keeps texts in it: their names, new ones, and their serialisation."""

from __future__ import annotations

import re

from lxml import etree

from archive.records import TEI_NAMESPACE

TEI = f"{{{TEI_NAMESPACE}}}TEI"
ANCHOR, CLOSER, DATE, DATELINE, DIV, HEAD, HI, ITEM, NOTE, OPENER, P, PB, PERS_NAME, SEG, TERM = (
    f"{{{TEI_NAMESPACE}}}{name}"
    for name in "anchor closer date dateline div head hi item note opener p pb persName seg term".split()
)
#: TEI has no element for an enclosure; the volumes of *Foreign Relations* have one in a namespace of their own.
FRUS_NAMESPACE = "http://history.state.gov/frus/ns/1.0"
ATTACHMENT = f"{{{FRUS_NAMESPACE}}}attachment"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_NSMAP = {None: TEI_NAMESPACE, "frus": FRUS_NAMESPACE}
_DECLARATION = re.compile(r' xmlns(?::([\w.-]+))?="[^"]*"')


def new_element(name: str, **attributes: str) -> etree._Element:
    """Return an empty TEI element."""
    return etree.Element(f"{{{TEI_NAMESPACE}}}{name}", nsmap=_NSMAP, **attributes)


def serialised(element: etree._Element) -> str:
    """Return an element without its tail; it declares only the namespaces that it uses, always in the same order."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    end = text.index(">")
    start, rest = text[:end], text[end:]
    declared = {match[1] or "": match[0] for match in _DECLARATION.finditer(start)}
    if not declared:
        return text
    start = _DECLARATION.sub("", start)
    used = [declared[p] for p in sorted(declared) if not p or f"{p}:" in start or f"{p}:" in rest]
    name = start.partition(" ")[0].rstrip("/")
    return name + "".join(used) + start[len(name) :] + rest
