"""Dates as papers print them, as the first and last day they can mean, and as EDTF.

Calendar days only: no moments, no time zones. What is printed is kept beside what was understood, and an impossible date is reported,
never mended. EDTF is the Extended Date/Time Format of ISO 8601-2:2019, level 1 as far as papers need it: days, months, years, ``?``
uncertain, ``~`` approximate, ``%`` both, ``X`` for unknown digits at the end, seasons, and intervals with open or unknown ends.
"""

from archive.dating.datelines import Dateline, is_dateline, read_dateline
from archive.dating.edtf import parse_edtf
from archive.dating.hours import Hour, hour_of
from archive.dating.months import (
    MONTH_ABBREVIATIONS,
    MONTH_NUMBERS,
    MONTHS,
    SHORT_MONTHS,
)
from archive.dating.reading import is_impossible, read_date
from archive.dating.times import TIME
from archive.dating.typed import read_days
from archive.dating.words import DateStyle, day_in_words, in_words

__all__ = [
    "MONTHS",
    "MONTH_ABBREVIATIONS",
    "MONTH_NUMBERS",
    "SHORT_MONTHS",
    "TIME",
    "DateStyle",
    "Dateline",
    "Hour",
    "day_in_words",
    "hour_of",
    "in_words",
    "is_dateline",
    "is_impossible",
    "parse_edtf",
    "read_date",
    "read_dateline",
    "read_days",
]
