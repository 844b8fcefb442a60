"""Readers' reports of errors and the archive's errata."""

import pytest
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from archive import store
from archive.models import Document, Erratum, ErrorReport, State
from archive.views import reports
from tests.support.people import make_user
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Document:
    return store.save(document_record(), state=State.PUBLISHED).document


@pytest.fixture
def url(paper) -> str:
    return reverse("archive:report_error", args=[paper.slug])


def test_a_reader_reports_and_finds_the_report_again(client, paper, url):
    assert url in client.get(paper.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    response = client.post(url, {"text": "Line 3: “read” should be “red”.", "where": "footnote 9"})
    found = ErrorReport.objects.get()
    assert (found.document, found.status, found.where) == (paper, "waiting", "footnote 9")
    assert response.url == found.get_absolute_url()
    page = client.get(response.url)
    assert "should be “red”" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert client.get("/reports/other/").status_code == 404
    assert client.get("/reports/%00/").status_code == 404


def test_what_is_typed_is_shown_as_text_and_stays_when_it_cannot_be_taken(client, url):
    response = client.post(url, {"text": "", "where": "<script>alert(1)</script>"})
    assert response.status_code == 400
    assert "&lt;script&gt;" in response.content.decode()
    assert not ErrorReport.objects.exists()
    assert client.post(url, {"text": "x" * 4001}).status_code == 400
    assert client.post(url, {"text": "a\0b"}).status_code == 400
    response = client.post(url, {"text": "<script>alert(1)</script>"}, follow=True)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW])
def test_only_published_papers_can_be_reported(client, paper, url, state):
    Document.objects.filter(pk=paper.pk).update(state=state)
    missing = client.get(reverse("archive:report_error", args=["no-such-paper"]))
    hidden = client.get(url)
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert client.post(url, {"text": "x"}).status_code == 404


def test_a_withdrawn_paper_is_gone_for_reports_too(client, paper, url):
    Document.objects.filter(pk=paper.pk).update(state=State.WITHDRAWN)
    assert client.get(url).status_code == client.post(url, {"text": "x"}).status_code == 410
    assert not ErrorReport.objects.exists()


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(client, url):
    response = client.post(url, {"text": "Buy.", "website": "https://spam.example"})
    assert response.status_code == 200
    assert not ErrorReport.objects.exists()


def test_one_sender_and_all_together_are_bounded(client, url, monkeypatch):
    for number in range(reports.MOST_FROM_ONE):
        assert client.post(url, {"text": f"Report {number}"}).status_code == 302
    refused = client.post(url, {"text": "One more, long thought about"})
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "One more, long thought about" in refused.content.decode()
    assert client.post(url, {"text": "Another"}, REMOTE_ADDR="192.0.2.7").status_code == 302
    monkeypatch.setattr(reports, "MOST_OF_ALL", ErrorReport.objects.count())
    assert client.post(url, {"text": "A third"}, REMOTE_ADDR="192.0.2.8").status_code == 429
    ErrorReport.objects.update(created_at=timezone.now() - 2 * reports._WINDOW)
    assert client.post(url, {"text": "Later"}).status_code == 302


def test_no_address_is_stored(client, url):
    client.post(url, {"text": "x"}, REMOTE_ADDR="192.0.2.7")
    stored = ErrorReport.objects.values().get()
    assert "192.0.2.7" not in str(stored)
    assert len(stored["sender"]) == 32


def test_the_form_is_protected_from_other_sites(paper, url):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(url, {"text": "x"}).status_code == 403


def test_an_archivist_answers_and_publishes_an_erratum(client, paper, url):
    client.post(url, {"text": "The date is wrong."})
    found = ErrorReport.objects.get()
    archivist = make_user("archivist", "archivist")
    client.force_login(archivist)
    page = reverse("admin:archive_errorreport_change", args=[found.pk])
    assert "The date is wrong." in client.get(page).content.decode()
    assert "Please give an answer" in client.post(page, {"status": "right", "answer": ""}).content.decode()
    early = client.post(page, {"status": "right", "answer": "No.", "erratum": "x"}).content.decode()
    assert "choose that status" in early
    client.post(page, {"status": "corrected", "answer": "Thank you.", "erratum": "Dated March 5, not March 6."})
    found.refresh_from_db()
    assert (found.status, found.answered_by, found.sender) == ("corrected", archivist, "")
    assert Version.objects.get_for_object(found)[0].revision.user == archivist
    erratum = Erratum.objects.get()
    assert (erratum.document, erratum.report, erratum.user) == (paper, found, archivist)
    client.logout()
    assert "Thank you." in client.get(found.get_absolute_url()).content.decode()
    html = client.get(paper.get_absolute_url()).content.decode()
    assert "Dated March 5, not March 6." in html
    assert f'datetime="{erratum.date:%Y-%m-%d}"' in html


def test_a_clerk_answers_nothing(client, paper):
    found = ErrorReport.objects.create(document=paper, text="x")
    client.force_login(make_user("clerk", "clerk"))
    assert client.get(reverse("admin:archive_errorreport_change", args=[found.pk])).status_code == 403
    assert client.get(reverse("admin:archive_erratum_add")).status_code == 403
