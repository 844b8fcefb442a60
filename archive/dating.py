"""Dates as papers print them, as the first and last day they can mean, and as EDTF.

Calendar days only: no moments, no time zones. What is printed stays beside what was understood, and a date that can't be is
reported, never mended. EDTF is the Extended Date/Time Format of ISO 8601-2:2019, level 1 as far as papers need it: days, months, years,
``?`` uncertain, ``~`` approximate, ``%`` both, ``X`` for unknown digits at the end, and intervals with open or unknown ends.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from archive.records import DateRecord, ReadingWarning

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = rf"(?P<month{{0}}>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?P<year{0}>1[5-9]\d\d|20\d\d)(?!\d)"
_BRACKETS = str.maketrans("", "", "[]")

TIME = (
    r"(?:\d{1,2}(?:[:.]\s?\d\d)?(?:\s?[–-]\s?\d{1,2}(?:[:.]\s?\d\d)?)?\s?[ap]\.?\s?m\.?"
    r"|\d{1,2}:\s?\d\d(?!\d)|\d{4}(?:\s(?:hours|Z|GMT))|\d{4}Z|noon|midnight)"
)
_TIME = re.compile(rf"(?<![\w.]){TIME}(?:\s?\[[ap]\.\s?m\.\])?(?:\s?(?:GMT|Z|EST|EDT))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date line as understood. ``place`` has no editors' brackets; ``place_supplied`` says that it stood in some."""

    place: str = ""
    place_supplied: bool = False
    date: DateRecord | None = None
    received: DateRecord | None = None
    warnings: tuple[ReadingWarning, ...] = ()


# --- dates as printed -------------------------------------------------------------------------------------------------

_CORRECTION = re.compile(r"(\d{1,2}|\w+)\s?\[(?:sic\b[^\]]*|(?P<right>[^\]]*))\]")
_FORMS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in [
        (
            rf"{_MONTH.format(1)}\s*{_DAY.format(1)},?\s*{_YEAR.format(1)}?\s*(?:[–—-]|to|and|&)\s*"
            rf"{_MONTH.format(2)}\s*{_DAY.format(2)}(?:,?\s*{_YEAR.format(2)})?",
            "span",
        ),
        (
            rf"{_DAY.format(1)}\s*{_MONTH.format(1)},?\s*{_YEAR.format(1)}?\s*(?:[–—-]|to|and|&)\s*"
            rf"{_DAY.format(2)}\s*{_MONTH.format(2)}(?:,?\s*{_YEAR.format(2)})?",
            "span",
        ),
        (
            rf"{_MONTH.format(1)}\s*{_DAY.format(1)}\s*/\s*(?:{_MONTH.format(2)}\s*)?{_DAY.format(2)}"
            rf"(?:,?\s*{_YEAR.format(1)})?",
            "two calendars",
        ),
        (
            rf"{_MONTH.format(1)}\s*{_DAY.format(1)}\s*(?P<join>[–—-]|,|to|and|&|or)\s*{_DAY.format(2)}"
            rf"(?!\s*:?\s*(?:\d\d)?\s?[ap]\.)(?:,?\s*{_YEAR.format(1)})?",
            "days",
        ),
        (
            rf"{_DAY.format(1)}\s*(?P<join>[–—-]|to|and|&|or)\s*{_DAY.format(2)}\s*{_MONTH.format(1)}"
            rf"(?:,?\s*{_YEAR.format(1)})?",
            "days",
        ),
        (rf"{_MONTH.format(1)}\s*{_DAY.format(1)}(?:\s*\?)?(?:\s*,?\s*{_YEAR.format(1)})?", "day"),
        (rf"{_DAY.format(1)}(?:\s+of|\s+day\s+of)?\s*{_MONTH.format(1)}(?:\s*,?\s*{_YEAR.format(1)})?", "day"),
        (rf"{_MONTH.format(1)}\s*,?\s*{_YEAR.format(1)}", "month"),
        (rf"{_YEAR.format(1)}", "year"),
    ]
]
_APPROXIMATE = re.compile(r"\b(?:circa|ca\.|c\.|about|approximately)\s*", re.IGNORECASE)
_UNDATED = re.compile(r"\b(?:undated|no date|n\.\s?d\.)", re.IGNORECASE)


