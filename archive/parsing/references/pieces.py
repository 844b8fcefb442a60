"""What the grammar of references is made of: the match, the pieces that patterns share, and the register of families."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.parsing.references.words import MONTH_NUMBERS, MONTHS, alternatives


@dataclass(frozen=True, slots=True)
class Match:
    """A reference in a text: its span, its kind, and what it says."""

    start: int
    end: int
    kind: str
    details: dict[str, Any]


#: What a family makes of a match: its references; none, so that later families may try; or ``None``, none for good.
Reader = Callable[[re.Match[str]], "list[Match] | None"]

MONTH = rf"(?:{alternatives(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
TIME = r"(?:\d{1,2}(?:[:.]\s?\d\d)?\s?[ap]\.\s?m\.?|noon|midnight)"
YEAR = r"(?:1[789]\d\d|20\d\d)"
DATE = (
    rf"(?:(?P<month>{MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
    rf"|(?:the\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{MONTH})"
    rf"|the\s(?P<day3>\d{{1,2}})(?:st|nd|rd|th)\s(?P<relative>instant|inst\.|ultimo|ult\.))"
    rf"(?:\s?\[(?P<corrected>\d{{1,2}})\??\])?(?:,?\s(?P<year>{YEAR})(?!\d))?"
    rf"(?:,?\s(?:at\s)?(?P<time>{TIME}))?"
)

_FAMILIES: list[tuple[re.Pattern[str], re.Pattern[str] | None, Reader]] = []


def family(pattern: str, needs: str = "") -> Callable[[Reader], Reader]:
    """Register what reads the matches of a pattern; earlier families win where two overlap.

    ``needs`` is a quick pattern without which a text can hold no match; it only saves time.
    """

    def register(read: Reader) -> Reader:
        _FAMILIES.append((re.compile(pattern), re.compile(needs) if needs else None, read))
        return read

    return register


def matches(text: str) -> Iterator[Match]:
    """All references in the text that the families find, in order, none overlapping another."""
    text = text.replace("\n", "\0")  # no reference goes on in another paragraph
    taken = bytearray(len(text))
    found: list[Match] = []
    for pattern, needs, read in _FAMILIES:
        if needs and not needs.search(text):
            continue
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            items = read(match)
            if items or items is None:
                found += items or []
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return iter(sorted(found, key=lambda item: item.start))


def each(match: re.Match[str], group: str, item: str, kind: str, details: Callable[[str], dict]) -> list[Match]:
    """One reference for each item of a list in the text ("Documents 1 and 2"): what stands before belongs to the first.

    ``details`` is asked what an item says.
    """
    found = list(re.compile(item).finditer(match.string, match.start(group), match.end(group)))
    starts = [match.start(), *(one.start() for one in found[1:])]
    ends = [*(one.end() for one in found[:-1]), match.end()]
    return [Match(start, end, kind, details(one[0])) for start, end, one in zip(starts, ends, found, strict=True)]


def one(match: re.Match[str], kind: str, details: dict[str, Any]) -> list[Match]:
    """The whole match as one reference."""
    return [Match(match.start(), match.end(), kind, details)]


def stated(match: re.Match[str], **names: str) -> dict[str, str]:
    """What these groups of the match say, under their names, each only if it says something."""
    groups = match.groupdict()
    return {name: groups[group] for name, group in names.items() if groups.get(group)}


def date_of(match: re.Match[str]) -> dict[str, Any]:
    """The date of a match as numbers, with the day that editors corrected and the time as printed."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    month = groups.get("month") or groups.get("month2")
    if "relative" in groups:
        return {
            "day": int(groups["day3"]),
            "relative": "instant" if groups["relative"].startswith("inst") else "ultimo",
        }
    if not month:
        return {}
    date: dict[str, Any] = {
        "month": MONTH_NUMBERS[month.lower().rstrip(".")],
        "day": int(groups.get("day") or groups["day2"]),
    }
    if "corrected" in groups:
        date["corrected_day"] = int(groups["corrected"])
    if "year" in groups:
        date["year"] = int(groups["year"])
    if "time" in groups:
        date["time"] = groups["time"]
    return date
