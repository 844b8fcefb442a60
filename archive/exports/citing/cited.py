"""What is cited, and its parts as every style needs them: title, number, date, volume, pages, where the original is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from archive.dating import MONTHS, SHORT_MONTHS, DateStyle, in_words
from archive.languages import DEFAULT_LANGUAGE
from archive.parsing.citations import VolumeName, read_volume_name
from archive.parsing.headings import without_number
from archive.records import DateRecord, DocumentRecord, VolumeRecord

#: A publisher whose place follows from its name.
_GOVERNMENT_PRINTER = re.compile(
    r"(?:United States |U\.\s?S\.\s)?(Government (?:Printing|Publishing) Office)", re.IGNORECASE
)
#: A heading whose final stop belongs to its last word: "Inc.", "10:25 a.m.", "U.S.S.R."
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Jr|Sr|Co|Inc)|\b[ap]\.\s?m)\.$")
#: Kinds that add nothing to a citation.
_SILENT_KINDS = {"", "other", "editorial note", "paper"}


class Run(NamedTuple):
    """A stretch of a citation and its setting: ``""``, ``"italic"`` or ``"small-caps"``."""

    text: str
    setting: str = ""


@dataclass(frozen=True)
class Cited:
    """A paper, or one page or footnote of it, under its permanent address.

    ``page`` and ``note`` are printed labels, ``""`` for the whole paper; a note's ``page`` is the page of its sign in the text.
    ``record`` needs no text. What every style needs is computed once.
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
        heading = self._heading or self.record.source_id
        heading = heading[:1].upper() + heading[1:]
        return heading if _ABBREVIATED.search(heading) else heading.rstrip(".")

    @cached_property
    def _heading(self) -> str:
        return without_number(self.record.heading, self.record.document_number)

    @property
    def language(self) -> str:
        """The code of the paper's main language; English where its source states none."""
        return self.record.languages[0] if self.record.languages else DEFAULT_LANGUAGE

    @cached_property
    def number(self) -> str:
        """Kind and own number, unless the heading has them: "telegram 1020", "no. 662", ``""``."""
        record = self.record
        heading = self._heading.lower()
        # "Memorandum of Telephone Conversation" says that it is a memorandum of conversation.
        noun = re.split(r" (?:of|for) ", record.kind)[0]
        known = record.kind in _SILENT_KINDS or noun in heading
        if not record.number or re.search(rf"(?<!\w){re.escape(record.number.lower())}(?!\w)", heading):
            return "" if known else record.kind
        if record.number[:1].isalpha():
            return record.number if known or record.number[1:3].isalpha() else f"{record.kind} {record.number}"
        return f"no. {record.number}" if known else f"{record.kind} {record.number}"

    @cached_property
    def date(self) -> DateRecord | None:
        """The date, unless the heading prints it or an editors' note has none."""
        read = self.record.date
        if (
            read
            and read.printed
            and read.certainty == "stated"
            and any(_folded(words) in _folded(self.record.heading) for words in (read.printed, date_words(read)))
        ):
            return None
        if self.record.kind == "editorial note" and not (read and (read.earliest or read.latest)):
            return None
        return read or DateRecord()

    @cached_property
    def volume_name(self) -> VolumeName | None:
        """Years, volume and part, if the volume's id or title has them."""
        return read_volume_name(self.volume.source_id, self.volume.title) if self.volume else None

    @cached_property
    def in_series(self) -> bool:
        """Whether it is printed in *Foreign Relations of the United States*."""
        volume = self.volume
        return (
            volume is not None and "foreign relations of the united states" in f"{volume.series} {volume.title}".lower()
        )

    @cached_property
    def publisher(self) -> tuple[str, str]:
        """Place and publisher, short; the place only if it follows from the publisher's name."""
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
        """First and last page cited, the same for one page; ``("", "")`` if none is known.

        Where the first page that is marked begins within the paper, the paper begins on the page before it.
        """
        if self.page:
            return self.page, self.page
        labels = [page.label for page in self.record.pages if page.label]
        return (self.page_before or labels[0], labels[-1]) if labels else ("", "")

    @cached_property
    def page_before(self) -> str:
        """The page on which it begins, by the number of the first page that its source marks within it; ``""`` if that is marked itself."""
        first = next((page for page in self.record.pages if page.label), None)
        if first is None or not first.within or not (first.label.isascii() and first.label.isdecimal()):
            return ""
        return str(int(first.label) - 1) if int(first.label) > 1 else ""

    @cached_property
    def original(self) -> list[str]:
        """Where the original is kept, from the file number out: file number, collection, repository."""
        kept = self.record.collection.rstrip(" ,;")
        numbers = [number.printed for number in self.record.file_numbers if number.printed not in kept]
        named = "; ".join(numbers)
        # "Kennedy Library, National Security Files, …" is a number that names both.
        return [*numbers, *(words for words in (kept, self.record.repository) if words and words not in named)]

    @property
    def shelfmark(self) -> str:
        """Its file numbers, else the collection that it is in."""
        return "; ".join(number.printed for number in self.record.file_numbers) or self.record.collection

    @property
    def note_words(self) -> str:
        """The footnote cited, in words: "footnote 61", "source note", ``""``."""
        if not self.note:
            return ""
        return f"{self.note.lower()} note" if self.note in {"source", "summary"} else f"footnote {self.note}"

    @property
    def key(self) -> str:
        """A key for citation managers, of plain letters and figures."""
        return re.sub(r"[^0-9A-Za-z-]+", "-", self.record.source_id).strip("-")


