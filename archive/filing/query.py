"""Queries by file number: a number, a file, a prefix, a range of the shelf, or a number with words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.deadline import check
from archive.filing import normal, sort_keys
from archive.filing.file_number import FileNumber
from archive.filing.reading import parse
from archive.filing.schemes import (
    CFPF,
    DECIMAL,
    DECIMAL_SCHEMES,
    LOT,
    NUMERICAL,
    RECORD_GROUP,
    SCHEMES,
    SUBJECT_NUMERIC,
)
from archive.filing.vocabulary import default_vocabulary

_LONGEST = 200
_RANGE = re.compile(r"(.+?)(?: ?- ?| ?\.\. ?| to | through )(.+)$", re.IGNORECASE)
_ENDPOINT = re.compile(
    r"\d{3}[A-Z]?\.[0-9A-Z]+(?:[ -][A-Z][\w -]*)?(?:/[\d½¼¾-]+[a-z]?)?$|[A-Z]{1,5}(?: \(US\))? \d", re.IGNORECASE
)
_BEGINNINGS = (
    (re.compile(r"(\d{1,3}|\d{3}[A-Z]|\d{3}[A-Z]?\.[0-9A-Z]*)$"), DECIMAL),
    (re.compile(r"LOTS? (\d{1,2})$"), LOT),
    (re.compile(r"([PDN]\d{1,6})$"), CFPF),
)


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A query by file number.

    ``kind`` is ``"number"`` (with its enclosure or date), ``"file"``, ``"prefix"`` or ``"range"``. Matching numbers and files
    have ``low <= sort_key < high``, in any era. ``words`` are what was typed after the number. ``understood`` is the query
    in words for the searcher. ``alternatives`` are the other readings, to be tried in turn when this one finds nothing: the
    words "Refugees Evian" may be a qualifier, or a qualifier and a word, or two words.
    """

    kind: str
    number: FileNumber | None
    low: str
    high: str
    words: str = ""
    understood: str = ""
    alternatives: tuple[NumberQuery, ...] = ()


def parse_query(text: str) -> NumberQuery | None:
    """Read what was typed into a search box; None where it doesn't begin with a file number."""
    check()
    text = normal.without_lead(normal.clean(text[:_LONGEST]))
    if not text:
        return None
    if text.endswith("*"):
        return prefix_query(text)
    return _range(text) or _numbers(text)


def prefix_query(text: str) -> NumberQuery | None:
    """Return a query for the numbers with the prefix that was typed ("891.00*", "POL 27", "84"), for a search or for suggestions."""
    upper = normal.clean(text[:_LONGEST].rstrip("* ") + "*").rstrip("* ").upper()
    text = normal.clean(upper)
    for pattern, scheme in _BEGINNINGS:
        match = pattern.match(upper)
        if match:
            key = SCHEMES[scheme].letter + match[1]
            return NumberQuery("prefix", None, key, key + sort_keys.LAST, understood=f"file numbers beginning {upper}")
    subject = re.match(r"([A-Z]{1,5})$", upper)
    if subject and default_vocabulary().class_name(SUBJECT_NUMERIC, upper):
        key = SCHEMES[SUBJECT_NUMERIC].letter + upper
        return NumberQuery("prefix", None, key, key + sort_keys.LAST, understood=f"file numbers beginning {upper}")
    if re.search(r"\d [A-Za-z]$", text) and _answerable(longer := parse(text + text[-1])):
        # One letter after a blank begins a word of the file's name; only without the blank is it a letter of the number.
        key = longer.sort_key[:-1]
        return NumberQuery("prefix", None, key, key + sort_keys.LAST, understood=f"file numbers beginning {text}")
    number = parse(text)
    if not _answerable(number):
        return None
    file = parse(number.file) if number.enclosure or number.date else number
    return NumberQuery(
        "prefix",
        file,
        file.sort_key,
        file.sort_key + sort_keys.LAST,
        understood=f"file numbers beginning {file.normal}",
    )


def _range(text: str) -> NumberQuery | None:
    match = _RANGE.match(text)
    if not match or not all(_ENDPOINT.match(part) for part in match.groups()):
        return None
    first, last = (parse(part) for part in match.groups())
    if not (_answerable(first) and _answerable(last)) or first.sort_key[0] != last.sort_key[0]:
        return None
    first, last = sorted((first, last), key=lambda number: number.sort_key)
    understood = f"file numbers from {first.normal} to {last.normal}"
    return NumberQuery("range", first, first.sort_key, last.sort_key + sort_keys.LAST, understood=understood)


def _numbers(text: str) -> NumberQuery | None:
    """Return every reading of a number with the words after it, the longest number first."""
    tokens = text.split(" ")
    readings: list[tuple[FileNumber, str]] = []
    for count in range(min(len(tokens), 12), 0, -1):
        number, words = parse(" ".join(tokens[:count])), " ".join(tokens[count:])
        if _answerable(number) and not any(number.normal == other.normal for other, _ in readings):
            readings.append((number, words))
    if not readings:
        return None
    longest, words = readings[0]
    if (longest.enclosure or longest.date) and not words and not _garbled(longest):
        # A whole number is not a shorter one with the rest of it as words ("Refugees/5425").
        readings = [(number, words) for number, words in readings if "/" not in words]
    readings.sort(key=lambda reading: _garbled(reading[0]))
    first, *others = (_query(number, words) for number, words in readings)
    return replace(first, alternatives=tuple(others))


def _query(number: FileNumber, words: str) -> NumberQuery:
    whole = bool(number.enclosure or number.date)
    what = f"file number {number.normal}" if whole else f"file {number.normal}"
    # Enclosures follow a file's key after "!", and nothing else sorts before the next character.
    high = number.sort_key + ("!" if whole else '"')
    understood = f"{what}, with the words “{words}”" if words else what
    return NumberQuery("number" if whole else "file", number, number.sort_key, high, words, understood)


def _garbled(number: FileNumber) -> bool:
    return any(warning.code == "suffix-garbled" for warning in number.warnings)


def _answerable(number: FileNumber) -> bool:
    vocabulary = default_vocabulary()
    if number.scheme in DECIMAL_SCHEMES:
        return vocabulary.knows_decimal(re.split("[ -]", number.file)[0]) or "?" in number.file
    if number.scheme == SUBJECT_NUMERIC:
        return not number.warnings
    if number.scheme in (LOT, RECORD_GROUP):
        return not number.enclosure
    return number.scheme in (NUMERICAL, CFPF)
