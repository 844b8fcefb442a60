"""Readers, clerks, archivists and imports at once, and whether all that was confirmed is there afterwards. See README.md beside it.

    python benchmarks/soak/measure.py [--minutes 10] [--readers 3] [--clerks 3] [--archivists 2]
    script/postgres python benchmarks/soak/measure.py

Serves the archive that the settings name, which it writes to: use a copy. An archive with less than 100 papers gets synthetic ones.
It ends with 1 if any request failed, or anything that was confirmed is not there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from archive import bulk, jobs  # noqa: E402
from archive.models import BulkChange, Document, Entry, Job  # noqa: E402
from archive.store import load  # noqa: E402
from benchmarks.memory.measure import Addresses, Readers  # noqa: E402
from benchmarks.serving import processes_of, rollup, serving  # noqa: E402
from benchmarks.soak.desk import PASSWORD, Archivist, Clerk, Importer, Person, Results  # noqa: E402

_ROLES: dict[type[Person], str] = {Clerk: "clerk", Archivist: "archivist", Importer: "administrator"}
#: Statuses that a reader may get: a paper can be withdrawn between two requests, and some addresses lead nowhere.
_OF_READERS = {200, 301, 302, 404, 410}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    for name, count in (("readers", 3), ("clerks", 3), ("archivists", 2)):
        parser.add_argument(f"--{name}", type=int, default=count)
    options = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Document.objects.count() < 100:
        call_command("make_archive", documents=1000)
    end = threading.Event()
    many = threading.Thread(target=_change_many, args=(end,))
    kinds = [Clerk] * options.clerks + [Archivist] * options.archivists + [Importer]
    names = [account(kind, number) for number, kind in enumerate(kinds)]
    results, addresses = Results(), Addresses()
    connection.close()
    with tempfile.TemporaryFile("w+") as log, serving(log=log) as server, _imports(log):
        people = [kind(server.port, name, results) for kind, name in zip(kinds, names, strict=True)]
        threads = [many, *(threading.Thread(target=person.work, args=(end,)) for person in people)]
        with Readers(server.port, addresses, options.readers) as readers:
            for thread in threads:
                thread.start()
            _watch(server.pid, options.minutes)
            end.set()
            for thread in threads:
                thread.join()
        log.seek(0)
        logged = log.read()
    lost = lost_of(results)
    _print(results, readers, logged, lost)
    bad = {status: count for status, count in readers.statuses.items() if status not in _OF_READERS}
    return 1 if results.errors or lost or bad else 0


def account(kind: type[Person], number: int) -> str:
    """Make an account with the role of these people, and return its name."""
    name = f"soak-{kind.__name__.lower()}-{number}"
    User.objects.filter(username=name).delete()
    User.objects.create_user(name, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=_ROLES[kind]))
    return name


def _watch(pid: int, minutes: float) -> None:
    """Wait, and print each minute what the server's processes have of memory that is their own."""
    end, minute = time.monotonic() + 60 * minutes, 0
    print("| Minute | Own memory of each process, MB |\n|---|---|")
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(60, left))
        minute += 1
        own = " / ".join(f"{rollup(one)['Private_Dirty']:.0f}" for one in processes_of(pid))
        print(f"| {minute} | {own} |", flush=True)


def _change_many(end: threading.Event) -> None:
    """Set a field of many synthetic papers in a job and undo it, over and over."""
    ids = list(Document.objects.filter(volume__synthetic=True).order_by("pk").values_list("pk", flat=True)[:100])
    while ids and not end.is_set():
        change = BulkChange.objects.create(
            kind="set", documents=ids, parameters={"values": {"repository": f"Repository {time.time_ns()}"}}
        )
        for started in (
            lambda change=change: jobs.start_bulk_change(change, bulk.digest(change)),
            lambda change=change: jobs.start_undoing(change),
        ):
            if end.is_set():
                break
            job = started()
            while not end.wait(1) and Job.objects.filter(pk=job.pk, status__in=Job.OPEN).exists():
                pass
    connection.close()


@contextmanager
def _imports(log: TextIO) -> Iterator[None]:
    """Run the process that imports uploaded files, beside the server."""
    process = subprocess.Popen([sys.executable, ROOT / "manage.py", "run_jobs"], stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def lost_of(results: Results) -> list[str]:
    """Return what was confirmed and is not there."""
    lost = []
    for pk, token in results.tokens.items():
        document = Document.objects.for_record().filter(pk=pk).first()
        if document is None:
            lost.append(f"paper {pk}")
            continue
        record = load(document)
        if not any(
            word in record.text and any(word in note.text for note in record.footnotes)
            for word in (token, *results.unsure[pk])
        ):
            lost.append(f"text {token} of paper {pk}")
        if document.state not in (results.states[pk], *results.unsure[pk]):
            lost.append(f"state of paper {pk}: {document.state} instead of {results.states[pk]}")
    for address, typed in results.autosaved.items():
        entry = Entry.objects.filter(pk=int(address.rstrip("/").rpartition("/")[2])).first()
        token, sent = results.sent.get(address, ("", set()))
        # What was sent later may have been saved without a word: during typing, or as the draft that it was to become.
        became = bool(token) and Document.objects.filter(text__tei__contains=token).exists()
        if not became and (entry is None or entry.text not in {typed, *sent}):
            lost.append(f"typed text of {address}")
    for token in results.imported:
        count = Document.objects.filter(source_id__contains=token.lower()).count()
        if count != 20:
            lost.append(f"import {token}: {count} papers of 20")
    return lost


def _print(results: Results, readers: Readers, logged: str, lost: list[str]) -> None:
    print(f"{connection.vendor}, {Document.objects.count():,} papers\n")
    print("| What | Requests | Median ms | p95 ms | Worst ms |\n|---|---|---|---|---|")
    for what, taken in sorted((results.taken | {"read public pages": readers.taken}).items()):
        ordered = sorted(taken)
        print(
            f"| {what} | {len(ordered):,} | {ordered[len(ordered) // 2]:.0f} | {ordered[int(len(ordered) * 0.95)]:.0f}"
            f" | {ordered[-1]:.0f} |"
        )
    print(f"\nReaders: {dict(readers.statuses)}")
    print(f"Confirmed: {len(results.tokens)} papers, {len(results.imported)} imports of 20 papers")
    print(f"Logged: {logged.count('database is locked')} × locked, {logged.count('deadlock')} × deadlock")
    print(f"Errors: {len(results.errors)}", *results.errors[:20], sep="\n  ")
    print(f"Lost: {len(lost)}", *lost[:20], sep="\n  ")
    if results.errors:
        print(logged[-3000:], file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
