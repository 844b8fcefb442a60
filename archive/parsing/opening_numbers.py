"""A paper's own number at the opening of its text: "1020. I handed …", "Secto 17. …", "No. 71"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parsing.references.words import OFFICE_TELEGRAMS, SERIES, alternatives

_SERIES = rf"(?:(?:{alternatives(SERIES)})\s\d{{1,5}})"
_PLAIN = r"(?:\d{1,6}(?:[A-Z])?(?:/\s?[A-Z][a-z]+\s\d+)?)"
_LETTERED = r"(?:[A-Z]{1,4}(?:-[A-Z])?\s?[–-]\s?\d{1,5})"
_OPENING = re.compile(
    rf"\s*(?:(?P<no>No\.?|Nos\.?|NO\.)\s*)?(?P<number>{_SERIES}|{_LETTERED}|{_PLAIN})(?P<stop>\.|(?=\s*$))(?=\s|$)"
)
_ALIAS = re.compile(rf"\s*(?P<number>{_SERIES}|[A-Z][a-z]{{3,7}}\s\d{{1,5}})\.(?=\s|$)")
_REFERENCE = re.compile(rf"(?:{alternatives(OFFICE_TELEGRAMS)})\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpeningNumber:
    """A paper's own number and further own numbers, with their span in the text."""

    number: str
    others: tuple[str, ...]
    start: int
    end: int


def read_opening_number(text: str) -> OpeningNumber | None:
    """Return the own number at the opening of a text, ``None`` if it opens with none.

    "171. Gocus 590." has a second own number; "736. Embtel 735." refers to another paper. A number that counts paragraphs ("1. The
    first …" with "2." to follow) is recognised by :func:`counts_paragraphs`, which has the paragraphs.
    """
    match = _OPENING.match(text)
    if not match:
        return None
    others = []
    end = match.end()
    while (alias := _ALIAS.match(text, end)) and not _REFERENCE.match(alias["number"] + " "):
        others.append(alias["number"])
        end = alias.end()
    return OpeningNumber(match["number"], tuple(others), match.start("number"), end)


def counts_paragraphs(paragraphs: list[str]) -> bool:
    """Return whether the paragraphs are numbered 1, 2, 3 … so that the first number is not the paper's own."""
    numbers = [int(m[1]) for p in paragraphs if (m := re.match(r"\s*(\d{1,2})[.)]\s", p))]
    return len(numbers) >= 2 and numbers[:2] == [1, 2]
