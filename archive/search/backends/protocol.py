"""What each database must provide for searching. Its modules are compared with this protocol by a test."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from archive.search.entries import IndexEntry
from archive.search.query_tree import Node


class SearchBackend(Protocol):
    """A module for one database. Its SQL names a search entry ``e`` and the text of the entry ``x``."""

    #: ``FROM`` clauses that join texts and entries, led by the texts and led by the entries in their order.
    TEXTS_WITH_ENTRIES: str
    ENTRIES_WITH_TEXTS: str
    #: A condition on the join: that the text matches a query; its parameter is the result of :meth:`compile_query`.
    MATCHES: str
    #: A query for the ids of the documents that match; its parameter is the result of :meth:`compile_query`.
    MATCHING_DOCUMENTS: str
    #: A condition that restricts the join to documents from one id to another, or ``""`` if that would save nothing.
    WITHIN_IDS: str
    #: A condition that an entry has a value of a facet; its parameter is the line ``facet:value`` between two line ends.
    HAS_FACET: str
    #: An aggregate that joins the facets of many entries to one text, with
    #: :data:`archive.search.packed_facets.SEPARATOR` between them.
    JOINED_FACETS: str
    #: The table of texts with its columns, in the order of :meth:`text_row`.
    TEXT_TABLE: str

    def lock(self) -> None:
        """Let one transaction at a time write entries, so that two cannot deadlock on the counts."""

    def add_words(self, words: list[str]) -> None:
        """Add those words that are not in the table of words yet."""

    def text_row(self, entry: IndexEntry) -> tuple:
        """Return an entry's row in the table of texts."""

    def deferred_counts(self, counts: Mapping[tuple[str, str], int]) -> AbstractContextManager[None]:
        """Within a transaction that adds entries with these counts by facet and value: count once, not row by row."""

    def deferred_merging(self) -> AbstractContextManager[None]:
        """Within a transaction: do not merge parts of the full-text index; the caller ends with :meth:`optimise`."""

    def stored_texts(self, ids: list[int]) -> dict:
        """Return what is stored as the texts of these documents, by id."""

    def is_same_text(self, stored: object, entry: IndexEntry) -> bool:
        """Whether a value of :meth:`stored_texts`, or None, is the entry's text."""

    def check_full_text(self) -> list[str]:
        """Return what is wrong with the full-text index, a line each."""

    def optimise(self, *, repair: bool) -> None:
        """Bring the index and the database's statistics in order; ``repair`` rebuilds an index that has errors."""

    def time_limit(self, milliseconds: int) -> AbstractContextManager[None]:
        """Stop any query inside after this time, with :class:`archive.errors.OutOfTime`."""

    def compile_query(self, tree: Node) -> str:
        """Return the tree in the database's query language, with every word quoted, so that nothing typed is syntax."""

    def ranked(self, tree: Node, conditions: str, parameters: list, limit: int) -> list[tuple[int, float, str]]:
        """Return document, rank (greater is better) and facets of the first ``limit`` matches the database comes to."""
