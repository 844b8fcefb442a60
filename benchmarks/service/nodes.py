"""How many pages a second are read with one, two and three servers of PostgreSQL. See README.md beside it.

    python benchmarks/service/nodes.py [--seconds 20] [--readers 8] [--documents 1000] [--words 60]

The archive is made once, on three servers; how many of them answer depends on how many replicas the settings name. All are on this machine:
what it shows is what the way to a replica costs, and not what a second machine would bring. For that, it prints what one page takes of the
processor, in the web server and in each server of the database.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from benchmarks.cluster import cluster  # noqa: E402
from benchmarks.serving import processes_of, serving  # noqa: E402

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--words", type=int, help="of each paper, in the median; as long as real ones if left out")
    parser.add_argument("--databases", type=int, nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.databases:
        _measure(options)
        return
    # So that servers end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with cluster(2, pooled=False) as started:
        # A process for each, since the settings name one archive.
        environment = os.environ | started.environment | {"CHANCERY_VAR": str(started.folder / "var")}
        make = ["make_archive", f"--documents={options.documents}"]
        make += [f"--words={options.words}"] if options.words else []
        for command in ["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "--verbosity=0"], make:
            program = [sys.executable, ROOT / "manage.py", *command]
            subprocess.run(program, env=environment, check=True, stdout=subprocess.DEVNULL)
        size = started.query(started.primary, "SELECT pg_size_pretty(pg_database_size(current_database()))")
        print(f"{options.documents:,} papers, {size}\n\n| Servers | pages a second | median ms | p95 ms", end="")
        print(" | processor ms a page: web | each database | answers |\n|---|---|---|---|---|---|---|", flush=True)
        databases = ["--databases", *(str(node.processes()[0]) for node in started.nodes)]
        for replicas in (0, 1, 2):
            environment["CHANCERY_REPLICAS"] = ",".join(node.url for node in started.replicas[:replicas])
            print(f"| {replicas + 1} ", end="", flush=True)
            subprocess.run([sys.executable, __file__, *sys.argv[1:], *databases], env=environment, check=True)


def _measure(options: argparse.Namespace) -> None:
    """Read as fast as the server makes pages, each of them again."""
    import django

    django.setup()
    from benchmarks.memory.measure import Addresses, Readers

    addresses = Addresses()
    with (
        serving(CHANCERY_PAGE_CACHE="0", CHANCERY_API_RATE_LIMIT="0") as server,
        Readers(server.port, addresses, options.readers) as readers,
    ):
        time.sleep(5)
        before = [_processor(pid) for pid in (server.pid, *options.databases)]
        readers.taken.clear()
        readers.statuses.clear()
        time.sleep(options.seconds)
        taken, statuses = sorted(readers.taken), dict(readers.statuses)
        after = [_processor(pid) for pid in (server.pid, *options.databases)]
    half, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    web, *databases = (round((now - then) / len(taken)) for then, now in zip(before, after, strict=True))
    each = ", ".join(map(str, databases))
    print(f"| {len(taken) / options.seconds:.0f} | {half:.0f} | {most:.0f} | {web} | {each} | {statuses} |", flush=True)


def _processor(pid: int) -> float:
    """Return how many milliseconds of the processor a process and all that it started have taken."""
    ticks = 0
    for one in processes_of(pid):
        # Of itself, and of those of its children that have ended.
        ticks += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return 1000 * ticks / _TICKS


if __name__ == "__main__":
    main()
