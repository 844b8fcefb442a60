"""An archive in which something waits on every page of curation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.urls import reverse

from archive import store
from archive.importing.runs import import_source
from archive.models import BulkChange, Document, ErrorReport, Job, Office, Person, Place
from tests.support.jobs import apply
from tests.support.volumes import volume_xml


def curation(staff, path: Path) -> list[str]:
    """Make the archive, as ``staff`` and with a volume at ``path``, and return the addresses of these pages."""
    path.write_text(volume_xml(2))
    import_source(path, user=staff)
    document = Document.objects.for_record().get(position=1)
    store.save(replace(store.load(document), classification="Secret"), edit=True, user=staff, reason="see the film")
    path.write_text(volume_xml(2).replace("at 1.", "at one.").replace("at 2.", "at two."))
    run = import_source(path, user=staff)
    document.warnings.create(code="no-date", message="No date.")
    report = ErrorReport.objects.create(document=document, text="Is it so?")
    one = Office.objects.first()
    other = Office.objects.create(name="Legation in Peru", slug="legation-in-peru", key="by hand")
    alike = [
        Office.objects.create(name=name, slug=f"alike-{n}", key=f"alike {n}")
        for n, name in enumerate(("Legation at Lima", "Legation in Lima"))
    ]
    store.decide([one, other], "not", user=staff, reason="two countries")
    Place.objects.create(name="A", slug="a", key="no name")
    person = Person.objects.create(name="Quill", slug="quill", key="by hand")
    how = {"match_case": True, "whole_words": False, "places": ["text"]}
    change = BulkChange.objects.create(
        kind="replace", documents=[document.pk], parameters={"find": "answer", "put": "reply", **how}, user=staff
    )
    done = BulkChange.objects.create(
        kind="set", documents=[document.pk], parameters={"values": {"classification": "Top secret"}}, user=staff
    )
    apply(done, user=staff, reason="so printed")
    few = {"items": [1, 2, 3], "total": 3, "done": 1, "parameters": {"kind": "office"}, "user": staff}
    waiting = Job.objects.create(kind="accept", what="Accepting offices (3)", **few)
    stopped = Job.objects.create(
        kind="accept", what="Accepting offices (3)", status="cancelled", error="Cancelled.", **few
    )
    stopped.lines.create(name="vol#d1", outcome="left out", why="It has been edited since the preview.")
    jobs = [reverse("admin:archive_job_change", args=[job.pk]) for job in (waiting, stopped)]
    pages = {
        "importrun_change": [run.pk], "importrun_undo": [run.pk], "importrun_settle": [run.pk, document.pk], "importrun_add": [],
        "importrun_changelist": [], "bulkchange_changelist": [], "bulkchange_prepare": [change.pk], "bulkchange_undo": [done.pk],
        "bulkchange_change": [done.pk], "bulkchange_upload": [], "documentwarning_changelist": [], "dismissedrule_add": [],
        "identitydecision_changelist": [], "person_groups": [], "office_groups": [],
        "office_group": [alike[0].pk], "place_no_names": [], "removal_changelist": [],
        "errorreport_changelist": [], "errorreport_change": [report.pk],
        "office_changelist": [], "job_changelist": [], "office_change": [one.pk], "person_change": [person.pk],
        "office_split": [one.pk], "reference_changelist": [],
    }  # fmt: skip
    urls = [reverse(f"admin:archive_{name}", args=args) for name, args in pages.items()]
    return [
        reverse("admin:index"),
        reverse("admin:activity"),
        *urls,
        *jobs,
        reverse("admin:archive_office_merge") + f"?ids={one.pk},{other.pk}",
    ]
