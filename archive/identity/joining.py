"""Which entries of volumes' lists of persons speak of one person.

Two entries are compared only if their surnames are the same or spelled alike. The more their names agree, the less their lines must:
the same name in full is joined unless something speaks against it, a short form only where both lines name the same office. Entries
of one volume are two people, unless one leads to the other ("see").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from archive.folding import fold
from archive.identity.evidence import (
    Line,
    likeness_of_people,
    other_nations,
    read_line,
    same_nation,
    sameness,
    years_between,
)
from archive.identity.names import (
    SHORTEST,
    Agreement,
    PersonName,
    agreement,
    is_given_name,
    is_inverted,
    read_name,
    read_spoken_name,
    spelled_alike,
)

#: How many years may lie between two lines of which nothing is the same but a name in full.
_LONG_TIME = 8
#: How like the lines must be for each agreement of names; measured by benchmarks/identity.
_ENOUGH = {Agreement.FIRST: 0.3, Agreement.INITIALS: 0.4, Agreement.ALIKE: 0.5}
#: How like they must be for the same name in full with a suffix on one side or after a long time.
_SOMETHING = 0.2
#: The same of people of a surname that nobody else has, after a long time, where not even the nation is the same.
_TOLD = 0.1
#: How much of the longer line must stand in the other where the names don't agree.
_THE_SAME = 0.6
#: How like the lines of one name must be that stands twice in one volume.
_TWICE = 0.8
#: Entries of a surname that more have are not compared: their number squared would stop an import.
_LARGEST_GROUP = 1_000
#: The reason for what an authority file says.
NAMED_TOGETHER = "named together in an authority file"
#: "Saltonstall", "Senator Leverett, (R–Massachusetts)": some lists begin the line with rank and given names.
_GIVEN_IN_LINE = re.compile(
    r"(?:Senator|Representative|Congressman|General|Admiral|Colonel|Captain|Major) ([A-Z][^\W\d_]*\.?(?: [A-Z]\.)*),"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV)\b\.?")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: what the caller knows it by, its volume, and what it says.

    ``authority`` is the person of an authority file that names the entry, if one does.
    """

    id: Hashable
    volume: str
    printed: str
    name: PersonName
    line: Line
    authority: Hashable = None


@dataclass(frozen=True, slots=True)
class Join:
    """Two entries that speak of one person: why, and how sure that is (0 to 100)."""

    one: Hashable
    other: Hashable
    why: str
    certainty: int


def read_entry(
    id: Hashable,
    volume: str,
    name: str,
    description: str,
    years: tuple[int, int] | None = None,
    authority: Hashable = None,
) -> Entry | None:
    """Return a printed entry ready to be compared, or ``None`` if it has no name."""
    # Some lists put the comma before the suffix into the name and what follows into the line: "MacArthur, Douglas", "II, Ambassador …".
    suffix = _SUFFIX.match(description)
    given = _GIVEN_IN_LINE.match(description) if "," not in name else None
    found = read_name(f"{name}, {suffix[0]}" if suffix else f"{name}, {given[1]}" if given else name)
    return Entry(id, volume, name, found, read_line(description, years), authority) if found else None


def join_entries(entries: Iterable[Entry]) -> Groups:
    """Return the groups of entries that speak of one person each, with the joins that made them, the surest first."""
    entries = list(entries)
    compared = _of_few(entries)
    rare = _Rare(_alone(compared), _only_names(compared), _generations(compared))
    found = [(join, one, other) for one, other in _pairs(compared) if (join := _join(one, other, rare))]
    found.sort(
        key=lambda item: (-item[0].certainty, item[1].volume, item[2].volume, str(item[0].one), str(item[0].other))
    )
    groups = Groups(entries)
    for join, one, other in _named_together(entries):
        groups.join(join, one, other, certain=True)
    for join, one, other in found:
        groups.join(join, one, other)
    for join, one, other in _cross_references(entries):
        groups.join(join, one, other, certain=True)
    return groups


def _of_few(entries: list[Entry]) -> list[Entry]:
    count = Counter(entry.name.surname for entry in entries)
    return [entry for entry in entries if count[entry.name.surname] <= _LARGEST_GROUP]


@dataclass(frozen=True, slots=True)
class _Rare:
    """What names tell by themselves: surnames of one person ``alone``, names that ``only`` one can have, and surnames of several
    ``generations``, some of which are told apart by a suffix.
    """

    alone: set[str]
    only: set[PersonName]
    generations: set[str]


