"""File numbers of the U.S. Department of State: finding, reading, ordering and explaining them.

One grammar for every filing system from 1906 on. Nothing in here knows of a database or of Django.
"""

from archive.filing.doubts import doubts_about
from archive.filing.equivalents import Equivalent, equivalents
from archive.filing.explaining import Explanation, explain
from archive.filing.file_number import FileNumber, FoundNumber
from archive.filing.normal import DASHES
from archive.filing.numbers_in_text import find_numbers
from archive.filing.of_papers import numbers_of
from archive.filing.query import NumberQuery, parse_query, prefix_query
from archive.filing.reading import normalise, parse
from archive.filing.schemes import (
    COLLECTION,
    DECIMAL_ERAS,
    DECIMAL_SCHEMES,
    RECORD_GROUP,
    SCHEMES,
    SUBJECT_NUMERIC,
    UNKNOWN,
    title_of,
)
from archive.filing.shelf_places import NO_NUMBER, SHELVES, ShelfLabel, ShelfPlace, label, place_of, steps_of, trunk_of
from archive.filing.surroundings import several_numbers, without_surroundings
from archive.filing.translations import name_in
from archive.filing.vocabulary import Vocabulary, VocabularyTerm, default_vocabulary, load_terms, vocabulary_terms
from archive.filing.whereabouts import Whereabouts, whereabouts

__all__ = [
    "COLLECTION",
    "DASHES",
    "DECIMAL_ERAS",
    "DECIMAL_SCHEMES",
    "NO_NUMBER",
    "RECORD_GROUP",
    "SCHEMES",
    "SHELVES",
    "SUBJECT_NUMERIC",
    "UNKNOWN",
    "Equivalent",
    "Explanation",
    "FileNumber",
    "FoundNumber",
    "NumberQuery",
    "ShelfLabel",
    "ShelfPlace",
    "Vocabulary",
    "VocabularyTerm",
    "Whereabouts",
    "default_vocabulary",
    "doubts_about",
    "equivalents",
    "explain",
    "find_numbers",
    "label",
    "load_terms",
    "name_in",
    "normalise",
    "numbers_of",
    "parse",
    "parse_query",
    "place_of",
    "prefix_query",
    "several_numbers",
    "steps_of",
    "title_of",
    "trunk_of",
    "vocabulary_terms",
    "whereabouts",
    "without_surroundings",
]
