"""How long each reader takes for the worst text that is found for it, and how that grows. See README.md beside it.

    python benchmarks/linear/measure.py [--seed N] [--minutes N] [--limit SECONDS] [WORD IN A READER'S NAME …]

Ends with 1 if any reader takes more than the limit for 100 kB, or can't be stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

#: Bytes of the texts that are tried, and of those by which the worst are judged.
TRIED, JUDGED = (2_000, 6_000), (25_000, 50_000, 100_000)
SEPARATORS = ("", " ", "\n", ", ", "; ", "\n\n", "[^1]", ". ", "(")
TAILS = ("", "!", " x", "\n", "–", "(", "½", ".")
#: Seconds of processor after which a reader is stopped: with a small text, and with one that is judged.
WHEN_STOPPED, WHEN_JUDGED = 0.5, 3.0
_KEPT = 12


class Stopped(BaseException):
    """The reader's time is up. No reader catches it."""


@dataclass(frozen=True)
class Text:
    """How a text is built: ``pieces`` joined by ``between``, repeated, with a beginning and an end."""

    pieces: tuple[str, ...]
    between: str = ""
    start: str = ""
    end: str = ""

    def of_size(self, size: int) -> str:
        """Return the text at about so many bytes. A ``#`` in a piece is the number of the repetition, so that no two are alike."""
        unit = self.between.join(self.pieces) + self.between
        times = max(1, (size - len(self.start.encode()) - len(self.end.encode())) // max(len(unit.encode()), 1))
        if "#" not in unit:
            return self.start + unit * times + self.end
        return self.start + "".join(unit.replace("#", str(number)) for number in range(times)) + self.end


def main() -> int:
    options = _options()
    if options.inside:
        _search(options)
        return 0
    names = subprocess.run(
        [sys.executable, __file__, "--inside", "names"], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    names = [name for name in names if not options.words or any(word in name for word in options.words)]
    missed = 0
    print("| Reader | Texts tried | Seconds for 100 kB | Grows with the power | Worst text |\n|---|---|---|---|---|")
    for name in names:
        seconds = 60 * options.minutes / len(names)
        found = _searched(name, seconds, options)
        over = not found or found["seconds"] > options.limit
        missed += over
        mark = "**" if over else ""
        if found:
            text = json.dumps({k: v for k, v in found["text"].items() if v}, ensure_ascii=False).replace("|", "\\|")
            print(
                f"| {mark}{name}{mark} | {found['tried']} | {found['seconds']:.2f} | {found['power']:.1f} | `{text}` |"
            )
        else:
            print(f"| **{name}** | | can't be stopped | | |")
        sys.stdout.flush()
    print(f"\n{missed} of {len(names)} readers take more than {options.limit} s for 100 kB")
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=5, help="for all readers together")
    parser.add_argument("--limit", type=float, default=0.3, help="seconds of processor for 100 kB")
    parser.add_argument("--show", type=int, default=1, help="how many of the worst texts are judged and printed")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _searched(name: str, seconds: float, options: argparse.Namespace) -> dict | None:
    """Return what a process of its own finds for a reader; ``None`` if it had to be killed."""
    command = [
        sys.executable, __file__, "--inside", name, "--minutes", str(seconds / 60), "--seed", str(options.seed),
        "--show", str(options.show),
    ]  # fmt: skip
    try:
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=seconds * 5 + 300).stdout
    except subprocess.TimeoutExpired:
        return None
    *others, last = out.splitlines()
    print(*others, sep="\n", file=sys.stderr, end="\n" if others else "")
    return json.loads(last)


# --- inside a process of its own -----------------------------------------------------------------------------------------