def read_date(printed: str, *, year: int | None = None) -> DateRecord | None:
    """The date that these words give, ``None`` if they give none; ``year`` serves where the words have none.

    A date that can't be ("February 30") comes back as printed, without days. Never raises.
    """
    text = _corrected(printed).translate(_BRACKETS)
    if _UNDATED.search(text):
        return DateRecord(printed=printed.strip())
    time = _TIME.search(printed)
    words = _TIME.sub(" ", text) if time else text
    for pattern, form in _FORMS:
        if match := pattern.search(words):
            span = _span(match, form, year)
            found = DateRecord(printed=printed.strip(), time=time[0].strip() if time else "")
            if span is None:
                return found
            first, last, edtf = span
            mark = "%" if ("?" in text and _APPROXIMATE.search(text)) else "?" if re.search(r"\d\s*\?", text) else ""
            mark = mark or ("~" if _APPROXIMATE.search(text) else "")
            return replace(found, earliest=first.isoformat(), latest=last.isoformat(), edtf=edtf + mark)
    return None


def is_impossible(printed: str) -> bool:
    """Whether the words have the form of a date that no calendar holds ("February 30, 1944")."""
    found = read_date(printed, year=2000)
    return bool(found and not found.earliest and not _UNDATED.search(printed))


def _corrected(printed: str) -> str:
    """With an editor's correction in brackets ("26 [20]") in place of what it corrects."""

    def correct(match: re.Match[str]) -> str:
        right = match["right"]
        if right and (right.isdigit() == match[1].isdigit()) and re.fullmatch(r"\w+", right):
            return right
        return match[0]

    return _CORRECTION.sub(correct, printed)


def _span(match: re.Match[str], form: str, year: int | None) -> tuple[date, date, str] | None:
    """First day, last day and EDTF of a matched form; ``None`` if no calendar holds it or no year is known."""
    found = match.groupdict()
    try:
        last_year = int(found.get("year2") or found.get("year1") or year or 0)
        first_year = int(found.get("year1") or last_year)
        if not last_year:
            return None
        if form == "year":
            return date(last_year, 1, 1), date(last_year, 12, 31), f"{last_year}"
        month = _MONTHS[found["month1"].lower()]
        if form == "month":
            last = date(last_year, month, calendar.monthrange(last_year, month)[1])
            return last.replace(day=1), last, f"{last_year}-{month:02}"
        first = date(first_year, month, int(found["day1"]))
        if form == "day":
            return first, first, first.isoformat()
        if form == "two calendars":
            later = date(first_year, _MONTHS[(found.get("month2") or found["month1"]).lower()], int(found["day2"]))
            return later, later, later.isoformat()  # the second is the Gregorian day
        if form == "span":
            last = date(last_year, _MONTHS[found["month2"].lower()], int(found["day2"]))
            if last < first and not found.get("year1"):
                first = first.replace(year=first.year - 1)
        else:
            last = date(first_year, month, int(found["day2"]))
    except ValueError:
        return None
    if last < first:
        return None
    return first, last, f"{first.isoformat()}/{last.isoformat()}"


# --- date lines -------------------------------------------------------------------------------------------------------

_RECEIVED = re.compile(r"[\[(]\s*(?:Rec(?:eive|['’])d|Rec\.)\s*:?\s*(?P<when>[^\])]*)[\])]?", re.IGNORECASE)
_STARTS_DATE = re.compile(
    rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?\s*\[?\d|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+day)?\s+(?:of\s+)?"
    rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b|\bundated\b|\b(?:circa|ca\.)\s"
    rf"|(?:{'|'.join(sorted((m for m in _MONTHS if len(m) > 3 or m == 'may'), key=len, reverse=True))})\b\s*,?\s*(?:1[5-9]|20)\d\d"
    r"|(?:1[5-9]|20)\d\d\b",
    re.IGNORECASE,
)


def read_dateline(text: str, *, year: int | None = None) -> Dateline:
    """A whole date line: place, date and time, and when it was received. Never raises."""
    line = " ".join(text.split())
    received_words = _RECEIVED.search(line)
    body = (line[: received_words.start()] + line[received_words.end() :]) if received_words else line
    start = _STARTS_DATE.search(body)
    place_words = body[: start.start()] if start else _without_time(body)
    place, supplied = _place(place_words)
    found = read_date(body[start.start() :].strip(" ,;—–"), year=year) if start else None
    if found and not found.time and (time := _TIME.search(body)):
        found = replace(found, time=time[0].strip())
    warnings = []
    if found and not found.earliest and not _UNDATED.search(found.printed):
        reason = "no calendar holds it" if is_impossible(found.printed) else "it has no year"
        warnings.append(ReadingWarning("date-unreadable", f"The date “{found.printed}” is not understood: {reason}."))
    if found:
        bracketed = start is not None and _inside_brackets(body, start.start())
        found = replace(found, printed=_date_words(found), certainty="supplied" if bracketed else "stated")
    received = _received(received_words["when"], found) if received_words else None
    return Dateline(place, supplied, found, received, tuple(warnings))


