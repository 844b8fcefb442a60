"""Reading parameters of a request: the one place that turns what somebody sent into text and numbers that are safe to use.

A value from outside may be missing, endless, hold a NUL (which PostgreSQL refuses), half a surrogate pair (which no address can
hold), or digits that are no number. Every view reads through here, so that none of this ever reaches the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: Longer parameters are cut here, unless the caller allows more.
LONGEST = 500
#: The largest number that both databases take for an id.
LARGEST_NUMBER = 2**63 - 1


def clean(value: str, longest: int = LONGEST, *, strip: bool = True) -> str:
    """Return the text without NUL and half characters, with plain line ends, and at most ``longest`` characters long.

    White space around it is removed, unless ``strip`` is false: a transcription may begin with an indented line.
    """
    value = value[: longest * 2].replace("\0", "").replace("\r\n", "\n")
    value = value.encode("utf-8", "replace").decode()[:longest]
    return value.strip() if strip else value


def is_clean(value: str) -> bool:
    """Return whether a text has neither a NUL nor half a character, so that the database can look it up."""
    return "\0" not in value and value == value.encode("utf-8", "replace").decode()


def text(
    parameters: Mapping[str, str], name: str, default: str = "", longest: int = LONGEST, *, strip: bool = True
) -> str:
    """Return a parameter as clean text (see :func:`clean`). ``parameters`` is ``request.GET`` or ``request.POST``."""
    return clean(parameters.get(name, default), longest, strip=strip)


def line(parameters: Mapping[str, str], name: str, default: str = "", longest: int = LONGEST) -> str:
    """Return a parameter as clean text in one line, with single spaces between its words."""
    return " ".join(text(parameters, name, default, longest).split())


def number(parameters: Mapping[str, str], name: str, default: int = 0, largest: int = LARGEST_NUMBER) -> int:
    """Return a parameter as a number from 0 to ``largest``, or ``default`` where it is none."""
    return as_number(parameters.get(name, ""), default, largest)


def as_number(value: str, default: int = 0, largest: int = LARGEST_NUMBER) -> int:
    """Return the decimal digits of a text as a number, or ``default`` where it is anything else or above ``largest``."""
    value = value.strip()
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(largest))):
        return default
    found = int(value)
    return found if found <= largest else default


def numbers(values: Iterable[str], most: int = 10_000) -> list[int]:
    """Return those of the values that are numbers, such as ids that were ticked; at most the first ``most`` values are read."""
    found = []
    for place, value in enumerate(values):
        if place >= most:
            break
        if (read := as_number(value, -1)) >= 0:
            found.append(read)
    return found
