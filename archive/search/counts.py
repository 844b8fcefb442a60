"""Counts for charts and for what stands beside names: values of facets among matching papers, who wrote to whom, first and last days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

import numpy as np
from django.db import connection

from archive.search import limits
from archive.search.columns import Columns, columns, ids_of, named, values_of
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

    The keys are (sender, recipient); at most :data:`~archive.search.limits.MOST_PAIRS` of the most frequent. Those of the whole archive
    are counted once after each change of it.
    """
    selection = select(query, filters)
    found = selection.columns
    if selection.mask is not found.public:
        return _count_pairs(found, selection.mask, sender, recipient)
    if (sender, recipient) not in found.pairs_of_all:
        found.pairs_of_all[sender, recipient] = _count_pairs(found, found.public, sender, recipient)
    return found.pairs_of_all[sender, recipient]


def _count_pairs(found: Columns, mask: np.ndarray, sender: str, recipient: str) -> Counter[tuple[str, str]]:
    sent, senders = found.facet(sender)
    received, recipients = found.facet(recipient)
    matching = mask[sent]
    sent, senders = sent[matching], senders[matching]
    # Of each paper, every sender with every recipient: those of a paper follow each other.
    of_paper = np.bincount(received, minlength=found.size)
    each = of_paper[sent]
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    others = recipients[np.repeat((np.cumsum(of_paper) - of_paper)[sent], each) + within]
    pairs, counts = np.unique((np.repeat(senders, each).astype(np.int64) << 32) + others, return_counts=True)
    most = np.argsort(-counts, kind="stable")[: limits.MOST_PAIRS]
    keys = [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in pairs[most]]
    names = values_of({pk for key in keys for pk in key})
    return Counter({(names[one], names[other]): int(counts[at]) for (one, other), at in zip(keys, most, strict=True)})


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
    # Of a paper of more than a year nobody knows of which it is.
    spans = first_and_last_days(facets, values, longest=_A_YEAR)
    return {value: (first.year, last.year) for value, (first, last) in spans.items()}


def first_and_last_days(
    facets: tuple[str, ...], values: Collection[str], *, longest: int = 1
) -> dict[str, tuple[date, date]]:
    """Return the first and the last day of the public papers that have each of these values of any of the facets.

    Only papers of a known time of at most so many days count: by default of exactly one.
    """
    found, spans = columns(), dict[str, tuple[date, date]]()
    # "On or after March 21" is of no known day.
    known = (found.first > 0) & (found.last >= found.first) & (found.last - found.first < longest)
    papers = found.mask(found.ids[known])
    names = {pk: value for (_, value), pk in ids_of({(facet, value) for facet in facets for value in values}).items()}
    wanted = np.array(sorted(names), np.int32)
    for facet in facets:
        ids, present = found.facet(facet)
        chosen = np.isin(present, wanted)
        ids, present = ids[chosen], present[chosen]
        ids, present = ids[papers[ids]], present[papers[ids]]
        order = np.argsort(present, kind="stable")
        places = np.searchsorted(found.ids, ids[order])
        having, starts = np.unique(present[order], return_index=True)
        if not len(having):
            continue
        firsts = np.minimum.reduceat(found.first[places], starts)
        lasts = np.maximum.reduceat(found.last[places], starts)
        for pk, first, last in zip(having.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
            days = date.fromordinal(first), date.fromordinal(last)
            before = spans.get(names[pk], days)
            spans[names[pk]] = min(days[0], before[0]), max(days[1], before[1])
    return spans


def counted_beside(facet: str, values: Collection[str]) -> dict[str, dict[str, int]]:
    """Return with whom each of these is in pairs of a facet, and in how many public papers, most first.

    ``facet`` is :data:`~archive.search.entries.HOLDER` for the people of offices or :data:`~archive.search.entries.HELD` for the offices
    of people. Those who are in equally many papers are in the order of their slugs.
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    if not values:
        return {}
    # Each a range of the index. What comes after a space in the order of bytes is an exclamation mark.
    ranges = " OR ".join(["facet = %s AND value >= %s AND value < %s"] * len(values))
    with connection.cursor() as db:
        db.execute(
            f"SELECT value, count FROM archive_searchcount WHERE count > 0 AND ({ranges}) ORDER BY count DESC, value",  # noqa: S608
            [part for value in values for part in (facet, f"{value} ", f"{value}!")],
        )
        for value, count in db.fetchall():
            one, _, other = value.partition(" ")
            counts[one][other] = count
    return dict(counts)
