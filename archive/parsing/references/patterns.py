"""What the grammar of references is made of: what it finds, the pieces that patterns share, and how patterns are tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.dating import MONTH_ABBREVIATIONS, MONTH_NUMBERS, MONTHS
from archive.deadline import check
from archive.parsing.references.words import alternatives, any_word


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference in a text: its span, its kind, and what is stated."""

    start: int
    end: int
    kind: str
    details: dict[str, Any]


#: What a pattern's reader returns: its references; an empty list, so that later patterns may try; or ``None``, so that none may.
Reading = list[FoundReference] | None
Reader = Callable[[re.Match[str]], Reading]

MONTH = rf"(?:{alternatives(MONTHS)}|(?:{alternatives(MONTH_ABBREVIATIONS)})\.?)"
#: The hour may be corrected by the editors: "3 [7] p.m."
TIME = r"(?:\d{1,2}(?:[:.]\s?\d\d)?(?:\s?\[\d{1,2}(?:[:.]\d\d)?\])?\s?[ap]\.\s?m\.?|noon|midnight)"
YEAR = r"(?:1[789]\d\d|20\d\d)"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
#: What looks like a year is the next of a list of numbers where another date follows: "1805, July 25, 1859, August 1".
_NO_NEXT = rf"(?!\d|,?\s(?:(?:of|dated)\s)?(?:{MONTH})\s\d)"
DATE = (
    rf"{_WEEKDAY}(?:(?P<month>{MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
    rf"|(?:the\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s\[(?P<corrected2>\d{{1,2}})\??\])?\s(?:of\s)?(?P<month2>{MONTH})"
    rf"|the\s(?P<day3>\d{{1,2}})(?:st|nd|rd|th)\s(?P<relative>instant|inst\.|ultimo|ult\.))"
    rf"(?:\s?\[(?P<corrected>\d{{1,2}})\??\])?(?:,?\s(?P<year>{YEAR}){_NO_NEXT})?"
    rf"(?:,?\s(?:at\s)?(?P<time>{TIME}))?"
)

#: In ``begins``: a day before its month, and "the" before a number or a name, as dates and posts begin with them.
DAY, THE = "0", "the"
_SIGNS = {
    DAY: r"\d(?=\d?(?:st|nd|rd|th)?\s(?:\[\d{1,2}\??\]\s)?(?:of\s)?[A-Z])",
    THE: r"(?:[Tt]he(?=\s\d)|The(?=\s[A-Z]))",
}


#: Places in a text by the set of words of which one begins there.
Starts = dict[frozenset[str], list[int]]


