"""Dates as papers print them, read to the first and last day that they can mean."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive.dating.feasts import FEAST, day_of_feast
from archive.dating.months import (
    DASHES,
    ENGLISH_MONTH,
    FOREIGN_MONTH,
    HYPHENS,
    OF,
    ORDINAL,
    ORDINAL_WORD,
    ROMAN_MONTH,
    day_number,
    month_number,
)
from archive.dating.times import TIME_OF_DAY, without_time
from archive.records import DateRecord

_JOIN = rf"[{DASHES}]|to|and|&|through|or"
#: What joins the first and last of several days in any of the languages.
JOIN = rf"{_JOIN}|au|et|bis|und|al|y|e|a"
#: A date in figures must not follow these, or it would be the end of a file number, a sum or a larger figure.
_APART = rf"(?<![\w.,/$£{DASHES}])"
#: Seasons with their numbers in EDTF. They have no first and last day: half of the world has winter when the other has summer.
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def _year(place: int) -> str:
    return rf"(?P<year{place}>1[5-9]\d\d|20\d\d)(?!\d)"


def _month(place: int) -> str:
    return rf"(?<![^\W\d_])(?P<month{place}>{ENGLISH_MONTH})(?![^\W\d_])\.?"


def _day(place: int) -> str:
    return rf"(?P<day{place}>[0-3]?\d(?!\d)|(?<![^\W\d_])(?:{ORDINAL_WORD})(?![^\W\d_])){ORDINAL}?"


def _month_of_day(place: int) -> str:
    """Return a pattern for a month after its day, in any language: "of March", ". März", "de marzo"."""
    return rf"\.?(?:\s+(?:day\s+)?of|{OF})?\s*(?P<month{place}>{ENGLISH_MONTH}|{FOREIGN_MONTH})\b\.?"


def _day_and_month(place: int) -> str:
    """Return a pattern for a day before its month, in any language: "26th of March", "26. März", "1er mai", "26 de marzo"."""
    return rf"{_day(place)}{_month_of_day(place)}"


def _month_and_day(place: int) -> str:
    """Return a pattern for a day after its month: "March 26", "October the Eighth", "November, 10"."""
    return rf"{_month(place)}\s*,?\s*(?:the\s+)?{_day(place)}"


def _year_after(place: int) -> str:
    return rf"(?:(?:\s*,|{OF})?\s*{_year(place)})?"


BRACKETS = str.maketrans("", "", "[]")
UNDATED = re.compile(r"\b(?:undated|no date|n\.\s?d\.)", re.IGNORECASE)

_FORMS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in [
        (
            rf"{_month_and_day(1)}(?:\s*,?\s*{_year(1)})?\s*,?\s*(?:{_JOIN})\s*{_month_and_day(2)}(?:\s*,?\s*{_year(2)})?",
            "span",
        ),
        (
            rf"{_day_and_month(1)}{_year_after(1)}\s*,?\s*(?:{JOIN})\s*{_day_and_month(2)}{_year_after(2)}",
            "span",
        ),
        (rf"{_month_and_day(1)}\s*[/(]\s*(?:{_month(2)}\s*)?{_day(2)}\s*\)?(?:\s*,?\s*{_year(1)})?", "two days"),
        (rf"{_day_and_month(1)}\s*[/(]\s*{_day_and_month(2)}\s*\)?{_year_after(1)}", "two days"),
        (rf"{_APART}{_day(1)}\s*/\s*{_day_and_month(2)}{_year_after(1)}", "two days"),
        (rf"{_APART}{_day(1)}\s*\(\s*{_day(2)}\s*\){_month_of_day(2)}{_year_after(1)}", "two days"),
        (
            rf"{_month_and_day(1)}(?:\s*,\s*\d{{1,2}}(?!\d)){{0,9}}\s*(?:,?\s*(?:{_JOIN})|,)\s*{_day(2)}"
            rf"(?!\s*:?\s*(?:\d\d)?\s?[ap]\.)(?:\s*,?\s*{_year(1)})?",
            "days",
        ),
        (
            rf"{_day(1)}\.?\s*(?:{JOIN})\s*{_day_and_month(2)}{_year_after(1)}",
            "days",
        ),
        (
            rf"{_APART}{_year(1)}\.?\s*,?\s*(?P<month1>{ENGLISH_MONTH}|{FOREIGN_MONTH})\.?\s*{_day(1)}(?!\s*,?\s*\d{{4}})",
            "day",
        ),
        (rf"{_month_and_day(1)}(?:\s*\?)?(?:\s*,?\s*{_year(1)})?", "day"),
        (rf"{_day_and_month(1)}{_year_after(1)}", "day"),
        (rf"{_year(1)}\s?年\s?(?P<month1>\d{{1,2}})\s?月\s?(?P<day1>\d{{1,2}})\s?日", "day"),
        (rf"{_month(1)}(?:\s*,?\s*{_year(1)})?\s*(?:{_JOIN})\s*{_month(2)}\s*,?\s*{_year(2)}", "months"),
        (rf"{_month(1)}\s*,?\s*{_year(1)}", "month"),
        (rf"\b(?P<month1>{FOREIGN_MONTH}){OF}?\s+{_year(1)}", "month"),
        (
            rf"{_APART}{_year(1)}(?P<mark>[./{HYPHENS}])(?P<month1>\d{{1,2}})(?P=mark)(?P<day1>\d{{1,2}})(?!\d|[./{DASHES}]\d)",
            "day",
        ),
        (
            rf"{_APART}(?P<day1>\d{{1,2}})\.\s?(?:(?P<month1>\d{{1,2}})\.|(?P<month2>{ROMAN_MONTH})\b\.?)\s?{_year(1)}",
            "day",
        ),
        (rf"{_APART}(?P<day1>\d{{1,2}})(?P<mark>[/{HYPHENS}])(?P<month1>\d{{1,2}})(?P=mark){_year(1)}", "figures"),
        (
            rf"{_APART}(?P<day1>\d{{1,2}})(?P<mark>[/{HYPHENS}])(?P<month1>{ENGLISH_MONTH}|{ROMAN_MONTH})(?P=mark){_year(1)}",
            "day",
        ),
        (
            rf"\b(?P<season>{'|'.join(_SEASONS)})(?:\s+of)?\s*,?\s*{_year(1)}(?:\s?[/{DASHES}]\s?(?:{_year(2)}|(?P<end>\d\d)(?!\d)))?",
            "season",
        ),
        (rf"\b(?P<feast>{FEAST})(?:\s+of)?\s*,?\s*{_year(1)}", "feast"),
        (rf"{_APART}{_year(1)}[{HYPHENS}](?P<month1>0[1-9]|1[0-2])(?![\d/{DASHES}])", "year and month"),
        (rf"(?<![\w{DASHES}]){_year(1)}\s?[{DASHES}]\s?(?:{_year(2)}|(?P<end>\d\d)(?!\d))", "years"),
        (rf"{_year(1)}(?!s\b)", "year"),
    ]
]
#: A word that may be a day, and how many of them the forms with days need. Most lines have one, or none and no year, so that most forms
#: need not be tried.
_DAY_WORD = re.compile(rf"(?<!\d)\d\d?(?!\d)|(?<![^\W\d_])(?:{ORDINAL_WORD})(?![^\W\d_])", re.IGNORECASE)
_DAYS_OF_FORM = {"span": 2, "two days": 2, "days": 2, "day": 1, "figures": 2}
_ANY_YEAR = re.compile(_year(1))
_CORRECTION = re.compile(r"(?<!\w)(\w{1,40})\s?\[(?:sic\b[^\]]*|(?P<right>[^\]]*))\]")
#: Characters of a text that are read for a date. No printed date or date line is longer, and what comes after it has no date of its own.
LONGEST = 400
_APPROXIMATE = re.compile(r"(?<![\w.])(?:circa|ca\.|c\.|about|around|approximately)\s*", re.IGNORECASE)
_UNCERTAIN = re.compile(r"\d\s*\?|\b(?:probably|presumably)\b", re.IGNORECASE)
#: Words that make a date the end or the beginning of an open span, and whether its own day belongs to it.
_OPEN = {
    "before": ("until", 1), "prior to": ("until", 1), "on or before": ("until", 0), "not later than": ("until", 0), "until": ("until", 0),
    "after": ("since", 1), "on or after": ("since", 0), "not earlier than": ("since", 0), "not before": ("since", 0), "since": ("since", 0),
}  # fmt: skip
_OPENING = re.compile(
    rf"\b({'|'.join(sorted(_OPEN, key=len, reverse=True)).replace(' ', chr(92) + 's+')})\s+$", re.IGNORECASE
)
#: What may stand between "undated" and a date that the editors supply.
_BETWEEN_UNDATED = re.compile(
    r"[\W_]*(?:(?:but|probably|presumably|circa|ca|about|on|or|before|after|early|mid|late)\b[\W_]*){0,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date with how it was read.

    ``form`` is that of its words, ``"undated"`` where they state that there is none. ``is_ambiguous`` is true where figures can be read in
    two ways, so that only the year is read. The date's words are those from ``start`` to ``end``.
    """

    record: DateRecord
    form: str
    is_ambiguous: bool = False
    start: int = 0
    end: int = 0


