"""Finding public documents by words, fields and facets: one contract, a thin backend for each database.

``understand`` reads what was typed, ``search`` answers with one page, ``facets`` counts, ``explain_nothing`` helps on.
``index`` and ``remove`` keep entries in step inside the transaction of every write; ``rebuild`` and ``check`` are for
whoever looks after the archive.
"""

from archive.folding import fold
from archive.search.bulk import in_bulk, merging_later, rows_of
from archive.search.entries import FACETS
from archive.search.exchange import between
from archive.search.facets import Facets, facets, labels_of
from archive.search.filters import Filters
from archive.search.finding import SORTS, Hit, Results, search, total
from archive.search.indexing import check, index, optimise, rebuild, remove
from archive.search.matching import with_field, with_words
from archive.search.nothing import Nothing, explain_nothing
from archive.search.query import Query, understand
from archive.search.snippets import Snippet
from archive.search.tallies import Tally, days, pairs, tally

__all__ = [
    "FACETS",
    "SORTS",
    "Facets",
    "Filters",
    "Hit",
    "Nothing",
    "Query",
    "Results",
    "Snippet",
    "Tally",
    "between",
    "check",
    "days",
    "explain_nothing",
    "facets",
    "fold",
    "in_bulk",
    "merging_later",
    "index",
    "labels_of",
    "pairs",
    "optimise",
    "rebuild",
    "remove",
    "rows_of",
    "search",
    "tally",
    "total",
    "understand",
    "with_field",
    "with_words",
]
