"""The warnings of documents: what is wrong or doubtful about a record, whoever wrote it, and its rows in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict

from django.db import transaction

from archive import filing
from archive.deriving import Derived
from archive.models import Document, DocumentWarning
from archive.models.vocabulary import vocabulary
from archive.parsing.checks import check_document
from archive.records import DocumentRecord, ReadingWarning
from archive.sql.batches import short_batches
from archive.sql.rows import insert
from archive.store.dismissals import dismissed_from_the_start
from archive.store.duplicates import duplicate_warnings
from archive.store.listings import doubts_about_marks
from archive.store.loading import load
from archive.store.term_doubts import doubts_about_terms


def warnings_about(
    record: DocumentRecord,
    terms: filing.Vocabulary | None = None,
    doubts: Iterable[ReadingWarning] | None = None,
) -> list[ReadingWarning]:
    """Return warnings about a record's footnotes and file numbers, besides those that its reader gave.

    ``terms`` is the vocabulary in force, which knows countries and subjects. ``doubts`` are those of :func:`check_document`, if they
    are known.
    """
    by_reader = {(warning.code, warning.message) for warning in record.warnings}
    found = list(check_document(record) if doubts is None else doubts)
    earliest, latest = (record.date.earliest, record.date.latest) if record.date else ("", "")
    for number in record.file_numbers:
        found += [
            ReadingWarning(warning.code, warning.message)
            for warning in filing.doubts_about(filing.parse(number.printed, record.year), earliest, latest, terms)
        ]
    return [warning for warning in dict.fromkeys(found) if (warning.code, warning.message) not in by_reader]


def write_warnings(
    batch: list[tuple[Document, DocumentRecord]], *, with_reader: bool, ready: Mapping[str, Derived] | None = None
) -> None:
    """Update the rows of warnings of documents that are being written; ``ready`` has what was derived from records before, by source id."""
    _update(batch, [document for document, _ in batch if document.version > 1], with_reader, ready or {})


def rebuild_doubts(progress: Callable[[int, int], None] | None = None) -> int:
    """Find the doubts of the checks again for every document, in short transactions; return how many documents had others before.

    ``progress`` is called with the number of documents done and of all documents. Readers' doubts are found by the next import.
    """
    pks = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    done = different = 0
    for some in short_batches(pks):
        with transaction.atomic():
            different += find_doubts(some)
        done += len(some)
        if progress:
            progress(done, len(pks))
    return different


def find_doubts(papers: Iterable[int]) -> int:
    """Find the doubts of the checks again for these documents; return how many of them had others before."""
    documents = list(Document.objects.for_record().filter(pk__in=papers))
    return _update([(document, load(document)) for document in documents], documents, False, {})


def _update(
    batch: list[tuple[Document, DocumentRecord]],
    known: list[Document],
    with_reader: bool,
    ready: Mapping[str, Derived],
) -> int:
    """Update the rows of warnings: those of the checks and, with ``with_reader``, the record's own. Dismissals stay.

    A warning is the same as an earlier one if it has the same message, even if its place in the source has moved. ``known`` are the
    documents that may have warnings already. Return how many documents have other warnings now.
    """
    sources = [DocumentWarning.Source.CHECK] + ([DocumentWarning.Source.READER] if with_reader else [])
    present: dict[tuple, DocumentWarning] = {}
    for row in DocumentWarning.objects.filter(document__in=known, source__in=sources):
        present[row.document_id, row.source, row.code, row.message, row.other_id, row.line, row.column] = row
    new, moved = [], []
    wanted = _wanted(batch, with_reader, ready)
    exact = [present.pop(_key(*each[:4]), None) for each in wanted]
    elsewhere: dict[tuple, list[tuple]] = defaultdict(list)
    for key in present:
        elsewhere[key[:5]].append(key)
    for (document, source, warning, other, order), row in zip(wanted, exact, strict=True):
        same_message = elsewhere[_key(document, source, warning, other)[:5]]
        if row is None and same_message:
            row = present.pop(same_message.pop(0))
        if row is None:
            values = {"document_id": document.pk, "source": str(source), "order": order, "other_id": other}
            new.append(values | asdict(warning))
        elif (row.order, row.line, row.column) != (order, warning.line, warning.column):
            row.order, row.line, row.column = order, warning.line, warning.column
            moved.append(row)
    DocumentWarning.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
    dismissed = dismissed_from_the_start([document for document, _ in batch], (row["code"] for row in new))
    insert(DocumentWarning, [row | dismissed.get((row["document_id"], row["code"]), {}) for row in new])
    DocumentWarning.objects.bulk_update(moved, ["order", "line", "column"])
    return len({row["document_id"] for row in new} | {row.document_id for row in present.values()})


def _wanted(
    batch: list[tuple[Document, DocumentRecord]], with_reader: bool, ready: Mapping[str, Derived]
) -> list[tuple[Document, str, ReadingWarning, int | None, int]]:
    """Return document, source, warning, other paper and order of every warning that these documents should have."""
    wanted, terms = [], vocabulary()
    duplicates = duplicate_warnings([document for document, _ in batch])
    marks = doubts_about_marks(
        (document.pk, document.volume.slug if document.volume_id else "", record) for document, record in batch
    )
    terms_of_office = doubts_about_terms([document.pk for document, _ in batch])
    for document, record in batch:
        before = ready.get(record.source_id)
        checked = [(warning, None) for warning in warnings_about(record, terms, before and before.doubts)]
        checked += [(warning, None) for found in (marks, terms_of_office) for warning in found.get(document.pk, ())]
        checked += duplicates.get(document.pk, [])
        found = [(DocumentWarning.Source.CHECK, warning, other) for warning, other in checked]
        if with_reader:
            found = [(DocumentWarning.Source.READER, warning, None) for warning in record.warnings] + found
        wanted += [(document, *doubt, order) for order, doubt in enumerate(dict.fromkeys(found), 1)]
    return wanted


def _key(document: Document, source: str, warning: ReadingWarning, other: int | None) -> tuple:
    return document.pk, source, warning.code, warning.message, other, warning.line, warning.column
