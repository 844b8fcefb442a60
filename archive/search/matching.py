"""Documents that a question's words match, as a condition for querysets of documents."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL

from archive.search.backends import backend
from archive.search.entries import field_tokens
from archive.search.query import Query
from archive.search.tree import And, Node, Words

NOBODY = Q(pk__in=[])


def with_words(query: Query) -> Q:
    """The public documents with the words of a question, from the full-text index; a question without words selects nothing."""
    return _matching(query.tree) if query.tree else NOBODY


def with_field(field: str, text: str) -> Q:
    """The public documents with all of these words in a field (``"from"``, ``"to"``, ``"person"``, ``"place"`` …), in any order."""
    tokens = field_tokens(field, text)
    return _matching(And(tuple(Words((token,)) for token in tokens))) if tokens else NOBODY


def _matching(tree: Node) -> Q:
    engine = backend()
    return Q(pk__in=RawSQL(engine.DOCUMENTS, [engine.question(tree)]))  # noqa: S611 - the backend's own SQL, with a parameter
