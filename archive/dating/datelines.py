"""Date lines: where and when a paper was written, and when it was received."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.dating.months import ARTICLE, ENGLISH_MONTH, FOREIGN_MONTH, MONTH_ABBREVIATIONS, MONTHS, OF, ORDINAL
from archive.dating.reading import (
    BRACKETS,
    JOIN,
    LONGEST,
    TIME_OF_DAY,
    ReadDate,
    is_impossible,
    read_date,
    read_with_form,
)
from archive.records import DateRecord, ReadingWarning


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date line as understood. ``place`` has no editors' brackets; ``place_supplied`` is true if it was in some."""

    place: str = ""
    place_supplied: bool = False
    date: DateRecord | None = None
    received: DateRecord | None = None
    warnings: tuple[ReadingWarning, ...] = ()


_RECEIVED = re.compile(r"[\[(]\s*(?:Rec(?:eive|['’])d|Rec\.)\s*:?\s*(?P<when>[^\])]*)[\])]?", re.IGNORECASE)
_YEAR = r"(?:1[5-9]|20)\d\d"
_STARTS_DATE = re.compile(
    "|".join(
        [
            rf"(?<![^\W\d_])(?:{ENGLISH_MONTH})(?![^\W\d_])\.?\s*,?\s*\[?\d{{1,2}}(?!\d)",
            rf"(?<![^\W\d_])(?:{ENGLISH_MONTH})\b\.?\s*\[?\d",
            rf"{ARTICLE}?(?:\d{{1,2}}{ORDINAL}?\.?\s*(?:{JOIN})\s*)?\d{{1,2}}{ORDINAL}?\.?(?:\s+day)?(?:\s+of|{OF})?\s*(?:{ENGLISH_MONTH}|{FOREIGN_MONTH})\b",
            rf"\b(?:{'|'.join(MONTHS)})\s*,?\s*{_YEAR}",
            rf"\b(?:{'|'.join(MONTH_ABBREVIATIONS)})(?:\.,?)?\s*{_YEAR}",
            rf"\b(?:{FOREIGN_MONTH}){OF}?\s+{_YEAR}",
            r"\bundated\b",
            r"\b(?:circa|ca\.)\s",
            rf"(?<![\w.,/$-])\d{{1,2}}(?:[/-]\d{{1,2}}[/-]|\.\s?(?:\d{{1,2}}\.|[IVX]{{1,4}}\b\.?)\s?){_YEAR}",
            rf"{_YEAR}\b",
        ]
    ),
    re.IGNORECASE,
)


#: A year in editors' brackets that corrects no other: "April 12 [1944]".
_SUPPLIED_YEAR = re.compile(rf"(?<!\d{{4}})(?<!\d{{4}}\s)\[\s*{_YEAR}\s*\??\s*\]")
#: A figure that may be a day, and no part of a file number.
_LONE_FIGURE = re.compile(r"(?<![\w./–-])\d{1,2}(?!\d|[./–-]\s?\d)")


def read_dateline(text: str, *, year: int | None = None) -> Dateline:
    """Return place, date and time of a whole date line, and when the paper was received; ``year`` serves where the line has none.

    Never raises.
    """
    line = " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    received_words = _RECEIVED.search(line)
    body = (line[: received_words.start()] + line[received_words.end() :]) if received_words else line
    start, read = _find_date(body, year)
    place, place_supplied = _place(_without_time(body[:start]))
    found = read.record if read else None
    if found and not found.time and (time := TIME_OF_DAY.search(body)):
        found = replace(found, time=time[0].strip())
    warnings = _doubts(read) if read else ()
    if found:
        supplied = _inside_brackets(body, start) or _SUPPLIED_YEAR.search(found.printed)
        certainty = "supplied" if supplied else "stated"
        found = replace(found, printed=_date_words(found), certainty=certainty)
    received = _received(received_words["when"], found) if received_words else None
    return Dateline(place, place_supplied, found, received, warnings)