def read_date(printed: str, *, year: int | None = None) -> DateRecord | None:
    """Return the date that these words give, ``None`` if they give none; ``year`` serves where the words have none.

    An impossible date ("February 30") comes back as printed, without days. Never raises.
    """
    found = read_with_form(printed.strip(), year)
    return found.record if found else None


def read_with_form(printed: str, year: int | None = None) -> ReadDate | None:
    """Return what :func:`read_date` does, with how it was read and where."""
    words = printed[:LONGEST]
    places = _places_read(words)
    text = without_time("".join(words[place] for place in places))
    undated = UNDATED.search(text)
    time = TIME_OF_DAY.search(words)
    days = len(_DAY_WORD.findall(text))
    has_year = _ANY_YEAR.search(text) is not None
    for pattern, form in _FORMS:
        possible = days >= _DAYS_OF_FORM[form] if form in _DAYS_OF_FORM else has_year
        if not possible or not (match := pattern.search(text)):
            continue
        if undated and not _BETWEEN_UNDATED.fullmatch(text, undated.end(), max(undated.end(), match.start())):
            break
        ambiguous = _is_ambiguous(match, form)
        span = _span(match, "year" if ambiguous else form, year)
        if form == "years" and not span:
            continue  # "1944–03" is no span of years
        found = DateRecord(printed=printed, time=time[0].strip() if time else "")
        if span:
            found = _opened(found, span, text[: match.start()], _qualifier(text))
            if form == "feast":
                reason = f"the day of the feast in the Western calendar: {span[2]}"
                found = replace(found, certainty="inferred", reason=reason)
            elif undated:
                found = replace(found, certainty="supplied")
        start = places[min(match.start(), undated.start()) if undated else match.start()]
        return ReadDate(found, form, ambiguous, start, places[match.end() - 1] + 1)
    if undated:
        return ReadDate(
            DateRecord(printed=printed), "undated", False, places[undated.start()], places[undated.end() - 1] + 1
        )
    return None


