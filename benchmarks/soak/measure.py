"""Readers, clerks, archivists and imports at once, and whether all that was confirmed is there afterwards. See README.md beside it.

    python benchmarks/soak/measure.py [--minutes 10] [--readers 24] [--clerks 8] [--archivists 2] [--without-pauses]
    script/postgres python benchmarks/soak/measure.py

Serves the archive that the settings name, which it writes to: use a copy. An archive with less than 100 papers gets ``--documents``
synthetic ones.
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
from collections.abc import Callable, Iterator
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
from benchmarks.serving import serving  # noqa: E402
from benchmarks.soak.desk import PASSWORD, Archivist, Clerk, Importer, Person, Results  # noqa: E402
from benchmarks.soak.report import Memory, lines_of  # noqa: E402

_ROLES: dict[type[Person], str] = {Clerk: "clerk", Archivist: "archivist", Importer: "administrator"}
#: Statuses that a reader may get: a paper can be withdrawn between two requests, and some addresses lead nowhere.
_OF_READERS = {200, 301, 302, 404, 410}
#: Seconds for which a reader reads a page, on average.
_READING = 6.0


def main() -> int:
    options = _options()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Document.objects.count() < 100:
        call_command("make_archive", documents=options.documents, verbosity=0)
    end, results, addresses, memory = threading.Event(), Results(), Addresses(), Memory()
    kinds = [Clerk] * options.clerks + [Archivist] * options.archivists + [Importer]
    names = [account(kind, number) for number, kind in enumerate(kinds)]
    connection.close()
    _say(f"{connection.vendor}, {len(addresses.papers):,} public papers, {options}")
    with tempfile.TemporaryFile("w+") as log, serving(log=log) as server, _runner(log) as runner:
        of_readers = options.reader_pause if options.pauses else 0.0
        pauses = {Clerk: options.clerk_pause, Archivist: options.archivist_pause, Importer: options.importer_pause}
        people = [
            kind(server.port, name, results, pauses[kind] if options.pauses else 0)
            for kind, name in zip(kinds, names, strict=True)
        ]
        works = [person.work for person in people] + [_change_many]
        threads = [threading.Thread(target=_working, args=(work, end, results)) for work in works]
        with Readers(server.port, addresses, options.readers, pause=of_readers) as readers:
            for thread in threads:
                thread.start()
            memory.watch({"server": server.pid, "jobs": runner.pid}, options.minutes)
            end.set()
            for thread in threads:
                thread.join()
        if runner.poll() is not None:
            results.errors.append(f"run_jobs ended with {runner.returncode}")
        log.seek(0)
        logged = log.read()
    lost = lost_of(results)
    bad = {status: count for status, count in readers.statuses.items() if status not in _OF_READERS}
    _say("\n".join(lines_of(results, readers, memory, logged, lost, bad)))
    if results.errors or bad:
        print(logged[-3000:], file=sys.stderr)
    return 1 if results.errors or lost or bad else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--documents", type=int, default=1000, help="synthetic papers of an archive that is empty")
    for name, count in (("readers", 24), ("clerks", 8), ("archivists", 2)):
        parser.add_argument(f"--{name}", type=int, default=count)
    pauses = ("reader", _READING), ("clerk", Clerk.pause), ("archivist", Archivist.pause), ("importer", Importer.pause)
    for name, seconds in pauses:
        parser.add_argument(f"--{name}-pause", type=float, default=seconds, help="seconds (default: %(default)s)")
    parser.add_argument(
        "--without-pauses", dest="pauses", action="store_false", help="everybody does as much as they can"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)


def _working(work: Callable[[threading.Event], None], end: threading.Event, results: Results) -> None:
    """Let somebody work to the end; what they did not expect is an error, and they begin anew."""
    while not end.is_set():
        try:
            work(end)
        except Exception as error:
            results.errors.append(f"not what was expected: {error!r:.200}")
            end.wait(1)
    connection.close()


def account(kind: type[Person], number: int) -> str:
    """Make an account with the role of these people, and return its name."""
    name = f"soak-{kind.__name__.lower()}-{number}"
    User.objects.filter(username=name).delete()
    User.objects.create_user(name, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=_ROLES[kind]))
    return name


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


@contextmanager
def _runner(log: TextIO) -> Iterator[subprocess.Popen]:
    """Run the process that does the jobs, beside the server."""
    process = subprocess.Popen([sys.executable, ROOT / "manage.py", "run_jobs"], stdout=log, stderr=log)
    try:
        yield process
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


if __name__ == "__main__":
    sys.exit(main())
