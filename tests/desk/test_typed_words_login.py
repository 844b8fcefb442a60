"""What was typed at the desk outlives the end of a session: it comes back after the login, to whoever typed it."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from lxml import html as parser

from archive import store
from archive.desk.typed import MOST
from archive.models import Document, DocumentWarning, Entry, Erratum, FilingTerm, Person, State, Volume
from archive.records import ReadingWarning
from tests.support.browsing import PASSWORD
from tests.support.curation import curation
from tests.support.records import document_record
from tests.support.typed_words import ENTER, TYPED, Browser, Form, log_in_again, text_fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("passwords")]


def test_a_transcription_comes_back_after_login(clerk):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.end_session()
    response = form.send(browser, text=TYPED, name="my-paper", action="save")
    assert "nothing was saved yet" in response.content.decode()
    back = log_in_again(browser, response, "clerk")
    assert (back.status_code, back.request["PATH_INFO"]) == (200, ENTER)
    assert "not yet saved" in back.content.decode()
    assert "<script>alert" not in back.content.decode()
    again = Form(back, ENTER)
    assert again.values()["text"] == [TYPED]
    assert again.values()["name"] == ["my-paper"]
    assert not Document.objects.exists()
    assert not Entry.objects.open().exists()
    assert again.send(browser, action="preview").status_code == 302
    assert Entry.objects.get().text == TYPED


@pytest.mark.once
def test_every_form_of_the_desk_comes_back_after_login(administrator, tmp_path):
    urls = pages(administrator, tmp_path / "volume.xml")
    browser = Browser("administrator")
    tried = set()
    for url in urls:
        for number in range(len(browser.open(url).forms)):
            form = browser.open(url)
            form.form = form.forms[number]
            fields = text_fields(form.form)
            if not fields or "/otp_" in form.address or "/password" in form.address or form.address.endswith("/login/"):
                continue
            typed = {field.get("name"): f"Typed {place}" for place, field in enumerate(fields)}
            browser.end_session()
            back = log_in_again(browser, form.send(browser, **typed), "administrator")
            assert back.status_code == 200, form.address
            shown = Form(back, back.request["PATH_INFO"], action=urlsplit(form.address).path)
            found = max(
                shown.forms, key=lambda one: sum(one.fields.get(n) == v for n, v in typed.items() if n in one.fields)
            )
            values = {name: (found.fields[name] or "").removeprefix("\n") for name in typed}
            assert values == typed, form.address
            tried.add(re.sub(r"\d+", "N", urlsplit(form.address).path))
    assert tried >= {
        "/admin/archive/document/enter/", "/admin/archive/document/N/edit/", "/admin/archive/document/N/change/",
        "/admin/archive/document/N/step/", "/admin/archive/document/N/doubts/N/", "/admin/archive/document/N/restore/",
        "/admin/archive/person/N/change/", "/admin/archive/person/add/", "/admin/archive/office/N/split/", "/admin/archive/office/merge/",
        "/admin/archive/volume/N/change/", "/admin/archive/filingterm/N/change/", "/admin/archive/erratum/add/",
        "/admin/archive/errorreport/N/change/", "/admin/archive/bulkchange/N/prepare/", "/admin/archive/bulkchange/N/undo/",
        "/admin/archive/importrun/N/undo/", "/admin/archive/importrun/N/conflicts/N/", "/admin/archive/documentwarning/",
        "/admin/archive/reference/N/change/", "/admin/auth/user/N/change/",
    }  # fmt: skip


def test_rows_that_a_script_added_come_back(archivist):
    person = Person.objects.create(name="Quill", slug="quill", key="quill")
    url = reverse("admin:archive_person_change", args=[person.pk])
    browser = Browser("archivist")
    form = browser.open(url, has="name")
    browser.end_session()
    added = {"names-TOTAL_FORMS": "4", **{f"names-{n}-name": f"Q{n}" for n in range(4)}, "_why": "seen so"}
    back = log_in_again(browser, form.send(browser, **added), "archivist")
    values = Form(back, url, has="name").values()
    assert {name: values[name] for name in added} == {name: [value] for name, value in added.items()}
    assert not person.names.exists()
    Form(back, url, has="name").send(browser)
    assert sorted(row.name for row in person.names.all()) == ["Q0", "Q1", "Q2", "Q3"]


def test_characters_that_no_page_can_have_are_left_out(archivist):
    paper = store.save(document_record("one"), state=State.DRAFT, user=archivist).document
    browser = Browser("archivist")
    form = browser.open(reverse("admin:archive_document_change", args=[paper.pk]), has="comment")
    browser.end_session()
    response = form.send(browser, comment="a\0b\x0cc\x1bd\ufffee", step="submit")
    page = reverse("admin:archive_document_change", args=[paper.pk])
    back = Form(response, page).send(browser, username="archivist", password=PASSWORD)
    assert Form(back, page, has="comment").values()["comment"] == ["abcde"]
    for name, text in (("archive_document_enter", "text"), ("archive_person_add", "note")):
        form = browser.open(reverse(f"admin:{name}"), has=text)
        browser.end_session()
        back = log_in_again(browser, form.send(browser, **{text: "a\x0cb\x1bc"}), "archivist")
        shown = Form(back, form.url, has=text).values()[text][0]
        assert "".join(shown.split()).replace("\x1b", "") == "abc"


def test_ticked_rows_and_their_action_come_back(archivist):
    paper = store.save(document_record("one"), state=State.PUBLISHED).document
    doubts = [paper.warnings.create(code="no-date", message=f"No date {n}.", order=50 + n) for n in range(3)]
    url = reverse("admin:archive_documentwarning_changelist")
    browser = Browser("archivist")
    form = browser.open(url, has="reason")
    browser.end_session()
    data = form.values(reason="printed so", action="dismiss") | {
        "_selected_action": [str(doubts[0].pk), str(doubts[2].pk)]
    }
    back = log_in_again(browser, browser.post(form.address, data), "archivist")
    values = Form(back, url, has="reason").values()
    assert (values["reason"], values["action"]) == (["printed so"], ["dismiss"])
    assert set(values["_selected_action"]) == set(data["_selected_action"])
    assert not DocumentWarning.objects.exclude(dismissed_at=None).exists()


def test_corrected_fields_of_an_entry_come_back_as_corrections(clerk):
    browser = Browser("clerk")
    first = browser.open(ENTER).send(
        browser, text="Telegram\n\nThe Ambassador in Ruritania (Quill) to the Secretary of State\n\nCame."
    )
    form = browser.open(first.url)
    browser.end_session()
    back = log_in_again(browser, form.send(browser, number="13", action="save"), "clerk")
    assert Form(back, first.url).values()["number"] == ["13"]
    Form(back, first.url).send(browser, action="save")
    assert Document.objects.get().number == "13"


def test_an_edit_that_began_from_an_older_version_is_still_a_conflict(archivist):
    paper = store.save(document_record("one"), state=State.DRAFT, user=archivist).document
    url = reverse("admin:archive_document_change", args=[paper.pk])
    browser = Browser("archivist")
    form = browser.open(url, has="base_version")
    browser.end_session()
    store.save(document_record("one", number="99"), edit=True, user=archivist)
    back = log_in_again(browser, form.send(browser, number="13"), "archivist")
    again = Form(back, url, has="base_version")
    assert again.values()["number"] == ["13"]
    assert again.send(browser).status_code == 409
    assert Document.objects.get().number == "99"


def test_uploads_cannot_come_back_and_are_named(administrator):
    browser = Browser("administrator")
    url = reverse("admin:archive_bulkchange_upload")
    form = browser.open(url)
    browser.end_session()
    file = SimpleUploadedFile("papers of <March>.csv", b"id,version\n")
    response = browser.post(form.address, form.values() | {"file": file, "note": "x"})
    assert "papers of &lt;March&gt;.csv" in response.content.decode()
    back = log_in_again(browser, response, "administrator")
    assert "choose again: papers of &lt;March&gt;.csv" in back.content.decode()


def test_passwords_and_tokens_are_never_carried(administrator):
    browser = Browser("administrator")
    url = reverse("admin:auth_user_add")
    form = browser.open(url, has="username")
    browser.end_session()
    secret = "a-very-secret-phrase"
    response = form.send(browser, username="new", password1=secret, password2=secret)
    assert secret not in response.content.decode()
    assert form.values()["csrfmiddlewaretoken"][0] not in response.content.decode()
    back = log_in_again(browser, response, "administrator")
    assert secret not in back.content.decode()
    assert Form(back, url, has="username").values()["username"] == ["new"]
    for name in ("password_change", "second_factor_set_up", "second_factor_remove"):
        browser.end_session()
        browser.get("/admin/login/")
        token = browser.cookies["csrftoken"].value
        answer = browser.post(
            reverse(f"admin:{name}"), {"old_password": secret, "code": secret, "csrfmiddlewaretoken": token}
        )
        assert (answer.status_code, secret in answer.content.decode()) == (302, False), name
        browser.log_in("administrator")


def test_a_form_that_comes_back_still_names_the_record_as_it_is(archivist):
    person = Person.objects.create(name="Quill", slug="quill", key="quill")
    url = reverse("admin:archive_person_change", args=[person.pk])
    browser = Browser("archivist")
    form = browser.open(url, has="name")
    refused = form.send(browser, name="Ink", dates="never")
    browser.end_session()
    back = log_in_again(browser, form.send(browser, name="Ink"), "archivist")
    for page in (refused, back):
        assert Form(page, url, has="name").values()["name"] == ["Ink"]
        (crumbs,) = parser.document_fromstring(page.content.decode()).find_class("breadcrumbs")
        assert crumbs.text_content().split()[-1] == "Quill"


def test_words_that_are_too_long_to_come_back_are_not_dropped_silently(clerk):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.end_session()
    logged_out = form.send(browser, text="x" * MOST)
    browser.log_in("clerk")
    for answer in (logged_out, form.send(browser, text="x" * MOST)):
        assert answer.status_code == 403
        assert "more than 5,000,000 characters" in answer.content.decode()
        assert "go back with your browser’s button" in answer.content.decode()
        assert "xxx" not in answer.content.decode()


def test_words_are_given_to_whoever_typed_them_only(clerk, archivist):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.end_session()
    response = form.send(browser, text=TYPED)
    refused = Form(response, ENTER).send(browser, username="archivist", password=PASSWORD)
    assert "Another account typed the words" in refused.content.decode()
    assert browser.get("/admin/").status_code == 302, "nobody is logged in"
    back = Form(refused, ENTER).send(browser, username="clerk", password=PASSWORD)
    assert Form(back, ENTER).values()["text"] == [TYPED]


def test_a_wrong_password_loses_nothing(clerk):
    browser = Browser("clerk")
    form = browser.open(ENTER)
    browser.end_session()
    wrong = Form(form.send(browser, text=TYPED), ENTER).send(browser, username="clerk", password="wrong")
    assert "correct username and password" in wrong.content.decode()
    back = Form(wrong, ENTER).send(browser, username="clerk", password=PASSWORD)
    assert Form(back, ENTER).values()["text"] == [TYPED]


@pytest.fixture
def code(clerk):
    """A code on paper of the clerk, who has a second factor."""
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    device = StaticDevice.objects.create(user=clerk, name="paper")
    StaticToken.objects.bulk_create(StaticToken(device=device, token=token) for token in ("first", "second"))
    return "first"


def test_the_second_factor_comes_before_the_words(clerk, code):
    browser = Browser("clerk")
    browser.post(
        reverse("admin:second_factor"), {"code": "second", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    )
    form = browser.open(ENTER)
    browser.end_session()
    asked = log_in_again(browser, form.send(browser, text=TYPED), "clerk")
    assert "code that your app shows" in asked.content.decode()
    wrong = Form(asked, ENTER, has="code").send(browser, code="000000")
    assert "is not right" in wrong.content.decode()
    assert browser.get(ENTER).status_code == 302
    StaticDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    back = Form(wrong, ENTER, has="code").send(browser, code=code)
    assert Form(back, ENTER).values()["text"] == [TYPED]
    assert browser.get(ENTER).status_code == 200


def test_a_password_alone_opens_nothing_by_way_of_carried_words(clerk, code):
    browser = Browser("clerk")
    token = browser.cookies["csrftoken"].value
    parcel = json.dumps({"address": ENTER, "form": "", "fields": [["text", "x"], ["action", "preview"]], "files": []})
    for data in ({"_typed": parcel}, {"_typed": parcel, "code": "x"}, {"_typed": "{"}, {"text": "x"}):
        answer = browser.post(ENTER, data | {"csrfmiddlewaretoken": token})
        assert "New from transcription" not in answer.content.decode()
    assert not Entry.objects.open().exists()


def test_scripts_are_told_what_is_wrong(clerk):
    browser, headers = Browser("clerk"), {"accept": "application/json"}
    form = browser.open(ENTER)
    browser.end_session()
    answer = form.send(browser, headers, text="x", action="live")
    assert (answer.status_code, answer.json()) == (401, {"problem": "logged out"})
    browser.log_in("clerk")
    answer = form.send(browser, headers, text="x", action="live")
    assert (answer.status_code, answer.json()) == (403, {"problem": "out of date"})
    session = browser.get("/admin/session/").json()
    assert (session["user"], session["name"]) == (str(clerk.pk), "clerk")
    answer = form.send(browser, headers, text="x", action="live", csrfmiddlewaretoken=session["token"])
    assert answer.status_code == 200
    assert Entry.objects.get().text == "x"


def test_the_session_of_a_password_alone_or_of_nobody_is_none(clerk, code):
    assert Client().get("/admin/session/").json()["user"] is None
    assert Browser("clerk").get("/admin/session/").json()["user"] is None


def pages(staff, path) -> list[str]:
    """The addresses of every page of the desk with a form to type into."""
    urls = curation(staff, path)
    record = document_record("own", warnings=(ReadingWarning("no-heading", "There is no heading."),))
    paper = store.save(record, state=State.DRAFT, user=staff).document
    store.save(document_record("own", number="13"), edit=True, user=staff)
    term = FilingTerm.objects.create(scheme="decimal-1910", facet="class", code="8", name="Internal affairs")
    volume = Volume.objects.first()
    erratum = Erratum.objects.create(document=paper, text="so")
    names = {
        "archive_document_enter": [], "archive_document_edit": [paper.pk], "archive_document_change": [paper.pk],
        "archive_document_history": [paper.pk], "archive_person_add": [],
        "archive_volume_change": [volume.pk], "archive_volume_add": [], "archive_filingterm_change": [term.pk],
        "archive_filingterm_add": [], "archive_erratum_add": [], "archive_erratum_change": [erratum.pk],
        "archive_place_add": [], "archive_mission_add": [], "archive_office_add": [],
        "auth_user_change": [staff.pk], "auth_user_add": [],
    }  # fmt: skip
    if reference := paper.references.first():
        names["archive_reference_change"] = [reference.pk]
    return [*urls, *(reverse(f"admin:{name}", args=args) for name, args in names.items())]
