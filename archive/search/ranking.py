"""The order by relevance, of all papers that match: the sum of the weights of their words, each multiplied by how rare the word is.

Among the best by that, nearness of the words to each other counts as well.
"""

from __future__ import annotations

import numpy as np

from archive.search import limits
from archive.search.matches import Selection, tokens_of
from archive.search.nearness import nearness_of
from archive.search.ordering import read_offset
from archive.search.postings import read_beginning
from archive.search.query import Query
from archive.search.weights import HEAVIEST, NEARNESS, rarity

#: Papers whose texts are read together to compare nearness.
_READ_AT_ONCE = 32


def ranked(query: Query, selection: Selection, cursor: str, size: int) -> tuple[list[tuple[int, int]], str]:
    """Return the ids of a page of the papers selected, with their ranks, and the cursor of the next page or ``""``."""
    start = read_offset(cursor)
    ids = np.flatnonzero(selection.mask)
    scores, most = _scores(query, selection)
    scores = scores[ids]
    end = min(start + size, len(ids))
    if start >= end:
        return [], ""
    # Only what comes first has to be in order; papers of one rank follow each other by id.
    ordered = min(max(end, limits.MOST_COMPARED), len(ids))
    least = np.partition(scores, len(ids) - ordered)[len(ids) - ordered]
    first = np.flatnonzero(scores >= least)
    order = first[np.lexsort((ids[first], -scores[first]))][:ordered]
    ranks = [(int(ids[place]), int(scores[place])) for place in order]
    if start < limits.MOST_COMPARED:
        best = _with_nearness(ranks[: limits.MOST_COMPARED], query, most, end)
        ranks = best + ranks[limits.MOST_COMPARED :]
    return ranks[start:end], str(end) if end < len(ids) else ""


def _with_nearness(ranks: list[tuple[int, int]], query: Query, most: int, end: int) -> list[tuple[int, int]]:
    """Return ids and ranks in a new order, for which nearness counts as well; the first are as they are to be, up to ``end``.

    Texts are read a few at a time, the best by their words first, until no other paper could come before the ``end`` by its nearness.
    """
    tokens = frozenset(
        token for term in query.terms for token, prefix in tokens_of(term) if not prefix and not token.startswith("0")
    )
    found: list[tuple[int, int]] = []
    while len(found) < len(ranks):
        following = ranks[len(found) : len(found) + _READ_AT_ONCE]
        if len(found) >= end and following[0][1] + round(NEARNESS * most) < found[end - 1][1]:
            break
        near = nearness_of([pk for pk, _ in following], tokens)
        found += [(pk, rank + round(NEARNESS * most * near.get(pk, 0.0))) for pk, rank in following]
        found.sort(key=lambda row: (-row[1], row[0]))
    return found + ranks[len(found) :]


def _scores(query: Query, selection: Selection) -> tuple[np.ndarray, int]:
    """Return the rank of each paper by its words, by id, and the greatest that there can be."""
    papers = len(selection.columns.ids)
    scores = np.zeros(selection.columns.size, np.int32)
    most = 0
    for token, prefix in sorted({one for term in query.terms for one in tokens_of(term)}):
        found = read_beginning(token) if prefix else selection.postings.get(token)
        if found is not None and len(found.ids):
            known = found.ids < len(scores)
            tells = rarity(papers, len(found.ids))
            scores[found.ids[known]] += found.weights[known] * tells
            most += HEAVIEST * tells
    return scores, most
