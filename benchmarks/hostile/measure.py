"""How long it takes to refuse each kind of hostile file, and at how much memory. See README.md beside it.

    python benchmarks/hostile/measure.py [WORD IN THE NAME OF A KIND …]

``import_volume`` reads each file in a process of its own, with an empty database; the time is that of the whole command,
the start of the interpreter included, and the memory the sum of the peaks of all its processes. The aim is judged by the
seconds of processor, which a busy machine does not change.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config.sqlite import sqlite3  # noqa: E402
from tests.support.hostile import COSTLY, KINDS, Kind  # noqa: E402

SECONDS, MEGABYTES = 5, 256


def main(words: list[str]) -> int:
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"CHANCERY_VAR": folder, "DATABASE_URL": ""}
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "migrate", "--no-input", "-v0"], env=environment, check=True
        )
        print("| Kind | MB | Seconds | of processor | Peak MB | Exit | Message |\n|---|---|---|---|---|---|---|")
        for kind in (*KINDS, *COSTLY):
            if words and not any(word in kind.name for word in words):
                continue
            missed += not _measure(kind, Path(folder), environment)
    print(f"\n{missed} kinds are not refused as they should be, within {SECONDS} s and {MEGABYTES} MB")
    return 1 if missed else 0


def _measure(kind: Kind, folder: Path, environment: dict[str, str]) -> bool:
    path = kind.write(folder)
    size = path.stat().st_size
    command = [sys.executable, ROOT / "manage.py", "import_volume", *([] if kind.reason else ["--dry-run"]), path]
    before = _rows(folder)
    with tempfile.TemporaryFile("w+") as errors:
        began, spent = time.monotonic(), _spent()
        running = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
        )
        peaks: dict[int, int] = {}
        while running.poll() is None and time.monotonic() - began < 120:
            peaks |= _peaks(running.pid)
            time.sleep(0.005)
        seconds = time.monotonic() - began
        if running.poll() is None:
            os.killpg(running.pid, 9)
            running.wait()
        spent = _spent() - spent
        errors.seek(0)
        words = (errors.read().strip().splitlines() or [""])[-1].removeprefix("CommandError: ")
    path.unlink()
    peak = sum(peaks.values()) // 1024
    good = (
        (running.returncode == 2 or (not kind.reason and running.returncode == 0))
        and spent < SECONDS
        and peak < MEGABYTES
        and _rows(folder) == before
        and path.name in words + ("" if kind.reason else path.name)
        and re.search(kind.reason, words)
        and (not kind.reason or kind.line is None or f"line {kind.line}:" in words)
    )
    mark = "" if good else "**"
    words = "read" if running.returncode == 0 else words.partition(": ")[2][:100]
    print(
        f"| {mark}{kind.name}{mark} | {size / 1e6:.1f} | {seconds:.1f} | {spent:.1f} | {peak} | {running.returncode} | {words} |",
        flush=True,
    )
    return bool(good)


def _spent() -> float:
    """Return the seconds of processor that finished processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peaks(leader: int) -> dict[int, int]:
    """Return the peak of each process of the session that a process leads, in KB."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            session = int(stat.read_text().rpartition(")")[2].split()[3])
            if session == leader:
                status = (stat.parent / "status").read_text()
                found[int(stat.parent.name)] = int(re.search(r"VmHWM:\s+(\d+)", status)[1])
        except (OSError, TypeError, IndexError):
            continue
    return found


def _rows(folder: Path) -> int:
    """Return the number of rows that imports have written, without the reports of dry runs."""
    with sqlite3.connect(folder / "chancery.sqlite3") as database:
        tables = "archive_document", "archive_volume", "archive_importrun WHERE NOT dry_run"
        return sum(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
