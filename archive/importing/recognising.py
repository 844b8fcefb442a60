"""Which paper of a volume that is read again is which paper of the archive, whatever its source calls it now.

Papers are paired by what is printed in them: first those whose words are the same, then those that are nearly the same, best first. The
work grows with the number of papers, not with its square: only papers that share rare words are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from archive.deadline import check
from archive.deriving import plain_or_nothing
from archive.folding import fold
from archive.records import DocumentRecord

#: Words of one piece of a text, and how many pieces of a paper are compared: those with the smallest checksums.
_WORDS, _PIECES = 3, 96
#: A piece that more papers have says nothing about which paper it is.
_RARE = 3
#: How alike the texts of one paper are at least: under another id; also by heading and date; under its own id.
_MOVED, _MOVED_ALIKE, _STAYED = 0.4, 0.25, 0.2
#: By so much a paper with the same id is preferred.
_SAME_ID = 0.1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a paper is recognised by: a digest of all its words, pieces of its text, and heading and date without its number."""

    digest: bytes
    pieces: frozenset[int]
    described: tuple[str, str]


def likeness_of(record: DocumentRecord) -> Likeness:
    """Return what a record is recognised by. Ids, white space and the paper's number in its volume do not count."""
    heading = _without_number(record.heading, record.document_number)
    text = plain_or_nothing(record.text).strip().removeprefix(record.heading)
    words = _words(_without_number(text, record.document_number))
    notes = [word for note in record.footnotes for word in [*_words(plain_or_nothing(note.text)), "/"]]
    everything = " ".join([*_words(heading), "/", *words, "/", *notes])
    pieces = {crc32(" ".join(piece).encode()) for piece in _runs(words)}
    date = record.date.earliest or record.date.printed if record.date else ""
    return Likeness(
        blake2b(everything.encode(), digest_size=16).digest(),
        frozenset(sorted(pieces)[:_PIECES]),
        (" ".join(_words(heading)), date),
    )


def _without_number(words: str, number: str) -> str:
    return re.sub(rf"^\W*(?:no\.? ?)?{re.escape(number)}(?:\W+|$)", "", words, flags=re.I) if number else words


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(max(len(words) - _WORDS + 1, 1)):
        yield words[start : start + _WORDS]


def recognise(read: Mapping[str, Likeness], held: Mapping[str, Likeness]) -> dict[str, str]:
    """Return the id of the held paper that each paper is, by the id with which it was read; both are in the volume's order.

    Papers that are new are left out.
    """
    found = _same_words(read, held)
    taken = set(found.values())
    rest = {name: like for name, like in read.items() if name not in found}
    free = {name: like for name, like in held.items() if name not in taken}
    return found | _nearly_same(rest, free)


def _same_words(read: Mapping[str, Likeness], held: Mapping[str, Likeness]) -> dict[str, str]:
    of_read, of_held = _by_digest(read), _by_digest(held)
    found: dict[str, str] = {}
    for digest, names in of_read.items():
        others = of_held.get(digest, [])
        if len(names) != len(others):
            # Of papers with the same words, one came or went: those that have their id still are themselves.
            same = set(names) & set(others)
            found |= {name: name for name in same}
            names, others = ([name for name in some if name not in same] for some in (names, others))
        found |= dict(zip(names, others, strict=False))
    return found


def _by_digest(likenesses: Mapping[str, Likeness]) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = defaultdict(list)
    for name, like in likenesses.items():
        found[like.digest].append(name)
    return found


def _nearly_same(read: Mapping[str, Likeness], held: Mapping[str, Likeness]) -> dict[str, str]:
    places = {name: place for place, name in enumerate(held)}
    rated = []
    for place, (name, other, alike) in enumerate(_rated(read, held)):
        described = read[name].described == held[other].described
        if name == other:
            enough = alike >= _STAYED or described
            alike += _SAME_ID
        else:
            enough = alike >= (_MOVED_ALIKE if described and any(read[name].described) else _MOVED)
        if enough:
            rated.append((-alike, name != other, places[other], place, name, other))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for *_, name, other in sorted(rated):
        if name not in found and other not in taken:
            found[name] = other
            taken.add(other)
    return found


def _rated(read: Mapping[str, Likeness], held: Mapping[str, Likeness]) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of papers that share rare pieces or the id, with how alike they are, from 0 to 1."""
    common = _common(read.values()) | _common(held.values())
    by_piece: dict[int, list[str]] = defaultdict(list)
    for other, like in held.items():
        for piece in like.pieces - common:
            by_piece[piece].append(other)
    for name, like in read.items():
        check()
        others = {other for piece in like.pieces - common for other in by_piece.get(piece, ())}
        if name in held:
            others.add(name)
        for other in sorted(others):
            yield name, other, _alike(like.pieces, held[other].pieces, common)


def _alike(pieces: frozenset[int], others: frozenset[int], common: set[int]) -> float:
    """Return the share of the pieces of either paper that both have; common pieces do not count."""
    # Of a long paper only the smallest pieces are known: above the largest of these nothing can be compared.
    known = [max(some) for some in (pieces, others) if len(some) == _PIECES]
    either = {piece for piece in (pieces | others) - common if not known or piece <= min(known)}
    return len(either & pieces & others) / len(either) if either else 0.0


def _common(likenesses: Iterable[Likeness]) -> set[int]:
    """Return the pieces that many of the papers have."""
    counts = Counter(piece for like in likenesses for piece in like.pieces)
    return {piece for piece, count in counts.items() if count > _RARE}
