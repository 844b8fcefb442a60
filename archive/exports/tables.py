"""Lists of papers as tables, streamed in flat memory: CSV for people's spreadsheets, JSON Lines without loss."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.urls import reverse

from archive.models import Correspondent, Document, DocumentFileNumber
from archive.search import Filters, Query
from archive.search.finding import everything

COLUMNS = (
    "id", "address", "heading", "kind", "number", "date", "date_earliest", "date_latest", "place", "senders", "recipients",
    "file_numbers", "classification", "volume", "document_number",
)  # fmt: skip
_CHUNK = 500
#: What a row takes from the paper's own table.
_FIELDS = (
    "pk", "source_id", "slug", "heading", "kind", "number", "date_edtf", "date_earliest", "date_latest", "place_printed",
    "classification", "volume__slug", "document_number",
)  # fmt: skip
#: With these a spreadsheet takes a cell for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def rows(query: Query, filters: Filters | None = None) -> Iterator[dict[str, Any]]:
    """Every public paper that answers, in the order of dates; values are text or lists of text."""
    for ids in everything(query, filters or Filters(), _CHUNK):
        yield from rows_of(ids)


def rows_of(ids: list[int]) -> Iterator[dict[str, Any]]:
    """The rows of the public papers with these ids, in their order."""
    papers = {values[0]: values for values in Document.objects.public().filter(pk__in=ids).values_list(*_FIELDS)}
    correspondents = _grouped(Correspondent, ids, "role", "printed")
    numbers = _grouped(DocumentFileNumber, ids, "file_number__normal")
    for pk in ids:
        if pk in papers:
            yield _row(papers[pk], correspondents.get(pk, ()), numbers.get(pk, ()))


def _grouped(model, ids: list[int], *fields: str) -> dict[int, list[tuple]]:
    """The values of the documents' rows, by document, in printed order."""
    found: dict[int, list[tuple]] = {}
    chosen = model.objects.filter(document__in=ids).order_by("document", "order")
    for document, *values in chosen.values_list("document", *fields):
        found.setdefault(document, []).append(tuple(values))
    return found


def csv_lines(query: Query, filters: Filters | None = None) -> Iterator[str]:
    """The rows as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return as_csv(rows(query, filters))


def json_lines(query: Query, filters: Filters | None = None) -> Iterator[str]:
    """The rows as JSON, one a line."""
    return as_json(rows(query, filters))


def as_csv(table: Iterable[dict[str, Any]], columns: tuple[str, ...] = COLUMNS) -> Iterator[str]:
    """A table as CSV for people's spreadsheets."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(columns)
    for row in table:
        yield writer.writerow([_cell(row[name]) for name in columns])


def as_json(table: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A table as JSON, one row a line."""
    for row in table:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _row(values: tuple, correspondents: Sequence[tuple], numbers: Sequence[tuple]) -> dict[str, Any]:
    paper = dict(zip(_FIELDS, values, strict=True))
    return {
        "id": paper["source_id"],
        "address": _address(paper["slug"]),
        "heading": paper["heading"],
        "kind": paper["kind"],
        "number": paper["number"],
        "date": paper["date_edtf"],
        "date_earliest": paper["date_earliest"].isoformat() if paper["date_earliest"] else "",
        "date_latest": paper["date_latest"].isoformat() if paper["date_latest"] else "",
        "place": paper["place_printed"],
        "senders": [printed for role, printed in correspondents if role == "sender"],
        "recipients": [printed for role, printed in correspondents if role == "recipient"],
        "file_numbers": [number for (number,) in numbers],
        "classification": paper["classification"],
        "volume": paper["volume__slug"] or "",
        "document_number": paper["document_number"],
    }


def _address(slug: str) -> str:
    return _pattern().replace("SLUG", slug)


@cache
def _pattern() -> str:
    return reverse("archive:document", args=["SLUG"])


def _cell(value: str | list[str]) -> str:
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if text.startswith(_FORMULAS) else text


class _Echo:
    """What :mod:`csv` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line
