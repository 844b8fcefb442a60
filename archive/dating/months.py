"""The names of months: in English, for reading and writing, and in the languages of other foreign ministries, for reading."""

from __future__ import annotations

import re

from archive.folding import fold

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: As citations print them.
SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
#: As papers print them, without the full stop that may follow.
MONTH_ABBREVIATIONS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
#: Each English name and abbreviation, in small letters, with the number of its month.
MONTH_NUMBERS = {
    name.lower(): number
    for number, month in enumerate(MONTHS, 1)
    for name in (month, *(short for short in MONTH_ABBREVIATIONS if month.startswith(short)))
}

#: French, German (two lines), Spanish (two), Italian and Portuguese, each from January to December.
_FOREIGN_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Jänner Feber Maerz April Mai Juni Juli August September Oktober November Dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
#: Each name of any of the languages, in small letters, with and without its accents.
_ALL_NUMBERS = MONTH_NUMBERS | {
    spelling: number
    for names in _FOREIGN_MONTHS
    for number, name in enumerate(names.split(), 1)
    for spelling in (name.lower(), fold(name))
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _alternatives(names: set[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


#: Patterns for names of months, for use with ``re.IGNORECASE``: English ones, and those of the other languages.
ENGLISH_MONTH = _alternatives(set(MONTH_NUMBERS))
FOREIGN_MONTH = _alternatives(set(_ALL_NUMBERS) - set(MONTH_NUMBERS))
ROMAN_MONTH = _alternatives(set(_ROMAN))
#: What follows a day's figure: "1st", "3d", "1er", "1º".
ORDINAL = r"(?:st|nd|rd|th|d\b|er\b|ère\b|[ºª°])"
#: What other languages put before a day, and between its parts: "le 26 mars", "den 3. Oktober", "a 26 de marzo de 1944".
ARTICLE = r"(?:\b(?:le|du|den|dem|vom|el|al|il|li|addì|a|em|aos?)\s+|(?<!\d\s)(?<!\d)\bam\s+)"
OF = r"(?:\s+(?:del|d[eio])\b|\s+d[’'])"
#: A word that is part of a date and of no place: a month, a weekday, a day's figure with what is put before and after it.
DATE_WORD = rf"(?:(?:{_alternatives(set(_ALL_NUMBERS) | {day.lower() for day in WEEKDAYS})})\b\.?{OF}?|{ARTICLE}?\d+{ORDINAL}?{OF}?)"


def month_number(name: str) -> int:
    """Return the number of a month from its name in any of the languages, in any case, or from Roman figures."""
    small = name.lower().rstrip(".")
    return _ALL_NUMBERS.get(small) or _ROMAN.index(small) + 1
