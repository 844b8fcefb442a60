"""How many pages a second are read with one, two and three servers of PostgreSQL. See README.md beside it.

    python benchmarks/service/nodes.py [--seconds 20] [--readers 8] [--documents 1000]

All servers are on this machine: what it shows is what the way to a replica costs, and not what a second machine would bring.
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
from benchmarks.serving import serving  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _measure(options)
        return
    # So that servers end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print("| Servers | pages a second | median ms | p95 ms | answers |\n|---|---|---|---|---|", flush=True)
    for replicas in (0, 1, 2):
        with cluster(replicas, pooled=False) as started:
            # A process for each, since the settings name one archive.
            environment = os.environ | started.environment | {"CHANCERY_VAR": str(started.folder / "var")}
            for command in ("migrate", "--verbosity=0"), ("collectstatic", "--no-input", "--verbosity=0"):
                subprocess.run([sys.executable, ROOT / "manage.py", *command], env=environment, check=True)
            make = ("make_archive", f"--documents={options.documents}")
            quiet = subprocess.DEVNULL
            subprocess.run([sys.executable, ROOT / "manage.py", *make], env=environment, check=True, stdout=quiet)
            print(f"| {replicas + 1} ", end="", flush=True)
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--inside"], env=environment, check=True)


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
        readers.taken.clear()
        readers.statuses.clear()
        time.sleep(options.seconds)
        taken, statuses = sorted(readers.taken), dict(readers.statuses)
    half, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"| {len(taken) / options.seconds:.0f} | {half:.0f} | {most:.0f} | {statuses} |", flush=True)


if __name__ == "__main__":
    main()
