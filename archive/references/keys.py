"""Keys: what a reference looks for and what papers and volumes offer, in one form.

Each kind of key is a small class with named parts. ``str(key)`` is its text in the database (``DocumentKey.key``,
``Reference.wanted``, ``UnheldPaper.key``) and :func:`parse` reads that text. No other module knows a prefix or the separator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from archive.folding import fold
from archive.parsing.citations import VolumeName, read_volume_id

_SEPARATOR = "|"
#: What is before the digits of a number without changing it: "State 025151" is 25151.
_NOUGHTS = re.compile(r"(?<![\w.])0+(?=\d)")
_NO_NUMBER = re.compile(r"[^0-9a-z½/().-]+")


def fold_number(number: str) -> str:
    """Return a number in one spelling: without "No." and noughts before it, with plain hyphens and in lower case."""
    folded = re.sub(r"^nos?\.? ?", "", fold(number).strip())
    return _NOUGHTS.sub("", _NO_NUMBER.sub(" ", folded).strip(" ."))


def numbers_in(number: str) -> list[str]:
    """Return the folded numbers that an own number holds: one, or for "256063/Todel 1287" the whole and both of its parts."""
    found = [fold_number(number)]
    parts = found[0].split("/")
    if (
        len(parts) == 2
        and any(re.fullmatch(r"[a-z]{3,} \d+", part) for part in parts)
        and all(len(part) > 1 for part in parts)
    ):
        found += parts
    return [one for one in found if one]


@dataclass(frozen=True, slots=True)
class Key:
    """The base of all kinds of keys. Two keys are equal if kind and parts are."""

    prefix: ClassVar[str]

    def __str__(self) -> str:
        return _SEPARATOR.join((self.prefix, *(str(getattr(self, field.name)) for field in fields(self))))

    @classmethod
    def beginning(cls) -> str:
        """Return the text with which every key of this kind begins, for queries."""
        return f"{cls.prefix}{_SEPARATOR}"

    @classmethod
    def from_text(cls, text: str) -> Key:
        """Return the key with these parts, without its prefix."""
        return cls(*text.split(_SEPARATOR, len(fields(cls)) - 1))


# --- places in print ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceKey(Key):
    """A document by its id in the source, "frus1948v05p1#d290"."""

    prefix = "id"
    source_id: str

    @property
    def volume(self) -> str:
        """The volume's id in the document's."""
        return self.source_id.partition("#")[0]


@dataclass(frozen=True, slots=True)
class DocumentNumberKey(Key):
    """A document by its printed number in a volume. ``number`` is folded."""

    prefix = "doc"
    volume: str
    number: str

    @classmethod
    def of(cls, volume: str, number: str) -> DocumentNumberKey:
        return cls(volume, fold(number))


@dataclass(frozen=True, slots=True)
class PositionKey(Key):
    """A document by its position in a volume, for "supra" and "infra"."""

    prefix = "at"
    volume: str
    position: int

    @classmethod
    def from_text(cls, text: str) -> PositionKey:
        volume, position = text.split(_SEPARATOR, 1)
        return cls(volume, int(position))


@dataclass(frozen=True, slots=True)
class PageKey(Key):
    """The documents on a page of a volume. ``label`` is folded."""

    prefix = "page"
    volume: str
    label: str

    @classmethod
    def of(cls, volume: str, label: str) -> PageKey:
        return cls(volume, fold(label))


# --- what identifies a paper by itself ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileKey(Key):
    """The papers with a file number, by its scheme and normal form."""

    prefix = "file"
    scheme: str
    normal: str


@dataclass(frozen=True, slots=True)
class NumberKey(Key):
    """The papers with a number of a year: telegrams, despatches, airgrams."""

    prefix = "no"
    number: str
    year: int

    @classmethod
    def of(cls, number: str, year: int) -> NumberKey:
        return cls(fold_number(number), year)

    @classmethod
    def from_text(cls, text: str) -> NumberKey:
        number, year = text.split(_SEPARATOR, 1)
        return cls(number, int(year))

    @property
    def in_series(self) -> bool:
        """Whether the number belongs to a named series, as in "Gadel 20"."""
        return " " in self.number


@dataclass(frozen=True, slots=True)
class DayKey(Key):
    """The papers of a day."""

    prefix = "on"
    day: date

    @classmethod
    def from_text(cls, text: str) -> DayKey:
        return cls(date.fromisoformat(text))


@dataclass(frozen=True, slots=True)
class SeriesKey(Key):
    """A policy paper by its series and number, "nsc 171/1"."""

    prefix = "series"
    number: str

    @classmethod
    def of(cls, details: Mapping[str, Any]) -> SeriesKey:
        """Return the key of the policy paper that a reference's details name."""
        return cls(f"{fold(details['series'])} {fold_number(details['number'])}")


@dataclass(frozen=True, slots=True)
class SymbolKey(Key):
    """A document of the United Nations by its symbol."""

    prefix = "un"
    symbol: str


# --- volumes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VolumeKey(Key):
    """A volume by its id."""

    prefix = "volume"
    slug: str


@dataclass(frozen=True, slots=True)
class VolumeNameKey(Key):
    """A volume by its title: the years, with a subject that is part of its name, and the volume's and part's numbers, if any."""

    prefix = "vol"
    years: str
    numbers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _SEPARATOR.join((self.prefix, self.years, *self.numbers))

    @classmethod
    def of(cls, years: str, volume: str = "", part: str = "") -> VolumeNameKey:
        return cls(years, tuple(number for number in (volume, part) if number))

    @classmethod
    def from_text(cls, text: str) -> VolumeNameKey:
        years, *numbers = text.split(_SEPARATOR)
        return cls(years, tuple(numbers))


def keys_of_volume(slug: str) -> set[Key]:
    """Return the keys of a volume: its id and its title, also without the part, for references that leave it out."""
    keys: set[Key] = {VolumeKey(slug)}
    if name := read_volume_id(slug):
        years, volume = _years(name), name.volume.lower()
        keys |= {VolumeNameKey.of(years, volume), VolumeNameKey.of(years, volume, name.part)}
    return keys


def _years(name: VolumeName) -> str:
    years = f"{name.first}-{name.last[-2:]}" if name.last else name.first
    return f"{years} {name.special}" if name.special else years


# --- papers not held ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnheldKey:
    """What makes an unheld paper one paper: its kind, and whose number of which year or between whom on which day.

    Papers that have nothing but a file number, a series or a symbol have the :class:`Key` of that.
    """

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return _SEPARATOR.join(self.parts)

    @classmethod
    def from_text(cls, text: str) -> UnheldKey:
        """Return the key of a text in the database."""
        return cls(tuple(text.split(_SEPARATOR)))


_KINDS: dict[str, type[Key]] = {
    kind.prefix: kind
    for kind in (
        SourceKey, DocumentNumberKey, PositionKey, PageKey, FileKey, NumberKey, DayKey, SeriesKey, SymbolKey, VolumeKey,
        VolumeNameKey,
    )
}  # fmt: skip


def parse(text: str) -> Key:
    """Return the key of a text in the database. Raises ``ValueError`` if the text is no key."""
    prefix, _, rest = text.partition(_SEPARATOR)
    if prefix not in _KINDS:
        raise ValueError(f"no kind of key has the prefix {prefix!r}")
    return _KINDS[prefix].from_text(rest)
