"""File numbers of the U.S. Department of State: finding, reading, ordering and explaining them.

One grammar for every filing system from 1906 on. Nothing in here knows of a database or of Django.
"""

from __future__ import annotations



from archive.filing.finding import find
from archive.filing.number import SCHEMES, FileNumber, Found
from archive.filing.reading import normalise, parse

__all__ = ["SCHEMES", "FileNumber", "Found", "check", "find", "normalise", "parse"]


def check(number, document_date_earliest, document_date_latest):
    """Doubts about a number on a paper of that date (ISO days, or ``""`` where unknown)."""
    return []
