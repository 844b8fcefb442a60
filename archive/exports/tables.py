"""Lists of papers as tables, streamed in flat memory: CSV for people's spreadsheets, JSON Lines without loss."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from archive.models import Document
from archive.search import Filters, Query
from archive.search.finding import everything

COLUMNS = (
    "id", "address", "heading", "kind", "number", "date", "date_earliest", "date_latest", "place", "senders", "recipients",
    "file_numbers", "classification", "volume", "document_number",
)  # fmt: skip
_CHUNK = 500
#: With these a spreadsheet takes a cell for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def rows(query: Query, filters: Filters | None = None) -> Iterator[dict[str, Any]]:
    """Every public paper that answers, in the order of dates; values are text or lists of text."""
    for ids in everything(query, filters or Filters(), _CHUNK):
        documents = Document.objects.public().for_list().in_bulk(ids)
        for pk in ids:
            if pk in documents:
                yield _row(documents[pk])


def csv_lines(query: Query, filters: Filters | None = None) -> Iterator[str]:
    """The rows as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows(query, filters):
        yield writer.writerow([_cell(row[name]) for name in COLUMNS])


def json_lines(query: Query, filters: Filters | None = None) -> Iterator[str]:
    """The rows as JSON, one a line."""
    for row in rows(query, filters):
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _row(document: Document) -> dict[str, Any]:
    return {
        "id": document.source_id,
        "address": document.get_absolute_url(),
        "heading": document.heading,
        "kind": document.kind,
        "number": document.number,
        "date": document.date_edtf,
        "date_earliest": document.date_earliest.isoformat() if document.date_earliest else "",
        "date_latest": document.date_latest.isoformat() if document.date_latest else "",
        "place": document.place_printed,
        "senders": [c.printed for c in document.senders],
        "recipients": [c.printed for c in document.recipients],
        "file_numbers": [n.file_number.normal for n in document.document_file_numbers.all()],
        "classification": document.classification,
        "volume": document.volume.slug if document.volume else "",
        "document_number": document.document_number,
    }


def _cell(value: str | list[str]) -> str:
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if text.startswith(_FORMULAS) else text


class _Echo:
    """What :mod:`csv` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line
