"""The rows of a record: which values go into which table, and bringing tables in step with them.

Rows keep their identity: a footnote that is still there keeps its row, so that what points at it goes on pointing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from archive import filing
from archive.deriving import Derived
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentWarning,
    Footnote,
    PageBreak,
    Reference,
)
from archive.models.vocabulary import vocabulary
from archive.parsing.references import find_references
from archive.records import DateRecord, DocumentRecord, ReadingWarning, ReferenceRecord
from archive.sql.rows import insert
from archive.store import sharing
from archive.store.authorities import Authorities
from archive.store.checking import check
from archive.store.duplicates import doubts_of_duplicates
from archive.store.files import file_numbers, identity
from archive.store.loading import load
from archive.store.texts import write_texts

_REFERENCE_TO_FILE = "file number"


def document_values(record: DocumentRecord) -> dict[str, Any]:
    """The values of a document's own row."""
    when = record.date or DateRecord()
    return {
        "document_number": record.document_number,
        "kind": record.kind,
        "heading": record.heading,
        "number": record.number,
        "other_numbers": list(record.other_numbers),
        "dateline": record.dateline,
        "place_printed": record.place,
        "date_printed": when.printed,
        "date_earliest": _day(when.earliest),
        "date_latest": _day(when.latest),
        "date_edtf": when.edtf,
        "date_time": when.time,
        "date_certainty": when.certainty,
        "date_reason": when.reason,
        "received": asdict(record.received) if record.received else None,
        "classification": record.classification,
        "distribution": list(record.distribution),
        "source_note": record.source_note,
        "repository": record.repository,
        "collection": record.collection,
        "drafting": record.drafting,
        "summary": record.summary,
        "parts": [asdict(part) for part in record.parts],
    }


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


class Rows:
    """The rows of a batch of documents: authorities and numbers are resolved together, then all tables written."""

    def __init__(self, batch) -> None:
        """``batch`` is a list of ``(document, incoming)``; volumes must be saved, documents need not be."""
        self._batch = [
            (
                document,
                with_references(incoming.record, incoming.derived and incoming.derived.references),
                _volume_slug(document),
            )
            for document, incoming in batch
        ]
        self._derived = {i.record.source_id: i.derived for _, i in batch if i.derived}
        #: The references of new documents, unsaved: resolving writes them, once and with what they lead to.
        self.references: dict[int, list[Reference]] = {}
        self._authorities = Authorities()
        numbers = []
        for _, record, volume in self._batch:
            for correspondent in record.senders + record.recipients:
                self._authorities.want(correspondent, volume)
            if record.place:
                self._authorities.want_place(record.place)
            numbers += self._numbers(record)
        self._authorities.resolve()
        self._file_numbers = file_numbers(numbers)

    def place(self, record: DocumentRecord):
        """The place where a record's paper was written, if it says."""
        return self._authorities.place(record.place)

    def write(self) -> None:
        """Bring every table in step with the records. The documents must have been saved."""
        write_texts([(document, record) for document, record, _ in self._batch], self._derived)
        documents = [document for document, _, _ in self._batch]
        wanted: dict[type[Model], dict[tuple, dict[str, Any]]] = {
            model: {} for model in (Correspondent, Footnote, PageBreak, DocumentFileNumber, Reference)
        }
        for document, record, volume in self._batch:
            self._want_parts(wanted, document, record, volume)
        known = [document for document in documents if document.version > 1]
        numbers = sharing.numbers_of(known) if known else set()
        for model, rows in wanted.items():
            _bring_in_step(model, documents, rows)
        self._parts = _parts(wanted)
        write_warnings(
            [(document, record) for document, record, _ in self._batch], with_reader=True, ready=self._derived
        )
        sharing.write_shared(documents, numbers)

    def _want_parts(self, wanted, document: Document, record: DocumentRecord, volume: str) -> None:
        for role, correspondents in (("sender", record.senders), ("recipient", record.recipients)):
            for order, read in enumerate(correspondents, 1):
                wanted[Correspondent][document.pk, role, order] = {
                    "printed": read.printed,
                    "office_read": read.office,
                    "person_read": read.person,
                    "place_read": read.place,
                    "temporary_place": read.temporary_place,
                    "person_source_id": read.person_id,
                    "office": self._authorities.office(read),
                    "person": self._authorities.person(read, volume),
                    "place": self._authorities.place(read.place),
                }
        for note in record.footnotes:
            wanted[Footnote][document.pk, note.order] = {
                "label": note.label,
                "kind": note.kind,
                "text": note.text,
                "source_id": note.source_id,
                "anchor": note.anchor,
            }
        for order, page in enumerate(record.pages, 1):
            wanted[PageBreak][document.pk, order] = asdict(page)
        for order, number in enumerate(record.file_numbers, 1):
            row = self._file_numbers[identity(filing.parse(number.printed, record.year))]
            wanted[DocumentFileNumber][document.pk, order] = {"printed": number.printed, "file_number": row}
        references = _reference_rows(document, record, self._file_numbers)
        if document.version > 1:
            wanted[Reference].update(references)
        else:
            self.references[document.pk] = [
                Reference(**dict(zip(_KEYS[Reference], key, strict=True)), **values) for key, values in references
            ]

    def with_parts(self, document: Document) -> Document:
        """A new document as ``for_entry()`` would fetch it, once all is written."""
        found = copy(document)
        found._prefetched_objects_cache = {name: self._parts[name].get(document.pk, []) for name in _FOR_ENTRY}
        return found

    @staticmethod
    def _numbers(record: DocumentRecord) -> list[filing.FileNumber]:
        printed = [number.printed for number in record.file_numbers]
        return [filing.parse(words, record.year) for words in printed] + _cited(record)


