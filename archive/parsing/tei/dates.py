"""When and where a document was written and received: as printed, else as the volume's markup has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date as calendar_day
from functools import lru_cache

from lxml import etree

from archive.dating import Dateline, is_impossible, read_dateline
from archive.parsing.citations import read_volume_id
from archive.parsing.headings import Heading
from archive.parsing.plain import attributes_of
from archive.parsing.tei.lines import LONGEST_LINE, printed_line
from archive.parsing.tei.names import DATE
from archive.records import DateRecord

#: Called with the code and the message of what is doubtful.
Warn = Callable[[str, str], None]
_RECEIPT_LINE = re.compile(r"[\[(]?[Rr]eceived .{0,60}\d")
#: Volumes print papers of some years before their own, and very few of later ones.
_YEARS_BEFORE, _YEARS_AFTER = 10, 5
#: Characters of a paragraph that can be nothing but a date line.
_PLAIN_DATELINE = 90


@lru_cache(maxsize=4096)
def _dateline(text: str, year: int | None) -> Dateline:
    return read_dateline(text[:LONGEST_LINE], year=year)


def receipt(segs: list[etree._Element], sent: DateRecord | None) -> DateRecord | None:
    """Return when a paper was received, if a line of its opener has only that: "(Received March 9.)"."""
    words = next((line for line in map(printed_line, segs) if _RECEIPT_LINE.match(line)), "")
    return _dateline(f"{sent.printed if sent else ''} {words}", year_of(sent)).received if words else None


def read_marked_dateline(line: etree._Element) -> tuple[str, Dateline]:
    """Return the words of a TEI ``dateline``, and what they say; its markup tells a year that the words leave out."""
    words, marked = printed_line(line), _marked_span(next(line.iter(DATE), None))
    return words, _dateline(words, int(marked[0][:4]) if marked else None) if words else Dateline()


def dateline_words(line: etree._Element | None, paragraphs: list[str]) -> str:
    """Return the printed date line of a document: ``line``, the one that is marked up, or one among the paragraphs; ``""`` if none."""
    return printed_line(line) if line is not None else _plain_dateline(paragraphs)


def _plain_dateline(paragraphs: list[str]) -> str:
    """Return a last paragraph that is only a date line ("Washington, 8th July 1954")."""
    last = paragraphs[-1] if paragraphs else ""
    if not 8 <= len(last) <= _PLAIN_DATELINE or not re.search(r"\d", last) or re.search(r"[a-z]{3}\.? [a-z]{3,}", last):
        return ""
    read = _dateline(last, None)
    date = read.date
    if date is None or not date.earliest or date.earliest != date.latest:
        return ""
    rest = last.replace(date.printed, "").replace(read.place, "")
    return "" if re.search(r"[^\W\d_]{4,}", rest) else last


def marked_year(element: etree._Element, head: etree._Element | None) -> int | None:
    """Return the year of a document by its markup."""
    tagged = next(head.iter(DATE), None) if head is not None else None
    span = _marked_span(tagged) or _document_span(element)
    return int(span[0][:4]) if span else None


def read_dates(
    element: etree._Element,
    head: etree._Element | None,
    read: Heading,
    line: etree._Element | None,
    words: str,
    kind: str,
    warn: Warn,
    otherwise: Dateline,
) -> Dateline:
    """Return date, place and receipt: as printed in the date line, else in the heading; else as the volume's markup has it.

    ``line`` is the date line if it is marked up, ``words`` are those of the date line, marked up or not.
    """
    tagged = next((d for d in line.iter(DATE)), None) if line is not None else None
    if tagged is None and head is not None and not words:
        tagged = next(head.iter(DATE), None)
    marked = _marked_span(tagged)
    if tagged is not None:
        _warn_of_impossible_markup(tagged, warn)
    year = int(marked[0][:4]) if marked else None
    dated = _dateline(words, year) if words else otherwise
    if dated.date is None and read.date_text:
        from_head = _dateline(read.date_text, year)
        dated = replace(dated, date=from_head.date, place=dated.place or read.place)
    date = dated.date
    by_markup = marked is not None and date is not None and _is_less_exact(date, marked)
    for warning in () if by_markup else dated.warnings:
        warn(warning.code, warning.message)
    if date is not None and date.edtf and not by_markup:
        if marked and not _overlaps(date, marked):
            warn("date-differs-from-markup", f"The date is printed “{date.printed}”, but marked up as {marked[0]}.")
        if tagged is not None and "inferred" in (ana := tagged.get("ana", "")):
            # Editors of the volume put the date into the text and mark it so: "#date_undated-inferred-from-document-head".
            reason = f"the volume's editors: {ana.rpartition('_')[2].replace('-', ' ')}"
            return replace(dated, date=replace(date, printed="", certainty="inferred", reason=reason))
        return dated
    reason = "the volume's markup of its date line"
    if not marked:
        marked, reason = _document_span(element), "the volume's markup of the document"
    if marked:
        first, last = marked
        edtf = first if first == last else f"{first}/{last}"
        printed = date.printed if date else ""
        return replace(
            dated, date=DateRecord(printed, first, last, edtf, date.time if date else "", "inferred", reason)
        )
    if kind != "editorial note" and date is None:
        warn("no-date", "No date is printed or marked.")
    return dated


def _is_less_exact(date: DateRecord, marked: tuple[str, str]) -> bool:
    """Return whether the markup is more exact than the words: of these only the year is understood, or their day is inferred."""
    only_years = date.earliest.endswith("-01-01") and date.latest.endswith("-12-31")
    inside = date.earliest <= marked[0] and marked[1] <= date.latest and marked != (date.earliest, date.latest)
    return only_years and inside or date.certainty == "inferred"


def _overlaps(date: DateRecord, marked: tuple[str, str]) -> bool:
    """Return whether a date, which may be open at one end, has a day in common with the marked one."""
    return date.earliest <= marked[1] and (not date.latest or marked[0] <= date.latest)


def outside_volume(date: DateRecord | None, volume_id: str) -> str:
    """Return what is doubtful about a date that is far from the years of its volume, ``""`` if nothing is or they are unknown."""
    volume = read_volume_id(volume_id)
    year = year_of(date)
    if volume is None or date is None or year is None:
        return ""
    if int(volume.first) - _YEARS_BEFORE <= year <= int(volume.last or volume.first) + _YEARS_AFTER:
        return ""
    return f"The date “{date.printed or date.edtf}” is far from the years of its volume, {volume.years}."


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _day(value: str | None) -> str:
    return value[:10] if value and _DAY.match(value) and not _is_impossible_day(value) else ""


def _is_impossible_day(value: str) -> bool:
    """Return whether the value of an attribute has the form of a day that does not exist ("1901-04-31")."""
    if not _DAY.match(value):
        return False
    try:
        calendar_day.fromisoformat(value[:10])
    except ValueError:
        return is_impossible(value[:10])
    return False


def _warn_of_impossible_markup(tagged: etree._Element, warn: Warn) -> None:
    for value in (tagged.get(name, "") for name in ("when", "from", "to", "notBefore", "notAfter")):
        if _is_impossible_day(value):
            warn("date-markup-impossible", f"A date is marked up as {value}, a day that no calendar holds.")


def _marked_span(tagged: etree._Element | None) -> tuple[str, str] | None:
    if tagged is None:
        return None
    first = _day(tagged.get("when")) or _day(tagged.get("from")) or _day(tagged.get("notBefore"))
    last = _day(tagged.get("when")) or _day(tagged.get("to")) or _day(tagged.get("notAfter"))
    return (first or last, last or first) if first or last else None


def _document_span(element: etree._Element) -> tuple[str, str] | None:
    values = {
        name.rsplit("}", 1)[-1]: _day(value) for name, value in attributes_of(element).items() if "doc-dateTime" in name
    }
    first, last = values.get("doc-dateTime-min", ""), values.get("doc-dateTime-max", "")
    return (first or last, last or first) if first or last else None


def year_of(date: DateRecord | None) -> int | None:
    """Return the year in which a span of days begins."""
    return int(date.earliest[:4]) if date and date.earliest else None
