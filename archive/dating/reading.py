"""Dates as papers print them, read to the first and last day that they can mean."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from archive.dating.months import ENGLISH_MONTH, FOREIGN_MONTH, OF, ORDINAL, ROMAN_MONTH, month_number
from archive.records import DateRecord

_HYPHENS = r"\-‐‑"
_DASHES = f"{_HYPHENS}–—"
_JOIN = rf"[{_DASHES}]|to|and|&"
#: What joins the first and last of several days in any of the languages.
JOIN = rf"{_JOIN}|or|au|et|bis|und|al|y|e|a"
#: A date in figures must not follow these, or it would be the end of a file number, a sum or a larger figure.
_APART = rf"(?<![\w.,/$£{_DASHES}])"


def _year(place: int) -> str:
    return rf"(?P<year{place}>1[5-9]\d\d|20\d\d)(?!\d)"


def _month(place: int) -> str:
    return rf"(?<![^\W\d_])(?P<month{place}>{ENGLISH_MONTH})(?![^\W\d_])\.?"


def _day(place: int) -> str:
    return rf"(?P<day{place}>\d{{1,2}}){ORDINAL}?(?!\d)"


def _day_and_month(place: int) -> str:
    """Return a pattern for a day before its month, in any language: "26th of March", "26. März", "1er mai", "26 de marzo"."""
    return rf"{_day(place)}\.?(?:\s+(?:day\s+)?of|{OF})?\s*(?P<month{place}>{ENGLISH_MONTH}|{FOREIGN_MONTH})\b\.?"


def _year_after(place: int) -> str:
    return rf"(?:(?:\s*,|{OF})?\s*{_year(place)})?"


TIME = (
    r"(?:\d{1,2}(?:[:.]\s?\d\d)?(?:\s?[–-]\s?\d{1,2}(?:[:.]\s?\d\d)?)?\s?[ap]\.?\s?m\.?"
    r"|\d{1,2}:\s?\d\d(?!\d)|\d{4}(?:\s(?:hours|Z|GMT))|\d{4}Z|noon|midnight)"
)
TIME_OF_DAY = re.compile(rf"(?<![\w.]){TIME}(?:\s?\[[ap]\.\s?m\.\])?(?:\s?(?:GMT|Z|EST|EDT))?", re.IGNORECASE)
BRACKETS = str.maketrans("", "", "[]")
UNDATED = re.compile(r"\b(?:undated|no date|n\.\s?d\.)", re.IGNORECASE)

_FORMS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in [
        (
            rf"{_month(1)}\s*{_day(1)}(?:,?\s*{_year(1)})?\s*(?:{_JOIN})\s*{_month(2)}\s*{_day(2)}(?:,?\s*{_year(2)})?",
            "span",
        ),
        (
            rf"{_day_and_month(1)}{_year_after(1)}\s*(?:{JOIN})\s*{_day_and_month(2)}{_year_after(2)}",
            "span",
        ),
        (rf"{_month(1)}\s*{_day(1)}\s*/\s*(?:{_month(2)}\s*)?{_day(2)}(?:,?\s*{_year(1)})?", "two calendars"),
        (
            rf"{_month(1)}\s*{_day(1)}\s*(?:{_JOIN}|,|or)\s*{_day(2)}(?!\s*:?\s*(?:\d\d)?\s?[ap]\.)(?:,?\s*{_year(1)})?",
            "days",
        ),
        (
            rf"{_day(1)}\.?\s*(?:{JOIN})\s*{_day_and_month(2)}{_year_after(1)}",
            "days",
        ),
        (rf"{_month(1)}\s*,?\s*{_day(1)}(?:\s*\?)?(?:\s*,?\s*{_year(1)})?", "day"),
        (rf"{_day_and_month(1)}{_year_after(1)}", "day"),
        (rf"{_month(1)}\s*,?\s*{_year(1)}", "month"),
        (rf"\b(?P<month1>{FOREIGN_MONTH}){OF}?\s+{_year(1)}", "month"),
        (
            rf"{_APART}{_year(1)}(?P<mark>[./{_HYPHENS}])(?P<month1>\d{{1,2}})(?P=mark)(?P<day1>\d{{1,2}})(?!\d|[./{_DASHES}]\d)",
            "day",
        ),
        (
            rf"{_APART}(?P<day1>\d{{1,2}})\.\s?(?:(?P<month1>\d{{1,2}})\.|(?P<month2>{ROMAN_MONTH})\b\.?)\s?{_year(1)}",
            "day",
        ),
        (rf"{_APART}(?P<day1>\d{{1,2}})(?P<mark>[/{_HYPHENS}])(?P<month1>\d{{1,2}})(?P=mark){_year(1)}", "figures"),
        (rf"{_APART}{_year(1)}[{_HYPHENS}](?P<month1>0[1-9]|1[0-2])(?![\d/{_DASHES}])", "year and month"),
        (rf"{_year(1)}\s?[{_DASHES}]\s?(?:{_year(2)}|(?P<end>\d\d)(?!\d))", "years"),
        (_year(1), "year"),
    ]
]
_CORRECTION = re.compile(r"(?<!\w)(\w{1,40})\s?\[(?:sic\b[^\]]*|(?P<right>[^\]]*))\]")
#: Characters of a text that are read for a date. No printed date or date line is longer, and what comes after it has no date of its own.
LONGEST = 400
_APPROXIMATE = re.compile(r"\b(?:circa|ca\.|c\.|about|approximately)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date with how it was read.

    ``form`` is that of its words, ``"undated"`` where they state that there is none. ``is_ambiguous`` is true where figures can be read in
    two ways, so that only the year is read.
    """

    record: DateRecord
    form: str
    is_ambiguous: bool = False


