"""Counts by facet, honest under the other filters: each facet is counted as if it had no selection of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from archive import filing
from archive.models import Office, Person, Place, Volume
from archive.models.vocabulary import vocabulary
from archive.search.backends import backend
from archive.search.backends.sqlite import OutOfTime
from archive.search.entries import FACETS
from archive.search.filters import Filters
from archive.search.finding import MOST_COUNTED, Results, packed_facets
from archive.search.query import Query

_MOST_VALUES = 15
_MOST_YEARS = 200
#: Facets never take more than this many milliseconds.
BUDGET = 1000


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet with its count and name."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """Values by facet, most frequent first (years and decades in order), and the words for what was left out."""

    values: dict[str, list[Value]]
    messages: tuple[str, ...] = ()


def facets(query: Query, filters: Filters | None = None, results: Results | None = None) -> Facets:
    """Counts of every facet's values among the public documents that answer.

    ``results`` of the same question and filters spare a second look at the same entries.
    """
    filters = filters or Filters()
    messages: list[str] = []
    counts: dict[str, Counter[str]] = {}
    try:
        with backend().limited(BUDGET):
            capped = _count(query, filters, results, counts)
    except OutOfTime:
        messages.append("Counting took too long and was left out for some filters.")
        capped = False
    if capped:
        messages.append(f"Counts are those of the first {MOST_COUNTED:,} papers found.")
    chosen = {facet: _chosen(facet, counts[facet], filters.selected(facet)) for facet in FACETS if facet in counts}
    labels = labels_of([(facet, value) for facet, rows in chosen.items() for value, _ in rows])
    return Facets(
        {
            facet: [
                Value(value, labels.get((facet, value), value), count, value in filters.selected(facet))
                for value, count in rows
            ]
            for facet, rows in chosen.items()
        },
        tuple(messages),
    )


def _count(query: Query, filters: Filters, results: Results | None, counts: dict[str, Counter[str]]) -> bool:
    """Fills ``counts`` by facet; whether they are of the first matches only."""
    if query.is_empty and not filters:
        counts.update(_kept(tuple(FACETS)))
        return False
    packed = (results and results.packed) or packed_facets(query, filters, MOST_COUNTED)
    found, capped = packed.counters(), packed.more
    narrowed = [facet for facet, _ in filters.values]
    counts.update({facet: found.get(facet, Counter()) for facet in FACETS if facet not in narrowed})
    for facet in narrowed:
        others = filters.without(facet)
        if query.is_empty and not others:
            counts.update(_kept((facet,), filters.selected(facet)))
        else:
            own = packed_facets(query, others, MOST_COUNTED)
            counts[facet] = own.counter(facet)
            capped = capped or own.more
    return capped


def _kept(facets: tuple[str, ...], chosen: tuple[str, ...] = ()) -> dict[str, Counter[str]]:
    """The counts of the whole archive, which are kept ready: of the most frequent values, and of those chosen."""
    columns = "SELECT facet, value, count FROM archive_searchcount WHERE facet = %s"
    questions, parameters = [], []
    for facet in facets:
        most = _MOST_YEARS if facet in ("year", "decade") else _MOST_VALUES
        questions.append(f"SELECT * FROM ({columns} ORDER BY count DESC, value LIMIT {most}) most_frequent")  # noqa: S608
        parameters.append(facet)
        for value in chosen:
            questions.append(f"{columns} AND value = %s")
            parameters += [facet, value]
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
    with connection.cursor() as db:
        db.execute(" UNION ".join(questions), parameters)
        for facet, value, count in db.fetchall():
            counts[facet][value] = count
    return counts


def _chosen(facet: str, counter: Counter, selected: tuple[str, ...]) -> list[tuple[str, int]]:
    if facet in ("year", "decade"):
        rows = sorted(counter.items())[:_MOST_YEARS]
    else:
        rows = sorted(counter.items(), key=lambda row: (-row[1], row[0]))[:_MOST_VALUES]
    present = {value for value, _ in rows}
    return rows + [(value, counter.get(value, 0)) for value in selected if value not in present]


#: Where the names of values stand that have other names than themselves: the model and its field.
_NAMES = {
    "volume": (Volume, "title"), "sender": (Person, "name"), "recipient": (Person, "name"), "sender-office": (Office, "name"),
    "recipient-office": (Office, "name"), "place": (Place, "name"),
}  # fmt: skip


def labels_of(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of facet values, as far as they have other names than themselves."""
    labels: dict[tuple[str, str], str] = {}
    slugs: dict[tuple[type[Model], str], set[str]] = {}
    words = vocabulary() if any(facet in ("class", "country") for facet, _ in pairs) else None
    for facet, value in pairs:
        if facet in _NAMES:
            slugs.setdefault(_NAMES[facet], set()).add(value)
        elif facet in ("class", "country"):
            labels[facet, value] = _filing_label(facet, value, words)
        elif facet == "decade":
            labels[facet, value] = f"{value}s"
    names = _names(slugs)
    for facet, value in pairs:
        if facet in _NAMES and (name := names.get((_NAMES[facet][0]._meta.db_table, value))):
            labels[facet, value] = name
    return labels


def _names(slugs: dict[tuple[type[Model], str], set[str]]) -> dict[tuple[str, str], str]:
    """The names of all these slugs by table and slug, in one question."""
    questions, parameters = [], []
    for (model, field), wanted in slugs.items():
        table, marks = model._meta.db_table, ", ".join(["%s"] * len(wanted))
        questions.append(f"SELECT '{table}', slug, {field} FROM {table} WHERE slug IN ({marks})")  # noqa: S608
        parameters += wanted
    if not questions:
        return {}
    with connection.cursor() as db:
        db.execute(" UNION ALL ".join(questions), parameters)
        return {(table, slug): name for table, slug, name in db.fetchall()}


def _filing_label(facet: str, value: str, words: filing.Vocabulary) -> str:
    scheme, _, code = value.partition(":")
    name = words.class_name(scheme, code) if facet == "class" else words.country(scheme, code)
    era = {"decimal-1910": "1910–49", "decimal-1950": "1950–63"}.get(scheme, "")
    told = f"{code} {name}" if name else code
    return f"{told} ({era})" if era else told
