"""Imports on the desk: upload, preview, confirmation, progress, undoing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive import jobs, store
from archive.models import Document, ImportRun
from tests.support.jobs import import_confirmed, run_all
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db
ADD = "/admin/archive/importrun/add/"


def upload(client, data: bytes, state: str = "draft"):
    return client.post(ADD, {"file": SimpleUploadedFile("volume.xml", data), "state": state})


def page(run, step: str = "") -> str:
    return f"/admin/archive/importrun/{run.pk}/{step or 'change/'}"


def test_a_volume_is_previewed_confirmed_imported_and_undone(client, administrator):
    client.force_login(administrator)
    assert client.get(ADD).status_code == 200
    answer = upload(client, volume_xml(3).encode())
    run = ImportRun.objects.get()
    assert answer.url == page(run)
    shown = client.get(page(run)).content.decode()
    assert "3 would be created" in shown
    assert "Telegram 1 From the Embassy in Peru" in shown
    assert run.sha256 in shown
    assert not Document.objects.exists()
    client.post(page(run, "confirm/"), {"sha256": run.sha256})
    assert "of 3" in client.get(page(run)).content.decode()
    assert import_confirmed().counts == {"created": 3}
    assert client.get(page(run, "report.json")).json()["counts"] == {"created": 3}
    client.post(page(run, "undo/"), {"digest": store.plan_undo(run).digest})
    assert not Document.objects.exists()
    assert ImportRun.objects.get().status == "undone"


def test_only_what_was_previewed_is_confirmed_and_once(client, administrator):
    client.force_login(administrator)
    upload(client, volume_xml(2).encode())
    run = ImportRun.objects.get()
    client.post(page(run, "confirm/"), {"sha256": "another"})
    assert ImportRun.objects.get().status == "previewed"
    assert client.get(page(run, "confirm/")).status_code == 405
    client.post(page(run, "confirm/"), {"sha256": run.sha256})
    client.post(page(run, "confirm/"), {"sha256": run.sha256})
    assert import_confirmed().status == "done"
    assert import_confirmed() is None


@pytest.mark.parametrize("data", [b"<html/>", b"<!DOCTYPE TEI><TEI/>", b""])
def test_what_can_not_be_read_is_refused_with_a_reason(client, administrator, data):
    client.force_login(administrator)
    answer = upload(client, data)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not ImportRun.objects.exists()


def large(data: str) -> bytes:
    """A source with so much white space that it is not read while somebody waits."""
    return data.replace("</TEI>", " " * 100_000 + "</TEI>").encode()


def test_a_large_volume_is_read_beside_the_server(client, administrator):
    client.force_login(administrator)
    answer = upload(client, large(volume_xml(2)))
    run = ImportRun.objects.get()
    assert answer.url == page(run)
    waiting = client.get(page(run)).content.decode()
    assert "Being read" in waiting
    assert "Import these" not in waiting
    client.post(page(run, "confirm/"), {"sha256": run.sha256})
    assert [job.kind for job in run_all()] == ["preview"]
    shown = client.get(page(run)).content.decode()
    assert "2 would be created" in shown
    assert "Import these 2 documents" in shown
    assert not Document.objects.exists()
    client.post(page(run, "confirm/"), {"sha256": ImportRun.objects.get().sha256})
    assert import_confirmed().counts == {"created": 2}


def test_a_large_file_that_can_not_be_read_is_refused_in_its_job(client, administrator):
    client.force_login(administrator)
    upload(client, large(volume_xml(2)).replace(b"</div>", b"", 1))
    (job,) = run_all()
    run = ImportRun.objects.get()
    assert (job.status, run.status) == ("failed", "failed")
    shown = client.get(page(run)).content.decode()
    assert "volume.xml, line" in shown
    assert "Import these" not in shown
    assert client.get(page(run, "undo/")).status_code == 409
    jobs.resume(job, administrator)
    jobs.cancel(job, administrator)
    assert ImportRun.objects.get().status == "cancelled"


def test_clerks_and_archivists_import_nothing(client, clerk, archivist, administrator):
    client.force_login(administrator)
    upload(client, volume_xml(1).encode())
    run = ImportRun.objects.get()
    for person, sees in ((clerk, False), (archivist, True)):
        client.force_login(person)
        assert client.get(ADD).status_code == 403
        assert upload(client, volume_xml(1).encode()).status_code == 403
        assert client.post(page(run, "confirm/"), {"sha256": run.sha256}).status_code == 403
        assert client.post(page(run, "undo/")).status_code == 403
        assert (client.get(page(run)).status_code == 200) is sees
        assert (client.get(page(run, "report.json")).status_code == 200) is sees
    assert ImportRun.objects.get().status == "previewed"
