"""Typed words in a browser: the session ends, somebody logs in in a second tab, the server is gone, and no word is lost."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from archive import store
from archive.models import Entry, Office, Person, State
from tests.support.browsing import BOTH_SCREENS, PASSWORD, fits, log_in, refusals
from tests.support.records import document_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENTER = "/admin/archive/document/enter/"
WORDS = "840.48 Refugees: Telegram\n\nThe Minister in Ruritania (Quill) to the Secretary of State\n\nIt has come."


@pytest.fixture
def person():
    """A person to edit; a clerk and an archivist have accounts."""
    for role in ("clerk", "archivist"):
        User.objects.create_user(role, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=role))
    return Person.objects.create(name="Quill", slug="quill", key="quill")


@pytest.fixture
def office(person):
    """An office to edit."""
    return Office.objects.create(name="Legation in Ruritania", slug="legation", key="legation")


def kept(page) -> list[str]:
    """The copies that the browser keeps, as text."""
    return page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('desk-typed:')).map(k => localStorage[k])")


def wait_for_copy(page, words: str) -> None:
    """Wait until the browser's copy has the words."""
    wanted = json.dumps(words)[1:-1]
    page.wait_for_function(
        "words => Object.keys(localStorage).some(k => k.startsWith('desk-typed:') && localStorage[k].includes(words))",
        arg=wanted,
    )


def fill_in_login(page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_after_the_end_of_a_session_a_form_comes_back_and_is_saved(page, office, assert_accessible):
    refused = refusals(page)
    log_in(page, "archivist")
    url = reverse("admin:archive_office_change", args=[office.pk])
    page.goto(url)
    page.locator("#id_note").fill("A long note <b>about</b> it")
    page.get_by_label("Why").fill("the file has it")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you typed is not lost")).to_be_visible()
    assert fits(page)
    assert refused == []
    assert_accessible(page)
    fill_in_login(page, "archivist")
    expect(page.get_by_text("not yet saved")).to_be_visible()
    expect(page.locator("#id_note")).to_have_value("A long note <b>about</b> it")
    expect(page.locator("#why")).to_have_value("the file has it")
    expect(page.locator(".desk-copies")).to_have_count(0)
    assert page.url.endswith(url)
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/office/")
    office.refresh_from_db()
    assert office.note == "A long note <b>about</b> it"
    page.wait_for_function("Object.keys(localStorage).every(k => !k.startsWith('desk-typed:'))")


@BOTH_SCREENS
def test_the_page_of_a_form_that_is_out_of_date(page, person, scheme, assert_accessible):
    page.emulate_media(color_scheme=scheme)
    log_in(page, "archivist")
    page.goto(reverse("admin:archive_person_change", args=[person.pk]))
    page.locator("#id_note").fill("A note")
    page.context.clear_cookies(name="sessionid")
    tab = page.context.new_page()
    log_in(tab, "clerk")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing was saved yet")).to_be_visible()
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Log out, and log in").click()
    fill_in_login(page, "archivist")
    expect(page.locator("#id_note")).to_have_value("A note")


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_one_logs_in_without_leaving_the_page_and_the_text_is_sent(page, person, assert_accessible):
    refused = refusals(page)
    log_in(page, "clerk")
    page.goto(ENTER)
    page.locator("#text").fill("840.48")
    expect(page.locator("#kept")).to_have_text("Kept.")
    assert kept(page) == []
    Session.objects.all().delete()
    page.locator("#text").fill(WORDS)
    expect(page.locator("#kept")).to_contain_text("you are logged out")
    wait_for_copy(page, WORDS)
    page.get_by_role("button", name="Log in here").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("clerk")
    dialog.get_by_label("Password").fill("wrong")
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog.locator(".errornote")).to_be_visible()
    assert refused == []
    assert_accessible(page)
    fill_in_login(dialog, "clerk")
    expect(page.locator("#kept")).to_have_text("Kept.")
    expect(dialog).to_have_count(0)
    assert Entry.objects.get().text == WORDS
    assert kept(page) == []
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    paper = page.url
    page.go_back()
    page.wait_for_url(paper)


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_two_tabs_on_one_entry_and_leaving_at_once_lose_nothing(page, person):
    log_in(page, "clerk")
    page.goto(ENTER)
    page.locator("#text").fill(WORDS)
    expect(page.locator("#kept")).to_have_text("Kept.")
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    other.locator("#text").fill(WORDS.replace("Ruritania", "Graustark"))
    expect(other.locator("#kept")).to_have_text("Kept.")
    page.bring_to_front()
    page.locator("#text").fill(WORDS.replace("It has come.", "It came."))
    both = WORDS.replace("It has come.", "It came.").replace("Ruritania", "Graustark")
    expect(page.locator("#text")).to_have_value(both)
    expect(page.locator("#merged")).to_contain_text("another window")
    expect(page.locator("#kept")).to_have_text("Kept.")
    assert Entry.objects.get().text == both
    # Leaving before anything was sent: the words are in the browser, and are merged with what the other tab saves meanwhile.
    page.route("**/enter/**", lambda route: route.abort())
    page.locator("#text").fill(both + "\n\nQuill")
    page.goto("/admin/")
    page.unroute("**/enter/**")
    other.bring_to_front()
    other.locator("#text").fill(WORDS.replace("Ruritania", "Graustark").replace("840.48", "840.50"))
    expect(other.locator("#text")).to_have_value(both.replace("840.48", "840.50"))
    expect(other.locator("#kept")).to_have_text("Kept.")
    page.bring_to_front()
    page.get_by_role("button", name="Put them back").click()
    expect(page.locator("#text")).to_have_value(both.replace("840.48", "840.50") + "\n\nQuill")


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_another_login_of_the_same_person_is_not_noticed(page, person):
    log_in(page, "clerk")
    page.goto(ENTER)
    page.context.clear_cookies(name="sessionid")
    log_in(page.context.new_page(), "clerk")
    page.locator("#text").fill(WORDS)
    expect(page.locator("#kept")).to_have_text("Kept.")
    assert Entry.objects.get().text == WORDS


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_nothing_is_sent_under_the_name_of_somebody_else(page, person):
    log_in(page, "clerk")
    page.goto(ENTER)
    page.context.clear_cookies(name="sessionid")
    log_in(page.context.new_page(), "archivist")
    page.locator("#text").fill(WORDS)
    expect(page.locator("#kept")).to_contain_text("somebody else is logged in")
    assert not Entry.objects.exists()
    wait_for_copy(page, WORDS)
    page.goto(ENTER)
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator(".desk-copies")).to_have_count(0)


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_a_text_is_sent_when_the_server_can_be_reached_again(page, person):
    log_in(page, "clerk")
    page.goto(ENTER)
    page.context.set_offline(True)
    page.locator("#text").fill(WORDS)
    expect(page.locator("#kept")).to_contain_text("the server cannot be reached")
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_have_text("Kept.")
    assert Entry.objects.get().text == WORDS


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "the server has a fault"), (403, "may not edit this"), (404, "in another window"), (413, "may be too long")],
)
def test_what_is_wrong_is_told_apart(page, person, status, words):
    log_in(page, "clerk")
    page.goto(ENTER)
    page.route("**/enter/", lambda route: route.fulfill(status=status, body="<h1>no</h1>"))
    page.locator("#text").fill(WORDS)
    expect(page.locator("#kept")).to_contain_text(words)
    wait_for_copy(page, WORDS)


