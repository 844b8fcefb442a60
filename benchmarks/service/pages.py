"""How long pages of each kind take in the archive that the settings name, made again each time. See README.md beside it.

    python benchmarks/service/pages.py [--requests 60] [--clients 1 | --processor]

It serves the archive without a cache of pages and reads addresses of each kind, chosen at random over the whole archive, one after the
other. It writes nothing. With ``--processor`` it makes the pages in its own process, and prints what they take of the processor here and in
PostgreSQL's server on this machine: that says how long they take where nothing else is to be done, whatever else is done now.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ |= {"CHANCERY_PAGE_CACHE": "0", "CHANCERY_API_RATE_LIMIT": "0"}

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Max, Min  # noqa: E402
from django.test import Client  # noqa: E402

from archive.models import Document, File  # noqa: E402
from archive.models import public as public_rows  # noqa: E402
from archive.sql.statistics import database_size  # noqa: E402
from benchmarks.serving import serving  # noqa: E402

_CHANCE = random.Random(1)


def addresses(number: int) -> dict[str, list[str]]:
    """Return so many addresses of each kind."""
    papers = [f"/documents/{quote(one.slug)}" for one in _some(Document.objects.public(), number)]
    headings = [one.heading for one in _some(Document.objects.public(), number)]
    words = [[word.lower() for word in heading.split() if word.isalpha() and len(word) > 3] for heading in headings]
    files = [one.get_absolute_url() for one in _some(public_rows.files(), number)]
    people = [one.get_absolute_url() for one in public_rows.people()[:2000]]
    offices = [one.get_absolute_url() for one in public_rows.offices()[:2000]]
    places = [one.get_absolute_url() for one in public_rows.places()[:2000]]
    volumes = [one.get_absolute_url() for one in public_rows.volumes()[:5000]]
    numbers = [str(one.number) if hasattr(one, "number") else str(one) for one in _some(File.objects.all(), number)]
    years = [_CHANCE.randint(1930, 1960) for _ in range(number)]

    def search(**query: Callable[[int], object]) -> list[str]:
        return ["/search/?" + urlencode({key: value(index) for key, value in query.items()}) for index in range(number)]

    def two(index: int) -> str:
        return " ".join(words[index][:2]) or "telegram"

    return {
        "home": ["/"] * number,
        "a paper": [f"{paper}/" for paper in papers],
        "its thread": [f"{paper}/thread/" for paper in papers],
        "how to cite it": [f"{paper}/cite/" for paper in papers],
        "its TEI": [f"{paper}.xml" for paper in papers],
        "papers like it": [f"{paper}/like/" for paper in papers],
        "search: one word that most papers have": search(q=lambda _: "telegram"),
        "search: two words of a heading": search(q=two),
        "search: a phrase": search(q=lambda index: f'"{two(index)}"'),
        "search: a word and a year": search(q=lambda _: "secretary", year=lambda index: years[index]),
        "search: all of a year, in the order of the shelf": search(
            year=lambda index: years[index], sort=lambda _: "shelf"
        ),
        "search: a file number": search(q=lambda index: numbers[index]),
        "search: page 50 of a common word": search(q=lambda _: "telegram", page=lambda _: 50),
        "suggestions": ["/suggestions.json?" + urlencode({"q": two(index)[:5]}) for index in range(number)],
        "a file": files,
        "a volume": _CHANCE.choices(volumes, k=number),
        "a person": _CHANCE.choices(people or ["/people/"], k=number),
        "an office": _CHANCE.choices(offices or ["/offices/"], k=number),
        "a place": _CHANCE.choices(places or ["/places/"], k=number),
        "lists: people, offices, places": ["/people/", "/offices/", "/places/"] * (number // 3),
        "lists: files, volumes": ["/files/", "/volumes/"] * (number // 2),
        "a year, a month": [f"/chronology/{year}/{_CHANCE.choice(('', '03/', '11/'))}" for year in years],
        "charts": ["/charts/"] * number,
        "not held": ["/not-held/"] * number,
        "a harvester's page": ["/oai/?verb=ListRecords&metadataPrefix=oai_dc"] * number,
        "a search of the API": ["/api/v1/search?" + urlencode({"q": two(index)}) for index in range(number)],
    }


def _some(rows, number: int) -> list:
    """Return so many rows from all over a table."""
    ends = rows.aggregate(Min("pk"), Max("pk"))
    keys = [_CHANCE.randint(ends["pk__min"], ends["pk__max"]) for _ in range(number)]
    return [rows.filter(pk__gte=key).order_by("pk").first() for key in keys]


def _read(port: int, some: list[str]) -> tuple[list[float], Counter[int]]:
    """Read addresses over one connection; return the milliseconds of each, and the statuses."""
    http, taken, statuses = HTTPConnection("127.0.0.1", port, timeout=120), [], Counter[int]()
    for address in some:
        began = time.perf_counter()
        http.request("GET", address, headers={"Host": "localhost"})
        answer = http.getresponse()
        answer.read()
        taken.append(1000 * (time.perf_counter() - began))
        statuses[answer.status] += 1
    http.close()
    return taken, statuses


def _print_processor_times(kinds: dict[str, list[str]]) -> None:
    client = Client(HTTP_HOST="localhost")
    for address in (some[0] for some in kinds.values()):
        client.get(address).getvalue()
    # As the server does: what is there by now is not looked through again and again while pages are made.
    gc.collect()
    gc.freeze()
    print("| Page | median ms | p95 ms | of these in the database | statuses |\n|---|---|---|---|---|")
    for kind, some in kinds.items():
        taken, in_database, statuses = [], [], Counter[int]()
        for address in some:
            began, database = time.process_time(), _of_database()
            answer = client.get(address)
            answer.getvalue()
            in_database.append(_of_database() - database)
            taken.append(1000 * (time.process_time() - began) + in_database[-1])
            statuses[answer.status_code] += 1
        half, most = sorted(taken)[len(taken) // 2], sorted(taken)[int(len(taken) * 0.95)]
        said = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
        print(f"| {kind} | {half:.0f} | {most:.0f} | {sorted(in_database)[len(taken) // 2]:.0f} | {said} |", flush=True)


def _of_database() -> float:
    """Return how many milliseconds of the processor this connection's process has taken in PostgreSQL's server."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=60, help="of each kind (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--processor", action="store_true", help="print processor times instead of times that pass")
    options = parser.parse_args()
    kinds = addresses(options.requests)
    print(f"{Document.objects.public().count():,} papers, {database_size() / 1e9:.1f} GB, {connection.vendor}\n")
    if options.processor:
        _print_processor_times(kinds)
        return
    connection.close()
    print("| Page | median ms | p95 ms | worst ms | answers |\n|---|---|---|---|---|")
    with serving() as server:
        for kind, some in kinds.items():
            _read(server.port, some[:2])
            parts = [some[first :: options.clients] for first in range(options.clients)]
            with ThreadPoolExecutor(options.clients) as pool:
                answers = list(pool.map(lambda part: _read(server.port, part), parts))
            taken = sorted(one for each, _ in answers for one in each)
            statuses = sum((each for _, each in answers), Counter())
            said = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
            half, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
            print(f"| {kind} | {half:.0f} | {most:.0f} | {taken[-1]:.0f} | {said} |", flush=True)


if __name__ == "__main__":
    main()
