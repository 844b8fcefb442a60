"""Time the pages of the desk on the archive that the settings name, and count their queries. See README.md in this folder.

    python benchmarks/desk/measure.py [--role archivist] [--times 5] [--only TEXT] [--slow]

``--slow`` prints the queries of pages that miss the limit of 20 queries and 300 ms. Its own user is removed afterwards, and
nothing else is written.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from archive.models import Correspondent, Document, DocumentFileNumber, DocumentWarning, Office, Reference  # noqa: E402

MOST_QUERIES, MOST_MS = 20, 300
NAME = "benchmark-of-the-desk"


def admin(name: str, *args, **query) -> str:
    """Return an address of the desk."""
    return reverse(f"admin:{name}", args=args) + (f"?{urlencode(query)}" if query else "")


def pages() -> list[tuple[str, str]]:
    """Return every kind of page, with lists when they are opened, filtered, searched and paged."""
    middle = Document.objects.order_by("pk")[Document.objects.count() // 2]
    office = Office.objects.order_by("pk").first()
    busiest = Correspondent.objects.exclude(office=None).order_by("-pk").values_list("office", flat=True)[:1].get()
    number = DocumentFileNumber.objects.order_by("-pk").select_related("file_number").first().file_number.normal
    doubt = DocumentWarning.objects.order_by("pk").first()
    reference = Reference.objects.order_by("-pk").first()
    papers = "archive_document_changelist"

    def completed(model: str, field: str, term: str) -> str:
        return admin("autocomplete", term=term, app_label="archive", model_name=model, field_name=field)

    found = [
        ("front page", admin("index")),
        ("papers", admin(papers)),
        ("papers, page 100", admin(papers, p=100)),
        ("papers, in review", admin(papers, state__exact="review")),
        ("papers, drafts", admin(papers, state__exact="draft")),
        ("papers, with doubts", admin(papers, doubts="yes")),
        ("papers, without doubts", admin(papers, doubts="no")),
        ("papers, mine", admin(papers, by="me")),
        ("papers, one kind", admin(papers, kind__exact="despatch")),
        ("papers, inferred dates", admin(papers, date_certainty__exact="inferred")),
        ("papers, words of a heading", admin(papers, q="ambassador france")),
        ("papers, words of no heading", admin(papers, q="zzz nothing")),
        ("papers, a file number", admin(papers, q=number)),
        ("papers, an own number", admin(papers, q="1020")),
        ("a paper", admin("archive_document_change", middle.pk)),
        ("a paper's history", admin("archive_document_history", middle.pk)),
        ("new from transcription", admin("archive_document_enter")),
        ("volumes", admin("archive_volume_changelist")),
        ("files", admin("archive_file_changelist")),
        ("files, a number", admin("archive_file_changelist", q="840.48")),
        ("file numbers", admin("archive_filenumber_changelist")),
        ("file numbers, page 100", admin("archive_filenumber_changelist", p=100)),
        ("file numbers, words", admin("archive_filenumber_changelist", q="Refugees")),
        ("filing terms", admin("archive_filingterm_changelist")),
        ("references", admin("archive_reference_changelist")),
        ("references, unresolved", admin("archive_reference_changelist", status__in="unresolved,candidates,unknown")),
        ("references, decided", admin("archive_reference_changelist", decided="yes")),
        ("references, words", admin("archive_reference_changelist", q="telegram 1020")),
        ("papers not held", admin("archive_unheldpaper_changelist")),
        ("imports", admin("archive_importrun_changelist")),
        ("imports, upload", admin("archive_importrun_add")),
        ("bulk changes", admin("archive_bulkchange_changelist")),
        ("readers' reports", admin("archive_errorreport_changelist")),
        ("errata", admin("archive_erratum_changelist")),
        ("doubts", admin("archive_documentwarning_changelist")),
        ("people that may be one", admin("archive_person_groups")),
        ("offices that may be one", admin("archive_office_groups")),
        ("decisions on groups", admin("archive_identitydecision_changelist")),
        ("merges", admin("archive_merge_changelist")),
        ("an office with its papers", admin("archive_office_change", busiest)),
        ("merging offices", admin("archive_office_merge", ids=f"{office.pk},{busiest}")),
        ("splitting an office", admin("archive_office_split", busiest)),
        ("completing an office", completed("correspondent", "office", "ambassador")),
        ("completing a person", completed("correspondent", "person", "smi")),
        ("completing a place", completed("document", "place", "par")),
    ]
    found += [
        (f"doubts, {key}", admin("archive_documentwarning_changelist", queue=key))
        for key in ("heading", "date", "number", "footnote", "duplicate", "other")
    ]
    for model in ("person", "office", "place", "mission"):
        changes = f"archive_{model}_changelist"
        found += [
            (f"{model} list", admin(changes)),
            (f"{model} list, proposed", admin(changes, status__exact="proposed")),
            (f"{model} list, words", admin(changes, q="ma")),
        ]
    if reference:
        found.append(("a reference", admin("archive_reference_change", reference.pk)))
    if doubt:
        found.append(("a doubted paper", admin("archive_document_change", doubt.document_id)))
    return found


def measure(client: Client, address: str, times: int) -> tuple[int, int, list[float], list[tuple[float, str]]]:
    """Return the status, the number of queries, the milliseconds of each time, and the queries."""
    # SQLite runs in this process, so processor time leaves out other work on the machine.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    queries: list[tuple[float, str]] = []

    def watch(execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            queries.append((time.perf_counter() - started, sql))

    with connection.execute_wrapper(watch):
        status = client.get(address).status_code
    taken = []
    for _ in range(times):
        started = clock()
        client.get(address)
        taken.append((clock() - started) * 1000)
    return status, len(queries), taken, queries


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--role", default="administrator")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="pages with this in their name")
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    User.objects.filter(username=NAME).delete()
    user = User.objects.create_user(NAME, is_staff=True)
    user.groups.add(Group.objects.get(name=options.role))
    client = Client()
    client.force_login(user)
    missed = 0
    print(f"{connection.vendor}, {Document.objects.count():,} documents, as {options.role}\n")
    print("| Page | Queries | Median ms | Worst ms |\n|---|---|---|---|")
    try:
        for name, address in pages():
            if options.only not in name:
                continue
            status, count, taken, queries = measure(client, address, options.times)
            if status not in (200, 403):
                print(f"{name}: {status} {address}")
                missed += 1
            over = count > MOST_QUERIES or statistics.median(taken) > MOST_MS
            missed += over
            mark = "**" if over else ""
            print(f"| {mark}{name}{mark} | {count} | {statistics.median(taken):.0f} | {max(taken):.0f} |", flush=True)
            if over and options.slow:
                for seconds, sql in sorted(queries, reverse=True)[:3]:
                    print(f"    {1000 * seconds:.0f} ms: … {sql[sql.find(' FROM ') :][:600]}")
    finally:
        user.delete()
    print(f"\n{missed} missed {MOST_QUERIES} queries or {MOST_MS} ms.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