def test_words_that_could_not_be_sent_are_offered_on_return(page, office, assert_accessible):
    log_in(page, "archivist")
    url = reverse("admin:archive_office_change", args=[office.pk])
    page.goto(url)
    page.locator("#id_note").fill("A note for later")
    wait_for_copy(page, "A note for later")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(url)
    expect(page.get_by_text("that were not sent")).to_contain_text("“A note for later”")
    expect(page.locator("#id_note")).to_have_value("")
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Put them back").click()
    expect(page.get_by_text("not yet saved")).to_be_visible()
    expect(page.locator("#id_note")).to_have_value("A note for later")
    expect(page.locator(".desk-copies")).to_have_count(0)
    office.refresh_from_db()
    assert office.note == ""
    page.goto("/admin/")
    page.get_by_role("button", name="Throw them away").click()
    expect(page.locator(".desk-copies")).to_have_count(0)
    assert kept(page) == []


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_added_rows_are_put_back_too(page, person):
    log_in(page, "archivist")
    url = reverse("admin:archive_person_change", args=[person.pk])
    page.goto(url)
    page.locator("#names-group .add-row a").click()
    page.locator("[name=names-1-name]").fill("Quill the Elder")
    wait_for_copy(page, "Quill the Elder")
    page.goto("/admin/")
    page.get_by_role("button", name="Put them back").click()
    expect(page.locator("[name=names-1-name]")).to_have_value("Quill the Elder")


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_logging_out_removes_the_copies_and_they_are_for_one_person_only(page, person):
    paper = store.save(document_record("one"), state=State.PUBLISHED).document
    log_in(page, "archivist")
    page.goto(reverse("admin:archive_document_change", args=[paper.pk]))
    page.locator("[name=comment]").fill("A comment")
    wait_for_copy(page, "A comment")
    Session.objects.all().delete()
    log_in(page, "clerk")
    expect(page.locator("nav.desk-begin")).to_be_visible()
    expect(page.locator(".desk-copies")).to_have_count(0)
    page.get_by_role("button", name="Log out").click()
    assert len(kept(page)) == 1
    log_in(page, "archivist")
    expect(page.get_by_text("A comment")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_function("Object.keys(localStorage).every(k => !k.startsWith('desk-typed:'))")
