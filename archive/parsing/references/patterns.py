"""What the grammar of references is made of: the match, the pieces that patterns share, and the register of families."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from archive.dating import MONTH_ABBREVIATIONS, MONTH_NUMBERS, MONTHS
from archive.parsing.references.words import alternatives, any_word


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference in a text: its span, its kind, and what it says."""

    start: int
    end: int
    kind: str
    details: dict[str, Any]


#: What a family makes of a match: its references; none, so that later families may try; or ``None``, none for good.
Reader = Callable[[re.Match[str]], "list[FoundReference] | None"]

MONTH = rf"(?:{alternatives(MONTHS)}|(?:{alternatives(MONTH_ABBREVIATIONS)})\.?)"
TIME = r"(?:\d{1,2}(?:[:.]\s?\d\d)?\s?[ap]\.\s?m\.?|noon|midnight)"
YEAR = r"(?:1[789]\d\d|20\d\d)"
DATE = (
    rf"(?:(?P<month>{MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
    rf"|(?:the\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{MONTH})"
    rf"|the\s(?P<day3>\d{{1,2}})(?:st|nd|rd|th)\s(?P<relative>instant|inst\.|ultimo|ult\.))"
    rf"(?:\s?\[(?P<corrected>\d{{1,2}})\??\])?(?:,?\s(?P<year>{YEAR})(?!\d))?"
    rf"(?:,?\s(?:at\s)?(?P<time>{TIME}))?"
)

#: In ``begins``: a day before its month, and "the" before a number or a name, as dates and posts begin with them.
DAY, THE = "0", "the"
_SIGNS = {DAY: r"\d(?=\d?(?:st|nd|rd|th)?\s(?:of\s)?[A-Z])", THE: r"(?:[Tt]he(?=\s\d)|The(?=\s[A-Z]))"}


@dataclass(frozen=True, slots=True)
class _Family:
    """A pattern of references with its reader, and what a text must have for any match of it: ``needs`` or ``begins``."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    begins: frozenset[str]
    read: Reader

    def candidates(self, text: str, small: str, starts: _Starts) -> Iterable[re.Match[str]]:
        """The matches in the text, none overlapping another.

        ``small`` is the text in small letters, ``starts`` has the places of the words with which matches begin.
        """
        if self.begins:
            return self._matches_at(starts[self.begins], text) if self.begins in starts else ()
        return self.pattern.finditer(text) if any(words in small for words in self.needs) else ()

    def _matches_at(self, places: list[int], text: str) -> Iterator[re.Match[str]]:
        end = 0
        for start in places:
            if start >= end and (match := self.pattern.match(text, start)):
                yield match
                end = match.end()


#: Places in a text by the set of words of which one stands there.
_Starts = dict[frozenset[str], list[int]]

_FAMILIES: list[_Family] = []
#: A line as far as it has a digit, or a sign that stands for one, and what may show that a day is one.
_NUMBERED = re.compile(r"\0[^\0]*[\d*†‡][^\0]{0,20}")


def family(pattern: str, *, needs: Iterable[str] = (), begins: Iterable[str] = ()) -> Callable[[Reader], Reader]:
    """Register what reads the matches of a pattern; earlier families win where two overlap.

    The others only save time, and one of them must be given: ``begins`` are whole words with one of which every match begins, where it
    always has a digit, or a footnote's sign, as well; ``needs`` are words of which a text must have one to hold any match. Both
    are in lower case. The words of all families are looked for in one go, as far as there is a number on the line.
    """

    def register(read: Reader) -> Reader:
        _FAMILIES.append(_Family(re.compile(pattern), tuple(needs), frozenset(begins), read))
        return read

    return register


@cache
def _first_words() -> tuple[re.Pattern[str], dict[str, list[frozenset[str]]]]:
    """A pattern for all words with which matches begin, and of which sets each is; asked for when every family is registered."""
    sets = dict.fromkeys(family.begins for family in _FAMILIES)
    words = frozenset().union(*sets)
    # Begun with what is no word's, and not with \b: a search then leaps from one to the next.
    pattern = re.compile(rf"\W(?:{any_word(words - _SIGNS.keys())}(?![^\W\d])|{'|'.join(_SIGNS.values())})")
    return pattern, {word: [each for each in sets if word in each] for word in words}


def _starts(text: str) -> _Starts:
    pattern, sets = _first_words()
    # With one character more at its front, a word's place in the text is that of what stands before it.
    text = f"\0{text}"
    found: _Starts = {}
    for line in _NUMBERED.finditer(text):
        for match in pattern.finditer(text, *line.span()):
            word = match[0][1:].lower()
            for begins in sets[DAY if word.isdigit() else word]:
                found.setdefault(begins, []).append(match.start())
    return found


def matches(text: str) -> Iterator[FoundReference]:
    """All references in the text that the families find, in order, none overlapping another."""
    text = text.replace("\n", "\0")  # no reference goes on in another paragraph
    taken = bytearray(len(text))
    found: list[FoundReference] = []
    small, starts = text.lower(), _starts(text)
    for family in _FAMILIES:
        for match in family.candidates(text, small, starts):
            start, end = match.span()
            if taken.find(1, start, end) >= 0:
                continue
            items = family.read(match)
            if items or items is None:
                found += items or []
                taken[start:end] = b"\1" * (end - start)
    return iter(sorted(found, key=lambda item: item.start))


def each(
    match: re.Match[str], group: str, item: str, kind: str, details: Callable[[str], dict]
) -> list[FoundReference]:
    """One reference for each item of a list in the text ("Documents 1 and 2"): what stands before belongs to the first.

    ``details`` is asked what an item says.
    """
    found = list(re.compile(item).finditer(match.string, match.start(group), match.end(group)))
    starts = [match.start(), *(one.start() for one in found[1:])]
    ends = [*(one.end() for one in found[:-1]), match.end()]
    return [
        FoundReference(start, end, kind, details(one[0])) for start, end, one in zip(starts, ends, found, strict=True)
    ]


def one(match: re.Match[str], kind: str, details: dict[str, Any]) -> list[FoundReference]:
    """The whole match as one reference."""
    return [FoundReference(match.start(), match.end(), kind, details)]


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
