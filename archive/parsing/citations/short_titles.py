"""Volumes under the short names that people cite them by: "1952–54, XII/2" for the volume ``frus1952-54v12p2``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.parsing.citations.volumes import VolumeName, read_volume_id, roman

_SERIES = re.compile(
    r"^(?:Papers Relating to the )?Foreign Relations of the United States(?::? ?Diplomatic Papers)?[,.:]? *",
    re.IGNORECASE,
)
_YEARS = re.compile(r"^(?:19|18|20)\d\d(?: ?[–—-] ?\d{2,4})?[,.:;]? *")
_VOLUME = re.compile(r"[,.:;]? *\bVolumes? (?:E ?[–-] ?)?[0-9IVXLC/–-]+(?![\w])[,.:;]? *", re.IGNORECASE)
_PART = re.compile(r"[,.:;]? *(?:\bPart (?:\d|[IV]+|one|two|three)\b|\(in \w+ parts\))[,.:;]? *", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"[,.:;]? *\b(?:Microfiche )?Supplement\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShortTitle:
    """A volume's short name, what it is about and its years: "1952–54, XII/2", "East Asia and the Pacific", "1952–1954".

    A volume of another series has its title as its name, no subject and no years. The name of one without a number has its subject in it
    ("1952–54, Guatemala").
    """

    name: str
    subject: str = ""
    period: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.subject}" if self.subject else self.name


@lru_cache(maxsize=4096)
def short_title(source_id: str, title: str) -> ShortTitle:
    """Return the short title of a volume by its id and its title as printed."""
    named = read_volume_id(source_id)
    if not named:
        return ShortTitle(title)
    subject = _subject(title)
    number = _number(named)
    if number and "supp" in named.special.lower():
        number += " supplement"
    if number:
        return ShortTitle(f"{_years(named)}, {number}", subject, named.years)
    name = ", ".join(words for words in (_years(named), subject, named.part and f"part {named.part}") if words)
    return ShortTitle(name, "", named.years)


def _years(named: VolumeName) -> str:
    last = named.last[2:] if named.last[:2] == named.first[:2] else named.last
    return f"{named.first}–{last}" if last else named.first


def _number(named: VolumeName) -> str:
    """Return volume and part: "XII/2", "VII–IX", "E–15/1"."""
    if not named.volume:
        return ""
    electronic = named.volume.startswith("E")
    numbers = named.volume.lstrip("E").split("-")
    written = "–".join(
        number if electronic or not number.isdecimal() else roman(int(number)).upper() for number in numbers
    )
    return f"{'E–' if electronic else ''}{written}{f'/{named.part}' if named.part else ''}"


def _subject(title: str) -> str:
    words = _YEARS.sub("", _SERIES.sub("", " ".join(title.split())))
    for part in (_VOLUME, _PART, _SUPPLEMENT):
        words = part.sub(", ", words)
    return re.sub(r"(?:, )+", ", ", words).strip(" ,.:;")