def with_references(record: DocumentRecord, found: tuple[ReferenceRecord, ...] | None = None) -> DocumentRecord:
    """The record with the references that are found in its text now (``found``, if known), whatever a reader found."""
    return replace(record, references=find_references(record) if found is None else found)


def write_references(batch: list[tuple[Document, DocumentRecord]], *, everything: bool = False) -> None:
    """Find the references in these documents anew, and bring their rows in step."""
    batch = [(document, with_references(record)) for document, record in batch]
    numbers = file_numbers(number for _, record in batch for number in _cited(record))
    wanted = {key: row for document, record in batch for key, row in _reference_rows(document, record, numbers)}
    _bring_in_step(Reference, [document for document, _ in batch], wanted, everything=everything)


def find_all_references(volume: str = "") -> None:
    """Find the references of all documents anew, or of one volume's, in batches; their history is not touched."""
    documents = Document.objects.filter(volume__slug=volume) if volume else Document.objects.all()
    ids = list(documents.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 200):
        batch = list(Document.objects.for_record().filter(pk__in=ids[start : start + 200]))
        with transaction.atomic():
            write_references([(document, load(document)) for document in batch], everything=True)


def _cited(record: DocumentRecord) -> list[filing.FileNumber]:
    return [_number_in(found, record.year) for found in record.references if found.kind == _REFERENCE_TO_FILE]


def _reference_rows(document: Document, record: DocumentRecord, numbers) -> Iterator[tuple[tuple, dict[str, Any]]]:
    for order, found in enumerate(record.references, 1):
        number = numbers[identity(_number_in(found, record.year))] if found.kind == _REFERENCE_TO_FILE else None
        yield (
            (document.pk, found.where, found.start, found.end, found.kind),
            {"order": order, "printed": found.printed, "details": found.details, "file_number": number},
        )


def _number_in(reference: ReferenceRecord, year: int | None) -> filing.FileNumber:
    """The number that a reference names; in "817.00/1593, 1594" the second is printed without its file."""
    number = filing.parse(reference.printed, year)
    return filing.parse(reference.details.get("normal", ""), year) if number.scheme == "unknown" else number


def _volume_slug(document: Document) -> str:
    return document.volume.slug if document.volume_id else ""


_KEYS: dict[type[Model], tuple[str, ...]] = {
    Correspondent: ("document_id", "role", "order"),
    Footnote: ("document_id", "order"),
    PageBreak: ("document_id", "order"),
    DocumentFileNumber: ("document_id", "order"),
    Reference: ("document_id", "where", "start", "end", "kind"),
}

#: What a search entry is made of, beside the words of text and footnotes, by what a document calls it.
_FOR_ENTRY = {"correspondents": Correspondent, "document_file_numbers": DocumentFileNumber}

#: What an archivist may have set by hand on a row that the source goes on saying in the same words.
_IDENTIFIED = {"office", "person", "place"}
_POINTING = _IDENTIFIED | {"file_number"}


