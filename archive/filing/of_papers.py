"""The file numbers of a paper's record, from words that somebody typed."""

from __future__ import annotations

from collections.abc import Iterable

from archive.filing.reading import parse
from archive.records import DocumentRecord, FileNumberRecord


def numbers_of(record: DocumentRecord, printed: Iterable[str]) -> tuple[FileNumberRecord, ...]:
    """Return the file numbers with these spellings, each once and in order; those that the record has stay as they were read."""
    known = {number.printed: number for number in record.file_numbers}
    return tuple(known.get(words) or _read(words, record.year) for words in dict.fromkeys(printed))


def _read(printed: str, year: int | None) -> FileNumberRecord:
    read = parse(printed, year)
    return FileNumberRecord(printed, read.normal, read.scheme)
