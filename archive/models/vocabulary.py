"""The filing vocabularies in force: the words that come with :mod:`archive.filing`, and archivists' edits of them.

Any write of a term changes the edition, by a trigger, so that every process finds out with one small query whether the vocabulary
that it has made is still current. A term in the database takes precedence over the built-in one of the same scheme, facet, context
and code. Only words are concerned: a number's normal form and its place on the shelf never depend on edits.
"""

from __future__ import annotations

from functools import lru_cache

from archive import filing
from archive.models import FilingEdition, FilingTerm
from archive.sql.prepared import Prepared

_edition = Prepared(lambda: FilingEdition.objects.values_list("token"))


def vocabulary() -> filing.Vocabulary:
    """Return the vocabulary in force. It costs one query; call it once for a page or a batch."""
    edition = _edition.first()
    return _made(*edition) if edition else filing.default_vocabulary()


@lru_cache(maxsize=4)
def _made(token: str) -> filing.Vocabulary:
    built_in = {_key(term): term for term in filing.load_terms()}
    fields = ("scheme", "facet", "context", "code", "name", "equivalent", "source")
    edited = [filing.VocabularyTerm(*row) for row in FilingTerm.objects.order_by("pk").values_list(*fields)]
    terms = built_in | {_key(term): term for term in edited}
    return filing.default_vocabulary() if terms == built_in else filing.Vocabulary(terms.values())


def _key(term: filing.VocabularyTerm) -> tuple[str, str, str, str]:
    return term.scheme, term.facet, term.context, term.code
