"""When nothing is found: which words stand nowhere, what is spelled nearly so, and what fewer filters would find."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from archive.folding import stem, words
from archive.models import SearchWord
from archive.search.backends import backend
from archive.search.backends.sqlite import OutOfTime
from archive.search.filters import Filters
from archive.search.finding import count_of
from archive.search.query import Query, understand

_BUDGET = 1000
_MOST_SUGGESTIONS = 3
_LIKENESS = 75
_MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A word or phrase of the question that stands in no public paper, with words spelled nearly so that do."""

    printed: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """``missing`` terms; ``without`` has what each filter's removal would find, as (name, value, count, more)."""

    missing: tuple[MissingTerm, ...] = ()
    without: tuple[tuple[str, str, int, bool], ...] = ()
    without_conditions: int = 0


def explain_nothing(query: Query, filters: Filters | None = None) -> Nothing:
    """Why nothing was found, as far as there is time to find out."""
    filters = filters or Filters()
    missing: list[MissingTerm] = []
    without: list[tuple[str, str, int, bool]] = []
    free = 0
    try:
        with backend().limited(_BUDGET):
            for term in query.terms:
                if not _found(Query(tree=term)):
                    missing.append(MissingTerm(term.printed, near_spellings(term.printed)))
            for name, value in filters.pairs():
                count, more = count_of(query, filters.without(name, value))
                if count:
                    without.append((name, value, count, more))
            if query.conditions and query.tree:
                free = count_of(replace(query, conditions=()), filters)[0]
    except OutOfTime:
        pass  # what was found out until then is still worth saying
    return Nothing(tuple(missing), tuple(without), free)


def near_spellings(printed: str) -> tuple[str, ...]:
    """Words of public papers that are spelled nearly as this one; none for a phrase of several."""
    found = words(printed)
    if len(found) != 1 or len(found[0]) < 4:
        return ()
    word = found[0]
    beginning = SearchWord.objects.filter(word__gte=word[0], word__lt=chr(ord(word[0]) + 1))
    known = beginning.values_list("word", flat=True)[:_MOST_WORDS]
    near = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=12)
    chosen: list[str] = []
    for other, _, _ in near:
        # The list of words outlives a paper; only a word that can be found now is suggested.
        if stem(other) not in {stem(one) for one in [word, *chosen]} and _found(understand(other)):
            chosen.append(other)
        if len(chosen) == _MOST_SUGGESTIONS:
            break
    return tuple(chosen)


def _found(query: Query) -> bool:
    return count_of(query, Filters())[0] > 0
