"""The rows of a record: which values go into which table, and updating the tables to match.

Rows keep their identity: a footnote that is still there keeps its row, so that links to it still work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import asdict, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.db.models import Model

from archive import filing
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentTopic,
    Footnote,
    PageBreak,
    PersonMention,
    Reference,
)
from archive.parsing.marked_names import mentioned_persons
from archive.parsing.references import find_references
from archive.records import DateRecord, DocumentRecord, ReferenceRecord
from archive.references.new_rows import NewReference
from archive.sql.batches import short_batches
from archive.sql.rows import table_of, update_fields, write_plain
from archive.store.authorities import Authorities
from archive.store.files import file_numbers, identity
from archive.store.holdings import levels_of_record, write_holdings
from archive.store.loading import load
from archive.store.texts import write_texts
from archive.store.topics import TopicTerms
from archive.store.warnings import write_warnings

_REFERENCE_TO_FILE = "file number"


def document_values(record: DocumentRecord) -> dict[str, Any]:
    """Return the values of a document's own row."""
    when = record.date or DateRecord()
    return {
        "document_number": record.document_number,
        "kind": record.kind,
        "heading": record.heading,
        "subject": record.subject,
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
        "languages": list(record.languages),
        "parts": [asdict(part) for part in record.parts],
    }


def days_of(record: DocumentRecord) -> tuple[date | None, date | None]:
    """Return a paper's first and last day, as far as they are known."""
    return (_day(record.date.earliest), _day(record.date.latest)) if record.date else (None, None)


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


class DocumentRows:
    """The rows of a batch of documents: authorities and file numbers are found together, then all tables are written."""

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
        #: The references of new documents, unsaved: resolving writes them once, with what they lead to.
        self.references: dict[int, list[NewReference]] = {}
        self._authorities = Authorities()
        self._mentions: dict[str, dict[str, int]] = {}
        numbers = []
        for _, record, volume in self._batch:
            for correspondent in record.senders + record.recipients:
                self._authorities.want(correspondent, volume, days_of(record))
            if record.place:
                self._authorities.want_place(record.place)
            self._mentions[record.source_id] = self._mentions_of(record, volume)
            self._authorities.want_mentioned(volume, self._mentions[record.source_id])
            numbers += self._numbers(record)
        self._authorities.resolve()
        self._file_numbers = file_numbers(numbers)
        self._topics = TopicTerms() if any(record.topics for _, record, _ in self._batch) else None

    def place(self, record: DocumentRecord):
        """Return the place where a record's paper was written, if it is known."""
        return self._authorities.place(record.place)

    def write(self) -> None:
        """Update every table to match the records. The documents must have been saved."""
        write_texts([(document, record) for document, record, _ in self._batch], self._derived)
        documents = [document for document, _, _ in self._batch]
        wanted: dict[type[Model], dict[tuple, dict[str, Any]]] = {
            model: {}
            for model in (
                Correspondent, PersonMention, Footnote, PageBreak, DocumentFileNumber, DocumentTopic, Reference,
            )
        }  # fmt: skip
        for document, record, volume in self._batch:
            self._want_parts(wanted, document, record, volume)
        for model, rows in wanted.items():
            _update_rows(model, documents, rows)
        self._parts = _parts(wanted)
        places = {document.pk: levels_of_record(record) for document, record, _ in self._batch}
        placed = any(places.values()) or any(document.version > 1 for document in documents)
        self._holdings = write_holdings(places) if placed else {}
        write_warnings(
            [(document, record) for document, record, _ in self._batch], with_reader=True, ready=self._derived
        )

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
                    "person": self._authorities.person(read, volume, days_of(record)),
                    "place": self._authorities.place(read.place),
                }
        wanted[PersonMention].update(
            mention_rows(document, volume, self._mentions[record.source_id], self._authorities)
        )
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
        # A term that is not in the list any more, as an earlier version may have one, is left out.
        topics = (
            dict.fromkeys(filter(None, (self._topics.topic(term) for term in record.topics))) if self._topics else ()
        )
        for order, topic in enumerate(topics, 1):
            wanted[DocumentTopic][document.pk, order] = {"topic": topic}
        references = _reference_rows(document, record, self._file_numbers)
        if document.version > 1:
            wanted[Reference].update(references)
        else:
            self.references[document.pk] = [
                NewReference(pk, values["order"], *place, values["printed"], values["details"], number and number.pk)
                for (pk, *place), values in references
                for number in [values["file_number"]]
            ]

    def with_parts(self, document: Document) -> Document:
        """Return a new document as ``for_entry()`` would fetch it after everything is written."""
        found = copy(document)
        found._state.fields_cache["holding"] = self._holdings.get(document.pk)
        found._prefetched_objects_cache = {name: self._parts[name].get(document.pk, []) for name in _FOR_ENTRY}
        return found

    def _mentions_of(self, record: DocumentRecord, volume: str) -> dict[str, int]:
        if not volume:
            return {}
        derived = self._derived.get(record.source_id)
        return derived.mentions if derived else mentioned_persons(record)

    @staticmethod
    def _numbers(record: DocumentRecord) -> list[filing.FileNumber]:
        printed = [number.printed for number in record.file_numbers]
        return [filing.parse(words, record.year) for words in printed] + _cited(record)


def mention_rows(document: Document, volume: str, found: dict[str, int], authorities: Authorities):
    """Yield the key and the values of a row for each entry of the volume's list that names in a document are marked with."""
    for source_id, count in found.items():
        entry, person = authorities.mentioned(volume, source_id)
        yield (document.pk, source_id), {"count": count, "entry": entry, "person": person}


