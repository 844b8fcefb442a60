"""When nothing matches: which words occur in no paper, similar spellings that do, and what would match with fewer filters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from archive.errors import OutOfTime
from archive.folding import stem, words
from archive.models import SearchWord
from archive.search import limits
from archive.search.backends import backend
from archive.search.filters import Filters
from archive.search.matches import count_matches
from archive.search.query import Query, understand
from archive.search.query_tree import Near, Words

_MOST_SUGGESTIONS = 3
_LIKENESS = 75
_MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A word or phrase of the query that occurs in no public paper, with similar spellings that do."""

    term: Words | Near
    near: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """The word or phrase as typed."""
        return self.term.printed


@dataclass(frozen=True, slots=True)
class NoResults:
    """``missing`` terms; ``without`` has what would match without each filter, as (name, value, count)."""

    missing: tuple[MissingTerm, ...] = ()
    without: tuple[tuple[str, str, int], ...] = ()
    without_conditions: int = 0


def explain_no_results(query: Query, filters: Filters | None = None) -> NoResults:
    """Return why nothing matches, as far as there is time to find out."""
    filters = filters or Filters()
    missing: list[MissingTerm] = []
    without: list[tuple[str, str, int]] = []
    free = 0
    try:
        with backend().time_limit(limits.EXPLAIN_TIME):
            for term in query.distinct_terms:
                if not _is_found(Query(tree=term)):
                    missing.append(MissingTerm(term, near_spellings(term.printed)))
            for name, value in filters.pairs():
                count = count_matches(query, filters.without(name, value))
                if count:
                    without.append((name, value, count))
            if query.conditions and query.tree:
                free = count_matches(replace(query, conditions=()), filters)
    except OutOfTime:
        pass  # what was found out until then is still useful
    return NoResults(tuple(missing), tuple(without), free)


def near_spellings(printed: str) -> tuple[str, ...]:
    """Return words of public papers with a spelling similar to this one; none for a phrase of several words."""
    found = words(printed)
    if len(found) != 1 or len(found[0]) < 4:
        return ()
    word = found[0]
    same_letter = SearchWord.objects.filter(word__gte=word[0], word__lt=chr(ord(word[0]) + 1))
    known = same_letter.values_list("word", flat=True)[:_MOST_WORDS]
    near = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=12)
    suggested: list[str] = []
    for other, _, _ in near:
        # A word stays in the table after its last paper is gone; only a word that is found now is suggested.
        if stem(other) not in {stem(one) for one in [word, *suggested]} and _is_found(understand(other)):
            suggested.append(other)
        if len(suggested) == _MOST_SUGGESTIONS:
            break
    return tuple(suggested)


def _is_found(query: Query) -> bool:
    return count_matches(query, Filters()) > 0
