"""The volume of *Foreign Relations* that an id ("frus1948v05p1") or a title ("… 1948, …, Volume V, Part 1") names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.deadline import check

_ID = re.compile(
    r"frus(?P<first>1[89]\d\d|20\d\d)(?:-(?P<last>\d{2}|\d{4}))?(?P<special>[A-Za-z]*?(?:\d\d)?)"
    r"(?:v(?P<volume>e?\d{1,2}(?:-e?\d{1,2})?))?(?:p(?P<part>\d))?(?P<supplement>[A-Za-z]*\d?)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(?P<first>1[89]\d\d|20\d\d)(?:\s?[–—-]\s?(?P<last>\d{4}|\d\d))?(?!\d)")
_VOLUME = re.compile(r"\bvol(?:ume|\.)?s?\s+(?P<volume>(?:E\s?[–—-]\s?)?\d+|[IVXLC]+)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:part|pt\.?)\s+(?P<part>\d|[IV]+|one|two|three|four)\b", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"\bsupplement|\bmicrofiche", re.IGNORECASE)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class VolumeName:
    """A volume of the series: years, number and part as plain figures; what is unknown is ``""``.

    ``last`` is ``""`` for a single year. ``volume`` is ``"5"`` or ``"E15"``. ``special`` are the further letters of an id
    ("china", "pubdip", "msupp") of volumes besides the numbered ones.
    """

    first: str
    last: str = ""
    volume: str = ""
    part: str = ""
    special: str = ""

    @property
    def years(self) -> str:
        """The years as a title prints them: "1948", "1964–1968"."""
        return f"{self.first}–{self.last}" if self.last else self.first

    def agrees(self, other: VolumeName) -> bool:
        """Return whether ``other`` may be this volume: it contradicts nothing that this one has."""
        return (
            (not other.first or self.first == other.first)
            and (not other.last or self.last == other.last)
            and (not other.volume or self.volume == other.volume)
            and (not other.part or self.part == other.part)
            and (not other.special or self.special == other.special)
        )


def read_volume_id(words: str) -> VolumeName | None:
    """Return the volume that an id of the series names, ``None`` if it is no such id."""
    match = _ID.fullmatch(words.strip())
    if not match:
        return None
    special = f"{match['special'] or ''}{match['supplement'] or ''}".lower()
    return VolumeName(
        match["first"],
        full_year(match["first"], match["last"]),
        _number(match["volume"] or ""),
        match["part"] or "",
        special,
    )


def read_volume_name(slug: str, title: str) -> VolumeName | None:
    """Return the volume by its id, or else by the years and numbers in its title."""
    check()
    named = read_volume_id(slug)
    if named:
        return named
    years = _YEARS.search(title)
    if not years:
        return None
    volume, part = _VOLUME.search(title), _PART.search(title)
    return VolumeName(
        years["first"],
        full_year(years["first"], years["last"]),
        _number(volume["volume"]) if volume else "",
        part_number(part["part"]) if part else "",
        "supplement" if _SUPPLEMENT.search(title) else "",
    )


def volume_number(words: str) -> str:
    """Return a volume's number as plain figures: "V" and "05" give "5", "E–15" gives "E15"; ``""`` if it is no number."""
    return _number(words)


def part_number(words: str) -> str:
    """Return a part's number as a figure: from "1", "II" or "two"."""
    return _WORDS.get(words.lower()) or _number(words)


def roman_number(words: str) -> int | None:
    """Return the value of a Roman numeral up to some hundreds, ``None`` if it is not written as one."""
    letters = words.lower()
    if not letters or not set(letters) <= _ROMAN.keys():
        return None
    values = [_ROMAN[letter] for letter in letters]
    total = 0
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total if roman(total) == letters else None


def roman(number: int) -> str:
    """Return a number up to some hundreds as a Roman numeral, in small letters."""
    out = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, number = divmod(number, value)
        out += letters * count
    return out


def _number(words: str) -> str:
    bare = re.sub(r"[\s–—-]", "", words) if words[:1] in {"e", "E"} else words
    if match := re.fullmatch(r"(e?)0*(\d+)", bare, re.IGNORECASE):
        return match[1].upper() + match[2]
    if re.fullmatch(r"\d+-e?\d+", bare, re.IGNORECASE):
        return "-".join(part.lstrip("0") for part in bare.split("-"))
    value = roman_number(bare)
    return str(value) if value else ""


def full_year(first: str, last: str | None) -> str:
    """Return the last of some years in full ("1964", "68" gives "1968"); ``""`` if there is none after the first."""
    full = last if not last or len(last) == 4 else first[:2] + last
    return full if full and full > first else ""
