"""The first page of a worker that was just started, for each kind of page in a worker of its own. See README.md beside it.

    python benchmarks/memory/cold.py [--without]

does what the server does: it loads the archive, makes the pages of ``config.server`` (``--without`` makes none), and forks for each
address a worker, which makes that page first, and then again. It prints milliseconds of the clock and of the processor, and the memory
that the worker then has of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ |= {"CHANCERY_DEBUG": "0", "CHANCERY_PAGE_CACHE": "0"}

from benchmarks.serving import rollup  # noqa: E402
from config import server  # noqa: E402
from config.wsgi import application  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", action="store_true", help="make no page before the workers start")
    addresses = _addresses()
    if parser.parse_args().without:
        server.connections.close_all()
    else:
        server.make_pages(application)
    print(
        "| First page | ms | of the processor | second time | of the processor | own MB |\n|---|---|---|---|---|---|",
        flush=True,
    )
    for address in addresses:
        worker = os.fork()
        if not worker:
            (first, spent), (second, less) = (_timed(address) for _ in range(2))
            own = rollup(os.getpid())["Private_Dirty"]
            print(f"| `{address}` | {first:.0f} | {spent:.0f} | {second:.0f} | {less:.0f} | {own:.0f} |", flush=True)
            os._exit(0)
        if os.waitpid(worker, 0)[1]:
            raise RuntimeError(f"{address} failed")


def _addresses() -> list[str]:
    from archive.models import Document, public

    paper = Document.objects.public().order_by("pk")[Document.objects.public().count() // 2]
    records = [rows().order_by("pk").first() for rows in (public.people, public.offices, public.files, public.volumes)]
    pages = [
        "/",
        "/search/?q=government",
        "/search/?q=file%3A840.48",
        "/files/",
        "/people/",
        "/volumes/",
        "/chronology/",
        "/charts/",
    ]
    return [*pages, *(one.get_absolute_url() for one in (paper, *records) if one)]


def _timed(address: str) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    server.make_page(application, address)
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)


if __name__ == "__main__":
    main()
