"""What is stored of entries, so that writing a paper again writes only what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from archive.deriving import SearchTexts
from archive.models import SearchEntry, SearchFacet, SearchText
from archive.search.entries import VERSION
from archive.search.weights import COLUMNS

#: Before the digest of an entry that is to be made again, because an authority that its paper points at has changed.
OUTDATED = "outdated "


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it is stored: its digest, its days, the texts of its columns, and its pairs of facet and value."""

    digest: str
    days: tuple[int | None, int | None, int]
    columns: tuple[str, ...]
    facets: frozenset[tuple[str, str]]

    @property
    def texts(self) -> SearchTexts:
        """The words of the paper's own texts, as they were read; those for similar spellings were noted when the entry was made."""
        title, _, body, notes, _ = self.columns
        return SearchTexts(title, body, notes, frozenset())


def stored_columns(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the texts of tokens of these papers, in the order of :data:`archive.search.weights.COLUMNS`."""
    return {row[0]: row[1:] for row in SearchText.objects.filter(pk__in=ids).values_list("pk", *COLUMNS)}


def stored_entries(ids: Collection[int]) -> dict[int, StoredEntry]:
    """Return the entries of those of these papers that have one of this version."""
    columns = stored_columns(ids)
    facets = defaultdict(set)
    for pk, *pair in SearchFacet.objects.filter(document__in=ids).values_list("document", "facet", "value"):
        facets[pk].add(tuple(pair))
    rows = SearchEntry.objects.filter(pk__in=ids).values_list("pk", "digest", "first_day", "last_day", "day")
    return {
        pk: StoredEntry(digest, tuple(days), columns[pk], frozenset(facets[pk]))
        for pk, digest, *days in rows
        if pk in columns and _is_of_this_version(digest)
    }


def _is_of_this_version(digest: str) -> bool:
    return digest.removeprefix(OUTDATED).startswith(f"{VERSION}-")
