"""Counts by facet under the other filters: each facet is counted as if none of its own values were selected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from archive import filing
from archive.errors import OutOfTime
from archive.models import Office, Person, Place, Topic, Volume
from archive.models.vocabulary import vocabulary
from archive.parsing.citations import short_title
from archive.search import limits
from archive.search.backends import backend
from archive.search.columns import named, value_ids
from archive.search.entries import FACETS
from archive.search.filters import Filters
from archive.search.matches import Selection, select
from archive.search.query import Query
from archive.search.results import Results
from archive.web.language_names import language_name
from archive.web.words import filing_name

#: Facets whose values are offered in their own order.
_BY_VALUE = ("year", "decade")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with its name and count."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """Values by facet, most frequent first (years and decades in order), and messages about what was left out.

    ``totals`` says how many values each facet has in all.
    """

    values: dict[str, list[FacetValue]]
    messages: tuple[str, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)


def facets(query: Query, filters: Filters | None = None, results: Results | None = None) -> Facets:
    """Return the counts of every facet's values among the matching public documents.

    With the ``results`` of the same query and filters, the same entries are not read a second time.
    """
    filters = filters or Filters()
    messages: list[str] = []
    counts: dict[str, Counter[str]] = {}
    totals: dict[str, int] = {}
    try:
        with backend().time_limit(limits.FACETS_TIME):
            selection = (results and results.selection) or select(query, filters)
            counted = {facet: _count(selection, facet) for facet in FACETS}
            totals = {facet: int(np.count_nonzero(found)) for facet, found in counted.items()}
            counts = _offered_counts(counted, filters)
    except OutOfTime:
        messages.append(_("Counting took too long and was left out for some filters."))
    offered = {facet: _offered(facet, counts[facet], filters.selected(facet)) for facet in FACETS if facet in counts}
    return Facets(_with_names(offered, filters), tuple(messages), totals)


def every_value(query: Query, filters: Filters, facet: str) -> list[tuple[str, int]]:
    """Return all values of a facet with their counts among the matching public documents, in the order of :class:`Facets`."""
    return _in_order(facet, named({facet: _count(select(query, filters), facet)})[facet])


def with_names(facet: str, rows: Iterable[tuple[str, int]], filters: Filters) -> list[FacetValue]:
    """Return values of a facet and their counts with their names."""
    return _with_names({facet: list(rows)}, filters)[facet]


def _with_names(offered: dict[str, list[tuple[str, int]]], filters: Filters) -> dict[str, list[FacetValue]]:
    labels = labels_of([(facet, value) for facet, rows in offered.items() for value, _ in rows])
    return {
        facet: [
            FacetValue(value, labels.get((facet, value), value), count, value in filters.selected(facet))
            for value, count in rows
        ]
        for facet, rows in offered.items()
    }


def _count(selection: Selection, facet: str) -> np.ndarray:
    return selection.columns.counted(facet, selection.without(facet))


def _offered_counts(counted: dict[str, np.ndarray], filters: Filters) -> dict[str, Counter[str]]:
    """Return the counts of the values that can be offered, by facet."""
    years = {facet: counts for facet, counts in counted.items() if facet in _BY_VALUE}
    others = {facet: counts for facet, counts in counted.items() if facet not in years}
    selected = {facet: value_ids(facet, values) for facet, values in filters.values}
    return named(years) | named(others, limits.MOST_VALUES, selected)


def _offered(facet: str, counter: Counter, selected: tuple[str, ...]) -> list[tuple[str, int]]:
    rows = _in_order(facet, counter)[: limits.MOST_YEARS if facet in _BY_VALUE else limits.MOST_VALUES]
    present = {value for value, _ in rows}
    return rows + [(value, counter.get(value, 0)) for value in selected if value not in present]


def _in_order(facet: str, counter: Counter) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=None if facet in _BY_VALUE else lambda row: (-row[1], row[0]))


#: Model and field of the names of those facets whose values are slugs.
_NAMES = {
    "volume": (Volume, "title"), "sender": (Person, "name"), "recipient": (Person, "name"), "sender-office": (Office, "name"),
    "recipient-office": (Office, "name"), "mentioned": (Person, "name"), "place": (Place, "name"),
    "topic": (Topic, "term"),
}  # fmt: skip


def labels_of(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the names of those facet values that have one besides the value itself."""
    labels: dict[tuple[str, str], str] = {}
    slugs: dict[tuple[type[Model], str], set[str]] = {}
    words = vocabulary() if any(facet in ("class", "country") for facet, _ in pairs) else None
    for facet, value in pairs:
        if facet in _NAMES:
            slugs.setdefault(_NAMES[facet], set()).add(value)
        elif facet in ("class", "country"):
            labels[facet, value] = _filing_label(facet, value, words)
        elif facet == "decade":
            labels[facet, value] = _("%(decade)ss") % {"decade": value}
        elif facet == "language":
            labels[facet, value] = language_name(value)
        elif facet == "kind":
            labels[facet, value] = _(value)
    names = _names(slugs)
    for facet, value in pairs:
        if facet in _NAMES and (name := names.get((_NAMES[facet][0]._meta.db_table, value))):
            labels[facet, value] = name
    return labels


def _names(slugs: dict[tuple[type[Model], str], set[str]]) -> dict[tuple[str, str], str]:
    """Return the names of all these slugs by table and slug, from one query."""
    queries, parameters = [], []
    for (model, name), of_model in slugs.items():
        table, marks = model._meta.db_table, ", ".join(["%s"] * len(of_model))
        queries.append(f"SELECT '{table}', slug, {name} FROM {table} WHERE slug IN ({marks})")  # noqa: S608
        parameters += of_model
    if not queries:
        return {}
    with connection.cursor() as db:
        db.execute(" UNION ALL ".join(queries), parameters)
        found = {(table, slug): name for table, slug, name in db.fetchall()}
    return {
        (table, slug): str(short_title(slug, name)) if table == Volume._meta.db_table else name
        for (table, slug), name in found.items()
    }


def _filing_label(facet: str, value: str, words: filing.Vocabulary) -> str:
    scheme, _, code = value.partition(":")
    name = words.class_name(scheme, code) if facet == "class" else words.country(scheme, code)
    era = filing.SCHEMES[scheme].short_span if scheme in filing.DECIMAL_ERAS else ""
    label = f"{code} {filing_name(name)}" if name else code
    return f"{label} ({era})" if era else label
