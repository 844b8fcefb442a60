"""Time look-ups by file number, and the pages of the shelf, on an archive of 300,000 documents. See README.md beside it."""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from archive import filing  # noqa: E402
from archive.browsing import numbers, shelf  # noqa: E402
from archive.browsing.suggestions import suggest  # noqa: E402
from archive.models import Document, DocumentFileNumber, File, FileNumber, SearchFacet  # noqa: E402
from archive.search.entries import ALL, FILE, NUMBER, SHELF, file_value, place_of, step_value  # noqa: E402
from archive.store.files import file_slug  # noqa: E402

CHUNK = 2_000
SUBJECTS = ("00", "01", "20", "24", "48", "50", "51", "77", "6363")
QUALIFIERS = ("", "", "", " Refugees", " Manchuria")


def fill(total: int) -> None:
    """Rows for so many documents in about a fifth as many files; a twentieth of the numbers is borne twice."""
    dice = random.Random(1)
    codes = [code for code in filing.default_vocabulary().codes("decimal-1910", "country") if len(code) in (2, 3)]
    files: dict[str, tuple[File, str]] = {}
    made: dict[str, FileNumber] = {}
    done = 0
    while done < total:
        count = min(CHUNK, total - done)
        documents, rows, new_files, new_numbers = [], [], [], []
        for place in range(done, done + count):
            day = date(1912, 1, 1) + timedelta(days=dice.randrange(13_800))
            serial = dice.randrange(1, 9_999)
            base = f"{dice.choice('678')}{dice.choice(codes).upper()}.{dice.choice(SUBJECTS)}{dice.choice(QUALIFIERS)}"
            dated = day.year > 1944
            printed = f"{base}/{day.month}-{day.day}{day:%y}" if dated else f"{base}/{serial}"
            parsed = filing.parse(printed, day.year)
            file = files.get(parsed.file)
            if file is None:
                row = File(
                    scheme=parsed.scheme, normal=parsed.file, slug=file_slug(parsed.file), class_code=parsed.class_,
                    country_code=parsed.country, second_country_code=parsed.second_country, subject=parsed.subject,
                    qualifier=parsed.qualifier, sort_key=parsed.file_key,
                )  # fmt: skip
                file = files[parsed.file] = row
                new_files.append(row)
            number = made.get(parsed.normal)
            if number is None:
                number = made[parsed.normal] = FileNumber(
                    file=file, scheme=file.scheme, normal=parsed.normal, enclosure=parsed.enclosure,
                    date=parsed.date or None, sort_key=parsed.sort_key,
                )  # fmt: skip
                new_numbers.append(number)
            documents.append(
                Document(
                    source_id=f"bench#{place}", slug=f"bench-{place}", state="published", heading=f"Paper {place}",
                    date_earliest=day, date_latest=day, date_edtf=day.isoformat(), kind="telegram",
                )
            )  # fmt: skip
            rows.append((printed, number, file))
        with transaction.atomic():
            Document.objects.bulk_create(documents)
            File.objects.bulk_create(new_files)
            FileNumber.objects.bulk_create(new_numbers)
            DocumentFileNumber.objects.bulk_create(
                DocumentFileNumber(document=document, printed=printed, file_number=number)
                for document, (printed, number, _) in zip(documents, rows, strict=True)
            )
            SearchFacet.objects.bulk_create(
                SearchFacet(document=document, facet=facet, value=value)
                for document, (_, number, file) in zip(documents, rows, strict=True)
                for facet, value in _facets(number, file)
            )
        done += count
        print(f"\r{done:,} of {total:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _facets(number: FileNumber, file: File) -> list[tuple[str, str]]:
    steps = [(SHELF, step_value(step)) for step in filing.steps_of(place_of(file))]
    return [(ALL, ""), (NUMBER, number.sort_key), (FILE, file_value(file)), *steps]


def times(name: str, call, arguments: list) -> None:
    """Print the median, the 95th percentile and the worst of one call on each argument."""
    for argument in arguments[:3]:
        call(argument)
    taken = []
    for argument in arguments:
        started = time.perf_counter()
        call(argument)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    print(f"| {name} | {statistics.median(taken):.2f} | {taken[int(len(taken) * 0.95)]:.2f} | {taken[-1]:.2f} |")


def main(total: int) -> None:
    """Fill an empty archive, then measure."""
    call_command("migrate", verbosity=0)
    if Document.objects.count() < total:
        fill(total)
    dice = random.Random(2)
    some = list(FileNumber.objects.filter(pk__in=dice.sample(range(1, FileNumber.objects.count()), 500)))
    absent = [f"{number.file.normal}/{dice.randrange(20_000, 99_999)}" for number in some]
    spelled = [number.normal.replace("-", "–").lower() for number in some]
    client = Client()
    get = client.get
    engine = (
        f"SQLite {sqlite3.sqlite_version}" if connection.vendor == "sqlite" else f"PostgreSQL {connection.pg_version}"
    )
    print(
        f"{engine}; {Document.objects.count():,} documents, {FileNumber.objects.count():,} numbers, {File.objects.count():,} files"
    )
    print("| What | median ms | p95 ms | worst ms |\n|---|---|---|---|")
    times("look-up in the database", lambda n: list(numbers.bearing([n.normal])[:2]), some)
    times("reading a spelling and look-up", numbers.answer, spelled)
    times("a number that is not held, with what is near", numbers.answer, absent)
    times("prefix", numbers.answer, [f"{number.file.normal[:5]}*" for number in some])
    words = filing.default_vocabulary()
    times("suggestions of files", lambda t: suggest(t, words), [number.normal[:4] for number in some])
    times("suggestions of numbers", lambda t: suggest(t, words), [number.normal[:-1] for number in some])
    times("a file's neighbours", shelf.neighbours, [number.file for number in some])
    times("search page, to the paper", lambda n: get("/search/", {"q": n}), spelled[:100])
    times("/files/", get, ["/files/"] * 20)
    times("page of a scheme", get, ["/files/decimal-1910/"] * 20)
    times("page of a class", get, ["/files/decimal-1910/class-8/"] * 20)
    times("page of a country", get, ["/files/decimal-1910/class-8/country-91/"] * 20)
    times("page of a subject", get, ["/files/decimal-1910/class-8/country-91/subject-00/"] * 20)
    times("page of a file", get, [number.file.get_absolute_url() for number in some[:100]])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
