"""Pairs of authority records whose names are so similar that they may mean the same. An archivist decides whether they do.

Names are compared by words, not letter by letter: two offices are similar if they differ in an article, in the order of
their words, or in the spelling of one word; two people are similar if their surnames are spelled alike and their given
names do not contradict each other. Only names that share a word, with one letter left out, are compared at all, so the time
grows with the number of names and not with its square: tens of thousands of names take some seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product

from rapidfuzz import fuzz

from archive.folding import words
from archive.identity.names import Agreement, PersonName, agreement, read_name, read_spoken_name

_SMALL = frozenset("the a an of in to at for and le la de du".split())
#: In a shorter word, one different letter makes a different word: Iran and Iraq.
_SHORTEST = 5
_LONG = 8
_NEAR = 82
#: A group of names that is larger than this proves nothing: "Smith".
_LARGEST_GROUP = 400


@dataclass(frozen=True, slots=True)
class ComparedName:
    """A name to compare: the record's id, its name, and the ids of what it is connected with (offices held, places)."""

    id: int
    name: str
    connected: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SimilarPair:
    """Two records with similar names, how similar from 0 to 100, and the reason in words; ``first < second``."""

    first: int
    second: int
    likeness: int
    why: str


def similar_people(names: Iterable[ComparedName]) -> list[SimilarPair]:
    """Return the pairs of people who are likely to be the same, the likeliest first."""
    by_surname: dict[str, list[_Person]] = defaultdict(list)
    for name in names:
        if person := _person(name):
            by_surname[person.name.surname].append(person)
    near = _near(by_surname)
    return _best(
        (one, other)
        for surname, people in by_surname.items()
        if len(people) <= _LARGEST_GROUP
        for one, other in chain(combinations(people, 2), *(product(people, by_surname[x]) for x in near[surname]))
    )


def similar_names(names: Iterable[ComparedName]) -> list[SimilarPair]:
    """Return the pairs of offices, missions or places that are likely to be the same, the likeliest first."""
    by_words: dict[tuple[str, ...], list[_Words]] = defaultdict(list)
    for name in names:
        found = tuple(sorted(word for word in words(name.name) if word not in _SMALL)) or tuple(words(name.name))
        by_words[found].append(_Words(name, found))
    near = _near({word for found in by_words for word in found})
    return _best(_pairs_of_names(by_words, near))


def _pairs_of_names(by_words, near) -> Iterator[tuple[_Words, _Words]]:
    for found, same in by_words.items():
        if len(same) > _LARGEST_GROUP:
            continue
        yield from combinations(same, 2)
        for place, word in enumerate(found):
            for spelled in near[word]:
                other = tuple(sorted((*found[:place], spelled, *found[place + 1 :])))
                if other in by_words:
                    yield from product(same, by_words[other])


def _near(distinct: Iterable[str]) -> dict[str, set[str]]:
    """Return the words that are spelled like each word; each pair is there once, under its first word in the alphabet."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in distinct:
        for variant in _variants(word):
            groups[variant].append(word)
    near: dict[str, set[str]] = defaultdict(set)
    for group in groups.values():
        if 1 < len(group) <= _LARGEST_GROUP:
            for one, other in combinations(group, 2):
                if min(len(one), len(other)) >= _SHORTEST and fuzz.ratio(one, other) >= _NEAR:
                    near[min(one, other)].add(max(one, other))
    return near


@dataclass(frozen=True, slots=True)
class _Words:
    source: ComparedName
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    source: ComparedName
    name: PersonName


def compared_person(name: str) -> PersonName | None:
    """Return the parts of a person's name by which it is compared, or ``None`` if there is no word in it."""
    found = read_name(name)
    return read_spoken_name(name) if found and found.whole else found  # "W. Averell Harriman"


def _person(name: ComparedName) -> _Person | None:
    found = compared_person(name.name)
    return _Person(name, found) if found else None


def _variants(word: str) -> set[str]:
    """Return the word and, if it is long, the word without each of its letters: two near spellings share one of these."""
    if len(word) < _SHORTEST or not word.isalpha():
        return {word}
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _best(pairs: Iterable[tuple]) -> list[SimilarPair]:
    found: dict[tuple[int, int], SimilarPair] = {}
    for one, other in pairs:
        first, second = sorted((one.source.id, other.source.id))
        if first == second or (first, second) in found:
            continue
        likeness, why = _same_words(one, other) if isinstance(one, _Words) else _same_person(one, other)
        if likeness:
            found[first, second] = SimilarPair(first, second, likeness, why)
    return sorted(found.values(), key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _same_words(one: _Words, other: _Words) -> tuple[int, str]:
    if one.words == other.words:
        return 98, "the same but for small words, their order or punctuation"
    mine, theirs = set(one.words) - set(other.words), set(other.words) - set(one.words)
    if len(mine) != 1 or len(theirs) != 1:
        return 0, ""
    (word,), (near,) = mine, theirs
    return int(fuzz.ratio(word, near) * 0.95), f"“{word}” and “{near}” are spelled alike"


def _same_person(one: _Person, other: _Person) -> tuple[int, str]:
    mine, theirs = one.name.surname, other.name.surname
    spelled = 100 if mine == theirs else fuzz.ratio(mine, theirs)
    if spelled < _NEAR or (spelled < 100 and min(len(mine), len(theirs)) < _SHORTEST):
        return 0, ""
    agreed = agreement(one.name, other.name)
    together = bool(one.source.connected & other.source.connected)
    if agreed not in _AGREED:
        return 0, ""
    if (
        agreed is Agreement.SILENT
        and not together
        and (len(mine) < _LONG or not (one.name.given or other.name.given or spelled < 100))
    ):
        # A common surname alone proves nothing, unless both wrote as the same office.
        return 0, ""
    one_sided = one.name.suffix != other.name.suffix
    likeness = spelled * 0.7 + _AGREED[agreed] + (10 if together else 0) - (5 if one_sided else 0)
    reasons = ["the same surname" if spelled == 100 else f"“{mine}” and “{theirs}” are spelled alike"]
    if agreed is not Agreement.SILENT:
        reasons.append("given names agree" if agreed is Agreement.FULL else "given names do not contradict each other")
    reasons += ["wrote or received as the same office"] if together else []
    return int(likeness), ", ".join(reasons)


#: What the agreement of given names adds to how similar two people are; others are not similar.
_AGREED = {
    Agreement.SILENT: 0,
    Agreement.ALIKE: 10,
    Agreement.INITIALS: 14,
    Agreement.FIRST: 16,
    Agreement.FULL: 20,
}
