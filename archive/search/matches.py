"""The public papers that match a query and filters, as masks over their ids; all of them, however many.

Single words are looked up in the postings. For phrases, words near each other and words of one column, the database's full-text index
is asked, once for the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from django.db import connection

from archive.search.backends import backend
from archive.search.columns import Columns, columns, value_ids
from archive.search.entries import UNDATED
from archive.search.filters import Filters
from archive.search.phrases import SEVERAL, hashes_in, parts_of
from archive.search.postings import NONE, Postings, read_beginning, read_postings
from archive.search.query import Condition, Query, span_of_days
from archive.search.query_tree import And, Near, Node, Not, Or, Words


@dataclass(frozen=True)
class Selection:
    """What a query and filters select. ``by_facet`` has the mask of each facet's selected values."""

    columns: Columns
    base: np.ndarray
    by_facet: dict[str, np.ndarray]
    postings: dict[str, Postings] = field(default_factory=dict)

    @cached_property
    def mask(self) -> np.ndarray:
        """The mask of the papers that match."""
        return self.without("")

    def without(self, facet: str) -> np.ndarray:
        """Return the mask of what would match if no value of this facet were selected."""
        found = self.base
        for name, mask in self.by_facet.items():
            if name != facet:
                found = found & mask
        return found

    @cached_property
    def count(self) -> int:
        """How many papers match."""
        return int(np.count_nonzero(self.mask))

    def has(self, pk: int) -> bool:
        """Whether a paper matches."""
        return pk < len(self.mask) and bool(self.mask[pk])

    def ids(self, *, newest: bool = False) -> np.ndarray:
        """Return the ids of the papers that match, by day."""
        found = self.columns
        order = found.newest_first if newest else found.oldest_first
        in_order = found.ids[order]
        return in_order[self.mask[in_order]]


def select(query: Query, filters: Filters) -> Selection:
    """Return what a query and filters select."""
    found = columns()
    postings = read_postings(_tokens(query.tree))
    base = found.public if query.tree is None else found.public & _matching(query.tree, found, postings)
    for condition in [*query.conditions, *_span(filters)]:
        mask = _meeting(condition, found)
        base = base & (~mask if condition.negated else mask)
    by_facet = {facet: _with_values(found, facet, values) for facet, values in filters.values}
    return Selection(found, base, by_facet, postings)


def count_matches(query: Query, filters: Filters) -> int:
    """Return how many papers match."""
    return select(query, filters).count


def total() -> int:
    """Return the number of public documents."""
    return len(columns().ids)


def all_matches(query: Query, filters: Filters, size: int) -> Iterator[list[int]]:
    """Yield the ids of all matches in the order of dates, ``size`` at a time."""
    ids = select(query, filters).ids()
    for start in range(0, len(ids), size):
        yield ids[start : start + size].tolist()


def _tokens(tree: Node | None) -> set[str]:
    """Return the tokens of a query, those that are excluded, too, but no prefixes."""
    match tree:
        case None:
            return set()
        case Not():
            return _tokens(tree.part)
        case And() | Or():
            return set().union(*(_tokens(part) for part in tree.parts))
        case Words():
            return {
                token
                for spelling in tree.spellings
                for token in [
                    *(spelling.tokens[:-1] if spelling.prefix else spelling.tokens),
                    *_parts(spelling),
                    *_hashes(spelling),
                ]
            }
    return set(tree.tokens)


def tokens_of(term: Words | Near) -> Iterator[tuple[str, bool]]:
    """Yield the tokens of a term in each of its spellings, and whether each is a prefix."""
    for spelling in term.spellings if isinstance(term, Words) else (term,):
        last = len(spelling.tokens) - 1 if isinstance(spelling, Words) and spelling.prefix else -1
        yield from ((token, place == last) for place, token in enumerate(spelling.tokens))


