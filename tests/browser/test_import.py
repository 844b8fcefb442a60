"""An import on the desk in a browser: what is seen of it while it runs, without touching the page."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.importing.preview import preview
from archive.models import Job
from tests.support.browsing import PASSWORD, fits, log_in, refusals
from tests.support.jobs import import_confirmed
from tests.support.volumes import volume_xml

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_import_is_watched_until_its_report_comes_by_itself(page, assert_accessible):
    administrator = User.objects.create_superuser("administrator", password=PASSWORD)
    file = SimpleUploadedFile("made.xml", volume_xml(3).encode())
    run = preview(file.read(), file.name, user=administrator, state="draft")
    log_in(page, "administrator")
    refused = refusals(page)
    page.goto(f"/admin/archive/importrun/{run.pk}/change/")
    page.get_by_role("button", name="Import these 3 documents").click()
    progress = page.locator("[data-progress]")
    assert "0 of 3" in progress.inner_text()
    assert fits(page)
    assert_accessible(page)
    Job.objects.filter(run=run).update(done=2)
    page.get_by_text("2 of 3").wait_for()
    assert import_confirmed().counts == {"created": 3}
    page.get_by_text("3 created").wait_for()
    assert not progress.count()
    assert_accessible(page)
    assert refused == []