def is_impossible(printed: str) -> bool:
    """Whether the words have the form of a date that no calendar holds ("February 30, 1944")."""
    found = read_date(printed, year=2000)
    return bool(found and not found.edtf and not UNDATED.search(printed))


def _places_read(printed: str) -> list[int]:
    """Return the places of the characters that are read: not brackets, nor what an editor's correction ("26 [20]") replaces.

    A year that the editors supply ("April 12 [1944]") corrects nothing.
    """
    left_out: set[int] = set()
    for match in _CORRECTION.finditer(printed):
        wrong, right = match[1], match["right"]
        if right is None:
            left_out.update(range(match.end(1), match.end()))  # "[sic]"
            continue
        is_year_after_day = right.isdigit() and len(wrong) < 3 <= len(right)
        if re.fullmatch(r"\w+", right) and right.isdigit() == wrong.isdigit() and not is_year_after_day:
            left_out.update(range(match.start(1), match.start("right")))
    return [place for place, character in enumerate(printed) if character not in "[]" and place not in left_out]


def _opened(found: DateRecord, span: tuple[date, date, str], before: str, qualifier: str) -> DateRecord:
    """Return the date with the days of a span, or with those before or after it where the words before it say so."""
    first, last, edtf = span
    if not (opening := _OPENING.search(before)):
        return replace(found, earliest=first.isoformat(), latest=last.isoformat(), edtf=edtf + qualifier)
    side, apart = _OPEN[" ".join(opening[1].lower().split())]
    if side == "until":
        end = (first - timedelta(days=1) if apart else last).isoformat()
        return replace(found, latest=end, edtf=f"../{end}")
    start = (last + timedelta(days=1) if apart else first).isoformat()
    return replace(found, earliest=start, edtf=f"{start}/..")