@dataclass(frozen=True, slots=True)
class ReferencePattern:
    """A pattern of references with its reader, and what a text must have for any match of it: ``needs`` or ``begins``."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    begins: frozenset[str]
    read: Reader

    def candidates(self, text: str, lower: str, starts: Starts) -> Iterable[re.Match[str]]:
        """Return the matches in the text, none overlapping another.

        ``lower`` is the text in lower case, ``starts`` has the places of the words with which matches begin.
        """
        if self.begins:
            return self._matches_at(starts[self.begins], text) if self.begins in starts else ()
        return self.pattern.finditer(text) if any(map(lower.__contains__, self.needs)) else ()

    def _matches_at(self, places: list[int], text: str) -> Iterator[re.Match[str]]:
        end = 0
        for start in places:
            if start >= end and (match := self.pattern.match(text, start)):
                yield match
                end = match.end()


class PatternList(list[ReferencePattern]):
    """Patterns in the order in which they are tried: an earlier one wins where two overlap."""

    def add(self, pattern: str, *, needs: Iterable[str] = (), begins: Iterable[str] = ()) -> Callable[[Reader], Reader]:
        """Decorate the function that reads the matches of a pattern.

        ``begins`` or ``needs`` must be there; they only save time. ``begins`` are whole words with one of which every match
        begins, where the match always has a digit, or a footnote's sign, as well; ``needs`` are words of which a text must
        have one to hold any match. Both are in lower case.
        """

        def register(read: Reader) -> Reader:
            self.append(ReferencePattern(re.compile(pattern), tuple(needs), frozenset(begins), read))
            return read

        return register


@dataclass(frozen=True, slots=True)
class Before:
    """Words that are before a place in a text, with nothing on the way that ``stops``.

    The words are among the ``nearest`` characters before the place, and end at most ``farthest`` before it. Looking for both by
    themselves takes a step for each character; one pattern for "words and then no stop up to here" would try the whole way from each word.
    """

    words: re.Pattern[str]
    stops: re.Pattern[str]
    nearest: int
    farthest: int

    def is_at(self, text: str, place: int) -> bool:
        """Return whether the words are before this place."""
        low = max(0, place - self.nearest)
        free = max(low, place - self.farthest)
        for stop in self.stops.finditer(text, low, place):
            free = max(free, stop.start() + 1)
        while words := self.words.search(text, low, place):
            if words.end() >= free:
                return True
            low = words.start() + 1  # words may begin within others: "Public Papers of"
        return False


#: A line up to its last digit or footnote's sign, and a little more, which may show that the digits are a day.
_NUMBERED = re.compile(r"\0[^\0]*[\d*†‡][^\0]{0,20}")


class Grammar:
    """Patterns that are tried together: the words with which their matches begin are searched for once."""

    def __init__(self, patterns: Iterable[ReferencePattern]) -> None:
        self.patterns = tuple(patterns)
        sets = dict.fromkeys(pattern.begins for pattern in self.patterns)
        words: frozenset[str] = frozenset().union(*sets)
        self._sets = {word: [begins for begins in sets if word in begins] for word in words}
        # It begins with what is no word's, and not with \b: a search then leaps from one to the next.
        first = any_word(words - _SIGNS.keys())
        self._first_word = re.compile(rf"\W(?:{first}(?![^\W\d])|{'|'.join(_SIGNS.values())})")

    def matches(self, text: str) -> list[FoundReference]:
        """Return all references that the patterns find in the text, in order, none overlapping another."""
        text = text.replace("\n", "\0")  # no reference goes on in another paragraph
        taken = bytearray(len(text))
        found: list[FoundReference] = []
        lower, starts = text.lower(), self.starts(text)
        for pattern in self.patterns:
            if pattern.begins and pattern.begins not in starts:
                continue  # most have nothing to look for, and a call for each would take longer than what the others find
            check()
            for match in pattern.candidates(text, lower, starts):
                start, end = match.span()
                if taken.find(1, start, end) >= 0:
                    continue
                references = pattern.read(match)
                if references or references is None:
                    found += references or []
                    taken[start:end] = b"\1" * (end - start)
        return sorted(found, key=lambda reference: reference.start)

    def starts(self, text: str) -> Starts:
        """Return the places in the text of the words with which matches begin, on lines that have a number."""
        # With one character more at its front, a word's place in the text is that of what stands before it.
        text = f"\0{text}"
        found: Starts = {}
        for line in _NUMBERED.finditer(text):
            for match in self._first_word.finditer(text, *line.span()):
                word = match[0][1:].lower()
                for begins in self._sets[DAY if word.isdigit() else word]:
                    found.setdefault(begins, []).append(match.start())
        return found


def each(
    match: re.Match[str], group: str, item: str, kind: str, details: Callable[[str], dict[str, Any]]
) -> list[FoundReference]:
    """Return a reference for each item of a list in the text ("Documents 1 and 2"): what stands before belongs to the first.

    ``details`` returns the details of an item.
    """
    found = list(re.compile(item).finditer(match.string, match.start(group), match.end(group)))
    starts = [match.start(), *(one.start() for one in found[1:])]
    ends = [*(one.end() for one in found[:-1]), match.end()]
    return [
        FoundReference(start, end, kind, details(one[0])) for start, end, one in zip(starts, ends, found, strict=True)
    ]


def one(match: re.Match[str], kind: str, details: dict[str, Any]) -> list[FoundReference]:
    """Return the whole match as one reference."""
    return [FoundReference(match.start(), match.end(), kind, details)]


def stated(match: re.Match[str], **names: str) -> dict[str, Any]:
    """Return the text of these groups of the match, under their names, without those that are empty."""
    groups = match.groupdict()
    return {name: groups[group] for name, group in names.items() if groups.get(group)}


def date_of(match: re.Match[str]) -> dict[str, Any]:
    """Return the date of a match as numbers, with the day as editors corrected it and the time as printed."""
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
    if corrected := groups.get("corrected") or groups.get("corrected2"):
        date["corrected_day"] = int(corrected)
    if "year" in groups:
        date["year"] = int(groups["year"])
    if "time" in groups:
        date["time"] = groups["time"]
    return date
