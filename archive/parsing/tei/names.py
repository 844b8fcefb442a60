"""Elements of TEI as the archive keeps texts in it: their names, new ones, and their serialisation."""

from __future__ import annotations

import re

from lxml import etree

from archive.records import TEI_NAMESPACE

TEI = f"{{{TEI_NAMESPACE}}}TEI"
ANCHOR, CLOSER, DATE, DATELINE, DIV, HEAD, HI, ITEM, NOTE, OPENER, P, PB, PERS_NAME, ROW, SEG, TABLE, TERM = (
    f"{{{TEI_NAMESPACE}}}{name}"
    for name in "anchor closer date dateline div head hi item note opener p pb persName row seg table term".split()
)
#: TEI has no element for an enclosure; the volumes of *Foreign Relations* have one in a namespace of their own.
FRUS_NAMESPACE = "http://history.state.gov/frus/ns/1.0"
ATTACHMENT = f"{{{FRUS_NAMESPACE}}}attachment"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_TEI_ALONE: dict[str | None, str] = {None: TEI_NAMESPACE}
_WITH_FRUS: dict[str | None, str] = {**_TEI_ALONE, "frus": FRUS_NAMESPACE}
_DECLARATION = re.compile(r' xmlns(?::([\w.-]+))?="[^"]*"')


def new_element(name: str, **attributes: str) -> etree._Element:
    """Return an empty TEI element for a text that may have enclosures in it."""
    return _made(name, attributes, _WITH_FRUS)


def new_tei_element(name: str, **attributes: str) -> etree._Element:
    """Return an empty TEI element that declares the namespace of TEI alone."""
    return _made(name, attributes, _TEI_ALONE)


def _made(name: str, attributes: dict[str, str], namespaces: dict[str | None, str]) -> etree._Element:
    return etree.Element(f"{{{TEI_NAMESPACE}}}{name}", attributes, namespaces)  # type: ignore[arg-type]  # None is a prefix


def parent_of(element: etree._Element) -> etree._Element:
    """Return the parent of an element that has one."""
    parent = element.getparent()
    if parent is None:
        raise ValueError(f"<{element.tag!r}> has no parent")
    return parent


def last_child(element: etree._Element) -> etree._Element | None:
    """Return the last element in an element, in no more time for many than for few; ``len`` counts them all."""
    return next(element.iterchildren(reversed=True), None)


def emptied(element: etree._Element) -> None:
    """Empty an element; the text after it stays."""
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs are older than the argument


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
