"""Which papers have a word, and how much it weighs there: arrays in the database, by word and block of papers.

A block is 4,096 consecutive ids. A row has, for one token, each paper of one block that has it: where in the block it is, and the
word's weight (:mod:`archive.search.weights`), three bytes together. New papers are appended, so that writing one costs the same
in an archive of any size; all papers with a common word among 100,000 are read from 25 rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from django.db import connection

from archive.models import SearchPosting, SearchText
from archive.search.backends import backend
from archive.search.entries import IndexEntry
from archive.search.phrases import hashes_in, phrases_in
from archive.search.weights import COLUMNS, SUBJECT_PREFIX, WEIGHTS, weights_among, weights_of

#: Ids in one block.
BLOCK = 4096
_PAPER = np.dtype([("place", "<u2"), ("weight", "u1")])


@dataclass(frozen=True, slots=True)
class Postings:
    """The ids of the papers that have a token, in no order, and its weight in each."""

    ids: np.ndarray
    weights: np.ndarray


#: The postings of a token that no paper has.
NONE = Postings(np.zeros(0, np.int32), np.zeros(0, np.int32))


def posting_rows(entries: Iterable[IndexEntry]) -> list[tuple[str, int, bytes]]:
    """Return token, block and packed papers of these entries."""
    blocks: dict[int, dict[str, bytearray]] = defaultdict(lambda: defaultdict(bytearray))
    for entry in entries:
        block, place = divmod(entry.document_id, BLOCK)
        at, packed = place.to_bytes(2, "little"), blocks[block]
        weights = _with_phrases(weights_of(entry.columns), entry.columns)
        pieces = {weight: at + bytes((weight,)) for weight in set(weights.values())}
        for token, weight in weights.items():
            packed[token] += pieces[weight]
    return [(token, block, bytes(papers)) for block, packed in blocks.items() for token, papers in packed.items()]


def _with_phrases(weights: dict[str, int], columns: Sequence[str]) -> dict[str, int]:
    """Return the weights of an entry's tokens with those of what its postings have of phrases."""
    return weights | _of_phrases([text.split() for text in columns]) if backend().PHRASES else weights


def _tokens_of(columns: Sequence[str]) -> Iterator[Iterable[str]]:
    """Yield the tokens of a paper's columns, and those of phrases that have a posting."""
    texts = [text.split() for text in columns]
    yield from texts
    yield _of_phrases(texts)


def _of_phrases(texts: list[list[str]]) -> dict[str, int]:
    if not backend().PHRASES:
        return {}
    return {phrase: 1 for text in texts for phrase in phrases_in(text)} | hashes_in(texts)


def add_phrases(
    papers: Iterable[tuple[int, Sequence[str]]], found_in: Callable[[list[list[str]]], Mapping[str, int]]
) -> None:
    """Add what is found in the tokens of columns to the postings of papers that do not have it yet; given as id and columns."""
    packed: dict[tuple[str, int], bytearray] = defaultdict(bytearray)
    for pk, columns in papers:
        block, place = divmod(pk, BLOCK)
        at = place.to_bytes(2, "little")
        for token, weight in found_in([text.split() for text in columns]).items():
            packed[token, block] += at + bytes((weight,))
    add_postings([(*key, bytes(papers)) for key, papers in packed.items()])


def add_postings(rows: list[tuple[str, int, bytes]]) -> None:
    """Append the rows of papers that have no postings yet; rows that were made apart may be of one token and block."""
    if len({row[:2] for row in rows}) < len(rows):
        joined: dict[tuple[str, int], bytes] = {}
        for token, block, papers in rows:
            joined[token, block] = joined.get((token, block), b"") + papers
        rows = [(*key, papers) for key, papers in joined.items()]
    backend().append("archive_searchposting", "token", sorted(rows))


def remove_postings(ids: list[int]) -> None:
    """Remove papers; call it while their texts are still stored."""
    tokens: dict[int, set[str]] = defaultdict(set)
    places: dict[int, list[int]] = defaultdict(list)
    for pk, *columns in SearchText.objects.filter(pk__in=ids).values_list("pk", *COLUMNS):
        block, place = divmod(pk, BLOCK)
        tokens[block].update(*_tokens_of(columns))
        places[block].append(place)
    for block, gone in places.items():
        # All of them go from every token that any of them has, so that nobody needs to know which has which.
        _remove_from_block(block, dict.fromkeys(tokens[block], gone))


