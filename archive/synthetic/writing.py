"""Write many new documents at once, with everything that is derived from them made before, as a synthetic archive needs it.

An import calls :func:`archive.store.save_batch`, which compares, identifies, renders and indexes. Here all of that was done
before, possibly in other processes, and rows are written as plain values: with ``COPY`` on PostgreSQL. Nothing is left out:
each document has its text, HTML, parts, version and search entry in the same transaction.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model

from archive import rendering, search
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentHolding,
    DocumentText,
    DocumentVersion,
    FileNumber,
    Footnote,
    ImportRun,
    PageBreak,
    Reference,
    State,
)
from archive.records import DocumentRecord
from archive.search.entries import IndexEntry
from archive.sql.rows import Table, write_plain
from archive.store.rows import document_values

#: Rows of each table, in an order in which they can be written.
TableRows = dict[str, list[tuple]]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that is not in the archive yet, with the ids of all rows that it points at, its plain text, its HTML and its search entry.

    ``links`` has office, person and place of each sender and recipient; ``number_ids`` the file numbers of the document, and
    ``cited_ids`` those that its references name, by the reference's place in the record.
    """

    pk: int
    slug: str
    volume_id: int
    division_id: int
    position: int
    record: DocumentRecord
    place_id: int | None
    unit_id: int | None
    links: dict[str, list[tuple]]
    number_ids: tuple[int, ...]
    plain: str
    html: str
    notes_html: str
    entry: IndexEntry
    cited_ids: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewFileNumber:
    """A file number that is not in the archive yet, of a file that is."""

    pk: int
    file_id: int
    scheme: str
    normal: str
    enclosure: str
    date: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class NewVolume:
    """The documents of a volume and the file numbers that are new with them."""

    documents: list[NewDocument]
    numbers: list[NewFileNumber]


def reserve_ids(model: type[Model], count: int) -> int:
    """Reserve ids of a table, so that no other row gets them, and return the first."""
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute("SELECT nextval(%s)", [sequence])
            first = max(cursor.fetchone()[0], (model.objects.aggregate(top=Max("pk"))["top"] or 0) + 1)
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + count])
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            last = first + count
            if row:
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table])
            else:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
    return first


@cache
def _tables() -> dict[type[Model], Table]:
    models = (Correspondent, DocumentFileNumber, DocumentVersion, Footnote, PageBreak, Reference)
    tables = {model: Table(model, "id") for model in models}
    return tables | {model: Table(model) for model in (Document, DocumentHolding, DocumentText, FileNumber)}


#: In an order in which every row finds what it points at.
_ORDER = (
    FileNumber, Document, DocumentText, DocumentHolding, DocumentVersion, Correspondent, Footnote, PageBreak, DocumentFileNumber, Reference,
)  # fmt: skip


#: The columns that are written of each table's rows, except those of documents; :func:`rows_of` returns their values in this order.
_COLUMNS = {
    FileNumber: ("id", "file_id", "scheme", "normal", "enclosure", "date", "sort_key"),
    DocumentText: ("document_id", "tei", "plain", "html", "notes_html", "renderer_version"),
    DocumentHolding: ("document_id", "unit_id"),
    DocumentVersion: ("document_id", "number", "reason", "run_id", "at"),
    Correspondent: (
        "document_id", "role", "order", "printed", "office_read", "person_read", "place_read", "temporary_place",
        "person_source_id", "office_id", "person_id", "place_id",
    ),
    Footnote: ("document_id", "order", "label", "kind", "text", "source_id", "anchor"),
    PageBreak: ("document_id", "order", "label", "within", "source_id", "facsimile"),
    DocumentFileNumber: ("document_id", "order", "printed", "file_number_id"),
    Reference: ("document_id", "order", "where", "start", "end", "kind", "printed", "details", "file_number_id"),
}  # fmt: skip


