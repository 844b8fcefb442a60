"""Times of day as papers print them: "6 p.m.", "10 a.m. to noon", "18.00 hours", "1530Z", "5:30 p.m. EST"."""

from __future__ import annotations

import re

from archive.dating.months import ENGLISH_MONTH

#: A pattern for a time, for use with ``re.IGNORECASE``.
TIME = (
    r"(?:\d{1,2}(?:[:.]\s?\d\d)?(?:\s?[–-]\s?\d{1,2}(?:[:.]\s?\d\d)?)?\s?[ap]\.?\s?m\.?"
    r"|\d{1,2}:\s?\d\d(?!\d)|\d{4}(?:\s(?:hours|Z|GMT))|\d{4}(?:\d\d)?Z|(?:12\s)?(?:noon|midnight)"
    r"|\d{1,2}[.h]\s?\d\d\s?(?:hours|hrs?\b\.?|h\b\.?|Uhr)|\d{1,2}\s?(?:h\.\s?|h)\d\d(?!\d))"
)
_ZONE = r"(?:\s?(?:GMT|Z|[ECMP][SDW]T|BST)(?![^\W\d_]))?"
#: "18.00" is a time after a year, and nowhere else.
_AFTER_YEAR = r"(?:(?<=\d{4},\s)|(?<=\d{4}[\s—–-]))(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.])"
#: The figures after those of the day where a month follows: "261530Z March 1944".
_AFTER_DAY = rf"(?<=\d\d)\d{{4}}Z(?=\s+(?:{ENGLISH_MONTH})\b)"
TIME_OF_DAY = re.compile(
    rf"(?:{_AFTER_DAY}|(?<![\w.])(?!\d{{6}}Z\s+(?:{ENGLISH_MONTH})\b){TIME}(?:\s?\[[ap]\.\s?m\.\])?{_ZONE}(?:\s?(?:[–—-]|to|until)\s?{TIME}{_ZONE})?|{_AFTER_YEAR})",
    re.IGNORECASE,
)


def without_time(words: str) -> str:
    """Return the words with blanks in place of times, so that all others keep their places."""
    return TIME_OF_DAY.sub(lambda time: " " * len(time[0]), words)