def read_date(printed: str, *, year: int | None = None) -> DateRecord | None:
    """Return the date that these words give, ``None`` if they give none; ``year`` serves where the words have none.

    An impossible date ("February 30") comes back as printed, without days. Never raises.
    """
    found = read_with_form(printed, year)
    return found.record if found else None


def read_with_form(printed: str, year: int | None = None) -> ReadDate | None:
    """Return what :func:`read_date` does, with how it was read."""
    printed = printed.strip()
    words = printed[:LONGEST]
    text = _corrected(words).translate(BRACKETS)
    if UNDATED.search(text):
        return ReadDate(DateRecord(printed=printed), "undated")
    time = TIME_OF_DAY.search(words)
    words = TIME_OF_DAY.sub(" ", text) if time else text
    for pattern, form in _FORMS:
        if match := pattern.search(words):
            ambiguous = _is_ambiguous(match, form)
            span = _span(match, "year" if ambiguous else form, year)
            if form == "years" and not span:
                continue  # "1944–03" is no span of years
            found = DateRecord(printed=printed, time=time[0].strip() if time else "")
            if span:
                first, last, edtf = span
                edtf += _qualifier(text)
                found = replace(found, earliest=first.isoformat(), latest=last.isoformat(), edtf=edtf)
            return ReadDate(found, form, ambiguous)
    return None


def is_impossible(printed: str) -> bool:
    """Whether the words have the form of a date that no calendar holds ("February 30, 1944")."""
    found = read_date(printed, year=2000)
    return bool(found and not found.earliest and not UNDATED.search(printed))


def _corrected(printed: str) -> str:
    """Put an editor's correction in brackets ("26 [20]") in place of what it corrects.

    A year that the editors supply ("April 12 [1944]") corrects nothing.
    """

    def correct(match: re.Match[str]) -> str:
        wrong, right = match[1], match["right"]
        if right and re.fullmatch(r"\w+", right) and right.isdigit() == wrong.isdigit():
            is_year_after_day = right.isdigit() and len(wrong) < 3 <= len(right)
            return match[0] if is_year_after_day else right
        return match[0]

    return _CORRECTION.sub(correct, printed)


def _qualifier(text: str) -> str:
    """Return the sign of EDTF for "about", for a question mark, or for both."""
    about = _APPROXIMATE.search(text)
    if about and "?" in text:
        return "%"
    return "?" if re.search(r"\d\s*\?", text) else "~" if about else ""


def _is_ambiguous(match: re.Match[str], form: str) -> bool:
    """Whether figures can be read in two ways: "3/4/1944" by day and month, "1909-11" as a month or as two years and a half."""
    if form == "figures":
        one, other = int(match["day1"]), int(match["month1"])
        return one != other and max(one, other) <= 12
    return form == "year and month" and int(match["month1"]) > int(match["year1"][2:])


def _span(match: re.Match[str], form: str, year: int | None) -> tuple[date, date, str] | None:
    """Return first day, last day and EDTF of a matched form; ``None`` if no calendar holds it or no year is known."""
    found = match.groupdict()
    try:
        last_year = int(found.get("year2") or found.get("year1") or year or 0)
        first_year = int(found.get("year1") or last_year)
        if not last_year:
            return None
        if form == "year":
            return date(last_year, 1, 1), date(last_year, 12, 31), f"{last_year}"
        if form == "years":
            last_year = int(found["year2"] or found["year1"][:2] + found["end"])
            if last_year <= first_year:
                return None
            return date(first_year, 1, 1), date(last_year, 12, 31), f"{first_year}/{last_year}"
        month = _number(found.get("month1") or found["month2"])  # days of one month: "26 and 27 March"
        if form in ("month", "year and month"):
            last = date(last_year, month, calendar.monthrange(last_year, month)[1])
            return last.replace(day=1), last, f"{last_year}-{month:02}"
        day = int(found["day1"])
        if form == "figures" and month > 12:
            day, month = month, day
        first = date(first_year, month, day)
        if form in ("day", "figures"):
            return first, first, first.isoformat()
        if form == "two calendars":
            later = date(first_year, _number(found.get("month2") or found["month1"]), int(found["day2"]))
            return later, later, later.isoformat()  # the second is the Gregorian day
        if form == "span":
            last = date(last_year, _number(found["month2"]), int(found["day2"]))
            if last < first and not found.get("year1"):
                first = first.replace(year=first.year - 1)
        else:
            last = date(first_year, month, int(found["day2"]))
    except ValueError:
        return None
    if last < first:
        return None
    return first, last, f"{first.isoformat()}/{last.isoformat()}"


def _number(words: str) -> int:
    return int(words) if words.isdigit() else month_number(words)
