"""File numbers of the U.S. Department of State: finding, reading, ordering and explaining them.

One grammar for every filing system from 1906 on. Nothing in here knows of a database or of Django.
"""

from archive.filing.checks import check
from archive.filing.explaining import SCHEME_NAMES, Explanation, explain
from archive.filing.finding import find
from archive.filing.holdings import Equivalent, Holding, equivalents, where_held
from archive.filing.normal import DASHES
from archive.filing.number import DECIMAL_SCHEMES, SCHEMES, FileNumber, Found
from archive.filing.places import NO_NUMBER, SHELVES, Label, Place, label, place_of, steps_of, trunk_of
from archive.filing.query import Query, parse_query, prefix
from archive.filing.reading import normalise, parse
from archive.filing.vocabulary import Term, Vocabulary, default_vocabulary, load_terms, vocabulary_terms

__all__ = [
    "DASHES",
    "DECIMAL_SCHEMES",
    "NO_NUMBER",
    "SCHEMES",
    "SCHEME_NAMES",
    "SHELVES",
    "Equivalent",
    "Explanation",
    "FileNumber",
    "Found",
    "Holding",
    "Label",
    "Place",
    "Query",
    "Term",
    "Vocabulary",
    "check",
    "default_vocabulary",
    "equivalents",
    "explain",
    "find",
    "label",
    "load_terms",
    "normalise",
    "parse",
    "parse_query",
    "place_of",
    "prefix",
    "steps_of",
    "trunk_of",
    "vocabulary_terms",
    "where_held",
]
