"""Changing many documents at once: what would become of each is planned, looked at, and applied exactly so.

``plan`` says what a :class:`archive.models.BulkChange` would do to each document and writes nothing; ``digest`` is the
fingerprint of a plan; ``apply`` makes the change if the plan still has the digest that was looked at. Everything goes
through :mod:`archive.store`, so each document has a version of its own and ``store.undo_bulk`` takes all of it back.
"""

from archive.bulk.planning import MOST_DOCUMENTS, Changed, Planned, apply, digest, plan
from archive.bulk.spreadsheets import BadSpreadsheet, csv_of, read_spreadsheet, xlsx_of

__all__ = [
    "MOST_DOCUMENTS",
    "BadSpreadsheet",
    "Changed",
    "Planned",
    "apply",
    "csv_of",
    "digest",
    "plan",
    "read_spreadsheet",
    "xlsx_of",
]