def rows_of(volume: NewVolume, *, run_id: int | None, reason: str, state: str = State.PUBLISHED) -> TableRows:
    """Return the rows of a volume's documents, by table, ready to be written. Makes no query."""
    tables, found = _tables(), defaultdict(list)
    now = datetime.now(UTC)
    fill = {model: tables[model].filler(*columns) for model, columns in _COLUMNS.items()}
    first_version = fill[DocumentVersion]((0, 1, reason, run_id, tables[DocumentVersion].plain({"at": now})["at"]))
    at = tables[DocumentVersion].columns.index("document_id")

    def add(model: type[Model], *values: Any) -> None:
        found[model].append(fill[model](values))

    for number in volume.numbers:
        add(
            FileNumber, number.pk, number.file_id, number.scheme, number.normal, number.enclosure, number.date or None,
            number.sort_key,
        )  # fmt: skip
    for new in volume.documents:
        record, pk = new.record, new.pk
        values = {
            "id": pk, "source_id": record.source_id, "slug": new.slug, "state": state, "volume_id": new.volume_id,
            "division_id": new.division_id, "position": new.position, "place_id": new.place_id, "created_at": now,
            "updated_at": now, "published_at": now if state == State.PUBLISHED else None, **document_values(record),
        }  # fmt: skip
        found[Document].append(tables[Document].row(values))
        add(DocumentText, pk, record.text, new.plain, new.html, new.notes_html, rendering.RENDERER_VERSION)
        if new.unit_id:
            add(DocumentHolding, pk, new.unit_id)
        found[DocumentVersion].append((*first_version[:at], pk, *first_version[at + 1 :]))
        for role, side in (("sender", record.senders), ("recipient", record.recipients)):
            for order, (read, links) in enumerate(zip(side, new.links[role], strict=True), 1):
                add(
                    Correspondent, pk, role, order, read.printed, read.office, read.person, read.place,
                    read.temporary_place, read.person_id, *links,
                )  # fmt: skip
        for note in record.footnotes:
            add(Footnote, pk, note.order, note.label, note.kind, note.text, note.source_id, note.anchor)
        for order, page in enumerate(record.pages, 1):
            add(PageBreak, pk, order, page.label, page.within, page.source_id, page.facsimile)
        for order, (number, number_id) in enumerate(zip(record.file_numbers, new.number_ids, strict=True), 1):
            add(DocumentFileNumber, pk, order, number.printed, number_id)
        for place, cited in enumerate(record.references):
            details = json.dumps(cited.details) if cited.details else "{}"
            add(
                Reference, pk, place + 1, cited.where, cited.start, cited.end, cited.kind, cited.printed, details,
                new.cited_ids.get(place),
            )  # fmt: skip
    rows = {tables[model].statement: found[model] for model in _ORDER if found[model]}
    return rows | (search.entry_rows([new.entry for new in volume.documents]) if state == State.PUBLISHED else {})


def write_rows(rows: TableRows, run: ImportRun) -> None:
    """Write the rows that :func:`rows_of` returned, in one transaction, and save the progress of their run."""
    with transaction.atomic():
        _point_at_known_numbers(rows)
        with search.deferred_merging():
            of_search = search.entry_tables()
            for statement, values in rows.items():
                if statement not in of_search:
                    write_plain(statement, values)
            search.write_entry_rows(rows)
        run.save(update_fields=["done", "alive_at"])


def _point_at_known_numbers(rows: TableRows) -> None:
    """Point documents at file numbers that are in the archive already, and leave these out of the rows."""
    numbers = _tables()[FileNumber]
    written = rows.get(numbers.statement, [])
    pk, scheme, normal = (numbers.columns.index(column) for column in ("id", "scheme", "normal"))
    known = {
        (found.scheme, found.normal): found.pk
        for found in FileNumber.objects.filter(normal__in=[row[normal] for row in written])
    }
    instead = {row[pk]: known[row[scheme], row[normal]] for row in written if (row[scheme], row[normal]) in known}
    if not instead:
        return
    rows[numbers.statement] = [row for row in written if row[pk] not in instead]
    for model in (DocumentFileNumber, Reference):
        table = _tables()[model]
        at = table.columns.index("file_number_id")
        pointing = rows.get(table.statement, [])
        pointing[:] = [(*row[:at], instead.get(row[at], row[at]), *row[at + 1 :]) for row in pointing]