def change_postings(changes: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    """Change papers, given as id, columns before and columns after: only tokens that weigh something else are written."""
    gone: dict[int, set[str]] = {}
    packed: dict[tuple[str, int], bytearray] = defaultdict(bytearray)
    for pk, before, after in changes:
        old, new = map(_with_phrases, weights_among(_concerned(before, after), before, after), (before, after))
        gone[pk] = {token for token, weight in old.items() if new.get(token) != weight}
        block, place = divmod(pk, BLOCK)
        for token, weight in new.items():
            if old.get(token) != weight:
                packed[token, block] += place.to_bytes(2, "little") + bytes((weight,))
    _remove(gone)
    add_postings([(*key, bytes(papers)) for key, papers in packed.items()])


def _concerned(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the tokens whose weight may differ: all of a column that differs, since its length counts, but of fields the differing ones.

    A word of the subject weighs more as a word of the text, too.
    """
    found: set[str] = set()
    for weight, *texts in zip(WEIGHTS.values(), before, after, strict=True):
        if texts[0] != texts[1]:
            old, new = (set(text.split()) for text in texts)
            found |= old | new if weight else old ^ new
    found |= {token.removeprefix(SUBJECT_PREFIX) for token in found}
    return found | {SUBJECT_PREFIX + token for token in found}


def _remove(papers: Mapping[int, Iterable[str]]) -> None:
    """Remove papers from these tokens each."""
    by_block: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for pk, tokens in papers.items():
        block, place = divmod(pk, BLOCK)
        for token in tokens:
            by_block[block][token].append(place)
    for block, places in by_block.items():
        _remove_from_block(block, places)


def _remove_from_block(block: int, places: Mapping[str, list[int]]) -> None:
    changed, emptied = [], []
    leaving: list[int] = []
    stays = np.ones(BLOCK, bool)
    with connection.cursor() as db:
        db.execute(
            f"SELECT id, token, papers FROM archive_searchposting WHERE block = %s AND token {backend().LISTED}",  # noqa: S608
            [block, backend().listed(sorted(places))],
        )
        for pk, token, papers in db.fetchall():
            if places[token] is not leaving:  # most often it is
                stays[leaving] = True
                stays[leaving := places[token]] = False
            found = np.frombuffer(papers, _PAPER)
            kept = found[stays[found["place"]]]
            if not len(kept):
                emptied.append(pk)
            elif len(kept) < len(found):
                changed.append((pk, kept.tobytes()))
        backend().replace("archive_searchposting", changed)
        db.execute(f"DELETE FROM archive_searchposting WHERE id {backend().LISTED}", [backend().listed(emptied)])  # noqa: S608


def sizes_of(tokens: Iterable[str], blocks: Iterable[int]) -> dict[str, int]:
    """Return how many papers of these blocks have each of those tokens that any has, without reading which."""
    with connection.cursor() as db:
        db.execute(
            "SELECT token, sum(length(papers)) FROM archive_searchposting"  # noqa: S608
            f" WHERE token {backend().LISTED} AND block {backend().LISTED} GROUP BY token",
            [backend().listed(sorted(tokens)), backend().listed(blocks)],
        )
        return {token: int(size) // _PAPER.itemsize for token, size in db.fetchall()}


def read_postings(tokens: Iterable[str]) -> dict[str, Postings]:
    """Return the postings of those tokens that any paper has."""
    if not (wanted := sorted(tokens)):
        return {}
    query = f"SELECT token, block, papers FROM archive_searchposting WHERE token {backend().LISTED}"  # noqa: S608
    return _by_token(backend().read_packed(query, [backend().listed(wanted)]))


def read_beginning(prefix: str) -> Postings:
    """Return the papers that have a token with this prefix, each with the weight of the heaviest."""
    query = "SELECT '', block, papers FROM archive_searchposting WHERE token >= %s AND token < %s"
    rows = backend().read_packed(query, [prefix, prefix + "\U0010ffff"])
    found = _by_token(rows).get("", NONE)
    heaviest = np.zeros(found.ids.max(initial=-1) + 1, np.int32)
    np.maximum.at(heaviest, found.ids, found.weights)
    ids = np.flatnonzero(heaviest)
    return Postings(ids, heaviest[ids])


def _by_token(rows: Iterable[tuple[str, int, bytes]]) -> dict[str, Postings]:
    parts: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for token, block, papers in rows:
        parts[token].append((block, papers))
    return {token: _joined(blocks) for token, blocks in parts.items()}


def _joined(parts: list[tuple[int, bytes]]) -> Postings:
    found = np.frombuffer(b"".join([papers for _, papers in parts]), _PAPER)
    starts = np.repeat(
        np.array([block * BLOCK for block, _ in parts], np.int32),
        [len(papers) // _PAPER.itemsize for _, papers in parts],
    )
    return Postings(starts + found["place"], found["weight"].astype(np.int32))


def posting_sums(size: int) -> np.ndarray:
    """Return for each id up to a size what :func:`posting_sum` must be of the paper's entry."""
    sums = np.zeros(size, np.uint64)
    for token, block, papers in SearchPosting.objects.values_list("token", "block", "papers").iterator():
        found = np.frombuffer(papers, _PAPER)
        ids = block * BLOCK + found["place"].astype(np.int64)
        known = ids < size
        np.add.at(sums, ids[known], np.uint64(crc32(token.encode())) * found["weight"][known].astype(np.uint64))
    return sums


def posting_sum(entry: IndexEntry) -> int:
    """Return a number that tells whether an entry's postings are stored, each once."""
    return sum(
        crc32(token.encode()) * weight
        for token, weight in _with_phrases(weights_of(entry.columns), entry.columns).items()
    )
