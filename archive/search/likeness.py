"""Papers that speak of the same matter as one: by the words that they share, weighted by rarity, and by what else is near.

Nothing is stored for this: the postings say which public papers have a word and what it weighs in each, and so how rare it is. Those
near in date are first then, and rather what came before: later papers that speak of one are under "Cited in" on its page. So are those
of the same volume and chapter, and in the same file. benchmarks/likeness measures it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from archive.models import Document, SearchFacet, SearchText
from archive.search import limits
from archive.search.columns import Columns, columns
from archive.search.entries import FILE, UNDATED
from archive.search.postings import BLOCK, Postings, read_postings, sizes_of
from archive.search.weights import COLUMNS, rarity, weights_of
from archive.sql.prepared import Prepared

#: What a paper gains by words (times a logarithm), and where a day is not known instead of what it would have gained by that.
_WORDS, _NO_DAY = 2.0, 2.4
#: By nearness in date: days in which it falls to a third, and the gain on the same day; and by not being later.
_DAYS, _NOT_LATER = ((3, 0.2), (30, 1.3), (365, 0.55)), 1.55
#: By the same volume, chapter and file; and by nearness in the volume: places in which it falls to a third, and the gain at the same place.
_VOLUME, _CHAPTER, _FILE, _PLACES = 2.9, 0.25, 0.25, ((5, 1.1), (30, 1.5))
#: What is gained at each distance from so many days before to so many after; farther away the rest does not matter.
_FAR = 20 * 365
_APART = np.arange(-_FAR, _FAR + 1)
_NEAR = _NOT_LATER * (_APART <= 0) + sum(gain * np.exp(-np.abs(_APART) / length) for length, gain in _DAYS)
#: A word that more than this part of the papers has tells nothing.
_TOO_COMMON = 0.25

_columns_of = Prepared(lambda pk: SearchText.objects.filter(pk=pk).values_list(*COLUMNS))
_places_of = Prepared(
    lambda *pks: Document.objects.filter(pk__in=pks).order_by().values_list("pk", "volume", "division", "position")
)
_files_of = Prepared(
    lambda *pks: (
        SearchFacet.objects.filter(facet=FILE, document__pk__in=pks).order_by().values_list("document", "value")
    )
)


@dataclass(frozen=True, slots=True)
class AlikePaper:
    """The id of a paper that is like another, and the tokens that both have, the most telling first."""

    pk: int
    tokens: tuple[str, ...]


def alike(pk: int, without: Collection[int] = (), count: int = 10) -> list[AlikePaper]:
    """Return the public papers that are most like a public one, except those ``without``. A few queries."""
    now = columns()
    gains = _gains(now, _most_telling(now, _words_of(pk)))
    shared = np.zeros(now.size)
    for found, gain in gains.values():
        shared[found.ids] += gain
    near = _nearness(now, pk)
    shared[[one for one in {pk, *without} if one < now.size]] = 0
    chosen = np.flatnonzero(shared)
    likely = np.log(shared[chosen]) * _WORDS + near[chosen]
    if len(chosen) > limits.MOST_COMPARED:
        # Those that are as likely as the last of the most likely, too: which of them stay is decided by their ids.
        best = likely >= np.partition(likely, -limits.MOST_COMPARED)[-limits.MOST_COMPARED]
        chosen, likely = chosen[best], likely[best]
    first = np.lexsort((chosen, -likely))[: limits.MOST_COMPARED]
    chosen, scores = chosen[first], likely[first] + _by_place(pk, chosen[first])
    best = chosen[np.lexsort((chosen, -scores))][:count].tolist()
    return [AlikePaper(*one) for one in zip(best, _telling(gains, best, now.size), strict=True)]


def _words_of(pk: int) -> dict[str, int]:
    """Return the words of a paper, and what each weighs in it."""
    return {
        token: weight
        for texts in _columns_of(pk)
        for token, weight in weights_of(texts).items()
        if not token.startswith("0")
    }


def _most_telling(now: Columns, words: dict[str, int]) -> dict[str, int]:
    """Return those words of a paper, given with their weights, by which others are found: the heavy and rare ones first.

    A word that so many papers have that reading them would take too long is left out; rarer ones after it are not.
    """
    papers, blocks = len(now.ids), now.size // BLOCK + 1
    # How many papers have a word is estimated from blocks all over the archive: this decides which words are read, and nothing else.
    step = -(-blocks // limits.BLOCKS_LOOKED_AT)
    sizes = {token: size * step for token, size in sizes_of(words, range(0, blocks, step)).items()}
    most = max(papers * _TOO_COMMON, limits.MOST_COMPARED)
    telling = sorted(
        (-weight * rarity(papers, min(sizes.get(token, 0), papers)), token)
        for token, weight in words.items()
        if sizes.get(token, 0) <= most
    )
    left, chosen = limits.MOST_SHARING, {}
    for _, token in telling:
        size = sizes.get(token, step // 4)  # in none of these blocks: probably in a few others
        if (taken := size + limits.PAPERS_A_ROW * min(size, blocks)) <= left:
            chosen[token], left = words[token], left - taken
    return chosen


def _gains(now: Columns, words: dict[str, int]) -> dict[str, tuple[Postings, np.ndarray]]:
    """Return for each of these words, given with its weight, who has it, and what each gains by it."""
    papers, gains = len(now.ids), {}
    for token, found in read_postings(words).items():
        known = found.ids < now.size
        found = Postings(found.ids[known], found.weights[known])
        if len(found.ids) > 1:
            gains[token] = found, words[token] * found.weights * (rarity(papers, len(found.ids)) / 1000) ** 3
    return gains


def _telling(gains: dict[str, tuple[Postings, np.ndarray]], best: list[int], size: int) -> list[tuple[str, ...]]:
    """Return the words that each of the best has, those by which it gains most first."""
    places = np.full(size, -1)
    places[best] = np.arange(len(best))
    of_papers: list[list[tuple[float, str]]] = [[] for _ in best]
    for token, (found, gain) in gains.items():
        where = places[found.ids]
        for index in np.flatnonzero(where >= 0):
            of_papers[where[index]].append((-gain[index], token))
    return [tuple(token for _, token in sorted(words)) for words in of_papers]


def _nearness(now: Columns, pk: int) -> np.ndarray:
    """Return what each paper gains by its date, by id."""
    found = np.full(now.size, _NO_DAY)
    days = now.day[now.ids == pk]
    if len(days) and days[0] != UNDATED:
        near = _NEAR[np.clip(now.day - days[0], -_FAR, _FAR) + _FAR]
        found[now.ids] = np.where(now.day == UNDATED, _NO_DAY, near)
    return found


def _by_place(pk: int, chosen: np.ndarray) -> np.ndarray:
    """Return what these papers gain by their places in volumes and files."""
    places = {one: place for one, *place in _places_of.among([pk, *chosen.tolist()])}
    volume, chapter, position = places.get(pk, (None, None, 0))
    files: dict[int, set[str]] = defaultdict(set)
    for one, file in _files_of.among([pk, *chosen.tolist()]):
        files[one].add(file)
    found = np.zeros(len(chosen))
    for index, one in enumerate(chosen.tolist()):
        other, other_chapter, other_position = places.get(one, (None, None, 0))
        if volume and volume == other:
            apart = abs(position - other_position)
            found[index] += _VOLUME + sum(gain * math.exp(-apart / length) for length, gain in _PLACES)
        found[index] += _CHAPTER * bool(chapter and chapter == other_chapter)
        found[index] += _FILE * bool(pk in files and one in files and files[pk] & files[one])
    return found
