"""Everything that is derived from a document's record alone, in any process and without a database.

A record that is edited is derived again; the store derives whatever its caller has not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from archive.folding import indexed
from archive.parsing.checks import check_document
from archive.parsing.fragments import Fragments
from archive.parsing.marked_names import mentioned_persons
from archive.parsing.plain import plain_text
from archive.parsing.references import find_references
from archive.records import DocumentRecord, ReadingWarning, ReferenceRecord, fingerprint
from archive.rendering import Rendered, render_document


@dataclass(frozen=True, slots=True)
class SearchTexts:
    """The tokens of a document's heading, of its date line and text, of its source note and footnotes, and its distinct words."""

    title: str
    body: str
    notes: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Derived:
    """A document as read, with the id of its division in the volume and everything derived from it.

    ``plain`` is the plain text of its text, ``doubts`` are those of :func:`archive.parsing.checks.check_document`, ``mentions`` the ids in
    the volume's list of persons that names in the text are marked with, each with how many names.
    """

    record: DocumentRecord
    division: str
    fingerprint: str
    plain: str
    references: tuple[ReferenceRecord, ...]
    mentions: dict[str, int]
    doubts: tuple[ReadingWarning, ...]
    rendered: Rendered
    texts: SearchTexts


def derive(record: DocumentRecord, division: str = "") -> Derived:
    """Return a document with everything that is derived from it, ready to be written."""
    fragments = Fragments()
    plain = fragments.plain_text(record.text)
    try:
        rendered = render_document(record.text, record.footnotes, fragments.parse)
    except etree.XMLSyntaxError:  # the checks report it
        rendered = Rendered("", "")
    return Derived(
        record,
        division,
        fingerprint(record),
        plain,
        find_references(record, fragments=fragments),
        mentioned_persons(record, fragments.parse),
        tuple(check_document(record, fragments.parse)),
        rendered,
        search_texts(
            record.heading,
            record.dateline,
            plain,
            record.source_note,
            [fragments.plain_text(note.text) for note in record.footnotes],
        ),
    )


def search_texts(heading: str, dateline: str, text: str, source_note: str, notes: Iterable[str]) -> SearchTexts:
    """Return what is indexed of a document, whose words are passed as plain text."""
    texts = (heading, f"{dateline}\n{text}", "\n".join([source_note, *notes]))
    (title, titles), (body, bodies), (noted, notes_) = (indexed(each) for each in texts)
    return SearchTexts(title, body, noted, frozenset().union(titles, bodies, notes_))


def plain_or_nothing(tei: str) -> str:
    """Return a fragment's plain text; ``""`` if it is not well-formed."""
    try:
        return plain_text(tei)
    except etree.XMLSyntaxError:
        return ""
