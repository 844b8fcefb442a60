"""Doubts about the file number of a paper, for the desk. They never block."""

from __future__ import annotations

from datetime import date

from archive.filing.explaining import explain
from archive.filing.file_number import FileNumber
from archive.filing.schemes import DECIMAL_ERAS, SCHEMES, SUBJECT_NUMERIC
from archive.filing.vocabulary import Vocabulary, default_vocabulary
from archive.records import ReadingWarning

#: Days by which a suffix may differ from the paper's date without a doubt. Of 10,997 FRUS papers, 87 % are within one day.
TOLERANCE = 3


def doubts_about(
    number: FileNumber,
    document_date_earliest: str = "",
    document_date_latest: str = "",
    vocabulary: Vocabulary | None = None,
) -> list[ReadingWarning]:
    """Return warnings about the number of a paper of these days (ISO, ``""`` where unknown).

    They are the doubts of the reading (with why), a country or subject that isn't in the lists of its era, and a date suffix
    unlike the paper's date. Codes: those of :func:`archive.filing.parse`, ``file-country-unknown``,
    ``file-subject-unknown``, ``suffix-date-differs``.
    """
    vocabulary = vocabulary or default_vocabulary()
    warnings = list(number.warnings)
    year = _year(document_date_earliest) or _year(document_date_latest)
    meaning = explain(number, year, vocabulary)
    number = meaning.number
    if number.scheme in DECIMAL_ERAS:
        unknown = [
            code
            for code, name in (
                (number.country, meaning.country_name),
                (number.second_country, meaning.second_country_name),
            )
            if code and not name
        ]
        for code in unknown:
            message = f"The country number {code} is not in the list of {SCHEMES[number.scheme].short_span}."
            warnings.append(ReadingWarning("file-country-unknown", message))
    if number.scheme in (*DECIMAL_ERAS, SUBJECT_NUMERIC):
        if not meaning.class_name:
            warnings.append(ReadingWarning("file-class-unknown", f"Class {number.class_} was not used in that era."))
        elif number.subject and not meaning.subject_name:
            message = f"The subject {number.subject} of class {number.class_} is not in the list of that era."
            warnings.append(ReadingWarning("file-subject-unknown", message))
    return warnings + _date_warnings(number, document_date_earliest, document_date_latest)


def _date_warnings(number: FileNumber, earliest: str, latest: str) -> list[ReadingWarning]:
    suffix = _date(number.date)
    first, last = _date(earliest) or _date(latest), _date(latest) or _date(earliest)
    if not suffix or not first or not last:
        return []
    apart = max((first - suffix).days, (suffix - last).days, 0)
    if apart <= TOLERANCE:
        return []
    message = f"The date suffix says {suffix.isoformat()}, {apart} days from the paper's date."
    if suffix.year != first.year and (suffix.month, suffix.day) == (first.month, first.day):
        message = f"The date suffix says {suffix.isoformat()}: the paper's day in another year."
    return [ReadingWarning("suffix-date-differs", message)]


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def _year(iso: str) -> int | None:
    day = _date(iso)
    return day.year if day else None
