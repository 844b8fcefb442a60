"""Whatever a request reads, it reads within a limit of time; what was typed is given back when that is over."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive import store
from archive.models import BulkChange, Document, ImportRun, State
from tests.support.forms import fields_of
from tests.support.records import document_record
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db
ROWS = b"id,version,summary\none,1,New words.\n"
UPLOADS = {"admin:archive_importrun_add": volume_xml(1).encode(), "admin:archive_bulkchange_upload": ROWS}


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def test_a_search_that_takes_too_long_to_read_is_refused(client, settings):
    address = "/search/?q=1944"
    assert client.get(address).status_code == 200
    settings.READING_TIME_LIMIT = 0
    answer = client.get(f"{address}5")
    assert answer.status_code == 503
    assert "This takes too long" in answer.content.decode()


def test_the_words_of_a_note_are_given_back(desk, settings):
    document = store.save(document_record("one")).document
    address = reverse("admin:archive_document_change", args=[document.pk])
    posted = fields_of(desk.get(address).content.decode(), form="document_form")
    posted = {key: value for key, value in posted.items() if "__prefix__" not in key}
    settings.READING_TIME_LIMIT = 0
    answer = desk.post(address, posted | {"footnotes-0-notation": "Typed by somebody."})
    assert answer.status_code == 503
    assert "Typed by somebody." in answer.content.decode()
    assert Document.objects.get().version == 1


def test_differences_that_take_too_long_are_refused(desk, settings):
    document = store.save(document_record("one"), state=State.PUBLISHED).document
    store.save(document_record("one", heading="Another heading"))
    address = reverse("admin:archive_document_history", args=[document.pk])
    assert "Another" in desk.get(address).content.decode()
    settings.READING_TIME_LIMIT = 0
    assert desk.get(address).status_code == 503


@pytest.mark.parametrize("name", UPLOADS)
def test_uploads_have_a_longer_limit_of_their_own(desk, settings, name):
    store.save(document_record("one"))

    def upload():
        return desk.post(
            reverse(name), {"file": SimpleUploadedFile("file.csv", UPLOADS[name]), "state": "draft"}
        ).content.decode()

    settings.UPLOAD_TIME_LIMIT = 0
    assert "takes longer than a page may" in upload()
    assert not ImportRun.objects.exists()
    assert not BulkChange.objects.exists()
    settings.UPLOAD_TIME_LIMIT, settings.READING_TIME_LIMIT = 60_000, 0
    assert upload() == ""
