"""Entries of microfiche catalogues: papers that a volume lists in one line each, without their text.

"437. Ecbus 416 from Brussels, April 15. The subject. Official Use Only. 3 pp. Department of State, Central Files, 394.41/4–1461."
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.dating import MONTHS, read_date
from archive.parsing.headings import Heading, read_heading
from archive.parsing.kinds import read_type
from archive.parsing.markings import read_marking
from archive.records import CorrespondentRecord, DateRecord

_ORDER = re.compile(r"^\s*\[?\d+[A-Za-z]?\.\s+")
_PAGES = re.compile(r"\b\d+\s+pp?\.(?!\s?m\b)\s*")
_CLASSES = (
    r"Top Secret|Secret|Confidential|(?:Limited )?Official Use(?: Only)?|Unclassified|No classification(?: marking)?"
)
_MARKING = re.compile(rf"(?<=[.;”] )(?:{_CLASSES})\b[^.]*\.")
_CABLE = re.compile(
    r"^(?P<number>(?:(?:Telegram|Airgram|Circular telegram) )?(?:[A-Z][A-Za-z]+ )?(?:[A-Z]+[–-])?\d+)"
    r" (?P<way>from|to) (?P<place>[A-Z][^,]*?)(?=, |$)"
)
_MONTH = rf"(?:{'|'.join(MONTHS)})"
#: The date that ends an entry's heading: "Letter from Quill to Moss, April 15. The subject."
_DATED = re.compile(rf",[”\"]? (?P<date>{_MONTH} (?:\d{{1,2}}(?:, \d{{4}})?|\d{{4}})(?!\d)|undated)(?=[.,;]|$)")
_DAY = re.compile(rf"\b{_MONTH} \d{{1,2}}(?:, \d{{4}})?")


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A catalogue line as read; what it lacks is empty. ``heading`` is what it says before the date: kind, number and parties."""

    heading: Heading = Heading()
    place: str = ""
    date: DateRecord | None = None
    classification: str = ""
    source: str = ""


def is_catalogue_line(line: str) -> bool:
    """Return whether a heading is a catalogue line by its form: a date, after it how many pages the paper has, and where it is."""
    dated = _DATED.search(line)
    pages = _PAGES.search(line, dated.end()) if dated else None
    return pages is not None and pages.end() < len(line)


def read_catalogue_line(line: str, year: int | None = None) -> CatalogueLine:
    """Read a catalogue line; ``year`` is the paper's, for a line that prints a day without one. Never raises."""
    words = _ORDER.sub("", line)
    pages = _PAGES.search(words)
    source = words[pages.end() :].strip() if pages else ""
    about = words[: pages.start()] if pages else words
    marked = _MARKING.search(about) or _MARKING.match(source)
    if marked and marked.string is source:
        source = source[marked.end() :].strip()
    classification = read_marking(marked[0]).classification if marked else ""
    dated = _DATED.search(about)
    printed = dated["date"] if dated else day[0] if (day := _DAY.search(about)) else ""
    date = read_date(printed, year=year) if printed else None
    said = about[: dated.start()] if dated else about.partition(". ")[0]
    heading, place = _read_cable(said) if _CABLE.match(said) else _read_words(said)
    return CatalogueLine(heading, place, date, classification, source)


def _read_cable(words: str) -> tuple[Heading, str]:
    """Return heading and place of "Telegram 1524 from Bonn": the other side is not said, but where the paper was written."""
    cable = _CABLE.match(words)
    assert cable
    number = re.sub(r"^(?:Telegram|Airgram|Circular telegram) ", "", cable["number"])
    kind = "airgram" if re.match(r"(?:C?A[–-]|Airgram)", cable["number"]) else "telegram"
    if cable["number"].startswith("Circular"):
        kind = "circular telegram"
    there = (CorrespondentRecord(cable["place"], place=cable["place"]),)
    if cable["way"] == "to":
        return Heading(kind, "catalogue", number=number, recipients=there), ""
    return Heading(kind, "catalogue", number=number, senders=there), cable["place"]


def _read_words(words: str) -> tuple[Heading, str]:
    """Return heading and place of "Memorandum from Quill to Moss, Lima", whose kind may be printed in small letters."""
    place = _PLACE.search(words)
    read = read_heading(words[: place.start()] if place else words)
    kind = read.kind or read_type(words.title()).kind
    return replace(read, kind=kind, family="catalogue"), place["place"] if place else ""


#: A place after a party: "Memorandum for President Quill, Lima".
_PLACE = re.compile(r"(?<=[a-z]), (?P<place>[A-Z][a-z]+)$")
