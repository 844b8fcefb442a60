"""Whom a name means that neither a mark nor its volume's own list explains: the one person of other volumes' lists who can be meant.

A surname alone proves little: half of the people with a rare one are somebody's namesake. So something has to agree besides: the office in
the line of an entry or in papers of that time, the full name in the volume's papers, or, where no office is printed, the years.
Measured by ``benchmarks/identity``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from archive.identity.evidence import Line, likeness, part_of, read_line, says_much
from archive.identity.joining import Entry
from archive.identity.names import Agreement, PersonName, agreement, is_given_name, read_spoken_name

#: How much of an office, or of the line if that is shorter, must stand in the other: for the only one of a surname, and for one of several.
_THE_OFFICE, _THE_VERY_OFFICE = 0.6, 0.8
#: How many years may lie between a paper and the lines: for one of several of a surname, and for the only one.
_NOW, _LONG_TIME = 0, 8
#: How many years before or after a paper other papers say who held an office.
_SAME_TIME = 2
#: How many volumes list somebody whom papers name without an office.
_WELL_KNOWN = 3
_UNLIKE = {Agreement.CONTRADICTED, Agreement.MISPRINTED}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom lists know: ``entries`` that speak of them, and the offices that papers of certain years show them in."""

    id: Hashable
    entries: tuple[Entry, ...]
    held: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """The candidate who is meant: why, and how sure that is (0 to 100)."""

    id: Hashable
    why: str
    certainty: int


def person_meant(
    person: str,
    office: str,
    years: tuple[int, int] | None,
    candidates: Iterable[Candidate],
    is_named_in_full: Callable[[Candidate], bool] = lambda candidate: False,
) -> Meaning | None:
    """Return whom a printed name and office in papers of these years mean, or ``None`` if that is not certain.

    ``is_named_in_full`` says whether the volume's papers have a candidate's name in full, and nobody else's of that surname; it is asked
    only if that decides.
    """
    name = read_spoken_name(person)
    if name is None or years is None:
        return None
    found = [one for one in candidates if _may_be(one, name)]
    if name.given:
        alone = len(found) == 1 and _years_from(found[0], years) <= _LONG_TIME
        return Meaning(found[0].id, "the only one of that name in any list of persons", 90) if alone else None
    line = read_line(office)
    if not line.words:
        return _without_office(found, years)
    return _in_office(found, line, years, is_named_in_full)


def _in_office(
    found: list[Candidate],
    line: Line,
    years: tuple[int, int],
    is_named_in_full: Callable[[Candidate], bool],
) -> Meaning | None:
    likely = {one.id: _in_that_office(one, line, years) for one in found}
    held = [id for id, like in likely.items() if like >= _THE_OFFICE]
    if len(found) == 1 and held:
        return Meaning(held[0], "nobody else of that surname is in any list of persons, and the office agrees", 95)
    very = [one.id for one in found if _in_that_office(one, line, years, _NOW) >= _THE_VERY_OFFICE]
    # "Ambassador" alone is what many of one surname were.
    if len(held) == 1 and held == very and len(line.words) > 1:
        return Meaning(held[0], "nobody else of that surname in any list of persons held that office", 85)
    only = found if len(found) == 1 else [one for one in found if one.id in held] if len(held) == 1 else []
    if not only or not is_named_in_full(only[0]):
        return None
    why = "the office agrees" if held else "nobody else of that surname is in any list of persons"
    return Meaning(only[0].id, f"{why}, and the papers have the name in full", 90)


def _without_office(found: list[Candidate], years: tuple[int, int]) -> Meaning | None:
    """A surname alone is how papers name those whom all know: somebody in lists of these years, and in several."""
    of_these_years = [one for one in found if _years_from(one, years) == 0]
    if len(of_these_years) != 1:
        return None
    known = len({entry.volume for entry in of_these_years[0].entries}) >= _WELL_KNOWN
    why = "nobody else of that surname is in the lists of persons of these years"
    return Meaning(of_these_years[0].id, why, 75) if known else None


def _may_be(one: Candidate, name: PersonName) -> bool:
    return all(
        (entry.name.whole and entry.name.letters == name.spoken)
        or (entry.name.surname == name.surname and agreement(entry.name, name) not in _UNLIKE)
        for entry in one.entries
    )


def _years_from(one: Candidate, years: tuple[int, int]) -> int:
    """Return how many years lie between papers and the nearest line."""
    return min(
        max(0, (entry.line.earliest or years[0]) - years[1], years[0] - (entry.line.latest or years[1]))
        for entry in one.entries
    )


def _in_that_office(one: Candidate, line: Line, years: tuple[int, int], far: int = _LONG_TIME) -> float:
    """Return from 0 to 1 how much of an office the lines of about these years say, or the offices in papers of that time."""
    lines = [entry.line for entry in one.entries] if _years_from(one, years) <= far else []
    lines += [read_line(office) for office, year in one.held if years[0] - _SAME_TIME <= year <= years[1] + _SAME_TIME]
    # Of "President" alone everything is in "President's Special Assistant", too.
    return max((likeness(line, other) if says_much(other) else part_of(line, other) for other in lines), default=0.0)


def is_another(spoken: str, entries: Iterable[Entry]) -> bool:
    """Whether words before a surname are somebody else's given names: "Francis P. Matthews", but not "Under Secretary Matthews"."""
    *words, surname = spoken.split()
    # From the last word that can be a given name back: "Navy Francis P. Matthews".
    for start in range(len(words)):
        name = read_spoken_name(" ".join([*words[start:], surname]))
        if name and name.given and is_given_name(name.given[0]):
            return all(agreement(entry.name, name) in _UNLIKE for entry in entries)
    return False
