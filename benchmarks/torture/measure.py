"""Whether every commit that was acknowledged is there after processes were killed at any moment. See README.md beside it.

    python benchmarks/torture/measure.py [--minutes 10] [--processes 4] [--linked]

Several processes write to one SQLite file and copy its log back; one after the other is killed (SIGKILL) and started again. At the end
each acknowledged commit is looked up, and the database is checked. Exit code 1 if anything is missing or damaged.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from io import StringIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> int:
    options = arguments(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"CHANCERY_VAR": folder, "DATABASE_URL": ""}
        logs = Path(folder) / "commits"
        logs.mkdir()
        _inside(environment, "begin", options.linked, logs)
        kills = _torture(options, environment, logs)
        print(
            f"- {options.minutes:g} minutes, {options.processes} processes, {kills} killed (seed {options.seed})",
            flush=True,
        )
        return _inside(environment, "verify", options.linked, logs)


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--linked", action="store_true", help="use the SQLite that Python is linked with")
    return parser.parse_args(words)


def _torture(options: argparse.Namespace, environment: dict[str, str], logs: Path) -> int:
    """Run the processes, killing one after the other. Return how many were killed before the end."""
    chance, started, kills = random.Random(options.seed), 0, 0

    def start(number: int) -> subprocess.Popen:
        nonlocal started
        started += 1
        command = [sys.executable, HERE / "worker.py", str(number), str(options.seed + started), logs / f"{number}.log"]
        return subprocess.Popen([*command, *["--linked"] * options.linked], env=environment)

    running = [start(number) for number in range(options.processes)]
    end = time.monotonic() + options.minutes * 60
    try:
        while (left := end - time.monotonic()) > 0:
            # A process needs a second to start; most live long enough to write, some are killed while they open the database.
            time.sleep(min(left, chance.uniform(0.3, 6)))
            number = chance.randrange(len(running))
            if running[number].poll() is not None:
                raise SystemExit(f"process {number} ended by itself with {running[number].returncode}")
            running[number].kill()
            running[number].wait()
            kills += 1
            running[number] = start(number)
    finally:
        for process in running:
            process.kill()
            process.wait()
    return kills


def _inside(environment: dict[str, str], what: str, linked: bool, logs: Path) -> int:
    """Run a function of this file in a process with Django set up. Return its exit code."""
    command = [sys.executable, __file__, "--inside", what, logs, *["--linked"] * linked]
    return subprocess.run(command, env=environment, check=False).returncode


def begin(logs: Path) -> int:
    """Make the archive and the user that writes."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0, stdout=StringIO())
    get_user_model().objects.create_user("writer")
    return 0


def verify(logs: Path) -> int:
    """Compare what was acknowledged with what is there, check the database, and print both."""
    from django.db import connection

    from archive import search, store
    from archive.models import DocumentVersion, Entry

    lines = [line for log in sorted(logs.glob("*.log")) for line in _whole_lines(log)]
    counts = Counter(line.split()[0] for line in lines)
    held = {
        "entry": set(Entry.objects.values_list("name", flat=True)),
        "paper": set(DocumentVersion.objects.values_list("reason", flat=True)),
    }
    missing = [line for line in lines if (kind := line.split()[0]) in held and line.split()[1] not in held[kind]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        (version,) = cursor.fetchone()
        cursor.execute("PRAGMA integrity_check")
        damage = [text for (text,) in cursor.fetchall() if text != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        damage += [f"foreign key: {row}" for row in cursor.fetchall()]
    damage += [*search.check_entries(), *store.check_html()]
    modes = Counter(line for line in lines if line.startswith("checkpoint"))
    print(f"- SQLite {version}")
    print(f"- {counts['entry']:,} small rows and {counts['paper']:,} saves of papers were acknowledged")
    print(
        f"- checkpoints: {', '.join(f'{count:,} {mode.split()[1].lower()}' for mode, count in sorted(modes.items()))}"
    )
    print(f"- refused (locked for too long): {counts['refused']}")
    print(f"- acknowledged and missing: {len(missing)} {missing[:5] or ''}")
    print(f"- damage: {damage[:5] or 'none'}")
    return bool(missing or damage)


def _whole_lines(log: Path) -> list[str]:
    """Return the lines of a log without the last if it was not written to its end: its commit is not acknowledged."""
    return log.read_text(encoding="utf-8").split("\n")[:-1]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        if "--linked" in sys.argv:
            sys.modules["pysqlite3"] = None
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        sys.exit({"begin": begin, "verify": verify}[sys.argv[2]](Path(sys.argv[3])))
    sys.exit(main())
