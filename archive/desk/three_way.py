"""Merging two changes of one text: what either changed is kept, and where both changed the same words, both readings are.

The difference is taken by lines first, then by words within lines that both changed, so that it stays quick for long texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
#: Longer pieces are not compared: the time and the memory of a comparison grow with the product of their lengths.
_LARGEST_COMPARISON = 100_000_000


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both changed, with the two readings; the merged text has both, the saved one first."""

    line: int
    saved: str
    typed: str

    def __str__(self):
        return f"Line {self.line} was changed in both: “{_short(self.saved)}” and “{_short(self.typed)}” are both there now."


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text, and the places that both changed."""

    text: str
    clashes: tuple[Clash, ...] = ()


def merge(base: str | None, typed: str, saved: str) -> Merged:
    """Return ``base`` with both what ``typed`` and what ``saved`` changed in it.

    No word of either is lost, except for words that the other one took out and this one left as they were. Without
    ``base``, everything that only one of them has counts as put in.
    """
    if base is None:
        lines = _lines(typed)
        base = "".join(lines[at] for at in sorted(_kept(lines, _lines(saved))))
    pieces: list[str] = []
    clashes: list[Clash] = []
    for was, mine, theirs in _pieces(base, typed, saved, _lines):
        if decided := _decided(was, mine, theirs):
            pieces += decided
            continue
        for was_here, mine_here, theirs_here in _pieces(was, mine, theirs, _WORDS.findall):
            if decided := _decided(was_here, mine_here, theirs_here):
                pieces += decided
                continue
            line = sum(piece.count("\n") for piece in pieces) + 1
            clashes.append(Clash(line, theirs_here, mine_here))
            pieces += [theirs_here, _between(theirs_here, mine_here), mine_here]
    return Merged("".join(pieces), tuple(clashes))


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _decided(was: str, mine: str, theirs: str) -> list[str]:
    """Return the one reading of a piece that keeps all words, or nothing if both readings are needed."""
    if mine == was or mine in theirs:
        return [theirs] if mine == was or theirs != was else [mine]
    return [mine] if theirs == was or theirs in mine else []


def _between(first: str, second: str) -> str:
    if first[-1:].isspace() or second[:1].isspace():
        return ""
    return "\n" if "\n" in first or "\n" in second else " "


def _pieces(base: str, typed: str, saved: str, split: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the three texts in pieces that belong together: those that are the same in all, and those between them."""
    was, mine, theirs = split(base), split(typed), split(saved)
    in_mine, in_theirs = _kept(was, mine), _kept(was, theirs)
    i = j = k = 0
    for at in sorted(in_mine.keys() & in_theirs.keys()):
        if (at, in_mine[at], in_theirs[at]) != (i, j, k):
            yield "".join(was[i:at]), "".join(mine[j : in_mine[at]]), "".join(theirs[k : in_theirs[at]])
        yield was[at], was[at], was[at]
        i, j, k = at + 1, in_mine[at] + 1, in_theirs[at] + 1
    if i < len(was) or j < len(mine) or k < len(theirs):
        yield "".join(was[i:]), "".join(mine[j:]), "".join(theirs[k:])


def _kept(was: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return the places of what stayed: where it was → where it is now."""
    start = 0
    shorter = min(len(was), len(now))
    while start < shorter and was[start] == now[start]:
        start += 1
    end = 0
    while end < shorter - start and was[-1 - end] == now[-1 - end]:
        end += 1
    found = {at: at for at in range(start)}
    found |= {len(was) - at: len(now) - at for at in range(1, end + 1)}
    middle, other = was[start : len(was) - end], now[start : len(now) - end]
    if middle and other and len(middle) * len(other) <= _LARGEST_COMPARISON:
        for block in LCSseq.opcodes(middle, other).as_matching_blocks():
            found |= {start + block.a + n: start + block.b + n for n in range(block.size)}
    return found


def _short(words: str, longest: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[:longest]} …"
