"""How much a word of a paper counts for its rank: the one table, and the one formula, for both databases.

The measure is BM25F: the occurrences of a word in each column of an entry, weighted and divided by the column's length compared
with the usual one, are added up, and the sum is saturated. That depends on the paper alone, so it is computed when the paper is
indexed and stored in one byte beside the word. When somebody searches, each word's byte is multiplied by how rare the word is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence, Set

#: The columns of an entry's tokens, in the order of the tables, with the weight of a word in each; the text weighs 1.
WEIGHTS = {
    "title": 2.0,  # the heading
    "correspondents": 1.0,
    "body": 1.0,
    "notes": 0.5,  # footnotes
    "fields": 0.0,  # names, kind, place, file numbers … for searches such as from:Harriman
}
#: The prefix of a field's token by which :mod:`archive.search.entries` marks a word of the printed subject, and how much such a word
#: weighs besides, however long the paper is.
SUBJECT_PREFIX, SUBJECT_WEIGHT = "0s", 3.0
#: How much the nearness of a search's words to each other in the text counts: all of them side by side, this part of the most that
#: their weights can be.
NEARNESS = 0.3
COLUMNS = tuple(WEIGHTS)
#: Tokens in a column as papers usually have them, on average of the volumes measured; fixed, so that a weight never goes out of date.
_USUAL = {"title": 12, "correspondents": 14, "body": 720, "notes": 110, "fields": 90}
#: How much the length of a column matters (0 to 1), and how soon more occurrences of a word stop counting.
_LENGTH = 0.9
_SATURATION = 1.2
#: The greatest weight of a word in a paper, as it is stored.
HEAVIEST = 255


#: How many tokens a column has, and how often each of them that is weighed.
_Counted = tuple[int, Counter[str]]


def weights_of(columns: Sequence[str]) -> dict[str, int]:
    """Return the weight of each distinct token of an entry's columns, from 1 to :data:`HEAVIEST`."""
    return _weights([_counted(text) for text in columns])


def weights_among(tokens: Set[str], *entries: Sequence[str]) -> list[dict[str, int]]:
    """Return for each of several entries, given by their columns, the weights of these tokens there."""
    known = {text: _counted(text, tokens) for text in {text for columns in entries for text in columns}}
    return [_weights([known[text] for text in columns]) for columns in entries]


def _counted(text: str, among: Set[str] | None = None) -> _Counted:
    tokens = text.split()
    if among is not None:
        return len(tokens), Counter(() if among.isdisjoint(tokens) else filter(among.__contains__, tokens))
    return len(tokens), Counter(tokens)


def _weights(columns: Sequence[_Counted]) -> dict[str, int]:
    found: dict[str, float] = {}
    for (name, weight), (length, counts) in zip(WEIGHTS.items(), columns, strict=True):
        each = weight / (1 - _LENGTH + _LENGTH * length / _USUAL[name])
        here = {token: each * count for token, count in counts.items()}
        for token in found.keys() & here.keys():
            here[token] += found[token]
        found |= here
    for token in counts:  # of the last column, which alone has tokens of fields
        if token.startswith(SUBJECT_PREFIX) and (word := token.removeprefix(SUBJECT_PREFIX)) in found:
            found[word] += SUBJECT_WEIGHT
    # Most words of a paper have one of a few sums.
    weights = {sum_: max(1, round(HEAVIEST * sum_ / (sum_ + _SATURATION))) for sum_ in set(found.values())}
    return {token: weights[sum_] for token, sum_ in found.items()}


def rarity(papers: int, having: int) -> int:
    """Return how much a word tells that so many of the papers have, in thousandths: whole numbers are added up alike everywhere."""
    return round(1000 * math.log(1 + (papers - having + 0.5) / (having + 0.5)))
