"""How long it takes to refuse each kind of hostile spreadsheet, and at how much memory. See README.md beside it.

    python benchmarks/hostile/spreadsheets.py [FILE …]

Each is read in a process of its own, as the desk reads an upload. Without files it reads the kinds of
``tests/support/hostile_spreadsheets.py``.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from archive import bulk  # noqa: E402
from archive.errors import Refused  # noqa: E402
from tests.support.hostile_spreadsheets import COSTLY, KINDS  # noqa: E402

SECONDS, MEGABYTES = 5, 256
_MOST_SECONDS = 300


def main(files: list[str]) -> int:
    missed = 0
    kinds = {Path(file).name: Path(file).read_bytes() for file in files}
    kinds = kinds or {name: content for name, (content, _) in KINDS.items()} | COSTLY
    print("| Kind | kB | Seconds | More MB | Outcome |\n|---|---|---|---|---|")
    for name, content in kinds.items():
        content = content() if callable(content) else content
        seconds, megabytes, outcome = _measured(content)
        good = seconds < SECONDS and megabytes < MEGABYTES and not outcome.startswith("escaped")
        missed += not good
        mark = "" if good else "**"
        print(
            f"| {mark}{name}{mark} | {len(content) / 1000:.0f} | {seconds:.2f} | {megabytes} | {outcome[:100]} |",
            flush=True,
        )
    print(f"\n{missed} take more than {SECONDS} s or {MEGABYTES} MB, or end with an error of the program")
    return 1 if missed else 0


def _measured(content: bytes) -> tuple[float, int, str]:
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(content, there))
    began = time.monotonic()
    process.start()
    if here.poll(_MOST_SECONDS):
        found = here.recv()
    else:
        process.kill()
        found = (time.monotonic() - began, 0, "escaped: not done in time")
    process.join()
    return found


def _read(content: bytes, connection) -> None:
    before, began = _peak(), time.monotonic()
    try:
        outcome = f"{len(bulk.read_spreadsheet(content, bulk.MOST_ROWS).rows)} rows"
    except Refused as refused:
        outcome = str(refused)
    except Exception as error:
        outcome = f"escaped: {type(error).__name__}: {error}"
    connection.send((time.monotonic() - began, _peak() - before, outcome))


def _peak() -> int:
    """Return the most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
