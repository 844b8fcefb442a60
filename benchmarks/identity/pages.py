"""How long the page of a person takes whom very many papers mention. See README.md beside it.

    python benchmarks/identity/pages.py [--papers 10000] [--runs 15]

Writes into the archive that the settings name, so use a copy: random papers, and short new ones if there are too few, are made to mention
one new person. Then the pages of that person and of the most mentioned others are requested, without the page cache.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["CHANCERY_PAGE_CACHE"] = "0"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from archive import store  # noqa: E402
from archive.models import Document, Person, PersonMention, SearchCount, State  # noqa: E402
from archive.records import TEI_NAMESPACE, DateRecord, DocumentRecord  # noqa: E402
from archive.sql.batches import batches  # noqa: E402
from archive.store.authority_links import reindex  # noqa: E402

_RANDOM = random.Random(18)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    made = _person(options.papers)
    most = SearchCount.objects.filter(facet="mentioned").order_by("-count").values_list("value", flat=True)[:3]
    for slug in [made.slug, *(slug for slug in most if slug != made.slug)]:
        _measure(Person.objects.get(slug=slug), options.runs)


def _person(papers: int) -> Person:
    """Make a person whom so many papers mention."""
    person, _ = Person.objects.get_or_create(slug="benchmark", defaults={"name": "Benchmark", "key": "benchmark"})
    missing = papers - Document.objects.public().count()
    store.save_batch([store.Incoming(_paper(number)) for number in range(missing)], state=State.PUBLISHED)
    ids = _RANDOM.sample(sorted(Document.objects.public().values_list("pk", flat=True)), papers)
    new = set(ids) - set(person.mentions.values_list("document", flat=True))
    PersonMention.objects.bulk_create(
        PersonMention(document_id=pk, source_id="benchmark", count=1, person=person) for pk in sorted(new)
    )
    for some in batches(sorted(new), 200):
        reindex(some)
    return person


def _paper(number: int) -> DocumentRecord:
    day = f"{1950 + number % 20}-01-{number % 28 + 1:02d}"
    text = f'<div xmlns="{TEI_NAMESPACE}" type="document"><p>A short paper.</p></div>'
    record = DocumentRecord(f"benchmark-{number}", text, heading=f"Paper {number}")
    return replace(record, date=DateRecord(day, day, day, day))


def _measure(person: Person, runs: int) -> None:
    client, times = Client(headers={"host": "localhost"}), []
    for _ in range(runs):
        began = time.process_time()
        response = client.get(person.get_absolute_url())
        times.append((time.process_time() - began) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{person}: {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(person.get_absolute_url())
    found = SearchCount.objects.filter(facet="mentioned", value=person.slug).values_list("count", flat=True).first()
    slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
    print(
        f"{person.name}: mentioned in {found:,} papers; {statistics.median(times):.0f} ms of the processor (quickest {min(times):.0f}), "
        f"{len(queries)} queries, the slowest {float(slowest['time']) * 1000:.0f} ms: {slowest['sql'][:160]}"
    )


if __name__ == "__main__":
    main()
