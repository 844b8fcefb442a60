"""How near the words of a search are to each other in the text of a paper."""

from __future__ import annotations

from collections import Counter

from archive.models import SearchText
from archive.sql.prepared import Prepared

#: Occurrences of one word that are looked at in a paper.
_MOST = 100

_texts_of = Prepared(lambda *pks: SearchText.objects.filter(document__pk__in=pks).values_list("document_id", "body"))


def nearness_of(ids: list[int], tokens: frozenset[str]) -> dict[int, float]:
    """Return for each paper from 0 to 1 how many of the tokens are in its text and how near to each other; 1 is side by side."""
    if len(tokens) < 2:
        return {}
    return {pk: _nearness(f" {body} ", tokens) for pk, body in _texts_of.among(ids)}


def _nearness(body: str, tokens: frozenset[str]) -> float:
    places = sorted((place, token) for token in tokens for place in _places(body, f" {token} "))
    present = len({token for _, token in places})
    if present < 2:
        return 0.0
    # The shortest piece of the text that has all that are present: it grows at its end and shrinks at its beginning.
    inside: Counter[str] = Counter()
    first, shortest, piece = 0, len(body) + 1, (0, 0)
    for end, token in places:
        inside[token] += 1
        while inside[places[first][1]] > 1:
            inside[places[first][1]] -= 1
            first += 1
        start = places[first][0]
        if len(inside) == present and end - start < shortest:
            shortest, piece = end - start, (start, end)
    return present / len(tokens) * present / (body.count(" ", *piece) + 1)


def _places(body: str, word: str) -> list[int]:
    found: list[int] = []
    place = body.find(word)
    while place >= 0 and len(found) < _MOST:
        found.append(place)
        place = body.find(word, place + 1)
    return found
