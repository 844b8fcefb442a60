"""The words of dates: months in English, for reading and writing, and in other languages, for reading; ordinals, weekdays, hyphens."""

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

#: From January to December, as dates use them: French, German (two lines), Spanish (two), Italian, Portuguese, Dutch, Danish, Norwegian,
#: Swedish, Polish, Czech, Romanian, Hungarian, Turkish, Russian; then abbreviations of several languages that mean one month only.
_FOREIGN_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Jänner Feber Maerz April Mai Juni Juli August September Oktober November Dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "január február március április május június július augusztus szeptember október november december",
    "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "janv févr mrz avr mai juin juil août sept okt nov dez",
    "Jän febr märz abr mai jun jul aoû sett ott nov déc",
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
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
#: Days of a month in words, from the first to the thirty-first.
_ORDINAL_WORDS = (
    *_ONES, *_TEENS, "twentieth", *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first",
)  # fmt: skip

#: Characters that are printed between the first and the last of several days, inside a bracketed class: hyphens, and all dashes.
HYPHENS = r"\-‐‑"
DASHES = rf"{HYPHENS}‒–—―−﹘﹣－⁃"


def _alternatives(names: set[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


#: Patterns for names of months, for use with ``re.IGNORECASE``: English ones, and those of the other languages.
ENGLISH_MONTH = _alternatives(set(MONTH_NUMBERS))
FOREIGN_MONTH = _alternatives(set(_ALL_NUMBERS) - set(MONTH_NUMBERS))
ROMAN_MONTH = _alternatives(set(_ROMAN))
WEEKDAY = _alternatives({day.lower() for day in WEEKDAYS})
#: Days in words: "eighth", "twenty-first", "twenty first".
ORDINAL_WORD = _alternatives(set(_ORDINAL_WORDS)).replace(r"\-", r"[\s\-‐‑]")
#: What follows a day's figure: "1st", "3d", "1er", "1º".
ORDINAL = r"(?:st|nd|rd|th|d\b|er\b|ère\b|[ºª°])"
#: What other languages put before a day, and between its parts: "le 26 mars", "den 3. Oktober", "a 26 de marzo de 1944".
ARTICLE = r"(?:\b(?:le|du|den|dem|vom|el|al|il|li|addì|a|em|aos?)\s+|(?<!\d\s)(?<!\d)\bam\s+)"
OF = r"(?:\s+(?:del|d[eio])\b|\s+d[’'])"


def month_number(name: str) -> int:
    """Return the number of a month from its name in any of the languages, in any case, or from figures, Roman ones too."""
    small = name.lower().rstrip(".")
    return int(small) if small.isdigit() else _ALL_NUMBERS.get(small) or _ROMAN.index(small) + 1


def day_number(day: str) -> int:
    """Return the number of a day of a month from its figures or its ordinal in words."""
    return int(day) if day.isdigit() else _ORDINAL_WORDS.index("-".join(re.split(r"[\s\-‐‑]", day.lower()))) + 1
