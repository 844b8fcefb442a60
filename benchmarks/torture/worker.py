"""One process that writes until it is killed, and notes every commit outside the database. ``measure.py`` starts it.

    python benchmarks/torture/worker.py NUMBER SEED COMMITS [--linked]

It writes as the archive does: through its settings, its store (a paper with its history, search entry and references, in one
transaction) and small rows such as the desk's unfinished entries; and it moves the write-ahead log back into the database in every mode.
A commit is acknowledged by a line in the file ``COMMITS``, written to the disk after the transaction has ended.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if "--linked" in sys.argv:
    sys.modules["pysqlite3"] = None  # as if it were not installed

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402

from archive import search, store  # noqa: E402
from archive.models import Entry, State  # noqa: E402
from tests.support.records import document_record  # noqa: E402

MODES = ("PASSIVE", "FULL", "RESTART", "TRUNCATE")
#: Papers of each process: few, so that most commits change one.
PAPERS = 20


class Worker:
    """What one process does, by chance."""

    def __init__(self, number: int, seed: int, commits: Path) -> None:
        self._number = number
        self._chance = random.Random(f"{number} {seed}")
        self._name = f"{number}-{seed}"
        self._count = 0
        self._log = os.open(commits, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._user = get_user_model().objects.get(username="writer")

    def run(self) -> None:
        """Write until somebody ends this process."""
        actions = (self._paper, self._entry, self._entries, self._checkpoint, self._read, connection.close)
        while True:
            (action,) = self._chance.choices(actions, weights=(4, 8, 2, 8, 2, 1))
            try:
                action()
            except OperationalError as error:
                self._note(f"refused {error}")

    def _note(self, line: str) -> None:
        os.write(self._log, f"{line}\n".encode())
        os.fsync(self._log)

    def _token(self) -> str:
        self._count += 1
        return f"{self._name}-{self._count}"

    def _paper(self) -> None:
        token = self._token()
        record = document_record(
            f"torture-{self._number}#d{self._chance.randrange(PAPERS)}",
            heading=f"Paper {token}, to the Secretary of State",
        )
        store.save(record, state=State.PUBLISHED, edit=True, reason=token)
        self._note(f"paper {token}")

    def _entry(self) -> None:
        token = self._token()
        Entry.objects.create(user=self._user, text="x" * self._chance.randrange(20_000), name=token)
        self._note(f"entry {token}")

    def _entries(self) -> None:
        tokens = [self._token() for _ in range(self._chance.randint(2, 40))]
        with transaction.atomic():
            for token in tokens:
                Entry.objects.create(user=self._user, text="y" * self._chance.randrange(2000), name=token)
        self._note("\n".join(f"entry {token}" for token in tokens))

    def _checkpoint(self) -> None:
        # Several close together: the fault needs a second one that begins as the first ends.
        for _ in range(self._chance.randint(1, 6)):
            mode = self._chance.choice(MODES)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 50")
                cursor.execute(f"PRAGMA wal_checkpoint({mode})")
                cursor.fetchall()
                cursor.execute("PRAGMA busy_timeout = 20000")
            self._note(f"checkpoint {mode}")

    def _read(self) -> None:
        search.search(search.understand("telegram"), size=10)


if __name__ == "__main__":
    Worker(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])).run()
