"""A paper's own number at the opening of its text: "1020. I handed …", "Secto 17. …", "No. 71"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parsing.markings import is_marking_line
from archive.parsing.references.words import NO_SERIES, OFFICE_PAPERS, SERIES, alternatives

_SERIES = rf"(?:(?:{alternatives(SERIES)})\s\d{{1,5}}(?:/\d{{1,6}})?)"
_PLAIN = r"(?:\d{1,6}(?:[A-Z])?(?:/\s?[A-Z][a-z]+\s\d+)?)"
_LETTERED = r"(?:[A-Z]{1,4}(?:-[A-Z])?\s?[–-]\s?\d{1,5})"
#: What may be before the number: "[telegram indicator not declassified] 605."
_BEFORE = r"\s*(?:\[[^\[\]]{1,60}\]\s)?"
#: What ends a number: a full stop, the end of the line, a bracket, the first of numbered paragraphs ("507 1. Urtel …"), whom it is for.
_AFTER = r"(?:\.(?=\s|$|1\.\s)|,(?=\s(?:For|From|To|Re|Ref)\b)|(?=\s*$|\s\[|\s1\.\s))"
_OPENING = re.compile(rf"{_BEFORE}(?:(?P<no>Nos?\.?|NO\.)\s*)?(?P<number>{_SERIES}|{_LETTERED}|{_PLAIN}){_AFTER}")
#: A line with a marking and a number: "Top Secret No. 679".
_MARKED = re.compile(r"(?P<marking>[^\d]{1,60}?)\sNo\.\s(?P<number>[\w–/-]{1,12})\.?$")
_IN_BRACKETS = re.compile(r"\[[^\[\]]{1,80}\][.,]?$")
#: A series that is in no list, named by one word as the first of a telegram: "CAP 80151. We sent …", "Def 982994. The Joint …".
_NAMED_SERIES = re.compile(
    r"\s*(?P<number>(?P<name>[A-Z][A-Za-z]{1,9}(?:[–-][A-Z]{1,4})?|[A-Z](?=\s\d\d))\s\d{1,6}(?:/(?:[A-Z]{1,4}\s)?\d{1,6})?)\.(?=\s)"
)
_ALIAS = re.compile(rf"\s*(?P<number>{_SERIES}|[A-Z][a-z]{{3,7}}\s\d{{1,5}})\.(?=\s|$)")
_REFERENCE = re.compile(rf"(?:{alternatives(OFFICE_PAPERS)})\s", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"\W{0,3}(?:(?P<name>[A-Z][\w–-]{0,12})\s)?\d{2,6}\b(?!\s?[ap]\.?\s?m\b)")
_COUNTED = re.compile(r"\s*(\d{1,2})[.)]\s")


@dataclass(frozen=True, slots=True)
class OpeningNumber:
    """A paper's own number and further own numbers, with their span in the text."""

    number: str
    others: tuple[str, ...]
    start: int
    end: int


def read_own_number(paragraphs: list[str], *, telegram: bool = False) -> OpeningNumber | None:
    """Return the own number at the opening of a paper, after lines that are only a marking; ``None`` if it opens with none.

    A number that counts paragraphs is none: "1. The first …" with "2." in the next numbered one. A ``telegram`` may have a number in
    any series.
    """
    for index, paragraph in enumerate(paragraphs):
        if is_marking_line(paragraph) or _IN_BRACKETS.match(paragraph):
            continue
        if (marked := _MARKED.match(paragraph)) and is_marking_line(marked["marking"]):
            return OpeningNumber(marked["number"], (), *marked.span("number"))
        opening = read_opening_number(paragraph, telegram=telegram)
        return None if opening and _counts(opening, paragraphs[index + 1 :]) else opening
    return None


def may_open_with_number(paragraphs: list[str]) -> bool:
    """Return whether a telegram's text opens with what looks like a number, perhaps in a series."""
    first = next((p for p in paragraphs if not is_marking_line(p) and not _IN_BRACKETS.match(p)), "")
    match = _LIKE_A_NUMBER.match(first)
    return match is not None and (match["name"] or "").lower() not in NO_SERIES


def _counts(opening: OpeningNumber, following: list[str]) -> bool:
    """Return whether an opening number is the first of numbered paragraphs."""
    if not opening.number.isdigit() or len(opening.number) > 2:
        return False
    own = int(opening.number)
    counted = [int(m[1]) for p in following if (m := _COUNTED.match(p))]
    return bool(counted) and (counted[0] == own + 1 or (own == 1 and counted[-1] > 1))


def read_opening_number(text: str, *, telegram: bool = False) -> OpeningNumber | None:
    """Return the own number at the opening of a text, ``None`` if it opens with none.

    "171. Gocus 590." has a second own number; "736. Embtel 735." refers to another paper. In a ``telegram`` any word with a number and a
    full stop is a series.
    """
    match = _OPENING.match(text) or (_named_series(text) if telegram else None)
    if not match:
        return None
    others = []
    end = match.end()
    while (alias := _ALIAS.match(text, end)) and not _REFERENCE.match(alias["number"] + " "):
        others.append(alias["number"])
        end = alias.end()
    return OpeningNumber(match["number"], tuple(others), match.start("number"), end)


def _named_series(text: str) -> re.Match[str] | None:
    match = _NAMED_SERIES.match(text)
    if not match or match["name"].lower() in NO_SERIES or _REFERENCE.match(match["number"]):
        return None
    return match