def _find_date(body: str, year: int | None) -> tuple[int, ReadDate | None]:
    """Return where the date of a line begins, the line's end if it has none, and the date."""
    match = _STARTS_DATE.search(body)
    if not match:
        return len(body), None
    start = match.start()
    read = read_with_form(body[start:].strip(" ,;—–"), year)
    if read and read.form == "year" and (figure := _LONE_FIGURE.search(_without_time(body[:start]))):
        # Figures before a lone year are a day that is not understood, and not part of the place.
        start = body.rfind(",", 0, figure.start()) + 1 or figure.start()
        read = replace(read, record=replace(read.record, printed=body[start:].strip(" ,;—–")))
    return start, read


def _doubts(read: ReadDate) -> tuple[ReadingWarning, ...]:
    """Return what is doubtful about a date of a date line: one doubt at most."""
    found = read.record
    if read.is_ambiguous:
        message = f"The date “{found.printed}” can be read in two ways, so only its year is read."
        return (ReadingWarning("date-ambiguous", message),)
    if not found.earliest and read.form != "undated":
        reason = "no calendar holds it" if is_impossible(found.printed) else "it has no year"
        return (ReadingWarning("date-unreadable", f"The date “{found.printed}” is not understood: {reason}."),)
    if read.form == "year" and len(re.findall(r"\d", _without_time(found.printed))) > 4:
        message = f"Of the date “{found.printed}” only the year is understood."
        return (ReadingWarning("date-partly-read", message),)
    return ()


def _date_words(found: DateRecord) -> str:
    """Return the printed words of a date without the time, which has a field of its own."""
    words = found.printed
    if found.time:
        words = words.replace(found.time, "")
    words = words.strip(" ,.;—–-")
    return words.strip("[]. ,") if words.count("[") != words.count("]") else words


def _without_time(words: str) -> str:
    return TIME_OF_DAY.sub("", words)


def _inside_brackets(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("[") > before.count("]")


#: Institutions that older date lines name before their city: "Legation of the United States, Brussels".
_INSTITUTION = re.compile(
    r"^(?:the\s+)?(?:[A-Z][\w.’']*\s+){0,4}?(?:Embassy|Legation|Consulate|Department|Ministry|Mission|Office|Mansion|House|Headquarters"
    r"|Commission|Delegation|Admiralty|Palace|Yamen)\b[^,]*,\s*(?=[A-Z])",
    re.I,
)


def _place(words: str) -> tuple[str, bool]:
    stripped = _without_time(words).strip(" ,;:—–-")
    supplied = stripped.startswith("[")
    bare = stripped.translate(BRACKETS).strip(" ,;:—–-")
    if bare.count(".") == 1 and not re.search(r"\b[A-Z]\.$", bare):
        bare = bare.rstrip(".")  # a final stop that is not an abbreviation's
    if re.search(r"(?:^|\s)(?:on|dated|of|the)$", bare) or not re.search(r"[A-Za-z]", bare):
        bare = re.sub(r"(?:^|\s)(?:on|dated|of|the)$", "", bare).strip(" ,")
    bare = _INSTITUTION.sub("", bare)
    return bare, supplied and bool(bare)


def _received(when: str, sent: DateRecord | None) -> DateRecord:
    """Return when a paper was received; a missing day is that of sending, as the printed editions say."""
    time = TIME_OF_DAY.search(when)
    sent_year = int(sent.earliest[:4]) if sent and sent.earliest else None
    found = read_date(when, year=sent_year) or DateRecord(printed=when.strip(), time=time[0].strip() if time else "")
    found = replace(found, printed=_date_words(found))
    if not found.earliest and not found.printed and sent and sent.earliest == sent.latest:
        found = replace(found, earliest=sent.earliest, latest=sent.latest, edtf=sent.edtf)
    if found.earliest and sent and sent.latest and found.latest < sent.earliest and not re.search(r"\d{4}", when):
        found = read_date(when, year=(sent_year or 0) + 1) or found  # sent in December, received in January
        found = replace(found, printed=_date_words(found))
    return found
