"""File numbers of the U.S. Department of State: finding, reading, ordering and explaining them.

One grammar for every filing system from 1906 on. Nothing in here knows of a database or of Django.
"""

from archive.filing.checks import check
from archive.filing.explaining import SCHEME_NAMES, Explanation, explain
from archive.filing.finding import find
from archive.filing.holdings import Equivalent, Holding, equivalents, where_held
from archive.filing.number import DECIMAL_SCHEMES, SCHEMES, FileNumber, Found
from archive.filing.query import Query, parse_query, prefix
from archive.filing.reading import normalise, parse
from archive.filing.vocabulary import Term, Vocabulary, default_vocabulary, load_terms, vocabulary_terms

__all__ = [
    "DECIMAL_SCHEMES",
    "SCHEMES",
    "SCHEME_NAMES",
    "Equivalent",
    "Explanation",
    "FileNumber",
    "Found",
    "Holding",
    "Query",
    "Term",
    "Vocabulary",
    "check",
    "default_vocabulary",
    "equivalents",
    "explain",
    "find",
    "load_terms",
    "normalise",
    "parse",
    "parse_query",
    "prefix",
    "vocabulary_terms",
    "where_held",
]
