"""Lists of papers as tables, streamed in flat memory: CSV for people's spreadsheets, JSON Lines without loss."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive.models import Correspondent, Document, DocumentFileNumber, DocumentTopic
from archive.search import Filters, Query
from archive.search.matches import all_matches
from archive.sql.batches import batches
from archive.sql.prepared import Prepared
from archive.web.hrefs import href

_JSON = json.JSONEncoder(ensure_ascii=False)
COLUMNS = (
    "id", "address", "heading", "subject", "kind", "number", "date", "date_earliest", "date_latest", "place", "senders", "recipients",
    "file_numbers", "classification", "volume", "document_number", "languages", "topics",
)  # fmt: skip
#: Ids found by one query, and rows fetched and sent together: a table of any length takes as much memory as these.
_FOUND, _CHUNK = 5000, 500
#: With these a spreadsheet takes a cell for a formula.
_FORMULAS = frozenset("=+-@\t\r")

_papers = Prepared(
    lambda *ids: Document.objects.public()
    .filter(pk__in=ids)
    .order_by()
    .values_list(
        "pk", "source_id", "slug", "heading", "subject", "kind", "number", "date_edtf", "date_earliest", "date_latest", "place_printed",
        "classification", "volume__slug", "document_number", "languages",
    )
)  # fmt: skip
_correspondents = Prepared(
    lambda *ids: (
        Correspondent.objects.filter(document__pk__in=ids)
        .order_by("document_id", "role", "order")
        .values_list("document_id", "role", "printed")
    )
)
_numbers = Prepared(
    lambda *ids: (
        DocumentFileNumber.objects.filter(document__pk__in=ids)
        .order_by("document_id", "order")
        .values_list("document_id", "file_number__normal")
    )
)
_topics = Prepared(
    lambda *ids: (
        DocumentTopic.objects.filter(document__pk__in=ids)
        .order_by("document_id", "order")
        .values_list("document_id", "topic__chain")
    )
)


def rows(query: Query, filters: Filters | None = None) -> Iterator[dict[str, Any]]:
    """Yield every matching public paper, by date; values are text or lists of text."""
    for ids in all_matches(query, filters or Filters(), _FOUND):
        yield from rows_of(ids)


def rows_of(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the public papers with these ids, in their order."""
    for chunk in batches(ids, _CHUNK):
        yield from papers_of(chunk).values()


def papers_of(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the rows of the public papers with these ids, a few hundred at most, by id and in their order. Four queries."""
    papers = {pk: values for pk, *values in _papers.among(ids)}
    parties: dict[tuple[int, str], list[str]] = defaultdict(list)
    for pk, role, printed in _correspondents.among(ids):
        parties[pk, role].append(printed)
    numbers: dict[int, list[str]] = defaultdict(list)
    for pk, normal in _numbers.among(ids):
        numbers[pk].append(normal)
    topics: dict[int, list[str]] = defaultdict(list)
    for pk, ((_, term, _), *_) in _topics.among(ids):
        if term not in topics[pk]:
            topics[pk].append(term)
    address = href("archive:document", "SLUG")
    return {
        pk: _row(address, papers[pk], parties[pk, "sender"], parties[pk, "recipient"], numbers[pk], topics[pk])
        for pk in ids
        if pk in papers
    }


def csv_lines(query: Query, filters: Filters | None = None) -> Iterator[str]:
    """Return the rows as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return as_csv(rows(query, filters))


def json_lines(query: Query, filters: Filters | None = None) -> Iterator[str]:
    """Return the rows as JSON, one a line."""
    return as_json(rows(query, filters))


def as_csv(table: Iterable[dict[str, Any]], columns: tuple[str, ...] = COLUMNS) -> Iterator[str]:
    """Yield a table as CSV for people's spreadsheets, many rows at a time, because each piece sent has a cost."""
    yield "\ufeff" + _csv([columns])
    for some in batches(table, _CHUNK):
        yield _csv([_cell(row[name]) for name in columns] for row in some)


def as_json(table: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield a table as JSON, one row a line, many rows at a time."""
    for some in batches(table, _CHUNK):
        yield "".join([_JSON.encode(row) + "\n" for row in some])


def _row(
    address: str,
    paper: Sequence[Any],
    senders: list[str],
    recipients: list[str],
    numbers: list[str],
    topics: list[str],
) -> dict[str, Any]:
    (
        source_id,
        slug,
        heading,
        subject,
        kind,
        number,
        edtf,
        earliest,
        latest,
        place,
        classification,
        volume,
        in_volume,
        languages,
    ) = paper
    return {
        "id": source_id,
        "address": address.replace("SLUG", slug),
        "heading": heading,
        "subject": subject,
        "kind": kind,
        "number": number,
        "date": edtf,
        "date_earliest": earliest.isoformat() if earliest else "",
        "date_latest": latest.isoformat() if latest else "",
        "place": place,
        "senders": senders,
        "recipients": recipients,
        "file_numbers": numbers,
        "classification": classification,
        "volume": volume or "",
        "document_number": in_volume,
        "languages": languages,
        "topics": topics,
    }


def _csv(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _cell(value: str | list[str]) -> str:
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if text[:1] in _FORMULAS else text