def _generations(entries: list[Entry]) -> set[str]:
    suffixes = defaultdict(set)
    for entry in entries:
        suffixes[entry.name.surname].add(entry.name.suffix)
    return {surname for surname, found in suffixes.items() if len(found) > 1}


def _alone(entries: list[Entry]) -> set[str]:
    """Return the surnames that one person alone can have, as far as names tell: no two of them contradict each other."""
    names = defaultdict(set)
    for entry in entries:
        names[entry.name.surname].add(entry.name)
    return {
        surname
        for surname, same in names.items()
        if all(agreement(a, b) > Agreement.MISPRINTED or not (a.given and b.given) for a, b in combinations(same, 2))
    }


def _only_names(entries: list[Entry]) -> set[PersonName]:
    """Return the names, with more than an initial, that one person alone can have: all of that surname and first name agree."""
    names = defaultdict(set)
    for entry in entries:
        if entry.name.given and len(entry.name.given[0]) > 1:
            names[entry.name.surname].add(entry.name)
    only = set()
    for same in names.values():
        for name in same:
            alike = [other for other in same if agreement(name, other) > Agreement.CONTRADICTED]
            if all(agreement(a, b) > Agreement.MISPRINTED and a.suffix == b.suffix for a, b in combinations(alike, 2)):
                only.add(name)
    return only


