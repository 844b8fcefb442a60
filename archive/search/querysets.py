"""The words of a search as a condition for querysets of documents."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL

from archive.search.backends import backend
from archive.search.entries import field_tokens
from archive.search.query import Query
from archive.search.query_tree import And, Node, Words

_NOTHING = Q(pk__in=[])


def matching_words(query: Query) -> Q:
    """Select the public documents with the words of a query, from the full-text index; none for a query without words."""
    return _matching(query.tree) if query.tree else _NOTHING


def matching_field(field: str, text: str) -> Q:
    """Select the public documents with all of these words in a field ("from", "to", "person", "place" …), in any order."""
    tokens = field_tokens(field, text)
    return _matching(And(tuple(Words((token,)) for token in tokens))) if tokens else _NOTHING


def _matching(tree: Node) -> Q:
    engine = backend()
    # The SQL is the backend's own, and the words are a parameter.
    return Q(pk__in=RawSQL(engine.MATCHING_DOCUMENTS, [engine.compile_query(tree)]))  # noqa: S611
