"""Searching public documents by words, fields and facets: one contract, a thin backend for each database.

``understand`` reads what was typed, ``search`` returns one page of results, ``facets`` counts, ``explain_no_results`` helps on.
``index`` and ``remove`` keep entries up to date inside the transaction of every write; ``rebuild``, ``update`` and ``check_entries`` are
for whoever maintains the archive.
"""

from archive.folding import fold
from archive.search.correspondence import neighbours_between
from archive.search.counts import (
    busiest_day,
    count_days,
    count_pairs,
    count_values,
    counted_beside,
    first_and_last_days,
    first_and_last_years,
)
from archive.search.entries import FACETS
from archive.search.entry_rows import deferred_merging, entry_rows, entry_tables, write_entry_rows
from archive.search.facets import Facets, every_value, facets, labels_of, with_names
from archive.search.filters import Filters
from archive.search.indexing import (
    check_entries,
    finds_newest,
    follow_authorities,
    index,
    indexed_later,
    lag,
    make_again,
    optimise,
    rebuild,
    remove,
    update,
)
from archive.search.likeness import AlikePaper, alike
from archive.search.matches import total
from archive.search.no_results import NoResults, explain_no_results
from archive.search.query import Query, understand
from archive.search.querysets import matching
from archive.search.results import SORTS, Hit, Results, search
from archive.search.snippets import Snippet

__all__ = [
    "AlikePaper",
    "alike",
    "FACETS",
    "SORTS",
    "Facets",
    "Filters",
    "Hit",
    "NoResults",
    "Query",
    "Results",
    "Snippet",
    "check_entries",
    "busiest_day",
    "count_days",
    "count_pairs",
    "count_values",
    "counted_beside",
    "deferred_merging",
    "entry_rows",
    "entry_tables",
    "every_value",
    "explain_no_results",
    "facets",
    "finds_newest",
    "first_and_last_days",
    "first_and_last_years",
    "fold",
    "follow_authorities",
    "index",
    "indexed_later",
    "labels_of",
    "lag",
    "matching",
    "neighbours_between",
    "optimise",
    "make_again",
    "rebuild",
    "remove",
    "search",
    "total",
    "understand",
    "update",
    "with_names",
    "write_entry_rows",
]
