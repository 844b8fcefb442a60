"""Chancery, Datasette and bare SQL side by side, over the same papers, in one run.

    python benchmarks/search/compare.py [--requests 20] [--seconds 10]

Measures whole HTTP requests, one client, the servers in turn; then a mixed reading of Chancery with eight clients. Chancery runs
twice: once making each page again (``CHANCERY_PAGE_CACHE=0``), which is what is compared, and once as it is set up, with pages cached until
something changes. Uses the archive of ``DATABASE_URL`` (fill it first); prints tables in Markdown.
"""

import argparse
import os
import statistics
import sys
import threading
import time
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from cases import Case, Samples, cases  # noqa: E402
from django.db import connection as django_connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from sides import build, chancery, datasette  # noqa: E402

from archive import search  # noqa: E402
from archive.models import Document, DocumentFileNumber, Place, SearchCount, SearchWord  # noqa: E402
from config.sqlite import sqlite3  # noqa: E402


class Client:
    """One browser that keeps its connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, address: str) -> tuple[float, int, int]:
        """Milliseconds, status and bytes of one request, read to the end."""
        try:
            return self._get(address)
        except (RemoteDisconnected, ConnectionResetError):
            # The server ended a connection that had been idle for some seconds.
            self._connection.close()
            return self._get(address)

    def _get(self, address: str) -> tuple[float, int, int]:
        start = time.perf_counter()
        self._connection.request("GET", address, headers={"Host": "localhost"})
        response = self._connection.getresponse()
        size = len(response.read())
        return (time.perf_counter() - start) * 1000, response.status, size


def samples() -> Samples:
    """Values that occur in the archive at hand."""
    places = SearchCount.objects.filter(facet="place").order_by("-count").values_list("value", "count")
    common = places.first()[0]
    in_years = Document.objects.public().filter(place__slug=common, date_earliest__isnull=False)
    by_year = in_years.values_list("date_earliest__year").annotate(rows=Count("pk")).order_by("rows")
    candidates = [
        *((place, "", rows) for place, rows in places),
        *((common, str(year), rows) for year, rows in by_year),
    ]
    thousand, thousand_year, rows = min(candidates, key=lambda each: (each[2] < 800, abs(each[2] - 1000)))
    names = dict(Place.objects.filter(slug__in=[common, thousand]).values_list("slug", "name"))
    middle = SearchWord.objects.count() // 2
    words = SearchWord.objects.order_by("word").values_list("word", flat=True)[middle : middle + 400]
    found = ((word, search.search(search.understand(word), size=1).count) for word in words)
    rare = next(word for word, count in found if count and count <= 20)
    number = DocumentFileNumber.objects.filter(document__state="published", file_number__normal__contains="/").order_by(
        "pk"
    )
    normal = number[number.count() // 2].file_number.normal
    sender = SearchCount.objects.filter(facet="sender").order_by("-count").values_list("value", flat=True)[5]
    year = SearchCount.objects.filter(facet="year").order_by("-count").values_list("value", flat=True).first()
    document = Document.objects.public().order_by("pk")[Document.objects.public().count() // 2]
    cursor, query = "", search.understand("")
    for _ in range(20):
        cursor = search.search(query, sort="date", cursor=cursor, size=100).next_cursor or cursor
    return Samples(
        rare, sender.split("-")[0], normal, normal.split("/")[0], year, names[common], common, names[thousand], thousand, thousand_year,
        rows, document.slug, document.pk, cursor, str(document.pk),
    )  # fmt: skip


def floor(database: Path, case: Case, times: int) -> float:
    """The median of the bare SQL, fetched, in milliseconds."""
    with sqlite3.connect(f"file:{database}?immutable=1", uri=True) as db:
        taken = []
        for _ in range(times + 1):
            start = time.perf_counter()
            db.execute(case.sql, case.parameters).fetchall()
            taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[1:])


def side_by_side(compared: list[Case], database: Path, times: int, workers: int) -> None:
    """The table of single requests: each page made again, the same from the cache, Datasette's, and the bare SQL."""
    print("| Query | Chancery median ms | p95 ms | cached ms | Datasette median ms | ratio | bare SQL ms |")
    print("|---|---|---|---|---|---|---|")
    with (
        chancery(workers, keep=False) as making,
        chancery(workers, keep=True) as caching,
        datasette(database) as theirs,
    ):
        clients = Client(making), Client(caching), Client(theirs)
        for case in compared:
            addresses = case.chancery, case.chancery, case.datasette
            taken: tuple[list[float], ...] = ([], [], [])
            for client, address in zip(clients, addresses, strict=True):
                for _ in range(2 * workers):
                    status = client.get(address)[1]
                    if status != 200:
                        raise RuntimeError(f"{address} answers {status}")
            for _ in range(times):
                for side, (client, address) in enumerate(zip(clients, addresses, strict=True)):
                    taken[side].append(client.get(address)[0])
            ours, cached_ms, theirs_ms = (statistics.median(side) for side in taken)
            bare = floor(database, case, times)
            cells = f"{ours:.1f} | {_p95(taken[0]):.1f} | {cached_ms:.1f} | {theirs_ms:.1f} | {ours / theirs_ms:.2f} | {bare:.1f}"
            print(f"| {case.name} | {cells} |", flush=True)


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def mixed(compared: list[Case], seconds: int, clients: int, workers: int, *, keep: bool) -> None:
    """How many requests a second several clients get, reading papers, lists and searches in turn."""
    reading = [case.chancery for case in compared if not case.name.startswith("CSV")]
    slugs = Document.objects.public().order_by("pk").values_list("slug", flat=True)
    step = max(1, slugs.count() // 200)
    papers = [f"/documents/{slug}/" for slug in slugs[::step]]
    taken: list[float] = []
    failed: list[int] = []

    def read(port: int, number: int) -> None:
        client, turn = Client(port), number * 7
        while time.monotonic() < end:
            # Three papers for every list or search, as readers do.
            address = reading[turn // 4 % len(reading)] if turn % 4 == 0 else papers[turn * 13 % len(papers)]
            milliseconds, status, _ = client.get(address)
            taken.append(milliseconds)
            if status != 200:
                failed.append(status)
            turn += 1

    with chancery(workers, keep=keep) as port:
        for address in reading:
            for _ in range(2 * workers):
                Client(port).get(address)
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=read, args=(port, number)) for number in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    how = "pages cached" if keep else "each page made again"
    rate, median, p95 = len(taken) / seconds, statistics.median(taken), _p95(taken)
    print(f"\nMixed reading, {clients} clients, {how}: {rate:.0f} requests a second, median {median:.0f} ms, ", end="")
    print(f"p95 {p95:.0f} ms, {len(failed)} not answered with 200.", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=20, help="requests of each case")
    parser.add_argument("--seconds", type=int, default=10, help="how long the mixed reading lasts")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    print(
        f"{Document.objects.public().count():,} papers on {django_connection.vendor}, {given.requests} requests each\n"
    )
    compared, database = cases(samples()), build()
    side_by_side(compared, database, given.requests, given.workers)
    for keep in (False, True):
        mixed(compared, given.seconds, given.clients, given.workers, keep=keep)


if __name__ == "__main__":
    main()
