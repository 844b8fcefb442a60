"""Parameters of a request: each is declared once, and its declaration reads what was sent and describes itself.

What is sent must be exactly what is declared: an unknown name, a second value, a word that is none of the choices are refused, with
the name of the parameter, so that no program mistakes an answer for the one that it asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from archive.api import cursors
from archive.api.problems import Problem
from archive.web.requests import is_clean

#: Records of one answer, and ids that can be asked for at once.
MOST, USUAL = 200, 50
LONGEST = 200
_CLEAN = "^[^\\u0000]*$"
_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


def _as_sent(value: str) -> Any:
    return value


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, what it is for, its JSON schema, and how its text is read (``read`` raises ``ValueError`` with a sentence).

    ``many`` may be given several times, and is read as a list. ``place`` is "query" or "path". ``explode`` is false for lists with commas.
    """

    name: str
    description: Any
    schema: dict[str, Any]
    read: Callable[[str], Any] = _as_sent
    default: Any = None
    many: bool = False
    required: bool = False
    place: str = "query"
    longest: int = LONGEST
    explode: bool = True
    example: str = field(default="", compare=False)

    def value_of(self, sent: Sequence[str]) -> Any:
        """Return what was sent as a value. Raises :class:`Problem`."""
        if not sent:
            if self.required:
                raise Problem(400, "It is missing.", self.name)
            return [] if self.many and self.default is None else self.default
        if len(sent) > 1 and not self.many:
            raise Problem(400, "It is given more than once.", self.name)
        for value in sent:
            if not is_clean(value):
                raise Problem(400, "It has a character that is no text.", self.name)
            if len(value) > self.longest:
                raise Problem(400, f"It is longer than {self.longest} characters.", self.name)
        try:
            values = [self.read(value) for value in sent]
        except ValueError as error:
            raise Problem(400, str(error), self.name) from error
        return values if self.many else values[0]


def read(declared: Sequence[Parameter], sent: QueryDict) -> dict[str, Any]:
    """Return the values of all declared parameters of a query string. Raises :class:`Problem` for the first that is wrong."""
    known = {one.name for one in declared}
    for name in sent:
        if name not in known:
            raise Problem(400, "There is no such parameter here.", name[:LONGEST])
    return {one.name: one.value_of(sent.getlist(one.name)) for one in declared}


def words(
    name: str, description: Any, *, longest: int = LONGEST, example: str = "", required: bool = False
) -> Parameter:
    """Return a parameter of any words."""
    schema = {"type": "string", "maxLength": longest, "pattern": _CLEAN}
    if required:
        schema["minLength"] = 1
    return Parameter(
        name, description, schema, _said if required else _as_sent, longest=longest, example=example, required=required
    )


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("It is empty.")
    return value


def years(name: str, description: Any, most: int) -> Parameter:
    """Return a parameter of years, which may be given several times."""
    schema = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{4}$"}, "maxItems": most}
    return Parameter(name, description, schema, _year, many=True, longest=4)


def _year(value: str) -> str:
    if not (len(value) == 4 and value.isascii() and value.isdigit()):
        raise ValueError("It is no year of four digits.")
    return value


def values(name: str, description: Any, longest: int, most: int) -> Parameter:
    """Return a parameter of exact values, which may be given several times."""
    one = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[^\\u0000\\n]+$"}
    schema = {"type": "array", "items": one, "maxItems": most}
    return Parameter(name, description, schema, _value, many=True, longest=longest)


def _value(value: str) -> str:
    if not value or "\n" in value:
        raise ValueError("It is empty or has more than one line.")
    return value


def one_of(name: str, description: Any, choices: Sequence[str], default: str | None = None) -> Parameter:
    """Return a parameter that is one of these words."""
    schema: dict[str, Any] = {"type": "string", "enum": list(choices)}
    if default is not None:
        schema["default"] = default
    return Parameter(name, description, schema, lambda value: _choice(value, choices), default)


def several_of(name: str, description: Any, choices: Sequence[str]) -> Parameter:
    """Return a parameter of several of these words, with commas between them."""
    schema = {"type": "array", "items": {"type": "string", "enum": list(choices)}, "minItems": 1}
    longest = 2 * sum(len(choice) + 1 for choice in choices)
    return Parameter(
        name,
        description,
        schema,
        lambda value: [_choice(word, choices) for word in value.split(",")],
        longest=longest,
        explode=False,
    )


def _choice(value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise ValueError(f"“{value[:40]}” is none of: {', '.join(choices)}.")
    return value


def whole(name: str, description: Any, least: int, most: int, default: int | None = None) -> Parameter:
    """Return a parameter that is a whole number between bounds."""
    schema: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    if default is not None:
        schema["default"] = default
    return Parameter(name, description, schema, lambda value: _whole(value, least, most), default)


def _whole(value: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 12 and least <= int(value) <= most):
        raise ValueError(f"It is no whole number from {least} to {most}.")
    return int(value)


def day(name: str, description: Any) -> Parameter:
    """Return a parameter that is a day, a month or a year: "1944-06-30", "1944-06", "1944"."""
    return Parameter(name, description, {"type": "string", "pattern": f"^{_DAY}$"}, _day, example="1944-06")


def _day(value: str) -> str:
    parts = value.split("-") + ["01", "01"]
    try:
        good = re.fullmatch(_DAY, value, re.ASCII) and parse_date("-".join(parts[:3]))
    except ValueError:
        good = None
    if not good:
        raise ValueError("It is no date such as 1944, 1944-06 or 1944-06-30.")
    return value


def path(name: str, description: Any, example: str = "") -> Parameter:
    """Return a parameter that is a part of the path."""
    schema = {"type": "string", "minLength": 1, "pattern": "^[^\\u0000/]+$"}
    return Parameter(name, description, schema, required=True, place="path", example=example, longest=300)


def _moment(value: str) -> datetime:
    # A "+" of a time zone is a space in a query string.
    typed = re.sub(r" (?=\d\d:?\d\d$)", "+", value)
    try:
        moment = parse_datetime(typed)
        if moment is None and (whole_day := parse_date(typed)):
            moment = datetime.combine(whole_day, time())
    except ValueError:
        moment = None
    if moment is None or not 1 < moment.year < 9999:
        raise ValueError("It is no date or time such as 2026-01-31 or 2026-01-31T12:00:00Z.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ids(value: str) -> list[str]:
    found = value.split(",")
    if len(found) > MOST or not all(found):
        raise ValueError(f"It is no list of 1 to {MOST} ids with commas between them.")
    return found


LIMIT = whole("limit", _("How many records an answer has at most."), 1, MOST, USUAL)
CURSOR = Parameter(
    "cursor",
    _("Where to go on: taken from “next” of the answer before. The other parameters stay the same."),
    {"type": "string", "minLength": 4, "maxLength": 600, "pattern": "^[A-Za-z0-9_-]+$"},
    cursors.read,
    longest=600,
)
IDS = Parameter(
    "ids",
    _("Only the records with these ids, with commas between them, in this order; unknown ones are left out."),
    {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "pattern": "^[^\\u0000,]+$"},
        "minItems": 1,
        "maxItems": MOST,
    },
    _ids,
    longest=MOST * 201,
    explode=False,
)
MODIFIED_SINCE = Parameter(
    "modified_since",
    _("Only papers published or changed at this time or later, in the order of their changes."),
    {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]},
    _moment,
    example="2026-01-31T00:00:00Z",
)
