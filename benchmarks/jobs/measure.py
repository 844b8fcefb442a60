"""Measure how long clerks wait while jobs run. See README.md in this folder. Use a copy of an archive: it is written to.

    python benchmarks/jobs/measure.py [--papers 391] [--clerks 4] [--volume FILE]
    python benchmarks/jobs/measure.py --papers 5000 --clerks 8
    script/postgres python benchmarks/jobs/measure.py --papers 5000 --clerks 8

A runner (``run_jobs``) sets a field on so many papers and undoes that, while each clerk, in a process of its own, saves an entry again and
again as the editor does, saves each fifth as a draft, and logs in now and then. The clerks' requests go through the whole application,
without a network. With ``--volume``, which the archive must not hold yet, that is previewed, imported and undone after that. An archive
with fewer papers gets synthetic ones. It ends with 1 if a request failed, or 95 of 100 saves took longer than a second during a job.
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
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from archive import bulk, jobs  # noqa: E402
from archive.models import BulkChange, Document, Job  # noqa: E402

PASSWORD = "for this benchmark only"
#: Seconds between two saves of a clerk: the editor saves at pauses in typing.
PAUSE = 0.7
#: Seconds in which 95 of 100 saves have to end while a job runs.
LIMIT = 1.0


def clerk(number: int, ended, results) -> None:
    """Save an entry, save a draft and log in, until ``ended`` is set.

    Each time it puts ("save" | "draft" | "login", seconds, what is wrong).
    """
    client, enter = Client(raise_request_exception=False), reverse("admin:archive_document_enter")
    name, here = f"benchmark-clerk-{number}", enter
    data = {"username": name, "password": PASSWORD}
    turn = 0
    while not ended.is_set():
        kind = "login" if turn % 10 == 0 else "draft" if turn % 5 == 4 else "save"
        text = f"The Minister in Peru (Quill) to the Secretary of State\n\nLima, May 2, 1938.\n\nAll quiet, {turn}.\n"
        form = {"text": text, "name": f"b{number}-{time.time_ns()}", "action": "save" if kind == "draft" else "preview"}
        began = time.perf_counter()
        answer = client.post(reverse("admin:login"), data) if kind == "login" else client.post(here, form)
        seconds = time.perf_counter() - began
        if kind != "login":
            here = enter if kind == "draft" else answer.headers.get("Location", here)
        # A page in place of a redirect gives back what could not be saved.
        results.put((kind, seconds, "" if answer.status_code == 302 else str(answer.status_code)))
        turn += 1
        time.sleep(PAUSE)


def measured(what: str, job: Job | None, clerks: int) -> bool:
    """Print how long the job took, and how long the clerks waited meanwhile; without a job, for half a minute.

    Return whether nothing failed and the saves were quick enough.
    """
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
    good = job is None or job.status == Job.Status.DONE
    for kind in ("save", "draft", "login"):
        times = sorted(seconds for name, seconds, _ in found if name == kind) or [0.0]
        failed = Counter(wrong for name, _, wrong in found if name == kind and wrong)
        good = good and not failed and (job is None or kind == "login" or _at(times, 0.95) < LIMIT)
        print(
            f"  {kind}: {len(times)} requests, {sum(failed.values())} failed {dict(failed) or ''}, "
            f"median {_at(times, 0.5):.2f} s, 95 % {_at(times, 0.95):.2f} s, longest {times[-1]:.2f} s",
            flush=True,
        )
    return good


def _at(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=391)
    parser.add_argument("--clerks", type=int, default=4)
    parser.add_argument("--volume", type=Path, help="a volume to preview, import and take back")
    options = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    if Document.objects.exclude(volume=None).count() < options.papers:
        call_command("make_archive", documents=options.papers + options.papers // 5)
    for number in range(options.clerks):
        user, _ = User.objects.get_or_create(username=f"benchmark-clerk-{number}", is_staff=True)
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name="clerk"))
    ids = list(Document.objects.exclude(volume=None).order_by("pk").values_list("pk", flat=True)[: options.papers])
    value = f"repository of {time.time():.0f}"
    change = BulkChange.objects.create(kind="set", documents=ids, parameters={"values": {"repository": value}})
    print(f"{len(ids):,} papers, {options.clerks} clerks, {connections['default'].vendor}")
    good = measured("without a job", None, options.clerks)
    good &= measured("set a field", jobs.start_bulk_change(change, bulk.digest(change)), options.clerks)
    change.refresh_from_db()
    good &= measured("undo", jobs.start_undoing(change), options.clerks)
    if options.volume:
        run = jobs.start_preview(options.volume.read_bytes(), options.volume.name, user=None, state="published")
        good &= measured("preview a volume", run.jobs.get(), options.clerks)
        run.refresh_from_db()
        good &= measured("import it", jobs.start_import(run, user=None), options.clerks)
        run.refresh_from_db()
        good &= measured("undo the import", jobs.start_undoing(run), options.clerks)
    User.objects.filter(username__startswith="benchmark-clerk-").delete()
    print("within the limits" if good else "NOT within the limits")
    return 0 if good else 1


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    sys.exit(main())