def _qualifier(text: str) -> str:
    """Return the sign of EDTF for "about", for a question mark, or for both."""
    about = _APPROXIMATE.search(text)
    if about and "?" in text:
        return "%"
    return "?" if _UNCERTAIN.search(text) else "~" if about else ""


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
            return _days(date(last_year, 1, 1), date(last_year, 12, 31), f"{last_year}")
        if form in ("years", "season") and found.get("end"):
            last_year = int(found["year1"][:2] + found["end"])
        if form == "years":
            return _days(date(first_year, 1, 1), date(last_year, 12, 31), f"{first_year}/{last_year}")
        if form == "season":
            edtf = f"{first_year}-{_SEASONS[found['season'].lower()]}" if first_year == last_year else ""
            return _days(date(first_year, 1, 1), date(last_year, 12, 31), edtf or f"{first_year}/{last_year}")
        if form == "feast":
            feast = day_of_feast(found["feast"], first_year)
            return _days(feast, feast)
        month = month_number(found.get("month1") or found["month2"])  # days of one month: "26 and 27 March"
        other_month = month_number(found.get("month2") or found["month1"])
        if form in ("month", "year and month"):
            return _days(date(last_year, month, 1), _end_of_month(last_year, month), f"{last_year}-{month:02}")
        if form == "months":
            first_year -= not found["year1"] and month > other_month
            edtf = f"{first_year}-{month:02}/{last_year}-{other_month:02}"
            return _days(date(first_year, month, 1), _end_of_month(last_year, other_month), edtf)
        day = day_number(found["day1"])
        if form == "figures" and month > 12:
            day, month = month, day
        first = date(first_year, month, day)
        if form in ("day", "figures"):
            return _days(first, first)
        last = date(last_year if form == "span" else first_year, other_month, day_number(found["day2"]))
        if form == "two days":
            if (last - first).days == _days_between_calendars(last.year):
                first = last  # the second is the Gregorian day
        elif form == "span" and last < first and not found.get("year1"):
            first = first.replace(year=first.year - 1)
    except ValueError:
        return None
    return _days(first, last)


def _days(first: date, last: date, edtf: str = "") -> tuple[date, date, str] | None:
    """Return the days of a span with its EDTF; ``None`` if it would end before it begins."""
    if last < first:
        return None
    return first, last, edtf or (first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}")


def _days_between_calendars(year: int) -> int:
    """Return by how many days the Gregorian calendar is ahead of the Julian one."""
    return year // 100 - year // 400 - 2


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
