"""The Extended Date/Time Format: the first and last day of a date."""

from __future__ import annotations

import calendar
import re
from datetime import date

#: The numbers of the seasons, which stand in place of a month and have no first and last day.
_SEASONS = frozenset({"21", "22", "23", "24"})
_EDTF_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[?~%])?")


def parse_edtf(text: str) -> tuple[date | None, date | None]:
    """Return the first and last day of an EDTF date, ``None`` for an end that is open or unknown. Raises ``ValueError``.

    Of a season ("1944-22", summer) the whole year is returned.
    """
    if not text:
        return None, None
    if "/" not in text:
        return _edtf_day(text)
    first, last = text.split("/", 1)
    start = None if first in {"", ".."} else _edtf_day(first)[0]
    end = None if last in {"", ".."} else _edtf_day(last)[1]
    if start is None and end is None or (start and end and end < start):
        raise ValueError(f"{text!r} is not an EDTF interval")
    return start, end


def _edtf_day(text: str) -> tuple[date, date]:
    match = _EDTF_DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        if month:
            raise ValueError(f"{text!r} is not an EDTF date of level 1")
        return date(int(year.replace("X", "0")), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    if month in {None, "XX", *_SEASONS}:
        if day not in {None, "XX"}:
            raise ValueError(f"{text!r} is not an EDTF date of level 1")
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if day in {None, "XX"}:
        return date(int(year), int(month), 1), date(
            int(year), int(month), calendar.monthrange(int(year), int(month))[1]
        )
    found = date(int(year), int(month), int(day))
    return found, found
