"""Entries of microfiche catalogues: papers that a volume lists in one line each, without their text.

"437. Ecbus 416 from Brussels, April 15. The subject. Official Use Only. 3 pp. Department of State, Central Files, 394.41/4–1461."
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.dating import MONTHS, read_date
from archive.parsing.markings import read_marking
from archive.records import CorrespondentRecord, DateRecord

_ORDER = re.compile(r"^\s*\[?\d+[A-Za-z]?\.\s+")
_PAGES = re.compile(r"\b\d+\s+pp?\.\s*")
_CLASSES = (
    r"Top Secret|Secret|Confidential|(?:Limited )?Official Use(?: Only)?|Unclassified|No classification(?: marking)?"
)
_MARKING = re.compile(rf"(?<=[.;”] )(?:{_CLASSES})\b[^.]*\.")
_CABLE = re.compile(
    r"^(?P<number>(?:(?:Telegram|Airgram|Circular telegram) )?(?:[A-Z][A-Za-z]+ )?(?:[A-Z]+[–-])?\d+)"
    r" (?P<way>from|to) (?P<place>[A-Z][^,]*?), "
)
_DATE = re.compile(rf"\b(?:{'|'.join(MONTHS)}) \d{{1,2}}(?:, \d{{4}})?")


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A catalogue line as read; what it lacks is empty."""

    kind: str = ""
    number: str = ""
    senders: tuple[CorrespondentRecord, ...] = ()
    recipients: tuple[CorrespondentRecord, ...] = ()
    place: str = ""
    date: DateRecord | None = None
    classification: str = ""
    source: str = ""


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
    day = _DATE.search(about)
    date = read_date(day[0], year=year) if day else None
    cable = _CABLE.match(about)
    if not cable:
        return CatalogueLine(date=date, classification=classification, source=source)
    number = re.sub(r"^(?:Telegram|Airgram|Circular telegram) ", "", cable["number"])
    kind = "airgram" if re.match(r"(?:C?A[–-]|Airgram)", cable["number"]) else "telegram"
    there = (CorrespondentRecord(cable["place"], place=cable["place"]),)
    outward = cable["way"] == "to"
    place = "" if outward else cable["place"]
    return CatalogueLine(
        kind, number, () if outward else there, there if outward else (), place, date, classification, source
    )
