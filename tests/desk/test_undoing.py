"""Imports are undone as a whole, from the desk and by a command; what somebody has worked on since is listed and kept."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from archive import jobs, references, search, store, workflow
from archive.errors import Refused
from archive.importing.runs import import_source
from archive.jobs.kind import KINDS
from archive.jobs.steps import step
from archive.jobs.undoing import UndoImportKind
from archive.models import (
    Division,
    Document,
    DocumentWarning,
    Erratum,
    ErrorReport,
    ImportRun,
    Job,
    Office,
    OldAddress,
    PendingEdit,
    Person,
    Place,
    SearchColumn,
    SearchCount,
    SearchPosting,
    Volume,
)
from tests.support.jobs import undo as undo_change
from tests.support.records import document_record
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    """A function that imports so many papers as a command does, each time from the same file; it returns the run."""
    path = tmp_path / "volume.xml"

    def run(papers: int = 3, *, change=lambda text: text, **how) -> ImportRun:
        path.write_text(change(volume_xml(papers)))
        return import_source(path, **how)

    return run


def undo_page(run) -> str:
    return reverse("admin:archive_importrun_undo", args=[run.pk])


def undo(client, run, reason: str = "the wrong file"):
    return client.post(undo_page(run), {"digest": store.plan_undo(run).digest, "reason": reason}, follow=True)


def edit(position: int, **values) -> Document:
    document = Document.objects.for_record().get(position=position)
    store.save(replace(store.load(document), **values), edit=True, reason="a hand's work")
    return document


def test_an_import_of_a_command_is_reported_and_undone_on_the_desk(client, administrator, imported):
    run = imported()
    address = Document.objects.get(position=1).get_absolute_url()
    kept = edit(2, place="Cuzco")
    client.force_login(administrator)
    page = client.get(undo_page(run)).content.decode()
    assert "2 papers that it brought would be removed" in page
    assert f">{kept.source_id}</a>: edited since" in page
    assert Document.objects.count() == 3
    page = undo(client, run).content.decode()
    assert "2 removed" in page
    assert f"{kept.source_id}: edited since" in page
    assert [d.place_printed for d in Document.objects.all()] == ["Cuzco"]
    gone = client.get(address)
    assert gone.status_code == 410
    assert "the wrong file" in gone.content.decode()
    run.refresh_from_db()
    said = run.report["undone"]
    assert (said["by"], said["reason"], len(said["removed"])) == ("administrator", "the wrong file", 2)
    assert search.check_entries() == []


def test_a_second_import_goes_back_to_what_the_first_brought_and_can_be_imported_again(imported):
    imported()
    records = {d.source_id: store.load(d) for d in Document.objects.for_record()}
    first = {d.source_id: (d.position, d.division.source_id) for d in Document.objects.all()}

    def corrected(text):
        moved = "</div><div type='chapter' xml:id='ch2'><head>Chile</head>"
        return text.replace("at 2.", "at two.").replace("<div type=\"document\" n=\"3\"", moved + '<div type="document" n="3"')  # fmt: skip

    run = imported(change=corrected)
    assert run.counts == {"changed": 2, "unchanged": 1}
    assert Document.objects.get(position=3).division.source_id == "ch2"
    assert undo_change(run) == {"removed": 0, "restored": 2, "kept": 0}
    assert {d.source_id: store.load(d) for d in Document.objects.for_record()} == records
    assert {d.source_id: (d.position, d.division.source_id) for d in Document.objects.all()} == first
    for document in Document.objects.filter(position__in=[2, 3]):
        latest = document.versions.first()
        assert (latest.number, latest.reason) == (document.version, f"undo of import {run.pk}")
    assert imported().counts == {"unchanged": 3}
    assert imported(change=corrected).counts == {"changed": 2, "unchanged": 1}


class Stopped(UndoImportKind):
    """An undo that ends after its papers are removed, before that is noted."""

    name = ""
    leaves_out = False

    def work(self, job, items):
        super().work(job, items)
        raise KeyError


WORK = {
    "an edit that waits": lambda document, user: workflow.edit(
        document, replace(store.load(document), number="99"), user=user, reason="", version=1
    ),
    "a step": lambda document, user: workflow.take(document, "withdraw", user=user, comment="by mistake"),
    "a reader's report": lambda document, user: ErrorReport.objects.create(document=document, text="Is it so?"),
    "an erratum": lambda document, user: Erratum.objects.create(document=document, text="It is so."),
    "a doubt dismissed": lambda document, user: store.dismiss(
        DocumentWarning.objects.filter(
            pk=DocumentWarning.objects.create(document=document, code="no-date", message="No date.").pk
        ),
        user=user,
        reason="looked",
    ),
    "an edit": lambda document, user: edit(document.position, number="99"),
    "another import": lambda document, user: store.save(
        replace(store.load(document), number="99"), volume=document.volume, division=document.division, position=1
    ),
}


@pytest.mark.parametrize("work", WORK)
def test_whatever_somebody_did_with_a_paper_since_keeps_it(work, imported, archivist):
    run = imported(2)
    document = Document.objects.for_record().get(position=1)
    WORK[work](document, archivist)
    assert [row[1] for row in store.plan_undo(run).kept] == [document.source_id]
    assert undo_change(run) == {"removed": 1, "restored": 0, "kept": 1}
    assert Document.objects.get() == document


def test_what_only_the_import_brought_goes_and_what_others_need_stays(imported):
    store.save(document_record("other#d1"), state="published")
    before = {model: set(model.objects.values_list("slug", flat=True)) for model in (Person, Office, Place)}
    run = imported(2)
    new = Office.objects.exclude(slug__in=before[Office])
    assert new.exists()
    page, volume = new.first().get_absolute_url(), Volume.objects.get(slug="made1901v01").get_absolute_url()
    undo_change(run)
    assert {model: set(model.objects.values_list("slug", flat=True)) for model in before} == before
    assert not Volume.objects.filter(slug="made1901v01").exists()
    assert not Division.objects.exists()
    assert {page, volume} <= set(OldAddress.objects.values_list("path", flat=True))


def test_an_accepted_authority_stays_and_a_volume_that_was_there_before_too(imported):
    Volume.objects.create(slug="made1901v01", title="There before")
    run = imported(1)
    Office.objects.update(status="accepted")
    offices = Office.objects.count()
    undo_change(run)
    assert Office.objects.count() == offices > 0
    assert Volume.objects.filter(slug="made1901v01").exists()


def test_drafts_that_are_taken_back_leave_no_trace_that_the_public_sees(client, imported):
    run = imported(2, state="draft")
    addresses = [row.get_absolute_url() for model in (Document, Office, Place, Volume) for row in model.objects.all()]
    before = [client.get(address).content for address in addresses]
    undo_change(run)
    assert [client.get(address).content for address in addresses] == before
    assert not OldAddress.objects.exists()


def test_papers_imported_again_have_their_old_address(client, imported):
    undo_change(imported(1))
    imported(1)
    assert client.get(Document.objects.get().get_absolute_url()).status_code == 200


def test_references_to_what_is_gone_are_looked_for_again(imported):
    run = imported(1)
    cited = Document.objects.get()
    store.save(document_record("other#d1"), state="published")
    row = Document.objects.get(source_id="other#d1").references.first()
    type(row).objects.filter(pk=row.pk).update(target_document=cited, status="resolved")
    undo_change(run)
    row.refresh_from_db()
    assert (row.target_document, row.status) != (None, "resolved")
    assert references.standing([row.document_id]).keys


def test_only_what_was_reported_is_undone(client, administrator, imported):
    run = imported(2)
    client.force_login(administrator)
    reported = store.plan_undo(run).digest
    edit(1, place="Cuzco")
    page = client.post(undo_page(run), {"digest": reported}, follow=True).content.decode()
    assert "Please look again" in page
    assert Document.objects.count() == 2


def test_an_import_is_undone_once_and_only_when_it_is_over(client, administrator, imported):
    run = imported(1)
    client.force_login(administrator)
    for status, problem in (("queued", "has not been imported"), ("running", "still running")):
        ImportRun.objects.filter(pk=run.pk).update(status=status)
        answer = client.post(undo_page(run), {"digest": "1-0-0"})
        assert answer.status_code == 409
        assert problem in answer.content.decode()
    # It died, and its last sign of life is from a time at which the clock was an hour ahead.
    ahead = timezone.now() + timedelta(hours=1)
    ImportRun.objects.filter(pk=run.pk).update(status="running", alive_at=ahead)
    assert "still running" not in client.get(undo_page(run)).content.decode()
    ImportRun.objects.filter(pk=run.pk).update(status="done")
    undo(client, run)
    assert "undone already" in client.get(undo_page(run)).content.decode()
    with pytest.raises(Refused, match="already"):
        undo_change(run)
    dry = imported(1, dry_run=True)
    assert "dry run" in client.get(undo_page(dry)).content.decode()


def test_an_edit_that_waits_on_a_changed_paper_keeps_it(imported, archivist, administrator):
    imported(1)
    run = imported(1, change=lambda text: text.replace("at 1.", "at one."))
    document = Document.objects.for_record().get()
    workflow.edit(document, replace(store.load(document), number="5"), user=archivist, reason="", version=2)
    assert undo_change(run)["kept"] == 1
    workflow.publish_edit(document, user=administrator)
    assert not PendingEdit.objects.exists()


def test_the_command_says_what_would_happen_and_does_it(imported):
    run = imported(3)
    edit(2, place="Cuzco")
    out = StringIO()
    call_command("undo_import", str(run.pk), "--dry-run", stdout=out)
    assert "kept made1901v01#d2: edited since" in out.getvalue()
    assert "2 would be removed" in out.getvalue()
    assert Document.objects.count() == 3
    call_command("undo_import", str(run.pk), stdout=StringIO())
    assert Document.objects.count() == 1
    with pytest.raises(CommandError, match="already"):
        call_command("undo_import", str(run.pk))
    with pytest.raises(CommandError, match="no import"):
        call_command("undo_import", "0")


def test_an_undo_that_was_killed_goes_on_with_the_same_command_and_leaves_nothing(imported):
    store.save(document_record("other#d1"), state="published")

    def entries() -> list[tuple]:
        """All that searches read, row by row."""
        found = SearchPosting.objects.values_list("token", "block", "papers")
        return sorted((token, block, bytes(papers)) for token, block, papers in found) + sorted(
            (name, block, bytes(papers))
            for name, block, papers in SearchColumn.objects.values_list("name", "block", "papers")
            if papers
        )

    before, counts = entries(), set(SearchCount.objects.values_list("facet", "value", "count"))
    run = imported(25)
    assert len(entries()) > len(before)
    job = jobs.start_undoing(run, reason="the wrong file")
    with pytest.raises(KeyError):
        step(Stopped(), job, job.items[:10])  # nothing of it is done
    step(KINDS[job.kind], job, job.items[:10])
    Job.objects.update(status=Job.Status.RUNNING)
    assert (Document.objects.count(), search.check_entries()) == (16, [])
    out = StringIO()
    call_command("undo_import", str(run.pk), stdout=out)
    assert "10 of 25" in out.getvalue()
    assert "25 removed" in out.getvalue()
    run.refresh_from_db()
    assert (run.status, run.report["undone"]["reason"], len(run.report["undone"]["removed"])) == (
        "undone",
        "the wrong file",
        25,
    )
    assert entries() == before
    assert set(SearchCount.objects.values_list("facet", "value", "count")) == counts
    assert (Document.objects.count(), search.check_entries()) == (1, [])


def test_an_archivist_sees_imports_but_takes_none_back(client, archivist, imported):
    run = imported(1)
    client.force_login(archivist)
    assert client.get(undo_page(run)).status_code == 403
    assert client.post(undo_page(run), {"digest": "1-0-0"}).status_code == 403
    assert Document.objects.exists()
