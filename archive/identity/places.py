"""Which names of places are two spellings of one: by their words, or by a spelling and an office that writes from both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from archive.folding import words
from archive.identity.joining import Join

#: Words without which a name is the same.
_SMALL = frozenset("the a of at in".split())
#: In a shorter word one letter makes another place ("Iran", "Iraq"), and how alike longer ones must be, from 0 to 100.
_SHORTEST, _ALIKE = 6, 85


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as the caller knows it, its name, and the offices of a mission or a place that write from there."""

    id: Hashable
    name: str
    offices: frozenset[str] = frozenset()


def same_places(places: Iterable[NamedPlace]) -> list[Join]:
    """Return the pairs of names that mean one place, the surest first, each with the reason.

    >>> jakarta = [NamedPlace(1, "Djakarta", frozenset({"Embassy in Indonesia"})), NamedPlace(2, "Jakarta")]
    >>> same_places(jakarta)
    []
    >>> same_places([jakarta[0], NamedPlace(2, "Jakarta", frozenset({"Embassy in Indonesia"}))])[0].why
    'spelled alike, and Embassy in Indonesia writes from both'
    """
    by_words: dict[tuple[str, ...], list[NamedPlace]] = defaultdict(list)
    for place in places:
        if found := _words(place.name):
            by_words[found].append(place)
    joins = [
        Join(one.id, other.id, "the same words but for articles, their order and marks", 95)
        for same in by_words.values()
        for one, other in combinations(same, 2)
    ]
    for one, other in _near(by_words):
        for mine in by_words[one]:
            for theirs in by_words[other]:
                if shared := sorted(mine.offices & theirs.offices):
                    why = f"spelled alike, and {shared[0]} writes from both"
                    joins.append(Join(mine.id, theirs.id, why, 88))
    return sorted(joins, key=lambda join: -join.certainty)


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in words(name) if word not in _SMALL))


def _near(names: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the pairs of names that differ in the spelling of one long word, comparing those only that share all others."""
    by_rest: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name in names:
        for place, word in enumerate(name):
            if len(word) >= _SHORTEST:
                by_rest[name[:place] + name[place + 1 :]].append((word, name))
    for same in by_rest.values():
        for (word, one), (other_word, other) in combinations(same, 2):
            if one != other and fuzz.ratio(word, other_word) >= _ALIKE:
                yield one, other
