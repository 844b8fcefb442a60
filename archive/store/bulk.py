"""Many new documents at once, with everything that is derived from them already made: what a whole synthetic archive needs.

An import goes through :func:`archive.store.save_batch`, which compares, identifies, renders and indexes. Here all of that was
done before, if need be in other processes, and rows go to the database as plain values: with ``COPY`` on PostgreSQL. Nothing
is left out: each document has its text, HTML, parts, version and search entry in the same transaction.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, JSONField, Max, Model

from archive import rendering, search
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
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
from archive.search.entries import Entry
from archive.store.rows import document_values

#: Rows of each table, in an order in which they can be written.
TableRows = dict[str, list[tuple]]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that is not in the archive yet, with the ids of all that it points at, its HTML and its search entry.

    ``links`` holds office, person and place of each sender and recipient; ``number_ids`` and ``cited_ids`` the file numbers that it
    bears and those that its references name, by the reference's place in the record.
    """

    pk: int
    slug: str
    volume_id: int
    division_id: int
    position: int
    record: DocumentRecord
    place_id: int | None
    links: dict[str, list[tuple]]
    number_ids: tuple[int, ...]
    html: str
    notes_html: str
    entry: Entry
    cited_ids: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewFileNumber:
    """A file number that the archive does not know yet, in a file that it knows."""

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
    """The first of so many ids that nobody else will be given."""
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