def write_mentions(batch: list[tuple[Document, DocumentRecord]]) -> None:
    """Find whom these documents mention again, and update their rows."""
    authorities, found = Authorities(), {}
    for document, record in batch:
        volume = _volume_slug(document)
        found[document.pk] = volume, mentioned_persons(record) if volume else {}
        authorities.want_mentioned(*found[document.pk])
    authorities.resolve()
    rows = {key: row for document, _ in batch for key, row in mention_rows(document, *found[document.pk], authorities)}
    _update_rows(PersonMention, [document for document, _ in batch], rows, everything=True)


def with_references(record: DocumentRecord, found: tuple[ReferenceRecord, ...] | None = None) -> DocumentRecord:
    """Return the record with the references found in its text now (``found``, if known), whatever a reader found."""
    return replace(record, references=find_references(record) if found is None else found)


def write_references(batch: list[tuple[Document, DocumentRecord]], *, everything: bool = False) -> None:
    """Find the references in these documents again, and update their rows."""
    batch = [(document, with_references(record)) for document, record in batch]
    numbers = file_numbers(number for _, record in batch for number in _cited(record))
    wanted = {key: row for document, record in batch for key, row in _reference_rows(document, record, numbers)}
    _update_rows(Reference, [document for document, _ in batch], wanted, everything=everything)


def find_all_references(volume: str = "") -> None:
    """Find the references of all documents again, or of one volume's, in batches; their history does not change."""
    documents = Document.objects.filter(volume__slug=volume) if volume else Document.objects.all()
    for ids in short_batches(list(documents.order_by("pk").values_list("pk", flat=True)), first=50):
        batch = list(Document.objects.for_record().filter(pk__in=ids))
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
    """Return the number that a reference names; in "817.00/1593, 1594" the second one is printed without its file."""
    number = filing.parse(reference.printed, year)
    return filing.parse(reference.details.get("normal", ""), year) if number.scheme == filing.UNKNOWN else number


def _volume_slug(document: Document) -> str:
    return document.volume.slug if document.volume_id else ""


_KEYS: dict[type[Model], tuple[str, ...]] = {
    Correspondent: ("document_id", "role", "order"),
    Footnote: ("document_id", "order"),
    PageBreak: ("document_id", "order"),
    PersonMention: ("document_id", "source_id"),
    DocumentFileNumber: ("document_id", "order"),
    DocumentTopic: ("document_id", "order"),
    Reference: ("document_id", "where", "start", "end", "kind"),
}

#: What a search entry is made of besides the words of text and footnotes, by the name of the document's attribute.
_FOR_ENTRY = {
    "correspondents": Correspondent, "document_file_numbers": DocumentFileNumber, "document_topics": DocumentTopic,
    "mentions": PersonMention,
}  # fmt: skip

#: What an archivist may have set by hand on a row whose words in the source have not changed.
_IDENTIFIED = {"office", "person", "place"}
_FOREIGN_KEYS = _IDENTIFIED | {"file_number", "entry", "topic"}


def _update_rows(
    model: type[Model], documents: list[Document], wanted: dict[tuple, dict[str, Any]], *, everything: bool = False
) -> None:
    """Make the rows of these documents exactly the wanted ones: insert, update and delete with a statement each.

    A document in its first version has no rows yet, unless ``everything`` is true.
    """
    key_of: Callable[[Model], tuple] = lambda row: tuple(getattr(row, name) for name in _KEYS[model])  # noqa: E731
    present = {
        key_of(row): row
        for row in model.objects.filter(document__in=[d for d in documents if d.version > 1 or everything])
    }
    new, changed, fields = {}, [], set()
    for key, values in wanted.items():
        row = present.pop(key, None)
        if row is None:
            new[key] = values
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
    _insert(model, new)
    if changed:
        update_fields(changed, sorted(fields))


def _insert(model: type[Model], new: dict[tuple, dict[str, Any]]) -> None:
    """Write new rows, given as the values of all by their keys; a value may be a row that is pointed at."""
    if not new:
        return
    table, names = table_of(model), list(next(iter(new.values())))
    columns = [*_KEYS[model], *(f"{name}_id" if name in _FOREIGN_KEYS else name for name in names)]
    links = [(place, _id_of) for place, name in enumerate(names, len(_KEYS[model])) if name in _FOREIGN_KEYS]
    made_plain = links + table.plain_places(columns)
    fill, rows = table.filler(*columns), []
    for key, values in new.items():
        row = [*key, *values.values()]
        for place, plain in made_plain:
            row[place] = plain(row[place])
        rows.append(fill(tuple(row)))
    write_plain(table.statement, rows)


def _id_of(row: Model | None) -> int | None:
    return row and row.pk


def _parts(wanted: dict[type[Model], dict[tuple, dict[str, Any]]]) -> dict[str, dict[int, list[Any]]]:
    """Return the wanted rows that search entries are made of, by the document's attribute and by document: their values, not instances."""
    parts: dict[str, dict[int, list[Any]]] = {name: defaultdict(list) for name in _FOR_ENTRY}
    for name, model in _FOR_ENTRY.items():
        keys = _KEYS[model]
        for key, values in wanted[model].items():
            parts[name][key[0]].append(SimpleNamespace(**dict(zip(keys, key, strict=True)), **values))
    return parts
