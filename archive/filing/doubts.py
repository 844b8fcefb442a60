"""Doubts about the file number of a paper, for the desk. They never block."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archive.filing.explaining import Explanation, explain
from archive.filing.file_number import FileNumber
from archive.filing.schemes import DECIMAL_1910, DECIMAL_1950, DECIMAL_ERAS, SCHEMES, SUBJECT_NUMERIC
from archive.filing.vocabulary import Vocabulary, default_vocabulary
from archive.records import ReadingWarning

#: Days by which a suffix may differ from the paper's date and still confirm a repaired reading. Of 10,997 FRUS papers, 87 % are within one.
TOLERANCE = 3
#: Days by which no suffix differs from the paper's date unless one of them is wrong.
_FAR = 366
#: The classes of the decimal file whose subjects the list has, if only under wide headings: of others it has a part, so that an unknown
#: subject says nothing about the paper.
_LISTED = {DECIMAL_1910: "8", DECIMAL_1950: "789"}
#: Doubts about spelling, which need nobody where the repaired number agrees with the paper's date and every part of it is known.
_REPAIRS = frozenset({"letter-for-digit", "point-misplaced", "dash-lost", "suffix-garbled", "editor-correction"})


def doubts_about(
    number: FileNumber,
    document_date_earliest: str = "",
    document_date_latest: str = "",
    vocabulary: Vocabulary | None = None,
) -> list[ReadingWarning]:
    """Return warnings about the number of a paper of these days (ISO, ``""`` where unknown).

    They are the doubts of the reading (with why), a country or subject that isn't in the lists of its era, and a date suffix
    that looks like a misprint of the paper's date, or its date like a misprint. Papers are filed with those that they answer or enclose, so
    other days are normal. Codes: those of :func:`archive.filing.parse`, ``file-country-unknown``,
    ``file-subject-unknown``, ``suffix-date-differs``.
    """
    vocabulary = vocabulary or default_vocabulary()
    year = _year(document_date_earliest) or _year(document_date_latest)
    meaning = explain(number, year, vocabulary)
    warnings, number = list(number.warnings), meaning.number
    unknown = list(_unknown(meaning))
    first, last = _date(document_date_earliest), _date(document_date_latest)
    suffix, first, last = _date(number.date), first or last, last or first
    if not suffix or not first or not last:
        return warnings + unknown
    apart = max((first - suffix).days, (suffix - last).days, 0)
    if apart <= TOLERANCE and not unknown:
        return [warning for warning in warnings if warning.code not in _REPAIRS]
    return warnings + unknown + _misprint(suffix, first, last, apart)


def _unknown(meaning: Explanation) -> Iterator[ReadingWarning]:
    """Yield a warning for each part that the lists of its era do not have."""
    number = meaning.number
    if number.scheme in DECIMAL_ERAS:
        for code, name in (
            (number.country, meaning.country_name),
            (number.second_country, meaning.second_country_name),
        ):
            if code and not name:
                message = f"The country number {code} is not in the list of {SCHEMES[number.scheme].short_span}."
                yield ReadingWarning("file-country-unknown", message)
    if number.scheme in (*DECIMAL_ERAS, SUBJECT_NUMERIC):
        if not meaning.class_name:
            yield ReadingWarning("file-class-unknown", f"Class {number.class_} was not used in that era.")
        elif number.subject and not meaning.subject_name and number.class_ in _LISTED.get(number.scheme, number.class_):
            message = f"The subject {number.subject} of class {number.class_} is not in the list of that era."
            yield ReadingWarning("file-subject-unknown", message)


def _misprint(suffix: date, first: date, last: date, apart: int) -> list[ReadingWarning]:
    """Return a doubt where a suffix has the paper's day in another month or year, or is more than a year away."""
    what = ""
    if first == last and suffix.day == first.day and apart > TOLERANCE:
        if suffix.year == first.year:
            what = "the paper's day in another month"
        elif suffix.month == first.month:
            what = "the paper's day in another year"
    if not what and apart > _FAR:
        what = f"{apart} days from the paper's date"
    message = f"The date suffix says {suffix.isoformat()}: {what}."
    return [ReadingWarning("suffix-date-differs", message)] if what else []


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def _year(iso: str) -> int | None:
    day = _date(iso)
    return day.year if day else None