class Table:
    """A model's table as plain values: which columns are written, and what stands in those that nothing is said of."""

    def __init__(self, model: type[Model], *left_to_the_database: str) -> None:
        self.name = model._meta.db_table
        fields = [f for f in model._meta.concrete_fields if f.name not in left_to_the_database]
        self.columns = [f.column for f in fields]
        self._json = {f.column for f in fields if isinstance(f, JSONField)}
        self._dates = {f.column for f in fields if isinstance(f, DateField)}
        self._defaults = self._plain({f.column: f.get_default() for f in fields})

    def _plain(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with JSON and dates as both databases take them."""
        for column in self._json & row.keys():
            if (value := row[column]) is not None:
                row[column] = json.dumps(value) if value else "[]" if isinstance(value, list) else "{}"
        for column in self._dates & row.keys():
            value = row[column]
            if isinstance(value, datetime):
                row[column] = value.replace(tzinfo=None).isoformat(" ")
            elif isinstance(value, date):
                row[column] = value.isoformat()
        return row

    def row(self, values: dict[str, Any]) -> tuple:
        """One row, by column. Raises ``KeyError`` for a column that the table does not have."""
        row = self._defaults | self._plain(values)
        if len(row) > len(self.columns):
            raise KeyError(f"{self.name} has no {', '.join(set(row) - set(self.columns))}")
        return tuple(row.values())


@cache
def _tables() -> dict[type[Model], Table]:
    models = (Correspondent, DocumentFileNumber, DocumentVersion, Footnote, PageBreak, Reference)
    tables = {model: Table(model, "id") for model in models}
    return tables | {model: Table(model) for model in (Document, DocumentText, FileNumber)}


#: In an order in which every row finds what it points at.
_ORDER = (
    FileNumber, Document, DocumentText, DocumentVersion, Correspondent, Footnote, PageBreak, DocumentFileNumber, Reference,
)  # fmt: skip


def rows_of(volume: NewVolume, *, run_id: int | None, reason: str, state: str = State.PUBLISHED) -> TableRows:
    """The rows of a volume's documents, by table, ready to be written. Asks the database nothing."""
    tables, found = _tables(), defaultdict(list)
    now = datetime.now(UTC)

    def add(model: type[Model], **values: Any) -> None:
        found[model].append(tables[model].row(values))

    for number in volume.numbers:
        values = asdict(number)
        add(FileNumber, id=values.pop("pk"), **(values | {"date": number.date or None}))
    for new in volume.documents:
        record, pk = new.record, new.pk
        add(
            Document, id=pk, source_id=record.source_id, slug=new.slug, state=state, volume_id=new.volume_id,
            division_id=new.division_id, position=new.position, place_id=new.place_id, created_at=now, updated_at=now,
            published_at=now if state == State.PUBLISHED else None, **document_values(record),
        )  # fmt: skip
        add(
            DocumentText, document_id=pk, tei=record.text, html=new.html, notes_html=new.notes_html,
            renderer_version=rendering.RENDERER_VERSION,
        )  # fmt: skip
        add(DocumentVersion, document_id=pk, number=1, reason=reason, run_id=run_id, at=now)
        for role, side in (("sender", record.senders), ("recipient", record.recipients)):
            for order, (read, (office, person, place)) in enumerate(zip(side, new.links[role], strict=True), 1):
                add(
                    Correspondent, document_id=pk, role=role, order=order, printed=read.printed, office_read=read.office,
                    person_read=read.person, place_read=read.place, temporary_place=read.temporary_place,
                    person_source_id=read.person_id, office_id=office, person_id=person, place_id=place,
                )  # fmt: skip
        for note in record.footnotes:
            add(
                Footnote, document_id=pk, order=note.order, label=note.label, kind=note.kind, text=note.text,
                source_id=note.source_id, anchor=note.anchor,
            )  # fmt: skip
        for order, page in enumerate(record.pages, 1):
            add(
                PageBreak, document_id=pk, order=order, label=page.label, within=page.within, source_id=page.source_id,
                facsimile=page.facsimile,
            )  # fmt: skip
        for order, (number, number_id) in enumerate(zip(record.file_numbers, new.number_ids, strict=True), 1):
            add(DocumentFileNumber, document_id=pk, order=order, printed=number.printed, file_number_id=number_id)
        for place, cited in enumerate(record.references):
            add(
                Reference, document_id=pk, order=place + 1, where=cited.where, start=cited.start, end=cited.end, kind=cited.kind,
                printed=cited.printed, details=cited.details, file_number_id=new.cited_ids.get(place),
            )  # fmt: skip
    rows = {_statement(tables[model]): found[model] for model in _ORDER if found[model]}
    return rows | (search.rows_of([new.entry for new in volume.documents]) if state == State.PUBLISHED else {})


def _statement(table: Table) -> str:
    """The table with its columns, as both databases' statements name them."""
    columns = ", ".join(f'"{column}"' for column in table.columns)
    return f'"{table.name}" ({columns})'


def write_rows(rows: TableRows, run: ImportRun) -> None:
    """Write what :func:`rows_of` gave, in one transaction, and count its documents on the run that they belong to."""
    with transaction.atomic():
        _point_at_known_numbers(rows)
        for statement, values in rows.items():
            _write(statement, values)
        run.save(update_fields=["done", "alive_at"])


def _point_at_known_numbers(rows: TableRows) -> None:
    """Let documents point at file numbers that other papers brought into the archive before, and do not write those again."""
    numbers = _tables()[FileNumber]
    written = rows.get(_statement(numbers), [])
    pk, scheme, normal = (numbers.columns.index(column) for column in ("id", "scheme", "normal"))
    known = {
        (found.scheme, found.normal): found.pk
        for found in FileNumber.objects.filter(normal__in=[row[normal] for row in written])
    }
    instead = {row[pk]: known[row[scheme], row[normal]] for row in written if (row[scheme], row[normal]) in known}
    if not instead:
        return
    rows[_statement(numbers)] = [row for row in written if row[pk] not in instead]
    for model in (DocumentFileNumber, Reference):
        table = _tables()[model]
        at = table.columns.index("file_number_id")
        pointing = rows.get(_statement(table), [])
        pointing[:] = [(*row[:at], instead.get(row[at], row[at]), *row[at + 1 :]) for row in pointing]


def _write(statement: str, rows: Iterable[tuple]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {statement} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * (statement.count(",") + 1))
            # Straight to the driver: Django's own cursor would look at every statement's parameters again.
            cursor.connection.executemany(f"INSERT INTO {statement} VALUES ({places})", rows)  # noqa: S608
