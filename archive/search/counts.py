"""Counts for charts: how many of the matching papers have each value of a facet, and who of them wrote to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

import numpy as np

from archive.search import limits
from archive.search.columns import columns, ids_of, named, values_of
from archive.search.filters import Filters
from archive.search.matches import select
from archive.search.query import Query

_A_YEAR = 366


def count_values(query: Query, filters: Filters, facets: tuple[str, ...]) -> dict[str, Counter[str]]:
    """Return how many of the matching papers have each value of these facets."""
    selection = select(query, filters)
    return named({facet: selection.columns.counted(facet, selection.mask) for facet in facets})


def count_pairs(query: Query, filters: Filters, sender: str, recipient: str) -> Counter[tuple[str, str]]:
    """Return how many of the matching papers went from each value of one facet to each of another.

    The keys are (sender, recipient); at most :data:`~archive.search.limits.MOST_PAIRS` of the most frequent.
    """
    selection = select(query, filters)
    sent, senders = selection.columns.facet(sender)
    received, recipients = selection.columns.facet(recipient)
    matching = selection.mask[sent]
    sent, senders = sent[matching], senders[matching]
    order = np.argsort(received, kind="stable")
    received, recipients = received[order], recipients[order]
    # Of each paper, every sender with every recipient.
    first = np.searchsorted(received, sent, "left")
    each = np.searchsorted(received, sent, "right") - first
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    pairs = np.stack([np.repeat(senders, each), recipients[np.repeat(first, each) + within]])
    found, counts = np.unique(pairs, axis=1, return_counts=True)
    most = np.argsort(-counts, kind="stable")[: limits.MOST_PAIRS]
    names = values_of({*found[0, most].tolist(), *found[1, most].tolist()})
    return Counter({(names[found[0, at]], names[found[1, at]]): int(counts[at]) for at in most})


def busiest_day() -> date | None:
    """Return the day of which there are most public papers, the first of several; ``None`` if no paper is of exactly one day."""
    found = columns()
    days, counts = np.unique(found.day[(found.first == found.last) & (found.first > 0)], return_counts=True)
    return date.fromordinal(int(days[counts.argmax()])) if len(days) else None


def count_days(query: Query, filters: Filters) -> Counter[date]:
    """Return how many of the matching papers are of exactly each day."""
    selection = select(query, filters)
    found = selection.columns
    exact = found.day[selection.mask[found.ids] & (found.first == found.last) & (found.first > 0)]
    days, counts = np.unique(exact, return_counts=True)
    return Counter({date.fromordinal(int(day)): int(count) for day, count in zip(days, counts, strict=True)})


def first_and_last_years(facets: tuple[str, ...], values: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return the years of the first and the last public paper of a known year that has each of these values of any of the facets."""
    found = columns()
    # "On or after March 21" is of no known year.
    days, known = np.zeros((2, found.size), np.int32), (found.first > 0) & (found.last >= found.first)
    days[0, found.ids[known]], days[1, found.ids[known]] = found.first[known], found.last[known]
    names = {pk: value for (_, value), pk in ids_of({(facet, value) for facet in facets for value in values}).items()}
    spans: dict[str, tuple[int, int]] = {}
    for facet in facets:
        ids, present = found.facet(facet)
        # Of a paper of more than a year nobody knows of which it is.
        chosen = np.isin(present, list(names)) & (days[0, ids] > 0) & (days[1, ids] - days[0, ids] < _A_YEAR)
        for pk in np.unique(present[chosen]).tolist():
            first, last = days[:, ids[chosen & (present == pk)]]
            known_before = spans.get(names[pk], (9999, 0))
            years = date.fromordinal(int(first.min())).year, date.fromordinal(int(last.max())).year
            spans[names[pk]] = min(years[0], known_before[0]), max(years[1], known_before[1])
    return spans
