"""What the processes of the server count together: how many requests of each kind they answered, and how long these took.

The numbers are in memory that the server's processes share: it is made before they are forked. Each process counts in a part of its own,
without waiting for another; whoever reads them adds up all parts. What a process has counted stays there when it ends. A server that
makes its processes in another way has numbers of each one apart.
"""

from __future__ import annotations

import mmap
import os
import threading
from bisect import bisect_left

#: The upper ends of the classes of times, in seconds; the last class has no end.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_PARTS = 64
#: Kinds of requests in a part, the length of the words of one in bytes, and its numbers: the sum of the times, and a count by class.
_KINDS, _WORDS, _NUMBERS = 512, 128, 2 + len(BOUNDS)
_KIND = _WORDS + 8 * _NUMBERS
_PART = _KINDS * _KIND
#: At the beginning of all parts: how many processes were forked.
_HEAD = 8
_OTHERS = ("other",)


class Tallies:
    """Counts of times by a few words each, such as a route and a status, in memory that processes share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _HEAD + _PARTS * _PART)
        self._numbers = memoryview(self._memory).cast("d")
        self._forks = memoryview(self._memory)[:_HEAD].cast("Q")
        self._begin()
        os.register_at_fork(before=self._count_fork, after_in_child=self._begin)

    def count(self, words: tuple[str, ...], seconds: float) -> None:
        """Count one request of this kind."""
        with self._lock:
            place = self._places.get(words)
            if place is None:
                place = self._place(words)
            self._numbers[place] += seconds
            self._numbers[place + 1 + bisect_left(BOUNDS, seconds)] += 1

    def read(self) -> dict[tuple[str, ...], tuple[float, list[int]]]:
        """Return by kind the sum of the times and how many are in each class, of all processes."""
        found: dict[tuple[str, ...], tuple[float, list[int]]] = {}
        for part in range(_PARTS):
            for words, place in self._kinds_of(part).items():
                total, counts = found.get(words, (0.0, [0] * (_NUMBERS - 1)))
                numbers = self._numbers[place : place + _NUMBERS]
                more = [int(number) for number in numbers[1:]]
                found[words] = total + numbers[0], [a + b for a, b in zip(counts, more, strict=True)]
        return found

    def _count_fork(self) -> None:
        self._forks[0] += 1

    def _begin(self) -> None:
        """Take the part of this process. After more forks than there are parts, it goes on with what an earlier one counted."""
        self._part = self._forks[0] % _PARTS
        self._lock = threading.Lock()
        self._places = self._kinds_of(self._part)

    def _place(self, words: tuple[str, ...]) -> int:
        """Return where the numbers of a kind are that was not counted yet; where there is no room, those of all others."""
        name = "\t".join(words).encode()
        if len(self._places) >= _KINDS - 1 or len(name) > _WORDS:
            words, name = _OTHERS, "\t".join(_OTHERS).encode()
        if words not in self._places:
            start = _HEAD + self._part * _PART + len(self._places) * _KIND
            self._memory[start : start + len(name)] = name
            self._places[words] = (start + _WORDS) // 8
        return self._places[words]

    def _kinds_of(self, part: int) -> dict[tuple[str, ...], int]:
        """Return by kind where its numbers are in a part."""
        places = {}
        for start in range(_HEAD + part * _PART, _HEAD + (part + 1) * _PART, _KIND):
            name = self._memory[start : start + _WORDS].rstrip(b"\0")
            if not name:
                break
            places[tuple(name.decode(errors="replace").split("\t"))] = (start + _WORDS) // 8
        return places


#: Of the server: by route, method, status, and whether the page came from the cache.
REQUESTS = Tallies()
