"""The checks that every save runs: what is wrong or doubtful about a record, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from archive import filing
from archive.parsing.checks import check_document
from archive.records import DocumentRecord, ReadingWarning


def check(
    record: DocumentRecord,
    vocabulary: filing.Vocabulary | None = None,
    doubts: Iterable[ReadingWarning] | None = None,
) -> list[ReadingWarning]:
    """Warnings about a record's footnotes and file numbers, beside those that its reader gave.

    ``vocabulary`` is the one in force, by which a country or a subject is known. What other papers say is no part of a record:
    see :mod:`archive.store.sharing`. ``doubts`` are those of :func:`check_document`, where they are known.
    """
    said = {(warning.code, warning.message) for warning in record.warnings}
    found = list(check_document(record) if doubts is None else doubts)
    earliest, latest = (record.date.earliest, record.date.latest) if record.date else ("", "")
    for number in record.file_numbers:
        found += [
            ReadingWarning(warning.code, warning.message)
            for warning in filing.doubts_about(filing.parse(number.printed, record.year), earliest, latest, vocabulary)
        ]
    return [warning for warning in dict.fromkeys(found) if (warning.code, warning.message) not in said]