def _bring_in_step(
    model: type[Model], documents: list[Document], wanted: dict[tuple, dict[str, Any]], *, everything: bool = False
) -> None:
    """Make the rows of these documents exactly the wanted ones: new, changed and gone ones in three statements.

    A document in its first version has no rows yet, unless ``everything`` says that it may have.
    """
    key_of: Callable[[Model], tuple] = lambda row: tuple(getattr(row, name) for name in _KEYS[model])  # noqa: E731
    present = {
        key_of(row): row
        for row in model.objects.filter(document__in=[d for d in documents if d.version > 1 or everything])
    }
    new, changed, fields = [], [], set()
    for key, values in wanted.items():
        row = present.pop(key, None)
        if row is None:
            new.append(dict(zip(_KEYS[model], key, strict=True)) | _columns(values))
            continue
        if model is Correspondent and all(getattr(row, n) == v for n, v in values.items() if n not in _IDENTIFIED):
            continue
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in different.items():
            setattr(row, name, value)
        if different:
            fields |= set(different)
            changed.append(row)
    if present:
        model.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
    insert(model, new)
    if changed:
        model.objects.bulk_update(changed, sorted(fields), batch_size=200)


def _parts(wanted: dict[type[Model], dict[tuple, dict[str, Any]]]) -> dict[str, dict[int, list[Model]]]:
    """The wanted rows of which search entries are made, by what documents call them and by document."""
    parts: dict[str, dict[int, list[Model]]] = {name: defaultdict(list) for name in _FOR_ENTRY}
    for name, model in _FOR_ENTRY.items():
        for key, values in wanted[model].items():
            row = model(**dict(zip(_KEYS[model], key, strict=True)), **values)
            parts[name][row.document_id].append(row)
    return parts


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """Values by column instead of by field: a row's id in its stead."""
    return {
        f"{name}_id" if name in _POINTING else name: value.pk if isinstance(value, Model) else value
        for name, value in values.items()
    }


def write_warnings(
    batch: list[tuple[Document, DocumentRecord]], *, with_reader: bool, ready: Mapping[str, Derived] | None = None
) -> None:
    """Bring the warnings in step: the checks', and with ``with_reader`` the record's own. Dismissals stay.

    ``ready`` has what was worked out of records before, by source id.

    A doubt is the same doubt if it says the same, even if its place in the source has moved.
    """
    sources = [DocumentWarning.Source.CHECK] + ([DocumentWarning.Source.READER] if with_reader else [])
    present: dict[tuple, DocumentWarning] = {}
    known = DocumentWarning.objects.filter(document__in=[d for d, _ in batch if d.version > 1], source__in=sources)
    words = vocabulary()
    for row in known.exclude(code__in=sharing.CODES):
        present[row.document_id, row.source, row.code, row.message, row.line, row.column] = row
    new, moved, wanted = [], [], []
    duplicates = doubts_of_duplicates([document for document, _ in batch])
    for document, record in batch:
        before = (ready or {}).get(record.source_id)
        checked = check(record, words, before and before.doubts) + duplicates.get(document.pk, [])
        found = [(DocumentWarning.Source.CHECK, warning) for warning in checked]
        if with_reader:
            found = [(DocumentWarning.Source.READER, warning) for warning in record.warnings] + found
        for order, (source, warning) in enumerate(dict.fromkeys(found), 1):
            wanted.append((document, source, warning, order))
    exact = [present.pop(_warning_key(*each[:3]), None) for each in wanted]
    elsewhere: dict[tuple, list[tuple]] = defaultdict(list)
    for key in present:
        elsewhere[key[:4]].append(key)
    for (document, source, warning, order), row in zip(wanted, exact, strict=True):
        alike = elsewhere[_warning_key(document, source, warning)[:4]]
        if row is None and alike:
            row = present.pop(alike.pop(0))
        if row is None:
            new.append({"document_id": document.pk, "source": str(source), "order": order, **asdict(warning)})
        elif (row.order, row.line, row.column) != (order, warning.line, warning.column):
            row.order, row.line, row.column = order, warning.line, warning.column
            moved.append(row)
    DocumentWarning.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
    insert(DocumentWarning, new)
    DocumentWarning.objects.bulk_update(moved, ["order", "line", "column"])


def _warning_key(document: Document, source: str, warning: ReadingWarning) -> tuple:
    return document.pk, source, warning.code, warning.message, warning.line, warning.column
