"""Keys that sort file numbers in the order of the shelf, compared byte by byte.

A key is the file's key, then ``!`` and the enclosure's. Qualifiers follow ``#``, so a file's own papers come before its
qualified files, and those before the next digits: 893.00/1, 893.00 Manchuria/1, 893.001/1. Serials come before date
suffixes, as the paper did. The eras of the decimal file share keys, because a number's era isn't always known.
"""

from __future__ import annotations

import re

from archive.filing.schemes import DECIMAL, SCHEMES, SUBJECT_NUMERIC

#: Sorts after every character that a key can hold.
LAST = "~"

_FRACTIONS = {"¼": ".3", "⅓": ".4", "½": ".5", "⅔": ".6", "¾": ".7"}


def decimal_key(trunk: str, qualifier: str) -> str:
    """Return the key of a decimal file."""
    return f"{SCHEMES[DECIMAL].letter}{trunk}" + (f"#{_plain(qualifier)}" if qualifier else "")


def subject_key(subject: str, number: str, tail: str) -> str:
    """Return the key of a subject-numeric file: by subject, number, then area and case."""
    padded = ".".join(f"{int(part):03d}" for part in number.split("-") if part) if number else "000"
    return f"{SCHEMES[SUBJECT_NUMERIC].letter}{_plain(subject)}#{padded}" + (f"#{_plain(tail)}" if tail else "")


def plain_key(system: str, words: str) -> str:
    """Return the key of a number of another system (one letter), with every run of digits padded."""
    return system + re.sub(r"[0-9]+", lambda m: m[0].zfill(6), _plain(words))


def serial_key(serial: str) -> str:
    """Return what follows a file's key for a running serial: "137½", "12a", "5425 FW"."""
    match = re.match(r"([0-9]+)(.*)$", serial)
    if not match:
        return f"!2{_plain(serial)}"
    tail = "".join(_FRACTIONS.get(char, char) for char in match[2])
    return f"!0{match[1].zfill(8)}{_plain(tail)}"


def date_key(day: str, tail: str = "") -> str:
    """Return what follows a file's key for a date suffix."""
    return f"!1{day.replace('-', '')}" + (f".{_plain(tail)}" if tail else "")


def _plain(words: str) -> str:
    return re.sub(r"[^0-9A-Z.]+", ".", words.upper().strip())
