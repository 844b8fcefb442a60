"""Jobs that make a file: exports and backups, who gets the file and for how long; and jobs that make derived data again."""

from __future__ import annotations

import io
import tarfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from openpyxl import load_workbook

from archive import bulk, jobs, search, store
from archive.errors import Refused
from archive.jobs import exports
from archive.models import Document, DocumentText, DocumentWarning, Job, SearchEntry, State, Volume
from tests.support.jobs import ended
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
_TEI = "{http://www.tei-c.org/ns/1.0}"


@pytest.fixture(autouse=True)
def results(settings, tmp_path):
    """A folder for the files of jobs."""
    settings.RESULTS = tmp_path / "results"
    return settings.RESULTS


def papers(number: int, **how) -> list[Document]:
    records = [store.Incoming(document_record(f"vol#d{n}", number=str(n)), **how) for n in range(number)]
    return [saved.document for saved in store.save_batch(records)]


def fetched(client, job: Job) -> bytes | int:
    answer = client.get(reverse("admin:archive_job_file", args=[job.pk]))
    return answer.getvalue() if answer.status_code == 200 else answer.status_code


def test_a_large_export_is_a_job_whose_file_its_owner_gets_for_some_days(
    client, archivist, administrator, clerk, results
):
    saved = papers(101)
    client.force_login(archivist)
    ids = [document.pk for document in saved]
    answer = client.post(
        reverse("admin:archive_document_changelist"), {"action": "export_csv", "_selected_action": ids}, follow=True
    )
    job = Job.objects.get()
    assert "runs beside the server" in answer.content.decode()
    assert fetched(client, job) == 404
    assert ended(job).counts == {"exported": 101}
    page = client.get(reverse("admin:archive_job_change", args=[job.pk])).content.decode()
    assert "Download papers.csv" in page
    rows = Document.objects.for_record().order_by("pk")
    assert fetched(client, job).decode() == "".join(bulk.csv_of(rows))
    assert (results.stat().st_mode | (results / str(job.pk)).stat().st_mode) & 0o077 == 0
    client.force_login(administrator)
    assert isinstance(fetched(client, job), bytes)
    Job.objects.filter(pk=job.pk).update(user=administrator)
    client.force_login(archivist)
    assert fetched(client, job) == 403
    assert "Download" not in client.get(reverse("admin:archive_job_change", args=[job.pk])).content.decode()
    client.force_login(administrator)
    jobs.remove_old_results()
    assert (results / str(job.pk)).exists()
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=8))
    assert fetched(client, job) == 404
    jobs.remove_old_results()
    assert list(results.iterdir()) == []
    with pytest.raises(PermissionDenied):
        jobs.start_export(ids, "csv", user=clerk)


def test_workbooks_and_tei_have_all_papers_and_a_volume_those_that_are_not_public(archivist):
    volume = Volume.objects.create(slug="vol", title="A volume")
    saved = papers(3, volume=volume)
    ids = [document.pk for document in saved]
    made = [jobs.start_export(ids, form, user=archivist) for form in ("xlsx", "tei")]
    made.append(jobs.start_volume_export(volume, user=archivist))
    book, selection, whole = [jobs.result(ended(job)) for job in made]
    assert len(list(load_workbook(io.BytesIO(book.read_bytes())).active.rows)) == 4
    assert (selection.name, whole.name) == ("papers.xml", "vol.xml")
    for path in (selection, whole):
        assert len(etree.parse(path).findall(f".//{_TEI}div[@type='document']")) == 3


def test_an_export_that_is_cancelled_or_fails_leaves_nothing(archivist, results, monkeypatch):
    ids = [document.pk for document in papers(4)]
    monkeypatch.setattr(exports, "_READ", 2)
    job = jobs.start_export(ids, "csv", user=archivist)
    Document.objects.filter(pk=ids[0]).delete()
    Job.objects.filter(pk=job.pk).update(cancelled_by=archivist)
    assert ended(job).status == "cancelled"
    assert list(results.iterdir()) == []
    jobs.resume(job, archivist)
    assert ended(job).status == "done"
    assert len(jobs.result(job).read_text(encoding="utf-8").splitlines()) == 4
    volume = Volume.objects.create(slug="gone", title="Gone")
    job = jobs.start_volume_export(volume, user=archivist)
    volume.delete()
    assert ended(job).error == "The volume is not in the archive any more."
    jobs.remove_old_results()
    monkeypatch.setitem(exports.MOST, "csv", 1)
    with pytest.raises(Refused, match="Please select 1 documents"):
        jobs.start_export(ids, "csv", user=archivist)


def test_derived_data_is_made_again_for_all_papers(client, administrator):
    records = [store.Incoming(document_record(f"vol#d{n}", number="7")) for n in range(25)]
    first, second, *_ = [saved.document for saved in store.save_batch(records, state=State.PUBLISHED)]
    SearchEntry.objects.filter(pk=first.pk).update(digest="wrong")
    DocumentText.objects.filter(pk=first.pk).update(html="wrong")
    DocumentWarning.objects.filter(document=second, code="likely-duplicate").delete()
    client.force_login(administrator)
    for what in ("search", "html", "doubts", "mentions"):
        page = client.post(reverse("admin:begin_job"), {"what": what}, follow=True).content.decode()
        assert "it runs beside the server" in page
    assert ended(Job.objects.first()).status == "done"
    done = {job.parameters["what"]: job.counts for job in Job.objects.all()}
    assert done == {
        "search": {"made again": 25},
        "html": {"changed": 1, "unchanged": 24},
        "doubts": {"changed": 1, "unchanged": 24},
        "mentions": {"unchanged": 25},
    }
    assert (search.check_entries(), store.check_html()) == ([], [])
    assert DocumentWarning.objects.filter(document=second, code="likely-duplicate").exists()
    assert "Please choose" in client.post(reverse("admin:begin_job"), {"what": "x"}, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_for_administrators_alone(client, archivist, administrator, results, tmp_path):
    papers(2)
    client.force_login(archivist)
    assert client.post(reverse("admin:begin_job"), {"what": "backup"}).status_code == 403
    with pytest.raises(PermissionDenied):
        jobs.start_backup(user=archivist)
    client.force_login(administrator)
    client.post(reverse("admin:begin_job"), {"what": "backup"})
    job = ended(Job.objects.get())
    assert (job.status, job.counts) == ("done", {"papers": 2})
    with tarfile.open(fileobj=io.BytesIO(fetched(client, job))) as packed:
        names = [name.partition("/")[2] for name in packed.getnames()]
        packed.extractall(tmp_path / "unpacked", filter="data")
    assert "manifest.json" in names
    assert "secret_key" not in names
    assert any(name.startswith("database.") for name in names)
    assert [path.name for path in (results / str(job.pk)).iterdir()] == ["backup.tar.gz"]
    Job.objects.filter(pk=job.pk).update(user=archivist)
    client.force_login(archivist)
    assert fetched(client, job) == 403