def _date_words(found: DateRecord) -> str:
    """The printed words of a date without the time, which has a field of its own."""
    words = found.printed
    if found.time:
        words = words.replace(found.time, "")
    words = words.strip(" ,.;—–-")
    return words.strip("[]. ,") if words.count("[") != words.count("]") else words


def _without_time(words: str) -> str:
    return _TIME.sub("", words)


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
    bare = stripped.translate(_BRACKETS).strip(" ,;:—–-")
    if bare.count(".") == 1 and not re.search(r"\b[A-Z]\.$", bare):
        bare = bare.rstrip(".")  # a final stop that is not an abbreviation's
    if re.search(r"(?:^|\s)(?:on|dated|of|the)$", bare) or not re.search(r"[A-Za-z]", bare):
        bare = re.sub(r"(?:^|\s)(?:on|dated|of|the)$", "", bare).strip(" ,")
    bare = _INSTITUTION.sub("", bare)
    return bare, supplied and bool(bare)


def _received(when: str, sent: DateRecord | None) -> DateRecord:
    """When a paper was received; a missing day is that of sending, as the printed editions say."""
    time = _TIME.search(when)
    sent_year = int(sent.earliest[:4]) if sent and sent.earliest else None
    found = read_date(when, year=sent_year) or DateRecord(printed=when.strip(), time=time[0].strip() if time else "")
    found = replace(found, printed=_date_words(found))
    if not found.earliest and not found.printed and sent and sent.earliest == sent.latest:
        found = replace(found, earliest=sent.earliest, latest=sent.latest, edtf=sent.edtf)
    if found.earliest and sent and sent.latest and found.latest < sent.earliest and not re.search(r"\d{4}", when):
        found = read_date(when, year=(sent_year or 0) + 1) or found  # sent in December, received in January
        found = replace(found, printed=_date_words(found))
    return found


# --- EDTF -------------------------------------------------------------------------------------------------------------

_EDTF_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[?~%])?")


def parse_edtf(text: str) -> tuple[date | None, date | None]:
    """The first and last day of an EDTF date; ``None`` for an end that is open or unknown. Raises ``ValueError``."""
    if not text:
        return None, None
    if "/" not in text:
        return _edtf_day(text)
    first, last = text.split("/", 1)
    start = None if first in {"", ".."} else _edtf_day(first)[0]
    end = None if last in {"", ".."} else _edtf_day(last)[1]
    if start is None and end is None or (start and end and end < start):
        raise ValueError(f"{text!r} is not an EDTF interval")
    return start, end


def _edtf_day(text: str) -> tuple[date, date]:
    match = _EDTF_DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        if month:
            raise ValueError(f"{text!r} is not an EDTF date of level 1")
        return date(int(year.replace("X", "0")), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    if month in {None, "XX"}:
        if day not in {None, "XX"}:
            raise ValueError(f"{text!r} is not an EDTF date of level 1")
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if day in {None, "XX"}:
        return date(int(year), int(month), 1), date(
            int(year), int(month), calendar.monthrange(int(year), int(month))[1]
        )
    found = date(int(year), int(month), int(day))
    return found, found


def describe(record: DateRecord) -> str:
    """A date in words for people: "26 March 1944", "after 21 March 1944", "March 1944, about"."""
    first, last = (date.fromisoformat(day) if day else None for day in (record.earliest, record.latest))
    if not first and not last:
        return record.printed or "no date"
    if first and last:
        words = _words(first, last)
    elif first:
        words = f"on or after {_day_words(first)}"
    else:
        words = f"on or before {_day_words(last)}"
    marks = {"?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}
    return words + marks.get(record.edtf[-1:], "")


def _words(first: date, last: date) -> str:
    if first == last:
        return _day_words(first)
    month_end = calendar.monthrange(last.year, last.month)[1]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month, first.day, last.day) == (last.year, last.month, 1, month_end):
        return f"{calendar.month_name[first.month]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {calendar.month_name[first.month]} – {_day_words(last)}"
    return f"{_day_words(first)} – {_day_words(last)}"


def _day_words(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
