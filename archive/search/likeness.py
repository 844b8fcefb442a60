"""Papers that speak of the same matter as one: by the words that they share, weighted by rarity, and by what else is near.

Nothing is stored for this: the postings say which public papers have a word and what it weighs in each, and so how rare it is. Those
near in date are first then, and rather what came before: later papers that speak of one are under "Cited in" on its page. So are those
of the same volume and chapter, and in the same file. benchmarks/likeness measures it.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from archive.models import Document, SearchFacet
from archive.search import limits
from archive.search.backends import backend
from archive.search.columns import Columns, columns
from archive.search.entries import FILE, UNDATED
from archive.search.postings import Postings, read_postings, sizes_of
from archive.search.weights import rarity

#: What a paper gains by words (times a logarithm), and where a day is not known instead of what it would have gained by that.
_WORDS, _NO_DAY = 2.0, 2.4
#: By nearness in date: days in which it falls to a third, and the gain on the same day; and by not being later.
_DAYS, _NOT_LATER = ((3, 0.2), (30, 1.3), (365, 0.55)), 1.55
#: By the same volume, chapter and file; and by nearness in the volume: places in which it falls to a third, and the gain at the same place.
_VOLUME, _CHAPTER, _FILE, _PLACES = 2.9, 0.25, 0.25, ((5, 1.1), (30, 1.5))
#: A word that more than this part of the papers has tells nothing.
_TOO_COMMON = 0.25


@dataclass(frozen=True, slots=True)
class AlikePaper:
    """The id of a paper that is like another, and the tokens that both have, the most telling first."""

    pk: int
    tokens: tuple[str, ...]


def alike(pk: int, without: Collection[int] = (), count: int = 10) -> list[AlikePaper]:
    """Return the public papers that are most like a public one, except those ``without``. A few queries."""
    now = columns()
    tokens = [token for token in backend().stored_tokens([pk]).get(pk, ()) if not token.startswith("0")]
    gains = _gains(now, pk, read_postings(_rarest(sizes_of(tokens), len(now.ids))))
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
    chosen = chosen[np.lexsort((chosen, -likely))][: limits.MOST_COMPARED]
    scores = _WORDS * np.log(shared[chosen]) + near[chosen] + _by_place(pk, chosen)
    best = chosen[np.lexsort((chosen, -scores))][:count].tolist()
    return [AlikePaper(*one) for one in zip(best, _telling(gains, best, now.size), strict=True)]


def _rarest(sizes: dict[str, int], papers: int) -> list[str]:
    """Return the words that tell something, the rarest first, as many as papers can be looked through for."""
    found, sharing = [], 0
    for size, token in sorted((size, token) for token, size in sizes.items()):
        sharing += size
        if sharing > limits.MOST_SHARING or size > max(papers * _TOO_COMMON, limits.MOST_COMPARED):
            break
        found.append(token)
    return found


def _gains(now: Columns, pk: int, postings: dict[str, Postings]) -> dict[str, tuple[Postings, np.ndarray]]:
    """Return for each word of a paper who else has it, and what each gains by it."""
    papers, gains = len(now.ids), {}
    for token, found in postings.items():
        known = found.ids < now.size
        found = Postings(found.ids[known], found.weights[known])
        if len(found.ids) > 1:
            here = found.weights[found.ids == pk].sum()
            gains[token] = found, here * found.weights * (rarity(papers, len(found.ids)) / 1000) ** 3
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
        apart = np.abs(now.day.astype(np.int64) - int(days[0]))
        near = _NOT_LATER * (now.day <= days[0]) + sum(gain * np.exp(-apart / length) for length, gain in _DAYS)
        found[now.ids] = np.where(now.day == UNDATED, _NO_DAY, near)
    return found


def _by_place(pk: int, chosen: np.ndarray) -> np.ndarray:
    """Return what these papers gain by their places in volumes and files."""
    rows = Document.objects.filter(pk__in=[pk, *chosen.tolist()]).values_list("pk", "volume", "division", "position")
    places = {one: place for one, *place in rows}
    volume, chapter, position = places.get(pk, (None, None, 0))
    files = SearchFacet.objects.filter(facet=FILE, document=pk).values_list("value", flat=True)
    in_files = set(
        SearchFacet.objects.filter(facet=FILE, value__in=list(files), document__in=chosen.tolist()).values_list(
            "document", flat=True
        )
    )
    found = np.zeros(len(chosen))
    for index, one in enumerate(chosen.tolist()):
        other, other_chapter, other_position = places.get(one, (None, None, 0))
        if volume and volume == other:
            apart = abs(position - other_position)
            found[index] += _VOLUME + sum(gain * math.exp(-apart / length) for length, gain in _PLACES)
        found[index] += _CHAPTER * bool(chapter and chapter == other_chapter) + _FILE * (one in in_files)
    return found