def date_words(read: DateRecord | None, form: str = "american") -> str:
    """Return a date as a citation gives it: ``form`` is ``"american"`` (March 21, 1944), ``"short"`` (Mar. 21, 1944) or ``"day-first"``.

    What the source does not state is in brackets, so that an inferred date never passes for a printed one. An unknown date is
    ``"n.d."``.
    """
    words = in_words(read, _STYLES[form]) if read else ""
    if read is None or not words:
        printed = " ".join(read.printed.split()) if read else ""
        return printed if printed and printed.lower() != "no date" else "n.d."
    return words if read.certainty == "stated" else f"[{words}]"


def page_range(first: str, last: str, style: str = "chicago") -> str:
    """Return pages as one range: "1016–17", "308–9" (Chicago) or "308–09" (Bluebook, MLA); other labels in full."""
    if first == last:
        return first
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) and first < last) or len(first) < 3:
        return f"{first}–{last}"
    if style == "chicago" and first.endswith("00"):
        return f"{first}–{last}"
    shared = next(at for at, (one, other) in enumerate(zip(first, last, strict=True)) if one != other)
    keep = min(shared, len(first) - 2)
    if len(first) == 4 and keep < 2:
        return f"{first}–{last}"  # where three of four figures change, all four are written
    short = last[keep:]
    if style == "chicago" and first[-2] == "0" and len(short) == 2:
        short = short.lstrip("0")
    return f"{first}–{short}"


def _folded(words: str) -> str:
    return " ".join(words.lower().replace(",", " ").split())


def _style(months: tuple[str, ...], *, day_first: bool = False) -> DateStyle:
    """Return the style of a citation's dates, with these names of months."""

    def month(day: date) -> str:
        return months[day.month - 1]

    def whole(day: date) -> str:
        return f"{day.day} {month(day)} {day.year}" if day_first else f"{month(day)} {day.day}, {day.year}"

    def span(first: date, last: date) -> str:
        same_month = (first.year, first.month) == (last.year, last.month)
        if first.year == last.year and not day_first:
            end = f"{last.day}" if same_month else f"{month(last)} {last.day}"
            return f"{month(first)} {first.day}–{end}, {first.year}"
        return f"{first.day}–{whole(last)}" if same_month else f"{whole(first)}–{whole(last)}"

    return DateStyle(
        day=whole,
        month=lambda day: f"{month(day)} {day.year}",
        span=span,
        since="on or after {}",
        until="on or before {}",
        marks={"?": "{}?", "~": "ca. {}", "%": "ca. {}?"},
    )


_STYLES = {
    "american": _style(MONTHS),
    "short": _style(SHORT_MONTHS),
    "day-first": _style(SHORT_MONTHS, day_first=True),
}
