"""What was typed at the desk outlives a form that is out of date or not ours: another login, removed cookies, other sites."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from lxml import html as parser

from archive import store
from archive.models import Document, Entry, State
from tests.support.records import document_record
from tests.support.typed_words import ENTER, TYPED, Browser, Form, log_in_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("passwords")]


def test_another_login_in_a_second_tab_loses_nothing(clerk):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.end_session()
    browser.log_in("clerk")
    response = form.send(browser, text=TYPED, action="save")
    assert response.status_code == 403
    assert "in another tab" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    back = Form(response, ENTER).send(browser)
    assert Form(back, ENTER).values()["text"] == [TYPED]
    assert not Document.objects.exists()


def test_after_cookies_are_gone_the_login_brings_the_words_back(clerk):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.cookies.clear()
    back = log_in_again(browser, form.send(browser, text=TYPED), "clerk")
    assert Form(back, ENTER).values()["text"] == [TYPED]


def test_under_another_account_words_need_a_clear_choice(clerk, archivist):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.end_session()
    browser.log_in("archivist")
    response = form.send(browser, text=TYPED, action="save")
    page = response.content.decode()
    assert "under another account" in page
    assert "Put them into the form as archivist" in page
    unclear = Form(response, ENTER).send(browser)
    assert unclear.status_code == 403
    as_archivist = Form(response, ENTER).send(browser, _as=str(archivist.pk))
    assert Form(as_archivist, ENTER).values()["text"] == [TYPED]
    login = Form(response, ENTER).send(browser, _log_in="1")
    assert browser.get("/admin/").status_code == 302, "the other account is logged out"
    back = log_in_again(browser, login, "clerk")
    assert Form(back, ENTER).values()["text"] == [TYPED]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"referer": "https://elsewhere.example/page"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ],
)
def test_what_another_site_sent_is_shown_as_text_only(clerk, headers):
    browser = Browser("clerk")
    response = browser.post(ENTER, {"text": TYPED, "action": "save"}, headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert "An indented line" in page
    assert "<script>alert" not in page
    assert parser.document_fromstring(page).forms == []
    browser.end_session()
    assert parser.document_fromstring(browser.post(ENTER, {"text": "x"}, headers=headers).content.decode()).forms == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a=\0&text=%00%ff\xff", "application/x-www-form-urlencoded"),
        (b"text=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"--b\r\nnonsense", "multipart/form-data; boundary=b"),
        (b"nonsense", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"", "text/plain"),
        (b"&".join(b"a=%d" % n for n in range(6000)), "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("logged_in", [True, False])
def test_bodies_that_are_no_form_are_refused(clerk, body, kind, logged_in):
    browser = Browser("clerk") if logged_in else Browser()
    assert browser.post(ENTER, body, content_type=kind).status_code in (400, 403)
    lenient = Client()
    assert lenient.post(ENTER, body, content_type=kind).status_code in (302, 400, 403)


@pytest.mark.parametrize(
    "parcel",
    ["", "{", "[]", "[" * 5000, '{"address": "/", "form": "", "fields": [["a", "b"]], "files": []}',
     '{"address": "//elsewhere.example/admin/", "form": "", "fields": [["a", "b"]], "files": []}',
     '{"address": "/admin/", "form": 1, "fields": [["a", "b"]], "files": []}',
     '{"address": "/admin/", "form": "", "fields": [["a", 1]], "files": []}',
     '{"address": "/admin/", "form": "", "fields": 5, "files": []}', "null"],
)  # fmt: skip
def test_carried_words_that_are_not_ours_are_refused(clerk, parcel):
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(ENTER, {"_typed": parcel}).status_code == 400
    assert Client().post(ENTER, {"_typed": parcel}).status_code == 400


def test_the_login_page_with_words_leads_nowhere_else(clerk):
    parcel = json.dumps(
        {"address": ENTER, "form": "1 https://elsewhere.example/:forged", "fields": [["text", "x"]], "files": []}
    )
    page = Client().post(ENTER, {"_typed": parcel}).content.decode()
    assert [form.get("action") for form in parser.document_fromstring(page).forms] == [ENTER]


def test_a_readers_report_is_given_back(client):
    paper = store.save(document_record("one"), state=State.PUBLISHED).document
    url = f"/documents/{paper.slug}/report/"
    response = Client(enforce_csrf_checks=True).post(url, {"text": TYPED, "where": "page 3"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "An indented line" in page
    assert "page 3" in page
    assert "<script>alert" not in page
