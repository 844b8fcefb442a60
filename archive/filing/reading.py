"""Reading one file number of any system."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.deadline import check
from archive.filing import grammar_decimal, grammar_other, grammar_subject, normal, sort_keys
from archive.filing.file_number import FileNumber
from archive.filing.schemes import NUMERICAL, SCHEMES, UNKNOWN
from archive.filing.vocabulary import Vocabulary, default_vocabulary
from archive.records import ReadingWarning

#: No real number is longer; anything beyond is not read, so that reading stays quick.
LONGEST = 400

#: Qualifiers that can't be taken for anything else; numbers with others must be read again as what they were read as.
_PLAIN = re.compile(r"(?:[A-Z]{2,}|[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}| [0-9]{4})*)?")


def parse(printed: str, year: int | None = None, vocabulary: Vocabulary | None = None) -> FileNumber:
    """Read a file number in any spelling. Never raises: what can't be read has the scheme ``unknown`` and a warning with the reason.

    ``year`` is the paper's, where known. It decides the era of a decimal number whose own parts don't; it never changes
    the normal form.
    """
    check()
    return _parse(printed, year) if vocabulary is None else _parsed(printed, year, vocabulary)


@lru_cache(maxsize=20_000)
def _parse(printed: str, year: int | None) -> FileNumber:
    """Read a number by the built-in vocabulary; cached, because the same numbers recur."""
    return _parsed(printed, year, default_vocabulary())


def _parsed(printed: str, year: int | None, vocabulary: Vocabulary) -> FileNumber:
    text = normal.clean(printed[: 2 * LONGEST])
    if not text or len(text) > LONGEST:
        return _unknown(printed, text, "There is no number." if not text else "The text is too long for a number.")
    if not re.search(r"[0-9]", text) and "-" not in text and not re.search(r"[a-z ]", text):
        return _unknown(printed, text, "A file number has digits.")
    bare = normal.without_lead(text)
    number = (bare != text and _read(printed, bare, year, vocabulary)) or _read(printed, text, year, vocabulary)
    if number and not (_PLAIN.fullmatch(number.qualifier) and number.subject.isdigit()):
        again = _read(printed, normal.clean(number.normal), year, vocabulary)
        if not again or again.normal != number.normal:
            return _unknown(printed, text, "its words can be taken in more than one way.")
    return number or _unknown(printed, text, _why(text))


def _read(printed: str, text: str, year: int | None, vocabulary: Vocabulary) -> FileNumber | None:
    return (
        grammar_decimal.read_decimal(printed, text, year, vocabulary)
        or grammar_subject.read_subject_numeric(printed, text, vocabulary)
        or grammar_other.read_other(printed, text, year, normal.has_label(printed))
    )


def normalise(text: str, year: int | None = None) -> str:
    """Return the one form of all spellings of a number. Normalising twice changes nothing, nor does ``year``."""
    return parse(text, year).normal


def _unknown(printed: str, text: str, why: str) -> FileNumber:
    words = "".join(char.upper() if char.isascii() else char for char in text)
    return FileNumber(
        printed=printed,
        normal=words,
        file=words,
        sort_key=sort_keys.plain_key(SCHEMES[UNKNOWN].letter, words),
        warnings=(ReadingWarning("file-number-unreadable", f"The file number cannot be read: {why}"),),
    )


def _why(text: str) -> str:
    if re.fullmatch(r"\d{1,5}", text):
        years = SCHEMES[NUMERICAL].span
        return f"a number alone says no filing system; “File No.” before it, or a year of {years}, makes it a numerical case."
    if re.match(r"\d{3}", text):
        return "it begins like a decimal number but has neither a point nor a date suffix."
    if subject := re.match(r"([A-Z]{1,5}) ?\d", text):
        return f"“{subject[1]}” is not a subject of the subject-numeric file."
    return "it is of no known filing system."
