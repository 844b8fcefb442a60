"""What a soak says at its end: how long everybody waited, what each process took of memory, what failed and what was lost."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.serving import processes_of, rollup

if TYPE_CHECKING:
    from benchmarks.memory.measure import Readers
    from benchmarks.soak.desk import Results

#: What is done, by kind. What is in none of them is a page of the desk.
_KINDS = {
    "save": ("save a draft", "save an edit", "save an office", "submit", "publish", "withdraw", "reinstate"),
    "save during typing": ("save during typing",),
    "upload and confirm": ("upload", "confirm an import"),
    "import of 20 papers": ("import of 20 papers",),
    "log in": ("log in",),
}
#: Within how many milliseconds 95 of 100 should be.
_AIMS = {"public page": 300, "save": 1000, "save during typing": 1000}
#: From this minute on, memory should be flat.
_SETTLED = 10


class Memory:
    """The memory that is each process's own, in MB, minute by minute."""

    def __init__(self) -> None:
        #: By the process: pairs of minute and MB.
        self.own: dict[str, list[tuple[int, float]]] = {}

    def watch(self, parts: Mapping[str, int], minutes: float) -> None:
        """Wait, and print each minute what the processes of each part have, and how many processes of the machine want a processor."""
        end, minute = time.monotonic() + 60 * minutes, 0
        print(
            f"\n| Minute | Load | {' | '.join(f'Own MB of {name}' for name in parts)} |\n|---|---|{'---|' * len(parts)}"
        )
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(60, left))
            minute += 1
            columns = (" / ".join(f"{own:.0f}" for own in self._look(name, pid, minute)) for name, pid in parts.items())
            print(f"| {minute} | {os.getloadavg()[0]:.1f} | {' | '.join(columns)} |", flush=True)

    def _look(self, part: str, first: int, minute: int) -> Iterator[float]:
        for pid in processes_of(first):
            try:
                own = rollup(pid)["Private_Dirty"]
            except (OSError, KeyError):  # it has just ended
                continue
            self.own.setdefault(f"{part} {pid}", []).append((minute, own))
            yield own

    def lines(self) -> Iterator[str]:
        """Yield what each process took up between the tenth minute and the last; nothing of a shorter time."""
        yield f"| Process | MB in minute {_SETTLED} | MB at the end | More each hour, MB |\n|---|---|---|---|"
        for name, looks in self.own.items():
            settled = [look for look in looks if look[0] >= _SETTLED]
            if len(settled) > 1:
                yield f"| {name} | {settled[0][1]:.0f} | {settled[-1][1]:.0f} | {60 * _slope(settled):+.1f} |"


def _slope(looks: list[tuple[int, float]]) -> float:
    """Return by how much the second of each pair grows with the first: the line that is nearest to all of them."""
    middle, height = fmean(x for x, _ in looks), fmean(y for _, y in looks)
    return sum((x - middle) * (y - height) for x, y in looks) / sum((x - middle) ** 2 for x, _ in looks)


def lines_of(
    results: Results, readers: Readers, memory: Memory, logged: str, lost: list[str], bad: Mapping[int | str, int]
) -> Iterator[str]:
    """Yield the lines of the report. ``bad`` is what readers got that is no page."""
    of = {what: kind for kind, whats in _KINDS.items() for what in whats}
    kinds: dict[str, list[float]] = {"public page": readers.taken}
    for what, taken in results.taken.items():
        kinds.setdefault(of.get(what, "page of the desk"), []).extend(taken)
    yield from ("\n## Waiting\n", *_table("Kind", kinds))
    yield from ("\n## Waiting, by what was done\n", *_table("What", results.taken))
    yield from ("\n## Memory\n", *memory.lines())
    yield from ("\n## Outcome\n", f"- Readers: {dict(readers.statuses)}; no page: {dict(bad) or 0}")
    yield f"- Confirmed: {len(results.tokens)} papers, {len(results.imported)} imports of 20 papers"
    yield f"- Logged: {logged.count('database is locked')} × locked, {logged.count('deadlock')} × deadlock"
    yield f"- Errors: {len(results.errors)}"
    yield from (f"  - {error}" for error in results.errors[:20])
    yield f"- Lost: {len(lost)}"
    yield from (f"  - {one}" for one in lost[:20])


def _table(what: str, taken: Mapping[str, list[float]]) -> Iterator[str]:
    yield f"| {what} | Requests | Median ms | p95 ms | p99 ms | Worst ms | Aim of p95 |\n|---|---|---|---|---|---|---|"
    for name, times in sorted(taken.items()):
        if ordered := sorted(times):
            at = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))
            aim = _AIMS.get(name)
            met = f"{aim}: {'met' if ordered[int(len(ordered) * 0.95)] <= aim else 'missed'}" if aim else ""
            yield f"| {name} | {len(ordered):,} | {' | '.join(f'{ms:.0f}' for ms in at)} | {ordered[-1]:.0f} | {met} |"
