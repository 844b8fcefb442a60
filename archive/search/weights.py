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


def weights_of(columns: Sequence[str], among: Set[str] | None = None) -> dict[str, int]:
    """Return the weight of each distinct token of an entry's columns, or of those ``among`` these, from 1 to :data:`HEAVIEST`."""
    found: dict[str, float] = {}
    for (name, weight), text in zip(WEIGHTS.items(), columns, strict=True):
        tokens = text.split()
        each = weight / (1 - _LENGTH + _LENGTH * len(tokens) / _USUAL[name])
        counts = Counter(tokens)
        for token in counts if among is None else counts.keys() & among:
            found[token] = found.get(token, 0.0) + each * counts[token]
    for token in [token for token in found if token.startswith(SUBJECT_PREFIX)]:
        if (word := token.removeprefix(SUBJECT_PREFIX)) in found:
            found[word] += SUBJECT_WEIGHT
    return {token: max(1, round(HEAVIEST * sum_ / (sum_ + _SATURATION))) for token, sum_ in found.items()}


def rarity(papers: int, having: int) -> int:
    """Return how much a word tells that so many of the papers have, in thousandths: whole numbers are added up alike everywhere."""
    return round(1000 * math.log(1 + (papers - having + 0.5) / (having + 0.5)))
