"""What is cited, and its parts as every style needs them: title, number, date, volume, pages, where the original is."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from archive.parsing.citations import VolumeName, read_volume_name
from archive.records import DateRecord, DocumentRecord, VolumeRecord

_NUMBERED = re.compile(r"(?P<number>\d+[A-Za-z]?)\.\s+")
#: Where a publisher is, for those whose name says it.
_GOVERNMENT_PRINTER = re.compile(
    r"(?:United States |U\.\s?S\.\s)?(Government (?:Printing|Publishing) Office)", re.IGNORECASE
)
_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
#: Kinds that say nothing in a citation, or that the heading says already.
_SILENT_KINDS = {"", "other", "editorial note", "paper"}


class Run(NamedTuple):
    """A stretch of a citation and how it is set: ``""``, ``"italic"`` or ``"small-caps"``."""

    text: str
    setting: str = ""


@dataclass(frozen=True)
class Cited:
    """A paper, or one page or footnote of it, under its permanent address.

    ``page`` and ``note`` are printed labels, ``""`` for the whole paper; a note's ``page`` is the page on which its sign stands.
    ``record`` needs no text. What every style asks for is worked out once.
    """

    record: DocumentRecord
    address: str
    volume: VolumeRecord | None = None
    page: str = ""
    note: str = ""
    archive: str = "Chancery"

    @cached_property
    def title(self) -> str:
        """The printed heading without its number in the volume, a final stop, or line breaks."""
        heading = " ".join(self.record.heading.split()) or self.record.source_id
        numbered = _NUMBERED.match(heading)
        if numbered and numbered["number"] == self.record.document_number:
            heading = heading[numbered.end() :]
        heading = heading[:1].upper() + heading[1:]
        return heading.rstrip(".") if not re.search(r"\b[A-Z]\.$|\b(?:Jr|Sr|Co|Inc)\.$", heading) else heading

    @cached_property
    def number(self) -> str:
        """Kind and own number, as far as the heading does not say them: "telegram 1020", "no. 662", ``""``."""
        record = self.record
        heading = record.heading.lower()
        said = record.kind in _SILENT_KINDS or record.kind in heading
        if not record.number or re.search(
            rf"(?<!\w){re.escape(record.number.lower())}(?!\w)", _NUMBERED.sub("", heading, count=1)
        ):
            return "" if said else record.kind
        if record.number[:1].isalpha():
            return record.number if said or record.number[1:3].isalpha() else f"{record.kind} {record.number}"
        return f"no. {record.number}" if said else f"{record.kind} {record.number}"

    @cached_property
    def date(self) -> DateRecord | None:
        """The date, unless the heading prints it or an editors' note has none to give."""
        read = self.record.date
        if (
            read
            and read.printed
            and read.certainty == "stated"
            and _folded(read.printed) in _folded(self.record.heading)
        ):
            return None
        if self.record.kind == "editorial note" and not (read and (read.earliest or read.latest)):
            return None
        return read or DateRecord()

    @cached_property
    def volume_name(self) -> VolumeName | None:
        """Years, volume and part, where the volume's id or title says them."""
        return read_volume_name(self.volume.source_id, self.volume.title) if self.volume else None

    @cached_property
    def in_series(self) -> bool:
        """Whether it is printed in *Foreign Relations of the United States*."""
        return (
            bool(self.volume)
            and "foreign relations of the united states" in f"{self.volume.series} {self.volume.title}".lower()
        )

    @cached_property
    def publisher(self) -> tuple[str, str]:
        """Place and publisher, short; the place only where the publisher's name says it."""
        printed = self.volume.publisher if self.volume else ""
        if match := _GOVERNMENT_PRINTER.fullmatch(printed.strip()):
            return "Washington, DC", match[1]
        return "", printed

    @property
    def published(self) -> str:
        """The year of publication, ``""`` if none is known."""
        found = re.search(r"(?<!\d)\d{4}(?!\d)", self.volume.published) if self.volume else None
        return found[0] if found else ""

    @property
    def pages(self) -> tuple[str, str]:
        """First and last page cited, the same for one page; ``("", "")`` if none is known."""
        if self.page:
            return self.page, self.page
        labels = [page.label for page in self.record.pages if page.label]
        return (labels[0], labels[-1]) if labels else ("", "")

    @cached_property
    def original(self) -> list[str]:
        """Where the original is kept, from the file number out: file number, collection, repository."""
        kept = self.record.collection
        numbers = [number.printed for number in self.record.file_numbers if number.printed not in kept]
        return [*numbers, *(words for words in (kept, self.record.repository) if words)]

    @property
    def key(self) -> str:
        """A key for citation managers, of plain letters and figures."""
        return re.sub(r"[^0-9A-Za-z-]+", "-", self.record.source_id).strip("-")


def date_words(read: DateRecord | None, form: str = "american") -> str:
    """A date as a citation gives it. ``form`` is ``"american"`` (March 21, 1944), ``"short"`` (Mar. 21, 1944) or ``"day-first"``.

    What the source does not state stands in brackets, so that an inferred date never passes for a printed one; a date that nobody
    knows is ``"n.d."``.
    """
    if read is None or not (read.earliest or read.latest):
        printed = " ".join(read.printed.split()) if read else ""
        return printed if printed and printed.lower() != "no date" else "n.d."
    first, last = (date.fromisoformat(day) if day else None for day in (read.earliest, read.latest))
    if first and last:
        words = _span(first, last, form)
    elif first:
        words = f"on or after {_day(first, form)}"
    else:
        words = f"on or before {_day(last, form)}"
    mark = read.edtf[-1:]
    words = f"ca. {words}" if mark in {"~", "%"} else words
    words = f"{words}?" if mark in {"?", "%"} else words
    return words if read.certainty == "stated" else f"[{words}]"


def page_range(first: str, last: str, style: str = "chicago") -> str:
    """Pages as one range: "1016–17", "308–9" (Chicago) or "308–09" (Bluebook, MLA); labels that are no figures stand in full."""
    if first == last:
        return first
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) and first < last) or len(first) < 3:
        return f"{first}–{last}"
    if style == "chicago" and first.endswith("00"):
        return f"{first}–{last}"
    shared = next(at for at, (one, other) in enumerate(zip(first, last, strict=True)) if one != other)
    keep = min(shared, len(first) - 2)
    if len(first) == 4 and keep < 2:
        return f"{first}–{last}"  # where three of four figures change, all four are given
    short = last[keep:]
    if style == "chicago" and first[-2] == "0" and len(short) == 2:
        short = short.lstrip("0")
    return f"{first}–{short}"


def _span(first: date, last: date, form: str) -> str:
    if first == last:
        return _day(first, form)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month, first.day) == (last.year, last.month, 1) and last.day == monthrange(
        last.year, last.month
    )[1]:
        return f"{_month(first, form)} {first.year}"
    if first.year == last.year and form != "day-first":
        end = f"{last.day}" if first.month == last.month else f"{_month(last, form)} {last.day}"
        return f"{_month(first, form)} {first.day}–{end}, {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last, form)}"
    return f"{_day(first, form)}–{_day(last, form)}"


def _day(day: date, form: str) -> str:
    if form == "day-first":
        return f"{day.day} {_month(day, form)} {day.year}"
    return f"{_month(day, form)} {day.day}, {day.year}"


def _month(day: date, form: str) -> str:
    return (_MONTHS if form == "american" else _SHORT)[day.month - 1]


def _folded(words: str) -> str:
    return " ".join(words.lower().replace(",", " ").split())