def _pairs(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    by_surname = defaultdict(list)
    by_letters = defaultdict(list)
    for entry in entries:
        by_surname[entry.name.surname].append(entry)
        by_letters[entry.name.letters].append(entry)
    for same in by_surname.values():
        yield from combinations(same, 2)
    for entry in entries:
        if not entry.name.whole and entry.name.spoken != entry.name.letters:
            by_letters[entry.name.spoken].append(entry)
    for same in by_letters.values():
        yield from ((a, b) for a, b in combinations(same, 2) if a.name.surname != b.name.surname)
    for one, other in sorted(_near(by_surname)):
        for mine in by_surname[one]:
            yield from ((mine, theirs) for theirs in by_surname[other])


def _near(surnames: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs of surnames that are spelled alike."""
    variants = defaultdict(set)
    for surname in surnames:
        if len(surname) >= SHORTEST:
            for place in range(len(surname)):
                variants[surname[:place] + surname[place + 1 :]].add(surname)
            variants[surname].add(surname)
    near = {pair for same in variants.values() for pair in combinations(sorted(same), 2)}
    return {pair for pair in near if spelled_alike(*pair)}


def with_near(surnames: Collection[str], among: Collection[str]) -> set[str]:
    """Return these folded surnames with those ``among`` others that are spelled like one of them."""
    return {*surnames}.union(*(pair for pair in _near({*surnames, *among}) if not {*pair}.isdisjoint(surnames)))


def _join(one: Entry, other: Entry, rare: _Rare) -> Join | None:
    if one.line.see or other.line.see:
        return None
    agreed = agreement(one.name, other.name)
    if agreed is Agreement.CONTRADICTED:
        return None
    like = likeness_of_people(one.line, other.line)
    if one.volume == other.volume and not (agreed is Agreement.FULL and like >= _TWICE):
        return None
    same_words = (
        one.name.letters == other.name.letters
        or (one.name.whole != other.name.whole and one.name.spoken == other.name.spoken)
        or is_inverted(one.name, other.name)
    )
    if one.name.surname != other.name.surname and not same_words:
        names_alike = agreed >= Agreement.ALIKE or (one.name.whole and other.name.whole)
        if names_alike and sameness(one.line, other.line) >= _THE_SAME:
            return Join(one.id, other.id, "names spelled alike, and the same line", 80)
        return None
    one_sided = bool(one.name.suffix) != bool(other.name.suffix)
    apart = years_between(one.line, other.line) > _LONG_TIME
    if agreed is Agreement.FULL and (like >= _SOMETHING or not (one_sided or apart)):
        return Join(one.id, other.id, "the same name in full", 90 + int(9 * like))
    if agreed in _ENOUGH and like >= _ENOUGH[agreed]:
        return Join(one.id, other.id, "names that agree, and lines that do", 80 + int(9 * like))
    if other_nations(one.line, other.line):
        return _join_same_line(one, other)
    close = not one_sided and not (apart and like < _TOLD and not same_nation(one.line, other.line))
    if {one.name.surname, other.name.surname} <= rare.alone and (
        (agreed is Agreement.FULL and not (apart and one.name.surname in rare.generations))
        or (agreed in (Agreement.FIRST, Agreement.INITIALS) and close)
        or (agreed is Agreement.ALIKE and close and not apart)
        or (agreed is Agreement.SILENT and close and like >= _ENOUGH[Agreement.ALIKE])
    ):
        return Join(one.id, other.id, "names that agree, and nobody else of that surname in any list", 75)
    if {one.name, other.name} <= rare.only and (
        (agreed is Agreement.FULL and not one_sided)
        or (agreed >= Agreement.FIRST and not apart and not is_given_name(one.name.given[0]))
    ):
        return Join(
            one.id, other.id, "names that agree, and nobody else of that surname and first name in any list", 72
        )
    return _join_same_line(one, other)


def _join_same_line(one: Entry, other: Entry) -> Join | None:
    if sameness(one.line, other.line) >= _THE_SAME:
        return Join(one.id, other.id, "names that nearly agree, and the same line", 70)
    return None


class Groups:
    """Entries that were joined so far; two groups are joined only if no two of their members contradict each other."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._group = {entry.id: [entry] for entry in entries}
        self.joins: list[Join] = []

    def join(self, join: Join, one: Entry, other: Entry, *, certain: bool = False) -> None:
        """Make one group of two, unless they are one already or contradict each other."""
        mine, theirs = self._group[one.id], self._group[other.id]
        if mine is theirs or not (certain or _compatible(mine, theirs)):
            return
        mine += theirs
        for entry in theirs:
            self._group[entry.id] = mine
        self.joins.append(join)

    def of(self, id: Hashable) -> list[Entry]:
        """Return the entries that speak of the same person as this one, with it."""
        return self._group[id]

    def reason(self, id: Hashable) -> Join:
        """Return the surest join that made an entry part of its group. Raises ``LookupError`` if it is alone in it."""
        return [join for join in self.joins if id in (join.one, join.other)][0]


def _compatible(mine: list[Entry], theirs: list[Entry]) -> bool:
    misprinted = False
    excused = False
    if len({entry.authority for entry in (*mine, *theirs)} - {None}) > 1:
        return False
    for one in mine:
        for other in theirs:
            agreed = agreement(one.name, other.name)
            if agreed is Agreement.CONTRADICTED:
                return False
            if one.volume == other.volume and not (
                agreed is Agreement.FULL and likeness_of_people(one.line, other.line) >= _TWICE
            ):
                return False
            if agreed is Agreement.MISPRINTED:
                misprinted = True
                excused = excused or sameness(one.line, other.line) >= _THE_SAME
    return excused or not misprinted


def _named_together(entries: list[Entry]) -> Iterator[tuple[Join, Entry, Entry]]:
    """Yield the entries that an authority file names as one person, whatever their words."""
    first: dict[Hashable, Entry] = {}
    for entry in entries:
        if entry.authority is not None:
            one = first.setdefault(entry.authority, entry)
            if one is not entry:
                yield Join(one.id, entry.id, NAMED_TOGETHER, 97), one, entry


def _cross_references(entries: list[Entry]) -> Iterator[tuple[Join, Entry, Entry]]:
    """Yield the entries that lead to another one of their volume: "Diem, see Ngo Dinh Diem"."""
    volumes = defaultdict(list)
    for entry in entries:
        if not entry.line.see:
            volumes[entry.volume].append((fold(entry.printed), entry))
    for entry in entries:
        if entry.line.see:
            names = (read_name(entry.line.see), read_spoken_name(entry.line.see))
            found = [target for printed, target in volumes[entry.volume] if _is_led_to(entry, names, printed, target)]
            if len(found) == 1:
                yield Join(entry.id, found[0].id, "the list itself leads from one to the other", 99), entry, found[0]


def _is_led_to(entry: Entry, names: Collection[PersonName | None], printed: str, target: Entry) -> bool:
    """Whether an entry leads to another: by its words, by ``names``, inverted or spoken, or as what stands in brackets beside a name."""
    if printed.startswith(entry.line.see) or entry.name.surname in target.name.beside:
        return True
    return any(
        name is not None
        and name.surname == target.name.surname
        and (name == target.name or agreement(name, target.name) >= Agreement.INITIALS)
        for name in names
    )
