"""File numbers of the U.S. Department of State: finding, reading, ordering and explaining them.

One grammar for every filing system from 1906 on. Nothing in here knows of a database or of Django.
"""

from __future__ import annotations

import re

from archive.filing.number import SCHEMES, FileNumber, Found
from archive.records import ReadingWarning

__all__ = ["SCHEMES", "FileNumber", "Found", "check", "find", "normalise", "parse"]


def parse(printed: str, year: int | None = None) -> FileNumber:
    """Read a file number. Never raises: what can't be read has the scheme ``unknown``."""
    normal = re.sub(r"\s+", " ", printed).strip()
    return FileNumber(printed=printed, normal=normal, file=normal, sort_key=normal)


def normalise(text: str, year: int | None = None) -> str:
    """The one normal form of all spellings of a number."""
    return parse(text, year).normal


def find(text: str, *, source_note: bool = False) -> list[Found]:
    """The file numbers in a running text, or in a source note."""
    return []


def check(number: FileNumber, document_date_earliest: str, document_date_latest: str) -> list[ReadingWarning]:
    """Doubts about a number on a paper of that date (ISO days, or ``""`` where unknown)."""
    return []
