"""The place of a file on the shelf: scheme, class, country and subject, as steps to walk down.

The steps are those by which the file itself is arranged. A country is a step of its own only where the class is arranged by
countries; a number of a class that isn't (``501.BB``) is its own subject. The subject-numeric file is arranged by subject
first and by country within it, so there both steps lead from the class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.filing.explaining import explain
from archive.filing.reading import parse
from archive.filing.schemes import (
    CFPF,
    COLLECTION,
    DECIMAL,
    DECIMAL_ERAS,
    DECIMAL_SCHEMES,
    LOT,
    RECORD_GROUP,
    SCHEMES,
    SUBJECT_NUMERIC,
)
from archive.filing.vocabulary import Vocabulary, default_vocabulary

#: The schemes whose files have a place on the shelf, in its order.
SHELVES = tuple(scheme.name for scheme in SCHEMES.values() if scheme.has_place)
#: The subject of a subject-numeric file that has no number ("POL HUNG-US").
NO_NUMBER = "0"


@dataclass(frozen=True, slots=True)
class ShelfPlace:
    """A step of the shelf, or the place of a file; a part that isn't there is ``""``."""

    scheme: str
    class_: str = ""
    country: str = ""
    subject: str = ""

    @property
    def depth(self) -> int:
        """1 for a scheme, 2 for a class, 3 for a country, 4 for a subject."""
        return 4 if self.subject else 3 if self.country else 2 if self.class_ else 1

    def above(self) -> list[ShelfPlace]:
        """Return the steps that lead here, from the scheme."""
        steps = [ShelfPlace(self.scheme)]
        if self.class_ and self.depth > 2:
            steps.append(ShelfPlace(self.scheme, self.class_))
        if self.country and self.subject:
            steps.append(replace(self, subject=""))
        return steps if self.depth > 1 else []


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """A step in words: its code as the shelf shows it, its meaning in its era, and the source of that."""

    code: str
    name: str = ""
    source: str = ""

    def __str__(self) -> str:
        return f"{self.code}, {self.name}" if self.name else self.code


def place_of(scheme: str, file: str, class_: str, country: str, subject: str, qualifier: str) -> ShelfPlace | None:
    """Return the place of the file of these parts; None for what could not be read. The parts are those of a ``FileNumber``."""
    if scheme in DECIMAL_SCHEMES:
        trunk = file[: -len(qualifier) - 1] if qualifier else file
        if country and trunk[1:].startswith(country):
            return ShelfPlace(scheme, class_, country, trunk[1 + len(country) :].strip(".") or trunk)
        return ShelfPlace(scheme, class_, "", trunk)
    if scheme == SUBJECT_NUMERIC:
        return ShelfPlace(scheme, class_, country, subject or NO_NUMBER)
    if scheme in (CFPF, LOT, RECORD_GROUP, COLLECTION):
        return ShelfPlace(scheme, class_)
    return ShelfPlace(scheme) if scheme in SHELVES else None


def steps_of(place: ShelfPlace) -> list[ShelfPlace]:
    """Return every step at which a file at ``place`` is counted, the widest first."""
    steps = [ShelfPlace(place.scheme)]
    if place.class_:
        steps.append(ShelfPlace(place.scheme, place.class_))
    if place.country:
        steps.append(ShelfPlace(place.scheme, place.class_, place.country))
    if place.subject:
        country = "" if SCHEMES[place.scheme].subjects_first else place.country
        steps.append(ShelfPlace(place.scheme, place.class_, country, place.subject))
    return steps


def trunk_of(place: ShelfPlace) -> str:
    """Return the decimal number of a subject's step: "891.00"."""
    if not place.country:
        return place.subject
    whole = place.subject.startswith(place.class_ + place.country)
    return place.subject if whole else f"{place.class_}{place.country}.{place.subject}"


def label(place: ShelfPlace, vocabulary: Vocabulary | None = None) -> ShelfLabel:
    """Return what a step is called, in the words of its era."""
    vocabulary = vocabulary or default_vocabulary()
    scheme = place.scheme
    if place.depth == 1:
        return ShelfLabel(SCHEMES[scheme].title)
    if scheme == DECIMAL:
        return _either(place, vocabulary)
    if place.depth == 2:
        name = vocabulary.class_name(scheme, place.class_)
        return ShelfLabel(_class_code(place), name, vocabulary.source(scheme, "class", place.class_) if name else "")
    if scheme == SUBJECT_NUMERIC:
        return _subject_numeric(place, vocabulary)
    if place.depth == 3:
        name = vocabulary.country(scheme, place.country)
        return ShelfLabel(place.country, name, vocabulary.source(scheme, "country", place.country) if name else "")
    return _subject(place, vocabulary)


def _class_code(place: ShelfPlace) -> str:
    return SCHEMES[place.scheme].class_words.format(place.class_)


def _subject(place: ShelfPlace, vocabulary: Vocabulary) -> ShelfLabel:
    trunk = trunk_of(place)
    meaning = explain(replace(parse(trunk), scheme=place.scheme), None, vocabulary)
    found = vocabulary.heading(place.scheme, trunk) or vocabulary.subject(
        place.scheme, place.class_, trunk.partition(".")[2]
    )
    name = meaning.subject_name or meaning.second_country_name
    if name and found and not found.exact:
        name = f"under {trunk[: -len(found.rest)]}, {name}"
    return ShelfLabel(trunk, name, found.source if found and name else "")


def _subject_numeric(place: ShelfPlace, vocabulary: Vocabulary) -> ShelfLabel:
    if place.country and not place.subject:
        name = vocabulary.area(place.country)
        return ShelfLabel(place.country, name, vocabulary.source(place.scheme, "area", place.country) if name else "")
    if place.subject == NO_NUMBER:
        return ShelfLabel(place.class_, "without a number")
    found = vocabulary.subject_numeric(place.class_, place.subject)
    if not found:
        return ShelfLabel(f"{place.class_} {place.subject}")
    name = found.name if found.exact else f"under {found.code}, {found.name}"
    return ShelfLabel(f"{place.class_} {place.subject}", name, found.source)


def _either(place: ShelfPlace, vocabulary: Vocabulary) -> ShelfLabel:
    """Return both meanings of a step of numbers whose era is unknown; one where both eras agree."""
    labels = {era: label(replace(place, scheme=era), vocabulary) for era in DECIMAL_ERAS}
    names = {era: one.name for era, one in labels.items() if one.name}
    code = next(iter(labels.values())).code
    sources = "; ".join(dict.fromkeys(one.source for one in labels.values() if one.source))
    if len(set(names.values())) == 1 and len(names) == len(DECIMAL_ERAS):
        return ShelfLabel(code, next(iter(names.values())), sources)
    return ShelfLabel(code, "; ".join(f"{name} ({SCHEMES[era].short_span})" for era, name in names.items()), sources)
