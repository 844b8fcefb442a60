"""What was typed at the desk outlives refusals and errors, and the browser hears what was taken."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from archive import store, workflow
from archive.models import Entry, Person, State
from archive.views import errors
from tests.support.records import document_record
from tests.support.typed_words import ENTER, TYPED, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("passwords")]


def test_a_refused_step_gives_its_comment_back(clerk):
    paper = store.save(document_record("one"), state=State.DRAFT, user=clerk).document
    browser = Browser("clerk")
    url = reverse("admin:archive_document_change", args=[paper.pk])
    form = browser.open(url, has="comment")
    workflow.take(paper, "submit", user=clerk)
    refused = browser.get(form.send(browser, comment="Long thought about", step="submit").url)
    assert "You wrote: “Long thought about”" in refused.content.decode()


def test_a_role_that_was_changed_gives_the_words_back(clerk):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    User.objects.get(username="clerk").groups.clear()
    response = form.send(browser, text=TYPED)
    assert response.status_code == 403
    assert "An indented line" in response.content.decode()


def test_an_entry_that_was_thrown_away_elsewhere_gives_the_words_back(clerk):
    browser = Browser("clerk")
    url = browser.open(ENTER).send(browser, text="x").url
    form = browser.open(url)
    Entry.objects.all().delete()
    response = form.send(browser, text=TYPED)
    assert response.status_code == 404
    assert "An indented line" in response.content.decode()


def test_a_record_that_was_deleted_elsewhere_gives_the_words_back(archivist):
    person = Person.objects.create(name="Quill", slug="quill", key="quill")
    browser = Browser("archivist")
    form = browser.open(reverse("admin:archive_person_change", args=[person.pk]), has="name")
    person.delete()
    response = form.send(browser, note=TYPED, _copy="a-1")
    assert response.status_code == 404
    assert "An indented line" in response.content.decode()
    assert "desk_sent" not in response.cookies


def test_an_action_without_rows_repeats_its_reason(archivist):
    store.save(document_record("one"), state=State.PUBLISHED).document.warnings.create(
        code="no-date", message="No date."
    )
    browser = Browser("archivist")
    form = browser.open(reverse("admin:archive_documentwarning_changelist"), has="reason")
    response = form.send(browser, action="dismiss", index="0", reason="printed so", _copy="a-1")
    assert "desk_sent" not in response.cookies
    assert "You wrote: “printed so”" in browser.get(response.url).content.decode()


def test_an_error_of_the_server_gives_the_words_back_without_a_query(clerk, django_assert_num_queries, rf):
    request = rf.post(ENTER, {"text": TYPED}, headers={"origin": "http://testserver"})
    with django_assert_num_queries(0):
        response = errors.server_error(request)
    assert response.status_code == 500
    assert "An indented line" in response.content.decode()
    assert "Put them back into the form" in response.content.decode()


def test_a_form_that_was_taken_is_acknowledged_and_one_that_was_refused_is_not(clerk):
    paper = store.save(document_record("one"), state=State.DRAFT, user=clerk).document
    browser = Browser("clerk")
    form = browser.open(reverse("admin:archive_document_change", args=[paper.pk]), has="comment")
    assert "desk_sent" not in form.send(browser, comment="x", step="publish", _copy="a-1").cookies
    assert "desk_sent" not in form.send(browser, comment="x", step="submit", _copy="<>").cookies
    form = browser.open(ENTER)
    assert form.send(browser, text="x", _copy="a-1").cookies["desk_sent"].value == "a-1"
