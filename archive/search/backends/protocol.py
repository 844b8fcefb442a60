"""What each database must provide for searching. Its modules are compared with this protocol by a test."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from archive.search.entries import IndexEntry
from archive.search.query_tree import Node


class SearchBackend(Protocol):
    """A module for one database."""

    #: A query for the ids of the documents that match; its parameter is the result of :meth:`compile_query`.
    MATCHING_DOCUMENTS: str
    #: Whether postings have :mod:`archive.search.phrases`, too.
    PHRASES: bool
    #: The condition that a value is one of those that its parameter, the result of :meth:`listed`, has.
    LISTED: str
    #: The table of texts with its columns, in the order of :meth:`text_row`.
    TEXT_TABLE: str

    def listed(self, values: Iterable[str | int]) -> Any:
        """Return strings or numbers as one parameter."""

    def read_packed(self, query: str, parameters: Sequence[Any]) -> list[tuple]:
        """Return the rows of a query that reads packed papers."""

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

    def append(self, table: str, key: str, rows: list[tuple[str, int, bytes]]) -> None:
        """Append papers to the rows of a table with this key and block, or add new rows. A row is key, block and papers."""

    def replace(self, table: str, rows: list[tuple[int, bytes]]) -> None:
        """Write other papers into rows of a table, given by their ids."""

    def differing_texts(self, entries: Collection[IndexEntry]) -> set[int]:
        """Return the ids of those of these entries of whose text the database has something else besides the columns."""

    def check_full_text(self) -> list[str]:
        """Return what is wrong with the full-text index, a line each."""

    def optimise(self, *, repair: bool) -> None:
        """Bring the index and the database's statistics in order; ``repair`` rebuilds an index that has errors."""

    def time_limit(self, milliseconds: int) -> AbstractContextManager[None]:
        """Stop any query inside after this time, with :class:`archive.errors.OutOfTime`."""

    def matching(self, tree: Node, among: Callable[[], list[int]]) -> tuple[str, list[Any]]:
        """Return a query for the ids of the documents that match, and its parameters. ``among`` makes a list that has them all."""

    def compile_query(self, tree: Node) -> str:
        """Return the tree in the database's query language, with every word quoted, so that nothing typed is syntax."""
