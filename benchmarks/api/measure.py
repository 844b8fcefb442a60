"""What the interfaces for programs cost, on the archive of the settings: ``python benchmarks/api/measure.py [--times 30]``.

Each answer is made anew: the cache of pages is off. The median of so many times is printed, with the bytes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["CHANCERY_PAGE_CACHE"] = "0"
os.environ["CHANCERY_API_RATE_LIMIT"] = "0"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402

from archive.api import cursors  # noqa: E402
from archive.api.operations import Asked  # noqa: E402
from archive.api.papers import PAPERS, PaperKey  # noqa: E402
from archive.api.table import OPERATIONS  # noqa: E402
from archive.models import Document  # noqa: E402
from archive.search import total  # noqa: E402
from archive.views import answers  # noqa: E402

PATHS = {
    "50 papers": "papers",
    "50 papers, narrowed": "papers?kind=telegram&q=government",
    "50 papers, from the middle": "papers?cursor={middle}",
    "50 papers that changed": "papers?modified_since=2000-01-01",
    "50 papers with correspondents": "papers?include=correspondents",
    "50 papers with text and footnotes": "papers?include=text,footnotes",
    "search with three facets": "search?q=government&facets=kind,year,sender",
    "50 people": "people",
    "50 offices": "offices",
    "50 files": "files",
    "50 references": "references",
    "the description": "openapi.json",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    times = parser.parse_args().times
    client = Client(HTTP_HOST="localhost")
    ids = Document.objects.public().order_by("pk").values_list("pk", flat=True)
    middle = cursors.write([ids[ids.count() // 2]])
    print(f"{total():,} papers, {len(OPERATIONS)} operations; milliseconds of processor time, median of {times}")
    for name, path in PATHS.items():
        address = "/api/v1/" + path.format(middle=middle)
        client.get(address)
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        print(f"{name:36} {_median(partial(client.get, address), times):7.1f} ms {len(answer.content):9,} bytes")
    rows = [PaperKey(pk) for pk in ids[:50]]
    asked = Asked({}, "http://localhost")
    made = PAPERS.records(rows, asked)
    print(f"{'their rows alone':36} {_median(lambda: PAPERS.records(rows, asked), times):7.1f} ms")
    print(f"{'their encoding alone':36} {_median(lambda: answers.ENCODER.encode(made), times):7.2f} ms")


def _median(call, times: int) -> float:
    found = []
    for _ in range(times):
        began = time.process_time()
        call()
        found.append(time.process_time() - began)
    return median(found) * 1000


if __name__ == "__main__":
    main()
