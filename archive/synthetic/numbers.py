"""The file numbers of synthetic papers, made of their file and what follows the slash.

The real grammar reads a chapter's file once; the numbers of its papers differ only in serial number or date.
The tests compare every one of them with what the grammar reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive import filing
from archive.filing import sort_keys
from archive.synthetic.contents import Chapter, is_serial

#: The first year whose papers have only the number of their file.
_WITHOUT_SUFFIX = 1964


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A file number as printed and as :func:`archive.filing.parse` reads it."""

    printed: str
    normal: str
    scheme: str
    file: str
    enclosure: str
    date: str
    sort_key: str


def numbers_of(chapter: Chapter, year: int, days: list[date]) -> list[PaperNumber]:
    """Return the number of each paper of a chapter, for the days of its papers."""
    if year >= _WITHOUT_SUFFIX:
        return [_read(chapter.file, year)] * len(days)
    if is_serial(year):
        one = _read(f"{chapter.file}/1", year)
        return [_serial(chapter.file, one, chapter.first_serial + place) for place in range(len(days))]
    one = _read(f"{chapter.file}/{days[0].month}–{days[0].day}{year % 100:02d}", year)
    found = {day: _dated(chapter.file, one, day) for day in days}
    return [found[day] for day in days]


def _read(printed: str, year: int) -> PaperNumber:
    read = filing.parse(printed, year)
    return PaperNumber(printed, read.normal, read.scheme, read.file, read.enclosure, read.date, read.sort_key)


def _serial(printed: str, one: PaperNumber, serial: int) -> PaperNumber:
    own = str(serial)
    key = one.sort_key.partition("!")[0] + sort_keys.serial_key(own)
    return PaperNumber(f"{printed}/{own}", f"{one.file}/{own}", one.scheme, one.file, own, "", key)


def _dated(printed: str, one: PaperNumber, day: date) -> PaperNumber:
    iso, end = day.isoformat(), f"{day.day}{day.year % 100:02d}"
    key = one.sort_key.partition("!")[0] + sort_keys.date_key(iso)
    return PaperNumber(
        f"{printed}/{day.month}–{end}", f"{one.file}/{day.month}-{end}", one.scheme, one.file, "", iso, key
    )
