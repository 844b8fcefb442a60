"""Feasts by which papers are dated: "Easter Sunday, 1948", "New Year’s Eve, 1939"."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: Feasts of one day of the year.
_FIXED = {
    "new year's day": (1, 1), "epiphany": (1, 6), "all saints' day": (11, 1), "all souls' day": (11, 2),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
#: Feasts so many days from Easter.
_MOVABLE = {
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "holy saturday": -1, "easter eve": -1,
    "easter sunday": 0, "easter day": 0, "easter": 0, "easter monday": 1, "ascension day": 39, "whit sunday": 49, "whitsunday": 49,
    "pentecost": 49, "whit monday": 50, "corpus christi": 60,
}  # fmt: skip
#: A pattern for the names, for use with ``re.IGNORECASE``.
FEAST = "|".join(
    re.escape(name).replace("'", "['’]?").replace(r"\ ", r"\s+")
    for name in sorted({**_FIXED, **_MOVABLE}, key=len, reverse=True)
)


def day_of_feast(name: str, year: int) -> date:
    """Return the day of a feast in a year, in the Western calendar. Raises ``KeyError`` for a name that :data:`FEAST` does not match."""
    plain = {feast.replace("'", ""): feast for feast in (*_FIXED, *_MOVABLE)}
    feast = plain[re.sub(r"['’]", "", " ".join(name.lower().split()))]
    if feast in _FIXED:
        return date(year, *_FIXED[feast])
    return _easter(year) + timedelta(days=_MOVABLE[feast])


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    corrected = century - (century + 8) // 25 + 1
    epact = (19 * golden + century - century // 4 - corrected // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
