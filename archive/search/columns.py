"""What the public papers are counted, narrowed and ordered by, as arrays: their days, and the values of each facet.

The database has them by block of papers (:mod:`archive.search.postings`), and each process keeps them in memory: about 220 bytes a
paper. Before every search it looks whether anything was written since, and reads the blocks that were. Every write gives its blocks
a version that was never used before, so that what a transaction wrote is forgotten if it is undone.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from django.db import connection

from archive.search.backends import backend
from archive.search.entries import FACETS, HOLDER, UNDATED
from archive.search.postings import BLOCK

DAYS = "days"
#: The facets that columns have, and the names of all columns.
COLUMN_FACETS = (*FACETS, HOLDER)
NAMES = (DAYS, *COLUMN_FACETS)
_KINDS = {DAYS: np.dtype([("place", "<u2"), ("first", "<i4"), ("last", "<i4"), ("day", "<i4")])}
_VALUE = np.dtype([("place", "<u2"), ("value", "<i4")])
#: The row whose version is that of the whole archive.
_ALL = ("all", -1)
#: Values that tie for the last place of those offered are few enough to be named and sorted.
_MOST_TIES = 500


class Columns:
    """The arrays of all public papers at one version, in the order of ids."""

    def __init__(self, version: int, blocks: dict[tuple[str, int], tuple[int, bytes]]) -> None:
        self.version = version
        self.blocks = blocks
        self._facets: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        #: What :func:`archive.search.counts.count_pairs` has counted of all papers.
        self.pairs_of_all: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        days, ids = self._joined(DAYS)
        order = np.argsort(ids)
        self.ids = ids[order]
        self.first, self.last, self.day = (days[name][order] for name in ("first", "last", "day"))
        #: Masks have a place for each id up to the greatest.
        self.size = int(self.ids[-1]) + 1 if len(ids) else 0

    def _joined(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the records of a column, and the ids of their papers."""
        kind = _KINDS.get(name, _VALUE)
        parts = [(block, papers) for (column, block), (_, papers) in self.blocks.items() if column == name]
        found = np.frombuffer(b"".join([papers for _, papers in parts]), kind)
        lengths = [len(papers) // kind.itemsize for _, papers in parts]
        starts = np.repeat(np.array([block * BLOCK for block, _ in parts], np.int32), lengths)
        return found, starts + found["place"]

    def facet(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return ids of papers and of values (rows of ``SearchCount``): a pair for each value of each paper."""
        if name not in self._facets:
            found, ids = self._joined(name)
            # Blocks are appended to, so that most of it is in order, which a stable sort makes use of.
            order = np.argsort(ids, kind="stable")
            self._facets[name] = ids[order], found["value"][order]
        return self._facets[name]

    def mask(self, ids: np.ndarray | Iterable[int] = ()) -> np.ndarray:
        """Return a mask of these papers; of none if there are no ids."""
        found = np.zeros(self.size, bool)
        ids = np.asarray(ids, np.int64)
        found[ids[ids < self.size]] = True
        return found

    @cached_property
    def public(self) -> np.ndarray:
        """The mask of all papers."""
        return self.mask(self.ids)

    @cached_property
    def oldest_first(self) -> np.ndarray:
        """Places in ``ids`` by day; papers without a day come last."""
        return np.lexsort((self.ids, self.day))

    @cached_property
    def newest_first(self) -> np.ndarray:
        """Places in ``ids`` from the last day to the first; papers without a day come last, too."""
        return np.lexsort((self.ids, np.where(self.day == UNDATED, UNDATED, -self.day)))

    def counted(self, facet: str, mask: np.ndarray) -> np.ndarray:
        """Return how many papers of the mask have each value of a facet, by the value's id."""
        ids, values = self.facet(facet)
        return np.bincount(values[mask[ids]])

    def pairs(self, ids: list[int]) -> dict[int, set[tuple[str, str]]]:
        """Return facets and values of these papers."""
        found: dict[int, set[tuple[str, str]]] = {pk: set() for pk in ids}
        wanted = self.mask(ids)
        for facet in COLUMN_FACETS:
            papers, values = self.facet(facet)
            chosen = wanted[papers]
            names = values_of(set(values[chosen].tolist()))
            for pk, value in zip(papers[chosen].tolist(), values[chosen].tolist(), strict=True):
                found[pk].add((facet, names.get(value, "")))
        return found


_known = Columns(0, {})


def columns() -> Columns:
    """Return the arrays as they are now."""
    global _known
    with connection.cursor() as db:
        db.execute("SELECT version FROM archive_searchcolumn WHERE name = %s AND block = %s", _ALL)
        row = db.fetchone()
        version = row[0] if row else 0
        if version == _known.version:
            return _known
        db.execute("SELECT name, block, version FROM archive_searchcolumn WHERE block >= 0")
        versions = {(name, block): one for name, block, one in db.fetchall()}
        known = _known.blocks
        blocks = {key: known[key] for key, one in versions.items() if key in known and known[key][0] == one}
        missing = sorted({block for _, block in versions.keys() - blocks.keys()})
        for block in missing:
            query = "SELECT name, version, papers FROM archive_searchcolumn WHERE block = %s"
            rows = backend().read_packed(query, [block])
            blocks.update({(name, block): (one, bytes(papers)) for name, one, papers in rows})
    _known = Columns(version, blocks)
    return _known


def add_columns(days: Mapping[int, tuple[int | None, int | None, int]], facets: Iterable[tuple[int, str, str]]) -> None:
    """Append papers that are in no column yet: first day, last day and place in the order by id, and the values of facets.

    The values must have been counted.
    """
    packed: dict[tuple[str, int], bytearray] = defaultdict(bytearray)
    facets = [row for row in facets if row[1] in COLUMN_FACETS]
    ids = ids_of({(facet, value) for _, facet, value in facets})
    for pk, (first, last, day) in days.items():
        block, place = divmod(pk, BLOCK)
        packed[DAYS, block] += np.array([(place, first or 0, last or 0, day)], _KINDS[DAYS]).tobytes()
    for pk, facet, value in facets:
        block, place = divmod(pk, BLOCK)
        packed[facet, block] += place.to_bytes(2, "little") + ids[facet, value].to_bytes(4, "little")
    backend().append("archive_searchcolumn", "name", [(*key, bytes(papers)) for key, papers in sorted(packed.items())])
    _renew({block for _, block in packed})


def remove_columns(papers: Iterable[tuple[int, str]]) -> None:
    """Remove papers from columns, given as pairs of id and column."""
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for pk, name in papers:
        places[pk // BLOCK, name].append(pk % BLOCK)
    with connection.cursor() as db:
        for (block, name), gone in places.items():
            db.execute("SELECT id, papers FROM archive_searchcolumn WHERE block = %s AND name = %s", [block, name])
            for pk, stored in db.fetchall():
                found = np.frombuffer(stored, _KINDS.get(name, _VALUE))
                kept = found[~np.isin(found["place"], gone)]
                if len(kept) < len(found):
                    db.execute("UPDATE archive_searchcolumn SET papers = %s WHERE id = %s", [kept.tobytes(), pk])
    _renew({block for block, _ in places})


def _renew(blocks: Iterable[int]) -> None:
    """Give blocks and the archive versions that were never used before."""
    with connection.cursor() as db:
        db.execute(
            "INSERT INTO archive_searchcolumn (name, block, version, papers) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (name, block) DO UPDATE SET version = excluded.version",
            [*_ALL, _new_version(), b""],
        )
        for block in blocks:
            db.execute("UPDATE archive_searchcolumn SET version = %s WHERE block = %s", [_new_version(), block])


def _new_version() -> int:
    return secrets.randbits(62) + 1


def ids_of(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the ids of facets' values, of those that any public paper has."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for facet, value in pairs:
        wanted[facet].append(value)
    found: dict[tuple[str, str], int] = {}
    with connection.cursor() as db:
        for facet, values in wanted.items():
            db.execute(
                f"SELECT value, id FROM archive_searchcount WHERE facet = %s AND value {backend().LISTED}",  # noqa: S608
                [facet, backend().listed(values)],
            )
            found.update({(facet, value): pk for value, pk in db.fetchall()})
    return found


def value_ids(facet: str, values: Iterable[str]) -> list[int]:
    """Return the ids of values of a facet, of those that any public paper has."""
    return list(ids_of({(facet, value) for value in values}).values())


def values_of(ids: set[int]) -> dict[int, str]:
    """Return the values with these ids."""
    if not ids:
        return {}
    with connection.cursor() as db:
        db.execute(
            f"SELECT id, value FROM archive_searchcount WHERE id {backend().LISTED}",  # noqa: S608
            [backend().listed(sorted(ids))],
        )
        return dict(db.fetchall())


def named(
    counts: Mapping[str, np.ndarray], most: int | None = None, besides: Mapping[str, list[int]] | None = None
) -> dict[str, Counter[str]]:
    """Return counts by facet and value from those of :meth:`Columns.counted`.

    They are all, or ``most`` of the most frequent with what ties for the last place, and those values whose ids are in ``besides``.
    """
    chosen = {
        facet: [*_most_frequent(found, most).tolist(), *(besides or {}).get(facet, ())]
        for facet, found in counts.items()
    }
    values = values_of({pk for ids in chosen.values() for pk in ids})
    return {
        facet: Counter({values[pk]: int(counts[facet][pk]) for pk in ids if pk in values and pk < len(counts[facet])})
        for facet, ids in chosen.items()
    }


def _most_frequent(found: np.ndarray, most: int | None) -> np.ndarray:
    ids = np.flatnonzero(found)
    if most is None or len(ids) <= most:
        return ids
    least = np.partition(found[ids], -most)[-most]
    more, equal = ids[found[ids] > least], ids[found[ids] == least]
    return np.concatenate([more, equal[:_MOST_TIES]])
