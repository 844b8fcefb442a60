"""Time look-ups by file number, and the pages of the shelf, on the archive of the settings. See README.md in this folder."""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.ALLOWED_HOSTS = ["*"]
settings.PAGE_CACHE_BYTES = 0
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from archive import filing  # noqa: E402
from archive.browsing import file_shelf  # noqa: E402
from archive.browsing.by_file_number import by_file_number, papers_with  # noqa: E402
from archive.browsing.suggestions import suggest  # noqa: E402
from archive.models import Document, File, FileNumber, SearchCount  # noqa: E402
from archive.search.entries import FILE, SHELF, place_of  # noqa: E402
from config.sqlite import sqlite3  # noqa: E402


def measure(name: str, call: Callable, arguments: list, plans: bool) -> None:
    """Print queries and time of one call for each argument, and the plans of its queries on request."""
    for argument in arguments[:3]:
        call(argument)
    # SQLite works in this process, so the time of the process excludes that of others on the machine.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    taken = []
    for argument in arguments:
        started = clock()
        call(argument)
        taken.append((clock() - started) * 1000)
    queries = []
    for argument in arguments[:20]:
        with CaptureQueriesContext(connection) as captured:
            call(argument)
        queries.append(len(captured))
    taken.sort()
    count = f"{min(queries)}–{max(queries)}" if min(queries) != max(queries) else queries[0]
    figures = (statistics.median(taken), taken[int(len(taken) * 0.95)], taken[-1])
    print(f"| {name} | {count} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")
    if plans:
        for query in captured:
            if query["sql"].startswith("SELECT"):
                print(f"\n    {query['sql'][:300]}")
                print("".join(f"        {line}\n" for line in _plan(query["sql"])))


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            ("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql.replace("%", "%%")
        )
        return [str(row[-1]) for row in cursor.fetchall()]


def _steps(depth: int) -> list[str]:
    """Return the addresses of the fullest steps of one depth."""
    rows = SearchCount.objects.filter(facet=SHELF, value__startswith=f"{depth} ").order_by("-count")[:20]
    places = [filing.ShelfPlace(*row.value.partition(" ")[2].split("/")) for row in rows]
    if depth == 4:
        places = [place for place in places if place.subject]
    return [file_shelf.address_of(place) for place in places]


def main(plans: bool) -> None:
    """Measure everything once."""
    dice = random.Random(2)
    used = FileNumber.objects.filter(document_file_numbers__isnull=False).values_list("pk", flat=True)
    chosen = dice.sample(list(used.distinct()), 500)
    some = list(FileNumber.objects.filter(pk__in=chosen).select_related("file"))
    dice.shuffle(some)
    absent = [f"{number.file.normal}/{dice.randrange(20_000, 99_999)}" for number in some]
    spelled = [number.normal.replace("-", "–").lower() for number in some]
    fullest = [
        File.objects.get(scheme=row.value.partition("/")[0], slug=row.value.rpartition(" ")[2])
        for row in SearchCount.objects.filter(facet=FILE).order_by("-count")[:5]
    ]
    get = Client().get
    engine = (
        f"SQLite {sqlite3.sqlite_version}" if connection.vendor == "sqlite" else f"PostgreSQL {connection.pg_version}"
    )
    sizes = [model.objects.count() for model in (Document, FileNumber, File)]
    print("{}; {:,} documents, {:,} numbers, {:,} files\n".format(engine, *sizes))
    print("| What | queries | median ms | p95 ms | worst ms |\n|---|---|---|---|---|")
    words = filing.default_vocabulary()

    def row(name: str, call: Callable, arguments: list) -> None:
        measure(name, call, arguments, plans)

    row("look-up of a number", lambda number: list(papers_with([number.normal])[:2]), some)
    row("reading a spelling and look-up", by_file_number, spelled)
    row("a number that is not held, with what is near", by_file_number, absent)
    row("a prefix", by_file_number, [f"{number.file.normal[:5]}*" for number in some])
    row("suggestions after one digit", lambda text: suggest(text, words), ["8", "7", "6", "5"])
    row("suggestions of files", lambda text: suggest(text, words), [number.normal[:4] for number in some])
    row("suggestions of numbers", lambda text: suggest(text, words), [number.normal[:-1] for number in some])
    row("suggestions of names", lambda text: suggest(text, words), ["ha", "sec", "emb", "smith", "char"])
    row("a file's neighbours", file_shelf.neighbours, [number.file for number in some])
    row("search page, to the paper", lambda text: get("/search/", {"q": text}), spelled[:100])
    row("search page, what is near", lambda text: get("/search/", {"q": text}), absent[:20])
    row("/files/", get, ["/files/"] * 20)
    for depth, name in enumerate(("scheme", "class", "country", "subject"), start=1):
        row(f"page of a {name}", get, _steps(depth))
    row("/files/?q= of a prefix", get, [f"/files/?q={number.file.normal[:5]}*" for number in some[:50]])
    row("page of a file", get, [number.file.get_absolute_url() for number in some[:100]])
    row("page of the fullest files", get, [file.get_absolute_url() for file in fullest])
    rows = File.objects.annotate(papers=Count("numbers__document_file_numbers")).order_by("-papers")[:5]
    print("\nFullest files: " + "; ".join(f"{file.normal} ({file.papers:,})" for file in rows if place_of(file)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", action="store_true", help="print the plan of every query after its row")
    main(parser.parse_args().plans)
