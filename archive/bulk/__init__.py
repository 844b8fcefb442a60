"""Change many documents at once: what would become of each is planned and shown, and exactly that is applied.

``plan`` returns what a :class:`archive.models.BulkChange` would do to each document and writes nothing; ``digest`` is the
fingerprint of a plan; ``apply`` makes the change if the plan still has the digest that was shown. Everything is written by
:mod:`archive.store`, so each document has a version of its own and ``store.undo_bulk`` undoes all of it.
"""

from archive.bulk.changes import MOST_DOCUMENTS, PlannedChange, apply, digest, plan
from archive.bulk.spreadsheets import csv_of, read_spreadsheet, xlsx_of

__all__ = [
    "MOST_DOCUMENTS",
    "PlannedChange",
    "apply",
    "csv_of",
    "digest",
    "plan",
    "read_spreadsheet",
    "xlsx_of",
]
