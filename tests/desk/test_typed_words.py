"""What was typed at the desk is never lost: not by the end of a session, another login, a refusal or an error."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from lxml import html as parser

from archive import store, workflow
from archive.models import Document, DocumentWarning, Entry, Erratum, FilingTerm, Person, State, Volume
from archive.records import ReadingWarning
from archive.views import errors
from tests.support.browsing import PASSWORD
from tests.support.curation import curation
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
ENTER = "/admin/archive/document/enter/"
TYPED = "840.48 <Quill> & “Wobble”\n\n  An indented line, and </textarea><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _passwords(request, settings):
    """Passwords for those who log in here, hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for name in {"administrator", "archivist", "clerk"} & set(request.fixturenames):
        user = request.getfixturevalue(name)
        user.set_password(PASSWORD)
        user.save()


class Browser(Client):
    """A browser that keeps cookies, checks nothing away, and sends forms with all that they have."""

    def __init__(self, name: str = ""):
        super().__init__(enforce_csrf_checks=True)
        if name:
            self.log_in(name)

    def log_in(self, name: str):
        form = Form(self.get("/admin/login/"), "/admin/login/")
        assert form.send(self, username=name, password=PASSWORD).status_code == 302

    def end_session(self):
        """Lose the session, as by the end of its time; other cookies stay."""
        del self.cookies["sessionid"]

    def open(self, url: str, **wanted) -> Form:
        """Open a page and return its form."""
        response = self.get(url)
        assert response.status_code == 200, url
        return Form(response, url, **wanted)


class Form:
    """A form of a page, as a browser has it: ``has`` names a field that it must have, ``action`` is the path it is sent to."""

    def __init__(self, response, url: str, *, has: str = "", action: str = ""):
        self.page = parser.document_fromstring(response.content.decode())
        self.url = url
        forms = [form for form in self.page.forms if form.get("id") != "logout-form" and form.method == "POST"]
        forms = [form for form in forms if not has or form.xpath(f".//*[@name='{has}']")]
        self.forms = [form for form in forms if not action or self._address(form).startswith(action)]
        self.form = self.forms[0] if self.forms else None

    def _address(self, form) -> str:
        return urljoin(self.url, form.get("action") or self.url)

    @property
    def address(self) -> str:
        return self._address(self.form)

    def values(self, **more) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in [*self.form.form_values(), *more.items()]:
            found[name] = [value] if name in more else [*found.get(name, []), value]
        for area in self.form.xpath(".//textarea[@name]"):
            if area.get("name") not in more:
                found[area.get("name")] = [(area.text or "").removeprefix("\n")]
        return found

    def send(self, browser: Client, headers: dict | None = None, **more):
        return browser.post(self.address, self.values(**more), headers=headers)


def log_in_again(browser: Browser, response, name: str):
    """Fill in the login page that carries words."""
    assert response.status_code == 403
    form = Form(response, response.request["PATH_INFO"])
    return form.send(browser, username=name, password=PASSWORD)


def text_fields(form) -> list:
    """The fields of a form that a person types into."""
    inputs = form.xpath(".//input[@name][not(@type) or @type='text']")
    areas = form.xpath(".//textarea[@name]")
    return [f for f in [*inputs, *areas] if f.get("readonly") is None and "__prefix__" not in f.get("name")]


# --- The session has ended ------------------------------------------------------------------------------------------


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
    assert not Entry.objects.exists()
    assert again.send(browser, action="preview").status_code == 302
    assert Entry.objects.get().text == TYPED


def test_every_form_of_the_desk_comes_back_after_login(administrator, tmp_path):
    urls = pages(administrator, tmp_path / "volume.xml")
    browser = Browser("administrator")
    tried = set()
    for url in urls:
        for number in range(len(browser.open(url).forms)):
            form = browser.open(url)
            form.form = form.forms[number]
            fields = text_fields(form.form)
            if not fields or "/otp_" in form.address or "/password" in form.address:
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
    assert not Entry.objects.exists()


# --- The token is not valid -----------------------------------------------------------------------------------------


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


# --- Refusals and errors --------------------------------------------------------------------------------------------


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


# --- Scripts --------------------------------------------------------------------------------------------------------


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


def test_a_form_that_was_taken_is_acknowledged_and_one_that_was_refused_is_not(clerk):
    paper = store.save(document_record("one"), state=State.DRAFT, user=clerk).document
    browser = Browser("clerk")
    form = browser.open(reverse("admin:archive_document_change", args=[paper.pk]), has="comment")
    assert "desk_sent" not in form.send(browser, comment="x", step="publish", _copy="a-1").cookies
    assert "desk_sent" not in form.send(browser, comment="x", step="submit", _copy="<>").cookies
    form = browser.open(ENTER)
    assert form.send(browser, text="x", _copy="a-1").cookies["desk_sent"].value == "a-1"


def pages(staff, path) -> list[str]:
    """The addresses of every page of the desk with a form to type into."""
    urls = curation(staff, path)
    record = document_record("own", warnings=(ReadingWarning("no-heading", "There is no heading."),))
    paper = store.save(record, state=State.DRAFT, user=staff).document
    store.save(document_record("own", number="13"), edit=True, user=staff)
    person = Person.objects.first()
    term = FilingTerm.objects.create(scheme="decimal-1910", facet="class", code="8", name="Internal affairs")
    volume = Volume.objects.first()
    erratum = Erratum.objects.create(document=paper, text="so")
    names = {
        "archive_document_enter": [], "archive_document_edit": [paper.pk], "archive_document_change": [paper.pk],
        "archive_document_history": [paper.pk], "archive_person_change": [person.pk], "archive_person_add": [],
        "archive_volume_change": [volume.pk], "archive_volume_add": [], "archive_filingterm_change": [term.pk],
        "archive_filingterm_add": [], "archive_erratum_add": [], "archive_erratum_change": [erratum.pk],
        "archive_place_add": [], "archive_mission_add": [], "archive_office_add": [],
        "auth_user_change": [staff.pk], "auth_user_add": [],
    }  # fmt: skip
    if reference := paper.references.first():
        names["archive_reference_change"] = [reference.pk]
    return [*urls, *(reverse(f"admin:{name}", args=args) for name, args in names.items())]
