"""What the lines beside two names say of whether they mean one person: offices, origin, years."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.folding import fold
from archive.parsing.nationalities import NATIONALITIES

_WORD = re.compile(r"[^\W\d_][^\W_]*")
_YEAR = re.compile(r"(?<!\d)1[789]\d\d(?!\d)")
_YEARS = re.compile(r"(?<!\d)(1[789]\d\d)(?!\d)(?:[–-](1[789]\d\d|\d\d)(?!\d))?")
#: How a line begins that only leads to another name.
_LEADS_TO = re.compile(r"\s*(?:see\s+(?:also\s+)?|(?:pseudonym|cryptonym|alias|code name) (?:for|of) )")
_SMALL = frozenset(
    """a an and as at by for from in into of off on or the to with also after before during until thereafter then since later again both
    former formerly early late mid beginning end january february march april may june july august september october november december
    his her he she who was were is be been see st nd rd th""".split()
)
#: What so many held that it says little of who one is.
_COMMON = frozenset(
    """adviser affairs agency ambassador army assistant bureau charge chief committee consul council counselor delegation department
    deputy director division embassy executive first foreign general governor head international member minister ministry national navy
    office officer policy political president public representative republic second secretary section senior special staff state states
    third u under united us s""".split()
)
_LITTLE = 0.25
_NO_WEIGHTS: Mapping[str, float] = {}
_NATIONS = frozenset(fold(nation) for nation in NATIONALITIES)


@dataclass(frozen=True, slots=True)
class Line:
    """What is printed beside a name: its ``words`` without the small ones, first and last year, another name that it leads to, nations."""

    words: frozenset[str] = frozenset()
    earliest: int | None = None
    latest: int | None = None
    see: str = ""
    nations: frozenset[str] = frozenset()


def read_line(text: str, years: tuple[int, int] | None = None) -> Line:
    """Return what a printed line says; ``years`` are those of the volume that it stands in."""
    folded = fold(text)
    if found := _LEADS_TO.match(folded):
        return Line(see=folded[found.end() :].strip(" ."))
    words = frozenset(word for word in _WORD.findall(folded) if word not in _SMALL)
    named = [int(year) for year in _YEAR.findall(folded)] + list(years or ())
    nations = words & _NATIONS
    return Line(words, min(named, default=None), max(named, default=None), nations=nations)


def leads_on(text: str) -> bool:
    """Whether a printed line only leads to another name: "see Ngo Dinh Diem"."""
    return bool(_LEADS_TO.match(fold(text)))


def years_of(title: str) -> tuple[int, int] | None:
    """Return the first and last year that a volume's title names first, such as "1958–1960"."""
    if found := _YEARS.search(title):
        first, last = found[1], found[2] or found[1]
        return int(first), int(first[: 4 - len(last)] + last)
    return None


def likeness(one: Line, other: Line) -> float:
    """Return from 0 to 1 how much of the shorter of two lines the other says, too."""
    return _share(one, other, min)


def likeness_of_people(one: Line, other: Line) -> float:
    """Return the same of two lines about people: that both are British says little. Of offices it says as much as any other word."""
    return _share(one, other, min, dict.fromkeys(one.nations | other.nations, _LITTLE))


def sameness(one: Line, other: Line) -> float:
    """Return from 0 to 1 how much of the longer of two lines the other says, too."""
    return _share(one, other, max)


def part_of(one: Line, other: Line) -> float:
    """Return from 0 to 1 how much of a line another one says, too."""
    return _weight(one.words & other.words) / _weight(one.words) if one.words else 0.0


def says_much(line: Line) -> bool:
    """Whether a line has a word that only some lines have."""
    return not line.words <= _COMMON


def other_nations(one: Line, other: Line) -> bool:
    """Whether each line names a nation and none names the other's."""
    return bool(one.nations and other.nations and not one.nations & other.nations)


def same_nation(one: Line, other: Line) -> bool:
    """Whether two lines name one nation, as an adjective or as its country: "Cuban", "of Cuba"."""
    return any(
        nation in line.words or any(len(word) > 3 and nation.startswith(word[:-1]) for word in line.words)
        for line, nations in ((one, other.nations), (other, one.nations))
        for nation in nations
    )


def years_between(one: Line, other: Line) -> int:
    """Return how many years lie between two lines; 0 if they touch or one has none."""
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return 0
    return max(0, max(one.earliest, other.earliest) - min(one.latest, other.latest))  # type: ignore[operator,type-var]


def _share(
    one: Line, other: Line, which: Callable[[float, float], float], weights: Mapping[str, float] = _NO_WEIGHTS
) -> float:
    whole = which(_weight(one.words, weights), _weight(other.words, weights))
    return _weight(one.words & other.words, weights) / whole if whole else 0.0


def _weight(words: frozenset[str], weights: Mapping[str, float] = _NO_WEIGHTS) -> float:
    return sum(_LITTLE if word in _COMMON else weights.get(word, 1.0) for word in words)
