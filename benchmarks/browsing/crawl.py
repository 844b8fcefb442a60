"""Walks every internal link of the archive that the settings name, and says what is wrong.

    python benchmarks/browsing/crawl.py [MOST PAGES]

Load the volumes to try first. Links marked ``nofollow`` are asked for and not followed.
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
    asked = 0

    def get(self, *args, **kwargs):
        self.asked += 1
        if self.asked % 1000 == 0:
            print(f"{self.asked:,} pages", file=sys.stderr, flush=True)
        return super().get(*args, **kwargs)


def main() -> None:
    client = _Counting(headers={"host": "localhost"}, raise_request_exception=False)
    started = time.monotonic()
    wrong = 0
    for fault in crawl(client, most=int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        wrong += 1
        print(fault, flush=True)
    print(f"{client.asked:,} pages, {wrong} faults, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
