"""Counts by facet, honest under the other filters: each facet is counted as if it had no selection of its own."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from archive import filing
from archive.models import Office, Person, Place, SearchCount, Volume
from archive.search.backends import backend
from archive.search.backends.sqlite import OutOfTime
from archive.search.entries import FACETS
from archive.search.filters import Filters
from archive.search.finding import MOST_COUNTED, Results, facet_rows, remaining
from archive.search.query import Query
from archive.vocabulary import vocabulary

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
    started = time.monotonic()
    messages: list[str] = []
    counts: dict[str, Counter] = {}
    try:
        with backend().limited(max(1, min(BUDGET, remaining(started)))):
            general, capped = _counts(query, filters, results)
            for facet in FACETS:
                if filters.selected(facet):
                    own, own_capped = _counts(query, filters.without(facet))
                    capped = capped or own_capped
                    counts[facet] = own.get(facet, Counter())
                else:
                    counts[facet] = general.get(facet, Counter())
    except OutOfTime:
        messages.append("Counting took too long and was left out for some filters.")
        capped = False
    if capped:
        messages.append(f"Counts are those of the first {MOST_COUNTED:,} papers found.")
    chosen = {facet: _chosen(facet, counter, filters.selected(facet)) for facet, counter in counts.items()}
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


def _counts(query: Query, filters: Filters, results: Results | None = None) -> tuple[dict[str, Counter], bool]:
    """Counters by facet, and whether they are of the first matches only."""
    if query.is_empty and not filters:
        return _kept(), False
    rows = results.packed if results and results.packed is not None else facet_rows(query, filters, MOST_COUNTED + 1)
    # Cutting one long text and counting its pieces is done by C; a loop over the rows takes three times as long.
    total = Counter("\n".join(rows[:MOST_COUNTED]).split("\n")) if rows else Counter()
    counts: dict[str, Counter] = {}
    for line, count in total.items():
        facet, _, value = line.partition(":")
        counts.setdefault(facet, Counter())[value] = count
    return counts, len(rows) > MOST_COUNTED


def _kept() -> dict[str, Counter]:
    """The counts of the whole archive, which are kept ready."""
    counts: dict[str, Counter] = {}
    for facet in FACETS:
        most = _MOST_YEARS if facet in ("year", "decade") else _MOST_VALUES
        rows = SearchCount.objects.filter(facet=facet).order_by("-count", "value")[:most]
        counts[facet] = Counter(dict(rows.values_list("value", "count")))
    return counts


def _chosen(facet: str, counter: Counter, selected: tuple[str, ...]) -> list[tuple[str, int]]:
    if facet in ("year", "decade"):
        rows = sorted(counter.items())[:_MOST_YEARS]
    else:
        rows = sorted(counter.items(), key=lambda row: (-row[1], row[0]))[:_MOST_VALUES]
    present = {value for value, _ in rows}
    return rows + [(value, counter.get(value, 0)) for value in selected if value not in present]


_MODELS = {
    "sender": Person, "recipient": Person, "sender-office": Office, "recipient-office": Office, "place": Place,
}  # fmt: skip


def labels_of(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of facet values, as far as they have other names than themselves."""
    labels: dict[tuple[str, str], str] = {}
    slugs: dict[type, set[str]] = {}
    words = vocabulary() if any(facet in ("class", "country") for facet, _ in pairs) else None
    for facet, value in pairs:
        model = _MODELS.get(facet)
        if model:
            slugs.setdefault(model, set()).add(value)
        elif facet == "volume":
            slugs.setdefault(Volume, set()).add(value)
        elif facet in ("class", "country"):
            labels[facet, value] = _filing_label(facet, value, words)
        elif facet == "decade":
            labels[facet, value] = f"{value}s"
    names: dict[type, dict[str, str]] = {}
    for model, wanted in slugs.items():
        name = "title" if model is Volume else "name"
        names[model] = dict(model.objects.filter(slug__in=wanted).values_list("slug", name))
    for facet, value in pairs:
        model = Volume if facet == "volume" else _MODELS.get(facet)
        if model and value in names.get(model, {}):
            labels[facet, value] = names[model][value]
    return labels


def _filing_label(facet: str, value: str, words: filing.Vocabulary) -> str:
    scheme, _, code = value.partition(":")
    name = words.class_name(scheme, code) if facet == "class" else words.country(scheme, code)
    era = {"decimal-1910": "1910–49", "decimal-1950": "1950–63"}.get(scheme, "")
    told = f"{code} {name}" if name else code
    return f"{told} ({era})" if era else told