def _matching(tree: Node, found: Columns, postings: dict[str, Postings]) -> np.ndarray:
    if _is_simple(tree):
        return _at_most(tree, found, postings)
    with connection.cursor() as db:
        db.execute(*backend().matching(tree, lambda: np.flatnonzero(_at_most(tree, found, postings)).tolist()))
        return found.mask([pk for (pk,) in db.fetchall()])


def _parts(phrase: Words) -> list[str]:
    """Return the tokens of postings that all papers with a word or phrase have, but no prefix; if it is one, they are these papers."""
    whole = phrase.tokens[:-1] if phrase.prefix else phrase.tokens
    return parts_of(whole) if backend().PHRASES else list(whole)


def _hashes(phrase: Words) -> dict[str, int]:
    """Return the hashes that the postings have of all papers with a phrase, with their marks: of its words that are in no known phrase."""
    return hashes_in([phrase.tokens[: -1 if phrase.prefix else None]]) if backend().PHRASES else {}


def _is_simple(tree: Node) -> bool:
    """Whether a query consists of single words, and phrases that are in the postings, that may be in any column."""
    match tree:
        case Words():
            known = len(tree.tokens) == 1 or (len(_parts(tree)) == 1 and not tree.prefix)
            return known and not tree.column and not tree.compound
        case Not():
            return _is_simple(tree.part)
        case And() | Or():
            return all(map(_is_simple, tree.parts))
    return False


def _at_most(tree: Node, found: Columns, postings: dict[str, Postings]) -> np.ndarray:
    """Return the mask of the papers that may match by their words: of those that do, if the query is simple."""
    match tree:
        case Words() if tree.compound:
            return _at_most(Or(tree.spellings), found, postings)
        case Words() if tree.prefix:
            begun = found.mask(read_beginning(tree.tokens[-1]).ids)
            rest = replace(tree, tokens=tree.tokens[:-1], prefix=False)
            return begun & _at_most(rest, found, postings) if rest.tokens else begun
        case Words() | Near():
            tokens = _parts(tree) if isinstance(tree, Words) else tree.tokens
            masks = [found.mask(known.ids if (known := postings.get(token)) else ()) for token in tokens]
            for token, mark in _hashes(tree).items() if isinstance(tree, Words) else ():
                hashed = postings.get(token, NONE)
                masks.append(found.mask(hashed.ids[np.isin(hashed.weights, (mark, SEVERAL))]))
            return np.logical_and.reduce(masks)
        case Not():
            return ~_at_most(tree.part, found, postings) if _is_simple(tree.part) else found.public
    masks = [_at_most(part, found, postings) for part in tree.parts]
    return (np.logical_and if isinstance(tree, And) else np.logical_or).reduce(masks)


def _with_values(found: Columns, facet: str, values: tuple[str, ...]) -> np.ndarray:
    papers, having = found.facet(facet)
    return found.mask(papers[np.isin(having, value_ids(facet, values))])


def _span(filters: Filters) -> list[Condition]:
    spans = []
    if filters.since:
        spans.append(Condition("since", span_of_days(filters.since)[0], UNDATED))
    if filters.until:
        spans.append(Condition("until", 0, span_of_days(filters.until)[1]))
    return spans


def _meeting(condition: Condition, found: Columns) -> np.ndarray:
    """Return the mask of the papers that meet a condition. A day that is not known is 0."""
    if condition.kind == "file":
        with connection.cursor() as db:
            db.execute(
                "SELECT document_id FROM archive_searchfacet WHERE facet = 'number' AND value >= %s AND value < %s",
                [condition.low, condition.high],
            )
            return found.mask([pk for (pk,) in db.fetchall()])
    first, last, low, high = found.first, found.last, condition.low, condition.high
    match condition.kind:
        case "before":
            met = (last > 0) & (last < low)
        case "after":
            met = first > high
        case "since":
            met = (last >= low) | ((last == 0) & (first > 0))
        case "until":
            met = (first > 0) & (first <= high) | (first == 0) & (last > 0)
        case _:
            met = (found.day < UNDATED) & (first <= high) & ((last == 0) | (last >= low))
    return found.mask(found.ids[met])
