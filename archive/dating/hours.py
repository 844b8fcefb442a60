"""The minute of the day that a printed time names: "6 p.m." is 18:00; none where the print leaves it open."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOON, MIDNIGHT = 12 * 60, 24 * 60
_NAMED = re.compile(r"(?:12\s)?(noon|midnight)", re.IGNORECASE)
_GROUP = re.compile(r"(\d\d)(\d\d)(?:\d\d)?\s?(Z|GMT|hours)", re.IGNORECASE)
_HALF = r"\s?(?:\[?([ap])\.?\s?m\b)?"
_CLOCK = re.compile(
    rf"(\d{{1,2}})(?:\s?(?::|\.|h\.?)\s?(\d\d))?(?!\d){_HALF}"
    rf"(?:\.?\s?(?:[–—-]|to|until)\s?(\d{{1,2}})(?:[:.]\s?(\d\d))?(?!\d){_HALF})?",
    re.IGNORECASE,
)
#: Words of clocks that count to 24.
_WHOLE_DAY = re.compile(r"hours|hrs?\b|Uhr|\dh|\d\sh\.|\d\s?(?:Z|GMT)\b", re.IGNORECASE)
_GREENWICH = re.compile(r"(?:\d|\s)(?:Z|GMT)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day: minutes since the day began, and whether it is Greenwich time. Midnight as printed is the end of its day."""

    minutes: int
    greenwich: bool = False


def hour_of(printed: str) -> Hour | None:
    """Return when a time as printed begins; ``None`` if it names none, or not in which half of the day it is ("9:17").

    "6 p.m." is six by the clock of whoever wrote it; which zone that was in is not known.
    """
    if named := _NAMED.match(printed):
        return Hour(NOON if named[1].lower() == "noon" else MIDNIGHT)
    greenwich = bool(_GREENWICH.search(printed))
    if group := _GROUP.match(printed):
        return _hour(int(group[1]), int(group[2]), greenwich)
    clock = _CLOCK.match(printed)
    if not clock or int(clock[2] or 0) > 59:
        return None
    hour, minute, half = int(clock[1]), int(clock[2] or 0), clock[3]
    if not half and clock[6]:
        # "11:30–12:05 p.m." begins before noon, "2–3 p.m." after it.
        half = (
            clock[6]
            if _in_half(hour, minute, clock[6]) <= _in_half(int(clock[4]), int(clock[5] or 0), clock[6])
            else "a"
        )
    if half and 1 <= hour <= 12:
        return _hour(*divmod(_in_half(hour, minute, half), 60), greenwich)
    if hour > 12 or hour == 0 or _WHOLE_DAY.search(printed):
        return _hour(hour, minute, greenwich)
    return None


def _in_half(hour: int, minute: int, half: str) -> int:
    return hour % 12 * 60 + minute + (NOON if half in "pP" else 0)


def _hour(hour: int, minute: int, greenwich: bool) -> Hour | None:
    minutes = hour * 60 + minute
    return Hour(minutes, greenwich) if minute < 60 and minutes <= MIDNIGHT else None