def _search(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from readers import READERS

    if options.inside == "names":
        print(*(reader.name for reader in READERS), sep="\n")
        return
    reader = next(reader for reader in READERS if reader.name == options.inside)
    from pieces import collect

    signal.signal(signal.SIGPROF, _stop)
    chance = random.Random(options.seed)
    pieces = [*reader.pieces, *collect(reader.grammar, chance)]
    tried, worst = _hunt(reader.read, pieces, chance, 60 * options.minutes)
    judged = sorted((_judged(reader.read, text) for text in worst[: options.show + 2]), key=lambda one: -one["seconds"])
    for one in judged[1 : options.show]:
        print(f"  {one['seconds']:.2f} ^{one['power']:.1f} {one['text']}")
    print(json.dumps({"tried": tried, **judged[0]}))


def _stop(*_: object) -> None:
    raise Stopped


@contextmanager
def _stopped_after(seconds: float):
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _time(read: Callable[[str], object], text: str, most: float) -> float:
    """Return the seconds of processor that reading takes, ``most`` and a half if it is stopped."""
    began = time.process_time()
    try:
        with _stopped_after(most):
            read(text)
    except Stopped:
        return max(most * 1.5, time.process_time() - began)
    return time.process_time() - began


def _hunt(
    read: Callable[[str], object], pieces: list[str], chance: random.Random, seconds: float
) -> tuple[int, list[Text]]:
    """Try texts until the time is up: every piece alone, then combinations, and changes of the worst. Return the worst first."""
    read(Text(("warm ",)).of_size(1000))
    end = time.monotonic() + seconds
    kept: dict[Text, float] = {}
    alone = [Text((piece,), between) for piece in pieces for between in ("", " ")]
    chance.shuffle(alone)
    tried = 0
    while time.monotonic() < end:
        if alone and (tried < 20 or chance.random() < 0.6):
            text = alone.pop()
        elif kept and chance.random() < 0.5:
            text = _changed(chance.choice(list(kept)), pieces, chance)
        else:
            text = _invented(pieces, chance)
        tried += 1
        kept[text] = _estimate(read, text)
        if len(kept) > _KEPT:
            del kept[min(kept, key=kept.get)]
    return tried, sorted(kept, key=kept.get, reverse=True)


def _estimate(read: Callable[[str], object], text: Text) -> float:
    """Return the seconds that 100 kB would take, from the growth between two small sizes."""
    small, large = (_time(read, text.of_size(size), WHEN_STOPPED) for size in TRIED)
    if large > 0.02 and large < WHEN_STOPPED:  # once more, since the machine may have been busy
        large = min(large, _time(read, text.of_size(TRIED[1]), WHEN_STOPPED))
    growth = max(large / max(small, 1e-5), 3) if large > 0.004 else 3
    return large * growth ** (2.56 if growth < 30 else 3)  # 100 kB is 3 ** 2.56 times 6 kB


def _invented(pieces: list[str], chance: random.Random) -> Text:
    count = chance.choice((1, 1, 2, 2, 2, 3, 4))
    return Text(
        tuple(chance.choice(pieces) for _ in range(count)),
        chance.choice(SEPARATORS) if "<" not in pieces[0] else "",
        chance.choice(pieces) if chance.random() < 0.3 else "",
        chance.choice([*TAILS, chance.choice(pieces)]) if chance.random() < 0.3 and "<" not in pieces[0] else "",
    )


def _changed(text: Text, pieces: list[str], chance: random.Random) -> Text:
    """Return a text with one thing changed."""
    how, some = chance.randrange(6), list(text.pieces)
    if how == 0 and len(some) > 1:
        some.pop(chance.randrange(len(some)))
    elif how == 1:
        some.insert(chance.randrange(len(some) + 1), chance.choice(pieces))
    elif how == 2:
        return Text(text.pieces, chance.choice(SEPARATORS) if "<" not in pieces[0] else "", text.start, text.end)
    elif how == 3 and "<" not in pieces[0]:
        return Text(text.pieces, text.between, text.start, chance.choice([*TAILS, chance.choice(pieces)]))
    elif how == 4:
        return Text(text.pieces, text.between, chance.choice(["", chance.choice(pieces)]), text.end)
    else:
        some[-1] = some[-1] + "#" if "<" not in some[-1] else some[-1].replace("1", "#")
    return Text(tuple(some), text.between, text.start, text.end)


def _judged(read: Callable[[str], object], text: Text) -> dict:
    """Return the seconds of 100 kB and the power by which they grow; where a smaller text is stopped, of that one."""
    times = []
    for size in JUDGED:
        times.append(
            min(_time(read, text.of_size(size), WHEN_JUDGED) for _ in range(2 if not times or times[-1] < 1 else 1))
        )
        if times[-1] >= WHEN_JUDGED:
            break
    power = _power(times) if len(times) > 1 else 3.0
    seconds = times[-1] * (JUDGED[-1] / JUDGED[len(times) - 1]) ** power
    return {"seconds": seconds, "power": power, "text": asdict(text)}


def _power(times: list[float]) -> float:
    from math import log2

    return max(0.0, log2(max(times[-1], 1e-6) / max(times[0], 1e-6)) / (len(times) - 1))


if __name__ == "__main__":
    sys.exit(main())
