"""Times whole requests of the search page and its like, in one process, on the database in use.

    python benchmarks/search/measure.py [REPEATS]

Prints the median and the 95th percentile in milliseconds for each kind of question. The archive should be filled first.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from archive.models import Document, DocumentFileNumber, SearchCount, SearchWord  # noqa: E402


def questions() -> dict[str, str]:
    """Addresses by what they try, from what the archive holds."""
    place = SearchCount.objects.filter(facet="place").order_by("-count").values_list("value", flat=True).first() or ""
    number = DocumentFileNumber.objects.order_by("-pk").values_list("file_number__normal", flat=True).first() or ""
    document = Document.objects.public().first()
    rare = SearchWord.objects.order_by("-word").values_list("word", flat=True)[1000:1001]
    return {
        "common word": "/search/?q=government",
        "very common word": "/search/?q=the",
        "rare word": f"/search/?q={rare[0] if rare else 'evian'}",
        "two words": "/search/?q=oil+refugees",
        "phrase": "/search/?q=%22foreign+minister%22",
        "name": "/search/?q=from%3APerson7",
        "file number": f"/search/?q={number}",
        "file prefix": "/search/?q=file%3A840.48",
        "words, year and place": f"/search/?q=government&year=1948&place={place}",
        "common word by date": "/search/?q=government&sort=date",
        "deep page": "/search/?q=government&cursor=1000",
        "facet only": "/search/?kind=telegram",
        "everything": "/search/",
        "whole result as CSV": f"/search.csv?q=from%3APerson7+government&place={place}",
        "home": "/",
        "document": document.get_absolute_url() if document else "/",
    }


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    setup_test_environment()
    client = Client(headers={"host": "localhost"})
    print(f"{Document.objects.count():,} documents, {repeats} requests each\n")
    print("| Question | median ms | p95 ms | results |\n|---|---|---|---|")
    for name, address in questions().items():
        times = []
        response = client.get(address, follow=True)
        for _ in range(repeats):
            start = time.perf_counter()
            response = client.get(address, follow=True)
            for _line in response if response.streaming else ():
                pass
            times.append((time.perf_counter() - start) * 1000)
        results = (response.context or {}).get("results")
        count = results.count_in_words if results else response.status_code
        p95 = sorted(times)[int(len(times) * 0.95) - 1 if len(times) < 20 else int(len(times) * 0.95)]
        print(f"| {name} | {statistics.median(times):.1f} | {p95:.1f} | {count} |", flush=True)


if __name__ == "__main__":
    main()
