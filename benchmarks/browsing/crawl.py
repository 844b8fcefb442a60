"""Crawl every internal link of the archive that the settings name, and print what is wrong.

    python benchmarks/browsing/crawl.py [MOST PAGES]

Import the volumes first. Pages of links marked ``nofollow`` are requested, but their links are not followed.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402

from tests.support.crawling import crawl  # noqa: E402


class _Counting(Client):
    requests = 0

    def get(self, *args, **kwargs):
        self.requests += 1
        if self.requests % 1000 == 0:
            print(f"{self.requests:,} pages", file=sys.stderr, flush=True)
        return super().get(*args, **kwargs)


def main() -> None:
    client = _Counting(headers={"host": "localhost"}, raise_request_exception=False)
    started = time.monotonic()
    wrong = 0
    for fault in crawl(client, most=int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        wrong += 1
        print(fault, flush=True)
    print(f"{client.requests:,} pages, {wrong} faults, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
