"""How the time of each reader grows when a text becomes twice as long: every piece of its grammar by itself. See README.md beside it.

    python benchmarks/linear/growth.py [--seed N] [--bytes N] [--seconds N] [WORD IN A READER'S NAME …]

``measure.py`` looks for the worst text and needs luck for it; here each piece is tried once, alone, numbered, and between blank lines.
Ends with 1 if the time of any grows with more than the power of 1.4, or any would take more than the limit for 100 kB.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from math import log2

from measure import ROOT, Text, _stop, _time

#: Times shorter than this say nothing about growth.
_SHORTEST = 0.03
_GREATEST_POWER, _LIMIT = 1.4, 0.3


def main() -> int:
    options = _options()
    if options.inside:
        return _inside(options)
    print("| Reader | Texts | Seconds for n | for 2 n | Power | Text |\n|---|---|---|---|---|---|", flush=True)
    names = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks/linear/measure.py"), "--inside", "names"],
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    given = ["--seed", str(options.seed), "--bytes", str(options.bytes), "--seconds", str(options.seconds)]
    wanted = [name for name in names if not options.words or any(word in name for word in options.words)]
    codes = [
        subprocess.run([sys.executable, __file__, "--inside", name, *given], check=False).returncode for name in wanted
    ]
    return int(any(codes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bytes", type=int, default=25_000, help="n")
    parser.add_argument("--seconds", type=float, default=60, help="for each reader; the rest of its pieces is left out")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _inside(options: argparse.Namespace) -> int:
    """Try one reader, in a process of its own, and print its row: the text whose time grows most, and any other that grows too much."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from pieces import collect
    from readers import READERS

    signal.signal(signal.SIGPROF, _stop)
    reader = next(reader for reader in READERS if reader.name == options.inside)
    chance = random.Random(options.seed)
    pieces = list(dict.fromkeys([*reader.pieces, *collect(reader.grammar, chance)]))
    chance.shuffle(pieces)
    end, tried, rows = time.monotonic() + options.seconds, 0, []
    for text in _texts(pieces):
        if time.monotonic() > end:
            break
        tried += 1
        few, many = _pair(reader.read, text, options.bytes)
        if many >= _SHORTEST:
            rows.append((log2(many / few), few, many, text))
    slow = 2 * options.bytes / 100_000 * _LIMIT
    rows.sort(key=lambda row: -max(row[0], row[2] / slow))
    bad = [row for row in rows if row[0] > _GREATEST_POWER or row[2] > slow]
    for power, few, many, text in bad[:5] or rows[:1] or [(0.0, 0.0, 0.0, Text(("",)))]:
        mark = "**" if (power, few, many, text) in bad else ""
        shown = repr(text.between.join(text.pieces) + text.between).replace("|", "\\|")
        print(f"| {mark}{reader.name}{mark} | {tried} | {few:.3f} | {many:.3f} | {power:.1f} | `{shown}` |", flush=True)
    return int(bool(bad))


def _texts(pieces: list[str]) -> Iterator[Text]:
    for piece in pieces:
        yield Text((piece,))
    for between in (" ", "\n\n", "\n"):
        for piece in pieces:
            if "<" not in piece:
                yield Text((piece,), between)
    for piece in pieces:
        yield Text((f"{piece}#",) if "<" not in piece else (piece.replace("1", "#"),), "" if "<" in piece else " ")


def _pair(read: Callable[[str], object], text: Text, size: int) -> tuple[float, float]:
    """Return the seconds for a text and for one twice as long; the shortest of several where the machine may have been busy."""
    few, many = (_time(read, text.of_size(one), 3.0) for one in (size, 2 * size))
    for _ in range(3):
        if many < _SHORTEST or log2(many / max(few, 1e-6)) < 1.3:
            break
        few, many = (min(was, _time(read, text.of_size(one), 3.0)) for was, one in ((few, size), (many, 2 * size)))
    return max(few, 1e-6), many


if __name__ == "__main__":
    sys.exit(main())
