"""The memory of each worker over a time of mixed reading. See README.md beside it.

    python benchmarks/memory/measure.py [--minutes 20] [--readers 4] [--rate 5] [--every 5] [--writes]

Serves the archive that the settings name on a free port, and reads addresses of every kind from its database, at random, also of
searches for words that nobody searched for before. Each minute, or ``--every`` so many, it prints what each worker has taken up.
``--rate`` is how many requests a second all readers make together at most. With ``--writes``, the database is written to each ten
seconds, which clears the cached pages. Use a copy of an archive then.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.models import Document  # noqa: E402
from archive.models import public as public_rows  # noqa: E402
from benchmarks.serving import SERVERS, processes_of, rollup, serving  # noqa: E402

#: A robot's parameter that no page knows.
_UNKNOWN = "utm_content"


class Addresses:
    """Addresses of an archive to choose from."""

    def __init__(self) -> None:
        public = Document.objects.public()
        self.papers = list(public.values_list("slug", flat=True))
        headings = " ".join(public.order_by("?").values_list("heading", flat=True)[:2000])
        self.words = sorted({word.lower() for word in re.findall(r"[A-Za-z]{4,}", headings)})
        self.volumes = [one.get_absolute_url() for one in public_rows.volumes()]
        self.others = [
            one.get_absolute_url()
            for rows in (public_rows.people(), public_rows.offices(), public_rows.places())
            for one in rows[:1500]
        ]
        self.files = [one.get_absolute_url() for one in public_rows.files()[:3000]]

    def one(self, chance: random.Random) -> str:
        """Return an address as a mixed public of readers and robots would request it."""
        paper = f"/documents/{quote(chance.choice(self.papers))}"
        words = " ".join(chance.choices(self.words, k=chance.randint(1, 3)))
        year = chance.randint(1930, 1964)
        kinds = [
            (30, lambda: f"{paper}/"),
            (3, lambda: f"{paper}/thread/"),
            (3, lambda: f"{paper}/cite/"),
            (2, lambda: f"{paper}/document.{chance.choice(('txt', 'json', 'jsonld'))}"),
            (2, lambda: f"{paper}.xml"),
            (20, lambda: "/search/?" + urlencode({"q": words})),
            (5, lambda: "/search/?" + urlencode({"q": words, "year": year})),
            (3, lambda: "/suggestions.json?" + urlencode({"q": words[:6]})),
            (5, lambda: "/search/?" + urlencode({"year": year, "sort": "shelf"})),
            (3, lambda: f"/chronology/{year}/{chance.randint(1, 12):02d}/"),
            (8, lambda: chance.choice(self.volumes + self.others)),
            (6, lambda: chance.choice(self.files)),
            (
                2,
                lambda: chance.choice(("/people/", "/offices/", "/places/", "/files/", "/volumes/", "/not-held/", "/")),
            ),
            (5, lambda: f"{paper}/?{_UNKNOWN}={chance.getrandbits(64)}"),
            (1, lambda: "/search.csv?" + urlencode({"q": words})),
            (0.2, lambda: chance.choice(self.volumes).rstrip("/") + ".epub"),
            (1, lambda: "/nowhere/" + words.replace(" ", "/")),
        ]
        (kind,) = chance.choices([make for _, make in kinds], weights=[weight for weight, _ in kinds])
        return kind()


class Readers:
    """Readers in threads of their own, each with a connection that is kept open as browsers do."""

    def __init__(self, port: int, addresses: Addresses, count: int, rate: float = 0, pause: float = 0) -> None:
        """``rate`` is how many requests a second all make together at most, ``pause`` how many seconds each reads a page on average."""
        #: The seconds that each reader takes for a request at least.
        self._least, self._pause = count / rate if rate else 0.0, pause
        self.statuses: Counter[int | str] = Counter()
        #: The milliseconds of each request.
        self.taken: list[float] = []
        self._port, self._addresses, self._end = port, addresses, threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(count)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        chance = random.Random(number)
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        while not self._end.wait(min(chance.expovariate(1 / self._pause), 30) if self._pause else 0):
            began = time.perf_counter()
            try:
                connection.request("GET", self._addresses.one(chance), headers={"Host": "localhost"})
                response = connection.getresponse()
                response.read()
                self.statuses[response.status] += 1
                self.taken.append(1000 * (time.perf_counter() - began))
            except (OSError, HTTPException) as error:
                self.statuses[type(error).__name__] += 1
                connection.close()
            self._end.wait(max(began + self._least - time.perf_counter(), 0))


def _write() -> None:
    """Commit something that no page shows."""
    Session.objects.create(session_key=f"benchmark{time.time_ns()}", expire_date=timezone.now())
    Session.objects.filter(session_key__startswith="benchmark").delete()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument(
        "--rate", type=float, default=0, help="requests a second of all readers; as many as they can: 0"
    )
    parser.add_argument("--every", type=int, default=1, help="minutes between two lines")
    parser.add_argument("--writes", action="store_true", help="write to the database each ten seconds")
    parser.add_argument("--server", default=next(iter(SERVERS)), choices=list(SERVERS))
    options = parser.parse_args()
    addresses = Addresses()
    print("| Minute | Requests | Of each worker: RSS MB | Own MB | With its share MB |\n|---|---|---|---|---|")
    with serving(options.server) as server, Readers(server.port, addresses, options.readers, options.rate) as readers:
        for minute in range(options.minutes + 1):
            if minute % options.every == 0:
                _print(minute, server.pid, readers)
            if minute < options.minutes:
                for _ in range(6):
                    time.sleep(10)
                    if options.writes:
                        _write()
    print(f"\n{dict(readers.statuses)}")


def _print(minute: int, pid: int, readers: Readers) -> None:
    workers = [rollup(one) for one in processes_of(pid)[1:]]
    columns = (
        " / ".join(f"{sum(worker[kind] for kind in kinds):.0f}" for worker in workers)
        for kinds in (["Rss"], ["Private_Dirty"], ["Pss"])
    )
    print(f"| {minute} | {readers.statuses.total():,} | {' | '.join(columns)} |", flush=True)


if __name__ == "__main__":
    main()
