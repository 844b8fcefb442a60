"""A document's text as TEI to edit by hand, with its footnotes at their places, so that none is separated from its anchor."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from archive.errors import Refused
from archive.exports.tei import document_tei
from archive.parsing.plain import local_name, parse_fragment, plain_text
from archive.parsing.references import find_references
from archive.parsing.tei.document import Surroundings, read_document
from archive.parsing.tei.names import HEAD
from archive.records import TEI_NAMESPACE, DocumentRecord

_DEEPEST = 100
_FORBIDDEN = re.compile(r"<!|<\?")


def to_tei(record: DocumentRecord) -> str:
    """Return the document's ``<div>`` with its notes at the places of their anchors."""
    return document_tei(record)


def from_tei(record: DocumentRecord, text: str) -> DocumentRecord:
    """Return the record with an edited ``<div>``. Raises :class:`~archive.errors.Refused` with line and reason.

    Heading, pages, footnotes and references are read from the text; fields that a person may have corrected stay.
    """
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Refused(f"Line {line}: declarations, comments and processing instructions are not taken.")
    try:
        root = parse_fragment(text.strip())
    except etree.XMLSyntaxError as error:
        raise Refused(f"Line {error.lineno}: {error.msg}") from error
    if root.tag != f"{{{TEI_NAMESPACE}}}div" or root.get("type") != "document":
        raise Refused(f'The outermost element must be <div xmlns="{TEI_NAMESPACE}" type="document">.')
    for element in root.iter():
        if not str(element.tag).startswith("{"):
            raise Refused(f"Line {element.sourceline}: <{local_name(element)}> is in no namespace.")
        if sum(1 for _ in zip(element.iterancestors(), range(_DEEPEST + 1), strict=False)) > _DEEPEST:
            raise Refused(f"Line {element.sourceline}: elements are nested more than {_DEEPEST} deep.")
    read = read_document(root, Surroundings(record.source_id, 1))
    outside = record.pages[:1] if record.pages and not record.pages[0].within else ()
    pages = read.pages if read.pages[:1] and not read.pages[0].within else (*outside, *read.pages)
    heads = read_heads(read.text)
    changed = replace(record, text=read.text, footnotes=read.footnotes, pages=pages, heading=heads)
    return replace(changed, references=find_references(changed))


def read_heads(text: str) -> str:
    """Return the words of a text's headings, as printed."""
    return " ".join(plain_text(head).replace("\n", " ") for head in parse_fragment(text).iterchildren(HEAD))
