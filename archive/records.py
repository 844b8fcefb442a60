"""The content of a source, before any database: frozen records of volumes, documents and their parts.

A reader in :mod:`archive.parsing` makes these; :mod:`archive.store` is the one way between them and
the database. A field that the source does not have stays empty (``""``, ``None`` or ``()``): nothing is
invented. An inferred value is marked as such and has its reason.

Text is TEI P5. ``DocumentRecord.text`` is one serialised ``<div type="document">`` in the TEI namespace, holding
everything that was printed in the document, in order (head, opener, date line, paragraphs, page breaks,
closer, enclosures) except its footnotes. Where a footnote was printed there is an empty
``<anchor type="footnote" n="K"/>``; K is the ``order`` of the footnote in ``DocumentRecord.footnotes``.
Several anchors may have the same K. A footnote's own content is a serialised ``<note>`` element, with the
source's attributes; a footnote inside a footnote is an anchor there in the same way.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

TEI_NAMESPACE = "http://www.tei-c.org/ns/1.0"

#: Kinds of document, in the field's words. ``""`` is an unknown kind.
KINDS = (
    "telegram",
    "circular telegram",
    "airgram",
    "circular airgram",
    "despatch",
    "instruction",
    "circular",
    "letter",
    "message",
    "note",
    "note verbale",
    "aide-mémoire",
    "memorandum",
    "memorandum of conversation",
    "memorandum for the record",
    "minutes",
    "report",
    "paper",
    "intelligence estimate",
    "policy paper",
    "agreement",
    "statement",
    "press release",
    "transcript",
    "editorial note",
    "other",
)

#: Kinds whose own number is a telegram number.
TELEGRAM_KINDS = frozenset({"telegram", "circular telegram"})


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """A doubt of the reader: what it is unsure of, and where.

    ``code`` is a stable kebab-case word (``"footnote-without-anchor"``); ``message`` is a sentence for a
    person; ``line`` and ``column`` are 1-based positions in the source, ``None`` where there is no place.
    """

    code: str
    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class CorrespondentRecord:
    """A sender or a recipient as printed and as read.

    ``printed`` is the words of the source ("The Ambassador in the Soviet Union (Harriman)"); ``office`` the role
    with its mission or place, without article ("Ambassador in the Soviet Union"); ``person`` the name; ``place``
    the mission's country or city ("the Soviet Union" gives "Soviet Union"); ``temporary_place`` a place
    where the office was for the moment (", at Geneva"). ``person_id`` is the volume's id of the person, if marked.
    """

    printed: str
    office: str = ""
    person: str = ""
    place: str = ""
    temporary_place: str = ""
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class FileNumberRecord:
    """A file number as printed, its normal form and its scheme (see :mod:`archive.filing`)."""

    printed: str
    normal: str = ""
    scheme: str = "unknown"


@dataclass(frozen=True, slots=True)
class DateRecord:
    """A calendar date as printed and as understood (see :mod:`archive.dating`).

    ``earliest`` and ``latest`` are ISO days (``"1944-03-26"``) or ``""`` where open or unknown; ``edtf`` is the
    date in EDTF level 1; ``time`` is the time as printed ("6 p.m."). ``certainty`` is ``"stated"``, ``"supplied"``
    (in editors' brackets) or ``"inferred"``; an inferred date has its ``reason``.
    """

    printed: str = ""
    earliest: str = ""
    latest: str = ""
    edtf: str = ""
    time: str = ""
    certainty: str = "stated"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FootnoteRecord:
    """One footnote: printed label, TEI content, and its place among the document's footnotes.

    ``order`` counts from 1 in document order and is what anchors point at; ``label`` is the printed number or sign
    and need not be unique. ``kind`` is ``"footnote"``, ``"source"`` (the source note) or ``"summary"``. ``text`` is
    a serialised TEI ``<note>``. ``anchor`` is the text just before the (first) anchor, for people to check by.
    """

    order: int
    label: str
    text: str
    kind: str = "footnote"
    source_id: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PageBreakRecord:
    """A page of the printed volume with a part of the document.

    ``label`` is as printed ("1017", "XII"); ``within`` is False for the page on which the document begins (its
    break comes before the document) and True for a break inside it. ``facsimile`` is the source's image id,
    ``source_id`` its xml:id.
    """

    label: str
    within: bool = True
    source_id: str = ""
    facsimile: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceRecord:
    """A reference found in a document's text, unresolved.

    ``where`` is ``"text"`` or ``"footnote:K"`` (K the footnote's order); ``start`` and ``end`` are offsets in that
    place's plain text (see ``archive.parsing.plain``) so that ``plain[start:end] == printed``. ``kind`` is what
    is referred to ("telegram", "file number", "footnote", "page", "document", "volume" …); ``details`` are its
    parts (direction, numbers, date, corrected date, time, label, page, target, printed or not), each only if
    stated.
    """

    kind: str
    printed: str
    where: str = "text"
    start: int = 0
    end: int = 0
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartRecord:
    """An enclosure, attachment or annex inside a document, with its own heading and correspondents.

    ``path`` says where it is: the 1-based position among the document's enclosures, in order, marked up or begun by a label
    (:mod:`archive.parsing.tei.enclosures`). The document's page has it at ``#enclosure-PATH``.
    """

    path: int
    heading: str = ""
    kind: str = ""
    senders: tuple[CorrespondentRecord, ...] = ()
    recipients: tuple[CorrespondentRecord, ...] = ()
    date: DateRecord | None = None
    dateline: str = ""
    place: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document of the source, as read.

    ``source_id`` is stable and unique in the archive (``"frus1948v05p1#d290"``; for a transcription the name of its
    file without ending). ``document_number`` is its number in the volume (text: "72A"); ``number`` is the paper's
    own number as its sender gave it ("1020", "A-120", "Secto 17"), ``other_numbers`` further own numbers.
    ``heading``, ``dateline`` and ``source_note`` are plain text as printed. ``place`` is where it was written,
    without editors' brackets. ``distribution`` holds handling words (Niact, Priority, Eyes Only). ``languages`` are codes (BCP 47, see
    :mod:`archive.languages`) of the languages that the paper is in, its main one first, as far as the source states them. ``topics`` are
    terms of the archive's list; no source states them.
    """

    source_id: str
    text: str
    heading: str = ""
    subject: str = ""
    kind: str = ""
    document_number: str = ""
    number: str = ""
    other_numbers: tuple[str, ...] = ()
    senders: tuple[CorrespondentRecord, ...] = ()
    recipients: tuple[CorrespondentRecord, ...] = ()
    dateline: str = ""
    date: DateRecord | None = None
    received: DateRecord | None = None
    place: str = ""
    classification: str = ""
    distribution: tuple[str, ...] = ()
    source_note: str = ""
    repository: str = ""
    collection: str = ""
    drafting: str = ""
    summary: str = ""
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    file_numbers: tuple[FileNumberRecord, ...] = ()
    footnotes: tuple[FootnoteRecord, ...] = ()
    pages: tuple[PageBreakRecord, ...] = ()
    references: tuple[ReferenceRecord, ...] = ()
    parts: tuple[PartRecord, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def telegram_number(self) -> str:
        """The paper's own number if it is a telegram, else ``""``."""
        return self.number if self.kind in TELEGRAM_KINDS else ""

    @property
    def year(self) -> int | None:
        """The year in which the paper was written, if it is known to be one year."""
        if self.date and self.date.earliest and self.date.earliest[:4] == self.date.latest[:4]:
            return int(self.date.earliest[:4])
        return None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person in a volume's list of persons: an id unique in that volume only, and the words of the list."""

    source_id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class TermRecord:
    """An abbreviation or term in a volume's list, with its expansion."""

    source_id: str
    term: str
    expansion: str = ""


@dataclass(frozen=True, slots=True)
class DivisionRecord:
    """A compilation, chapter or other division of a volume, at any depth; also front and back matter.

    ``text`` is the division's own TEI ``<div>`` with each child division or document replaced by ``<ptr
    type="division" target="#ID"/>`` or ``<ptr type="document" target="#ID"/>``, so that what is between them
    (page breaks, editors' paragraphs) keeps its place. ``parent_id`` is ``""`` at the top; ``part`` is ``"front"``,
    ``"body"`` or ``"back"``.
    """

    source_id: str
    kind: str
    heading: str
    text: str
    order: int
    parent_id: str = ""
    number: str = ""
    part: str = "body"


@dataclass(frozen=True, slots=True)
class VolumeRecord:
    """A printed volume: its header, its tree of divisions, its lists of persons and terms.

    Documents are streamed beside it by the reader, each with the ``source_id`` of its division.
    ``header`` is the serialised ``<teiHeader>``; ``skeleton`` the serialised ``<TEI>`` element with header and
    divisions replaced by pointers.
    """

    source_id: str
    title: str
    series: str = ""
    number: str = ""
    subject: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    header: str = ""
    skeleton: str = ""
    divisions: tuple[DivisionRecord, ...] = ()
    persons: tuple[PersonRecord, ...] = ()
    terms: tuple[TermRecord, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()


_NESTED = {
    "senders": CorrespondentRecord,
    "recipients": CorrespondentRecord,
    "file_numbers": FileNumberRecord,
    "footnotes": FootnoteRecord,
    "pages": PageBreakRecord,
    "references": ReferenceRecord,
    "parts": PartRecord,
    "warnings": ReadingWarning,
}


def to_json(record: DocumentRecord) -> dict[str, Any]:
    """Return the record as plain JSON data, losslessly; :func:`from_json` is its inverse."""
    return _plain_fields(record)


def _plain(value: Any) -> Any:
    """Return what ``dataclasses.asdict`` does, without copying what is immutable."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if is_dataclass(value):
        return _plain_fields(value)
    return value


def _plain_fields(record: Any) -> dict[str, Any]:
    return {name: _plain(item) for name, item in _fields_of(record).items()}


def _fields_of(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def fingerprint(record: DocumentRecord) -> str:
    """Return the SHA-256 of the content of the source: equal fingerprints mean that a new reading brings nothing new.

    References are left out: they are found in the text, again by every better finder, and are nothing new in the source. So are the
    subject, and the absence of languages: they are nothing new in a source that was read before records had them. Topics are of no source.
    """
    values = _fields_of(record) | {"references": ()}
    del values["subject"], values["topics"]
    if not record.languages:
        del values["languages"]
    canonical = json.dumps(values, default=_fields_of, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def from_json(data: dict[str, Any], cls: type = DocumentRecord) -> Any:
    """Return the record of ``cls`` that :func:`to_json` made ``data`` from. Raises ``TypeError`` on unknown keys."""
    known = {f.name for f in fields(cls)}
    if unknown := set(data) - known:
        raise TypeError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name in _NESTED and isinstance(value, list | tuple):
            value = tuple(from_json(item, _NESTED[name]) for item in value)
        elif name in {"date", "received"} and value is not None:
            value = from_json(value, DateRecord)
        elif isinstance(value, list):
            value = tuple(value)
        values[name] = value
    return cls(**values)
