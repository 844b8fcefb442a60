"""Measure how long clerks wait while jobs run. See README.md in this folder. Use a copy of an archive: it is written to.

    python benchmarks/jobs/measure.py [--papers 391] [--clerks 4] [--volume FILE]

A runner (``run_jobs``) sets a field on so many papers and undoes that, while each clerk, in a process of its own, saves an entry again and
again as the editor does, and logs in now and then. The clerks' requests go through the whole application, without a network. With
``--volume``, which the archive must not hold yet, that is previewed, imported and undone after that.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from archive import bulk, jobs  # noqa: E402
from archive.models import BulkChange, Document, Job  # noqa: E402

PASSWORD = "for this benchmark only"
#: Seconds between two saves of a clerk: the editor saves at pauses in typing.
PAUSE = 0.7


def clerk(number: int, ended, results) -> None:
    """Save an entry and log in, until ``ended`` is set; put ("save" | "login", seconds, status) for each request."""
    client, here = Client(raise_request_exception=False), reverse("admin:archive_document_enter")
    name = f"benchmark-clerk-{number}"
    data = {"username": name, "password": PASSWORD}
    turn = 0
    while not ended.is_set():
        login = turn % 10 == 0
        began = time.perf_counter()
        if login:
            answer = client.post(reverse("admin:login"), data)
        else:
            text = (
                f"The Minister in Peru (Quill) to the Secretary of State\n\nLima, May 2, 1938.\n\nAll quiet, {turn}.\n"
            )
            answer = client.post(here, {"preview": "1", "text": text, "name": f"b{number}"})
            here = answer.headers.get("Location", here)
        results.put(("login" if login else "save", time.perf_counter() - began, answer.status_code))
        turn += 1
        time.sleep(PAUSE)


def measured(what: str, job: Job | None, clerks: int) -> None:
    """Print how long the job took, and how long the clerks waited meanwhile; without a job, for half a minute."""
    ended, results = multiprocessing.Event(), multiprocessing.Queue()
    connections.close_all()
    people = [multiprocessing.Process(target=clerk, args=(n, ended, results)) for n in range(clerks)]
    for one in people:
        one.start()
    began = time.perf_counter()
    command = [sys.executable, str(ROOT / "manage.py"), "run_jobs", "--once"] if job else ["sleep", "30"]
    runner = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    found = []
    while runner.poll() is None or any(one.is_alive() for one in people):
        if runner.poll() is not None and not ended.is_set():
            seconds = time.perf_counter() - began
            ended.set()
        while not results.empty():
            found.append(results.get())
        time.sleep(0.05)
    while not results.empty():
        found.append(results.get())
    if job:
        job.refresh_from_db()
        print(f"{what}: {job.get_status_display()} in {seconds:.0f} s, {job.counts} {job.error}")
    else:
        print(f"{what}:")
    for kind in ("save", "login"):
        times = sorted(seconds for name, seconds, _ in found if name == kind) or [0.0]
        failed = Counter(status for name, _, status in found if name == kind and status >= 400)
        print(
            f"  {kind}: {len(times)} requests, {sum(failed.values())} failed {dict(failed) or ''}, "
            f"median {_at(times, 0.5):.2f} s, 95 % {_at(times, 0.95):.2f} s, longest {times[-1]:.2f} s"
        )


def _at(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=391)
    parser.add_argument("--clerks", type=int, default=4)
    parser.add_argument("--volume", type=Path, help="a volume to preview, import and take back")
    options = parser.parse_args()
    for number in range(options.clerks):
        user, _ = User.objects.get_or_create(username=f"benchmark-clerk-{number}", is_staff=True)
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name="clerk"))
    ids = list(Document.objects.exclude(volume=None).order_by("pk").values_list("pk", flat=True)[: options.papers])
    value = f"repository of {time.time():.0f}"
    change = BulkChange.objects.create(kind="set", documents=ids, parameters={"values": {"repository": value}})
    print(f"{len(ids):,} papers, {options.clerks} clerks, {connections['default'].vendor}")
    measured("without a job", None, options.clerks)
    measured("set a field", jobs.start_bulk_change(change, bulk.digest(change)), options.clerks)
    change.refresh_from_db()
    measured("undo", jobs.start_undoing(change), options.clerks)
    if options.volume:
        run = jobs.start_preview(options.volume.read_bytes(), options.volume.name, user=None, state="published")
        measured("preview a volume", run.jobs.get(), options.clerks)
        run.refresh_from_db()
        measured("import it", jobs.start_import(run, user=None), options.clerks)
        run.refresh_from_db()
        measured("undo the import", jobs.start_undoing(run), options.clerks)
    User.objects.filter(username__startswith="benchmark-clerk-").delete()


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
