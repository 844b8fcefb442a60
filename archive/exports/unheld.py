"""The register of papers not held as a table to take to the archives, streamed in constant memory."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from archive.exports.tables import as_csv
from archive.models import Reference, UnheldPaper

COLUMNS = (
    "paper", "kind", "number", "from", "to", "date", "year", "time", "file", "file_number", "where_held", "looked_for_in_vain",
    "cited_in",
)  # fmt: skip
_CHUNK, _MOST_CITING = 500, 20


def csv_lines(rows: QuerySet[UnheldPaper]) -> Iterator[str]:
    """Yield the rows as CSV, each with the papers that cite it."""
    citing = Reference.objects.public().select_related("document")
    citing = citing.only("unheld_id", "document__source_id", "document__slug").order_by("document", "order")
    rows = rows.prefetch_related(Prefetch("citations", queryset=citing[:_MOST_CITING], to_attr="first_citations"))
    table = (dict(zip(COLUMNS, _values(row), strict=True)) for row in rows.iterator(chunk_size=_CHUNK))
    return as_csv(table, COLUMNS)


def _values(row: UnheldPaper) -> list[str | list[str]]:
    return [
        str(row),
        row.kind,
        row.number,
        row.sender,
        row.recipient,
        row.day.isoformat() if row.day else "",
        str(row.year or ""),
        row.time,
        row.file.normal if row.file else "",
        row.file_number.normal if row.file_number else "",
        row.where_held,
        "yes" if row.not_found else "",
        list(dict.fromkeys(one.document.source_id for one in row.first_citations)),
    ]
