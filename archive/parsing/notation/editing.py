"""Whether a document can be edited in the notation, and how a record is changed by its edited text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from archive.errors import OutOfTime, Refused
from archive.parsing.notation.reading import NotationError, read_notation
from archive.parsing.notation.writing import NotNotatable, reference, write_notation
from archive.parsing.plain import parse_fragment, plain_text
from archive.parsing.references import find_references
from archive.parsing.tei.document import pages_of
from archive.parsing.tei.enclosures import read_parts
from archive.parsing.tei.names import HEAD, serialised
from archive.records import TEI_NAMESPACE, DocumentRecord, FootnoteRecord, PageBreakRecord

_BLANKS = re.compile(r"[ \t\r\n]+")
#: A text with one footnote and nothing else.
_AROUND = f'<div xmlns="{TEI_NAMESPACE}" type="document"><p>x<anchor type="footnote" n="1"/></p></div>'


def why_not(text: str, footnotes: Sequence[FootnoteRecord] = ()) -> str:
    """Return why a document can't be edited in the notation without loss ("it has <table>"); ``""`` if it can."""
    try:
        read = read_notation(write_notation(text, footnotes), like=text)
    except NotNotatable as error:
        return str(error)
    except NotationError as error:
        return f"the notation can't tell some of its signs apart ({error.problems[0].message})"
    same = read.text == text and [_content(n) for n in read.footnotes] == [_content(n) for n in footnotes]
    return "" if same else "the notation has no way to write down some of its blanks or signs"


def write_note(note: FootnoteRecord) -> str:
    """Return one footnote's text in the notation, without its mark. Raises :class:`NotNotatable` if the notation lacks something in it.

    Line breaks of the source become blanks, so only a note that is changed loses them.
    """
    try:
        alone = _alone(note, note.label)
    except etree.XMLSyntaxError as error:
        raise NotNotatable(f"its TEI is not well-formed: {error}") from error
    name = reference(alone, shared=False)
    text = write_notation(_AROUND, [alone]).split("\n\n", 1)[1].removeprefix(f"{name}: ").rstrip("\n")
    try:
        same = _alone(read_note(note, text, note.label), note.label) == alone
    except (NotNotatable, OutOfTime):
        raise
    except Refused as refused:  # a note that can be written but not read again is shown and not edited
        raise NotNotatable(f"the notation can't tell some of its signs apart ({refused})") from refused
    if not same:
        raise NotNotatable("the notation has no way to write down some of its blanks or signs")
    return text.replace("\n    ", "\n")


def read_note(note: FootnoteRecord, text: str, label: str) -> FootnoteRecord:
    """Return the footnote with another text and label; its place and order stay. Raises :class:`Refused`."""
    name = reference(_alone(note, label), shared=False)
    lines = "\n".join(line if not line or line[0] == " " else f"    {line}" for line in text.strip().splitlines())
    try:
        read = read_notation(f"x{name}\n\n{name}: {lines.lstrip()}")
    except NotationError as error:
        raise Refused(error.problems[0].message) from error
    if len(read.footnotes) != 1 or read.text.count("<p>") != 1 or read.footnotes[0].kind != note.kind:
        raise Refused(
            "This is more than the text of one footnote. Others are added and removed where the text is edited."
        )
    root, before = parse_fragment(read.footnotes[0].text), parse_fragment(note.text)
    attributes = {name: value for name, value in before.attrib.items() if name != "n"}
    if label:
        # In its place among the attributes, so that an unchanged note is unchanged to the letter.
        attributes = {name: label if name == "n" else value for name, value in before.attrib.items()} | {"n": label}
    root.attrib.clear()
    root.attrib.update(attributes)
    return replace(note, label=label, text=serialised(root))


def _alone(note: FootnoteRecord, label: str) -> FootnoteRecord:
    """Return the note as the only one of its text, without attributes of its own and with single blanks."""
    root = parse_fragment(note.text)
    for element in root.iter():
        element.text = element.text and _BLANKS.sub(" ", element.text)
        element.tail = element.tail and _BLANKS.sub(" ", element.tail)
    if root.text:
        root.text = root.text.lstrip(" ") or None
    if len(root) and root[-1].tail:
        root[-1].tail = root[-1].tail.rstrip(" ") or None
    elif root.text:
        root.text = root.text.rstrip(" ") or None
    root.attrib.clear()
    root.attrib.update({"n": label} if label else {})
    return replace(note, order=1, label=label, text=serialised(root), source_id="")


def _content(note: FootnoteRecord) -> tuple[int, str, str, str]:
    return note.order, note.label, note.text, note.kind


def with_notation(record: DocumentRecord, notation: str) -> DocumentRecord:
    """Return the record with its text replaced by a notation. Raises :class:`NotationError`.

    What is read from the text alone (heading, pages, references, footnotes, enclosures) follows it; what a person may have corrected
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
        parts=read_parts(root),
    )
    return replace(changed, references=find_references(changed))


def _pages(record: DocumentRecord, root: etree._Element) -> tuple[PageBreakRecord, ...]:
    """Return the pages of the edited text, and the page on which the document begins if it was known from outside the text."""
    pages = pages_of(root, None)
    outside = record.pages[:1] if record.pages and not record.pages[0].within else ()
    if outside and not (pages and not pages[0].within) and pages_of(parse_fragment(record.text), None)[:1] != outside:
        return (*outside, *pages)
    return pages
