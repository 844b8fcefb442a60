"""Entries that several windows send: what each sends is kept, merged, thrown away and brought back, and never doubled."""

import json

import pytest
from django.urls import reverse

from archive import store, workflow
from archive.models import Document, Entry, State
from tests.support.forms import fields_of
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
ENTER = "/admin/archive/document/enter/"
TEXT = "840.48 Refugees/5425: Telegram\n\nThe Ambassador in Ruritania (Quill) to the Secretary of State\n\nYour telegram arrived.\n"
LIVE = {"action": "live"}


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def begin(client, text: str = TEXT, **more) -> dict:
    return client.post(ENTER, {"text": text, "token": "a-page", "_copy": "one", **LIVE, **more}).json()


def test_a_window_sends_only_what_it_changed(as_clerk):
    address = begin(as_clerk, "x 😀 y")["address"]
    change = {"revision": 1, "start": 4, "end": 5, "insert": "and z 😀", "length": 12, "_copy": "one"}
    answer = as_clerk.post(address, LIVE | change | {"length": 11}).json()
    assert answer["revision"] == 2
    assert Entry.objects.get().text == "x 😀 and z 😀"
    for wrong in ({"length": 12}, {"start": 9, "end": 2}, {"end": 99}, {"revision": 77}):
        refused = as_clerk.post(address, LIVE | change | wrong)
        assert (refused.status_code, refused.json()) == (409, {"problem": "whole"})
    assert Entry.objects.get().text == "x 😀 and z 😀"


def test_sending_again_makes_neither_a_second_entry_nor_words_twice(as_clerk):
    begin(as_clerk)
    begin(as_clerk)
    answer = begin(as_clerk, TEXT.replace("arrived", "has arrived"), revision=0)
    assert Entry.objects.get().text == TEXT.replace("arrived", "has arrived")
    assert "merged" not in answer


def test_two_windows_on_one_entry_become_one_text(as_clerk):
    address = begin(as_clerk)["address"]
    page = fields_of(as_clerk.get(address).content.decode())
    mine = page | {"text": TEXT.replace("arrived", "came"), "_copy": "one", "number": "12"}
    as_clerk.post(address, mine | LIVE)
    theirs = page | {"text": TEXT + "\n1. A note.\n", "_copy": "two", "classification": "Secret"}
    answer = as_clerk.post(address, theirs | LIVE).json()
    both = TEXT.replace("arrived", "came") + "\n1. A note.\n"
    assert answer["merged"] == both
    assert Entry.objects.get().text == mine["text"]
    again = theirs | {"text": answer["merged"], "revision": answer["revision"]}
    assert as_clerk.post(address, again | LIVE).json()["revision"] == answer["revision"] + 1
    entry = Entry.objects.get()
    assert entry.text == both
    assert entry.values == {"number": "12", "classification": "Secret"}


def test_without_a_script_a_window_that_is_behind_is_merged_before_it_is_saved(as_clerk):
    address = begin(as_clerk)["address"]
    page = fields_of(as_clerk.get(address).content.decode())
    as_clerk.post(address, page | {"text": TEXT.replace("arrived", "came"), "number": "12"})
    behind = page | {"text": TEXT.replace("arrived", "is here"), "number": "13", "action": "save"}
    shown = as_clerk.post(address, behind, follow=True).content.decode()
    assert not Document.objects.exists()
    assert "changed in another window" in shown
    assert "Line 5 was changed in both: “came” and “is here” are both there now." in shown
    assert "“number” was changed in both: it was “12” in the other window, and is “13” now." in shown
    assert "Your telegram came is here." in Entry.objects.get().text
    as_clerk.post(address, fields_of(shown) | {"action": "save"})
    assert Document.objects.get().number == "13"


def test_after_saving_going_back_leads_to_the_paper(as_clerk):
    begin(as_clerk)
    entry = Entry.objects.get()
    address = reverse("admin:archive_document_entry", args=[entry.pk])
    posted = fields_of(as_clerk.get(address).content.decode())
    paper = as_clerk.post(address, posted | {"action": "save"}).url
    assert paper == reverse("admin:archive_document_change", args=[Document.objects.get().pk])
    assert as_clerk.get(address).url == as_clerk.get(f"{ENTER}?token=a-page").url == paper
    assert as_clerk.post(address, posted | {"action": "save"}).url == paper
    assert as_clerk.post(address, posted | LIVE).status_code == 410
    assert Document.objects.count() == 1
    more = as_clerk.post(address, posted | {"text": TEXT + "\nMore words.\n"}, follow=True).content.decode()
    assert "More words." in more
    assert Entry.objects.open().get().document is None


def test_an_entry_that_was_thrown_away_is_brought_back(as_clerk, client, archivist):
    address = begin(as_clerk)["address"]
    as_clerk.post(address, {"text": TEXT, "action": "discard"})
    assert not Entry.objects.open().exists()
    assert address in as_clerk.get("/admin/").content.decode()
    page = as_clerk.get(address).content.decode()
    assert "Bring it back" in page
    as_clerk.post(address, fields_of(page) | {"action": "preview"})
    assert Entry.objects.open().get().text.strip() == TEXT.strip()
    client.force_login(archivist)
    assert client.get(address).status_code == 404


def test_a_draft_is_thrown_away_and_brought_back_and_a_returned_one_announced(as_clerk, clerk, other_clerk, archivist):
    document = store.save(document_record("mine"), user=clerk).document
    theirs = store.save(document_record("theirs"), user=other_clerk).document
    step = reverse("admin:archive_document_step", args=[document.pk])
    as_clerk.post(step, {"step": "discard"})
    document.refresh_from_db()
    assert document.state == State.DISCARDED
    assert as_clerk.get(reverse("admin:archive_document_edit", args=[document.pk])).status_code == 403
    assert (
        as_clerk.post(reverse("admin:archive_document_step", args=[theirs.pk]), {"step": "discard"}).status_code == 404
    )
    as_clerk.post(step, {"step": "recover"})
    as_clerk.post(step, {"step": "submit"})
    assert "Returned to you" not in as_clerk.get("/admin/").content.decode()
    workflow.take(document, "return", user=archivist, comment="The date is missing")
    front = as_clerk.get("/admin/").content.decode()
    assert "Returned to you" in front
    assert "The date is missing" in front
    workflow.take(document, "submit", user=clerk)
    assert "Returned to you" not in as_clerk.get("/admin/").content.decode()


def test_what_could_be_cleaned_is_shown_and_cleaned_by_one_button(as_clerk):
    address = begin(as_clerk, TEXT.replace("Your telegram", "Your tele-\ngram"))["address"]
    page = as_clerk.get(address).content.decode()
    assert "Could be cleaned" in page
    as_clerk.post(address, fields_of(page) | {"action": "clean"})
    assert Entry.objects.get().text.strip() == TEXT.strip()
    assert "Could be cleaned" not in as_clerk.get(address).content.decode()


def test_what_forms_may_send_breaks_nothing(as_clerk):
    address = begin(as_clerk)["address"]
    for wrong in (
        {"corrections": "["},
        {"corrections": "[]"},
        {"read": json.dumps({"number": {}})},
        {"revision": "9" * 40},
        {"token": "\0"},
    ):
        assert as_clerk.post(address, {"text": TEXT, "number": "1"} | wrong, follow=True).status_code == 200
