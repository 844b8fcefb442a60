"""Whether a document can be edited in the notation, and a record with its text edited so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.parsing.notation.reading import NotationError, read_notation
from archive.parsing.notation.writing import NotNotatable, write_notation
from archive.parsing.plain import parse_fragment, plain_text
from archive.parsing.references import find_references
from archive.parsing.tei.document import pages_of
from archive.parsing.tei.names import HEAD
from archive.records import DocumentRecord, FootnoteRecord, PageBreakRecord


def why_not(text: str, footnotes: Sequence[FootnoteRecord] = ()) -> str:
    """Why a document can't be edited in the notation without loss ("it has <table>"); ``""`` if it can."""
    try:
        read = read_notation(write_notation(text, footnotes), like=text)
    except NotNotatable as error:
        return str(error)
    except NotationError as error:
        return f"the notation can't tell some of its signs apart ({error.problems[0].message})"
    same = read.text == text and [_content(n) for n in read.footnotes] == [_content(n) for n in footnotes]
    return "" if same else "the notation has no way to write down some of its blanks or signs"


def _content(note: FootnoteRecord) -> tuple:
    return note.order, note.label, note.text, note.kind


def with_notation(record: DocumentRecord, notation: str) -> DocumentRecord:
    """The record with its text as a notation says; raises :class:`NotationError`.

    What is read from the text alone (heading, pages, references, footnotes) follows it; what a person may have corrected
    (correspondents, date, numbers …) stays.
    """
    read = read_notation(notation, like=record.text)
    root = parse_fragment(read.text)
    changed = replace(
        record,
        text=read.text,
        footnotes=read.footnotes,
        heading=" ".join(plain_text(head).replace("\n", " ") for head in root.iterchildren(HEAD)),
        pages=_pages(record, root),
    )
    return replace(changed, references=find_references(changed))


def _pages(record: DocumentRecord, root) -> tuple[PageBreakRecord, ...]:
    """The pages of the edited text, and the one on which the document begins if that was known from outside the text."""
    pages = pages_of(root, None)
    outside = record.pages[:1] if record.pages and not record.pages[0].within else ()
    if outside and not (pages and not pages[0].within) and pages_of(parse_fragment(record.text), None)[:1] != outside:
        return (*outside, *pages)
    return pages
