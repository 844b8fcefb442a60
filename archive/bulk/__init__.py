"""Change many documents at once: what would become of each is planned and shown, and exactly that is written.

``plan`` returns what a :class:`archive.models.BulkChange` would do to documents and writes nothing; ``digest`` is the fingerprint of the
change and of the versions that it was planned for; ``write`` writes planned changes. The job of a bulk change
(:mod:`archive.jobs.bulk_changes`) does that some documents at a time. Everything is written by :mod:`archive.store`, so each document
has a version of its own, and the change can be undone as a whole.
"""

from archive.bulk.changes import (
    MOST_DOCUMENTS,
    MOST_ROWS,
    PlannedChange,
    all_new_names,
    digest,
    plan,
    plan_documents,
    plan_rows,
    size_of,
    versions_of,
    write,
)
from archive.bulk.new_names import NewName
from archive.bulk.spreadsheets import csv_lines, csv_of, read_spreadsheet, xlsx_of

__all__ = [
    "MOST_DOCUMENTS",
    "MOST_ROWS",
    "NewName",
    "PlannedChange",
    "all_new_names",
    "csv_lines",
    "csv_of",
    "digest",
    "plan",
    "plan_documents",
    "plan_rows",
    "read_spreadsheet",
    "size_of",
    "versions_of",
    "write",
    "xlsx_of",
]
