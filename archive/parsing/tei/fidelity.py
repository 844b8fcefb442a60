"""Proof that nothing is lost or moved: the characters of a source compared with those of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from archive.parsing.plain import folded
from archive.records import DocumentRecord

_ANCHOR = "{http://www.tei-c.org/ns/1.0}anchor"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where a record differs from its source, with the words on both sides from there."""

    source_id: str
    source: str
    record: str


def compare(element: etree._Element, record: DocumentRecord) -> Difference | None:
    """Return the first difference between a document's own element, untouched, and its record; ``None`` if there is none.

    All characters are compared, in order, with each footnote in its place; runs of white space count as one blank.
    """
    source = folded("".join(_characters(element)))
    read = folded("".join(_of_record(record)))
    if source == read:
        return None
    at = next((i for i, (a, b) in enumerate(zip(source, read, strict=False)) if a != b), min(len(source), len(read)))
    return Difference(record.source_id, source[at : at + 60], read[at : at + 60])


def _characters(element: etree._Element) -> Iterator[str]:
    return map(str, element.itertext(etree.Element))


def _of_record(record: DocumentRecord) -> Iterator[str]:
    notes = {str(note.order): note.text for note in record.footnotes}

    def walk(element: etree._Element) -> Iterator[str]:
        if element.tag == _ANCHOR and element.get("type") == "footnote" and (number := element.get("n", "")) in notes:
            yield from walk(etree.fromstring(notes.pop(number).encode(), _PARSER))
        elif isinstance(element.tag, str):
            yield element.text or ""
        for child in element:
            yield from walk(child)
            yield child.tail or ""

    yield from walk(etree.fromstring(record.text.encode(), _PARSER))
    for left in notes.values():
        yield f"\u241a{re.sub('<[^>]*>', '', left)}"


def source_documents(xml: bytes) -> list[etree._Element]:
    """Return the elements of a volume's documents, outermost only, parsed at once: for comparing, not for reading."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False))
    found = root.iterfind(".//{http://www.tei-c.org/ns/1.0}div[@type='document']")
    return [div for div in found if not any(above.get("type") == "document" for above in div.iterancestors())]
