"""The archive's own HTML as XHTML for a book: notes become asides that a reader can pop up, page numbers page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree, html

from archive.languages import DEFAULT_LANGUAGE

_OPS = "{http://www.idpf.org/2007/ops}"
etree.register_namespace("epub", _OPS.strip("{}"))
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return text escaped for XML, without the characters that XML does not allow."""
    return escape(_CONTROLS.sub("", text))


def page(title: str, body: str, kind: str = "chapter", language: str = DEFAULT_LANGUAGE) -> str:
    """Return a whole XHTML file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{clean(language)}" xml:lang="{clean(language)}">'
        f'<head><title>{clean(title) or "–"}</title><link rel="stylesheet" href="style.css"/></head>'
        f'<body><section epub:type="{kind}">{body}</section></body></html>\n'
    )


def body_of(text: str, notes: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a paper's text and notes as XHTML, and its printed pages as (label, id)."""
    root = html.fragment_fromstring(_CONTROLS.sub("", text), create_parent="div")
    pages = list(_page_breaks(root))
    for link in root.iter("a"):
        if link.get("role") == "doc-noteref":
            link.set(f"{_OPS}type", "noteref")
    _plain(root)
    return _xml(root) + _notes(notes, pages), pages


def _page_breaks(root: etree._Element) -> Iterator[tuple[str, str]]:
    for link in list(root.iter("a")):
        if "pb" not in link.get("class", "").split():
            continue
        label, name = link.get("data-page", ""), link.get("id", "")
        link.tag = "span"
        for attribute in ("href", "data-page"):
            link.attrib.pop(attribute, None)
        link.set(f"{_OPS}type", "pagebreak")
        link.set("role", "doc-pagebreak")
        link.set("aria-label", label)
        link.set("title", label)
        if label and name:
            yield label, name


def _notes(notes: str, pages: list[tuple[str, str]]) -> str:
    if not notes:
        return ""
    root = html.fragment_fromstring(_CONTROLS.sub("", notes), create_parent="div")
    pages.extend(_page_breaks(root))
    found = []
    for item in root.iter("li"):
        if "fn" not in item.get("class", "").split():
            continue
        for link in item.iter("a"):
            if link.get("role") == "doc-noteref":
                link.set(f"{_OPS}type", "noteref")
        item.tag = "aside"
        item.tail = None
        item.set(f"{_OPS}type", "footnote")
        item.set("role", "doc-footnote")
        found.append(item)
    for item in found:
        _plain(item)
    return '<section epub:type="footnotes" class="footnotes">' + "".join(map(_xml, found)) + "</section>"


def _plain(root: etree._Element) -> None:
    """Remove what is only of use on a web page."""
    for element in root.iter():
        for name in ("tabindex", "data-target"):
            element.attrib.pop(name, None)
        if element.get("role") == "region":
            for name in ("role", "aria-label"):
                element.attrib.pop(name, None)


def _xml(element: etree._Element) -> str:
    return etree.tostring(element, method="xml", encoding="unicode")
