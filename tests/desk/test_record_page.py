"""A document's own page as a form: rows for correspondents, file numbers and footnotes, saved as one edit in the one way."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import search, store, workflow
from archive.models import Document, Office, PendingEdit, Person, State
from tests.support.forms import fields_of
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, archivist):
    client.force_login(archivist)
    return client


def address(document) -> str:
    return reverse("admin:archive_document_change", args=[document.pk])


def form(client, document) -> dict:
    """Return what the page of a document would post without any change."""
    found = fields_of(client.get(address(document)).content.decode(), form="document_form")
    return {key: value for key, value in found.items() if "__prefix__" not in key}


def record(document):
    return store.load(Document.objects.for_record().get(pk=document.pk))


def new(**changes):
    return store.save(document_record("one", **changes)).document


def test_saving_a_page_as_it_stands_changes_nothing(desk):
    document = new()
    answer = desk.post(address(document), form(desk, document), follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert Document.objects.get().version == 1


def test_a_correspondent_is_corrected_identified_and_kept_in_history_and_search(desk, archivist):
    document = new()
    person = Person.objects.create(name="Ada Quill", slug="ada-quill", key="x", status="accepted")
    posted = form(desk, document)
    assert posted["correspondents-0-printed"] == "The Ambassador in Ruritania (Quill)"
    posted |= {
        "correspondents-0-person": str(person.pk),
        "reason": "see the staff list",
        "classification": "Top Secret",
    }
    assert desk.post(address(document), posted).status_code == 302
    sender = document.correspondents.get(role="sender")
    assert sender.person == person
    assert sender.person_read == "Quill"
    assert sender.office.name == "Ambassador in Ruritania"
    current = Document.objects.get()
    assert (current.version, current.classification) == (2, "Top Secret")
    version = document.versions.get(number=2)
    assert (version.user, version.reason) == (archivist, "see the staff list")
    assert document.versions.get(number=1).record["record"]["classification"] == "Secret"
    assert LogEntry.objects.get().change_message == "see the staff list"
    assert search.check_entries() == []


def test_identifying_alone_is_a_version_and_is_taken_back(desk):
    document = new()
    before = document.correspondents.get(role="sender").person
    desk.post(address(document), form(desk, document) | {"correspondents-0-person": ""})
    assert document.correspondents.get(role="sender").person is None
    assert Document.objects.get().version == 2
    desk.post(reverse("admin:archive_document_restore", args=[document.pk]), {"number": "1"})
    assert document.correspondents.get(role="sender").person == before
    assert Document.objects.get().version == 3


def test_other_words_are_read_anew_unless_somebody_is_chosen(desk):
    document = new()
    office = Office.objects.create(name="Envoy", slug="envoy", key="envoy", status="accepted")
    posted = form(desk, document) | {"correspondents-0-printed": "The Minister in Graustark (Bibulus)"}
    desk.post(
        address(document), posted | {"correspondents-1-printed": "Somebody", "correspondents-1-office": str(office.pk)}
    )
    sender, recipient = document.correspondents.order_by("-role")
    assert (sender.office_read, sender.person.name) == ("Minister in Graustark", "Bibulus")
    assert (recipient.printed, recipient.office) == ("Somebody", office)


def test_rows_are_added_and_removed_and_stay_in_order(desk):
    senders = (*document_record().senders, *document_record().recipients)
    document = new(senders=senders)
    kept = document.correspondents.get(role="sender", order=2).office
    posted = form(desk, document)
    total = int(posted["correspondents-TOTAL_FORMS"])
    posted |= {
        "correspondents-TOTAL_FORMS": str(total + 1),
        f"correspondents-{total}-role": "recipient",
        f"correspondents-{total}-printed": "The Consul at Zenda (Hentzau)",
        "correspondents-0-DELETE": "on",
        "document_file_numbers-TOTAL_FORMS": "2",
        "document_file_numbers-0-printed": "840.48 Refugees/18",
        "document_file_numbers-1-printed": "740.0011 European War 1939/5",
    }
    assert desk.post(address(document), posted).status_code == 302
    saved = record(document)
    assert [who.printed for who in saved.senders] == ["the Secretary of State"]
    assert document.correspondents.get(role="sender").office == kept
    assert [who.person for who in saved.recipients] == ["", "Hentzau"]
    assert [number.normal for number in saved.file_numbers] == ["840.48 Refugees/18", "740.0011 European War 1939/5"]
    assert search.check_entries() == []


def test_a_footnote_is_edited_in_the_notation_and_stays_at_its_anchor(desk):
    document = new()
    posted = form(desk, document)
    assert posted["footnotes-0-notation"] == "Not printed (840.48 Refugees/16)."
    posted |= {"footnotes-0-notation": "Not *printed* (840.48 Refugees/15).", "footnotes-0-label": "9a"}
    desk.post(address(document), posted)
    note = record(document).footnotes[0]
    assert (note.label, note.anchor) == ("9a", "arrived")
    assert '<hi rend="italic">printed</hi>' in note.text
    assert 'n="9a"' in note.text
    assert record(document).text == document_record().text
    assert document.references.filter(printed__contains="840.48 Refugees/15").exists()
    assert "printed</" in Document.objects.get().text.notes_html


@pytest.mark.parametrize("text", ["", "one[^8]", "x\n\n[^7]: another"])
def test_a_footnote_cannot_be_emptied_or_doubled_here(desk, text):
    document = new()
    answer = desk.post(address(document), form(desk, document) | {"footnotes-0-notation": text})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert Document.objects.get().version == 1


def test_what_the_notation_cannot_say_is_only_shown(desk):
    note = document_record().footnotes[0]
    odd = note.text.replace("Not printed", '<seg type="x">Not</seg> printed')
    notes = (type(note)(1, "9", odd, anchor="arrived"), document_record().footnotes[1])
    document = new(footnotes=notes)
    html = desk.get(address(document)).content.decode()
    assert "It can only be edited with the document’s text" in html
    assert "<seg" not in html
    desk.post(address(document), form(desk, document) | {"footnotes-0-notation": "gone"})
    assert record(document).footnotes == notes


def test_an_edit_of_a_published_document_waits_with_whom_it_identifies(desk, client, administrator):
    document = store.save(document_record("one"), state=State.PUBLISHED).document
    person = Person.objects.create(name="Ada Quill", slug="ada-quill", key="x", status="accepted")
    before = document.correspondents.get(role="sender").person
    desk.post(address(document), form(desk, document) | {"correspondents-0-person": str(person.pk), "number": "13"})
    assert document.correspondents.get(role="sender").person == before
    assert Document.objects.get().number == "12"
    html = desk.get(address(document)).content.decode()
    assert "An edit waits" in html
    assert 'name="correspondents-0-printed"' not in html
    desk.force_login(administrator)
    desk.post(reverse("admin:archive_document_waiting", args=[document.pk]), {"action": "publish"})
    assert document.correspondents.get(role="sender").person == person
    assert Document.objects.get().number == "13"
    assert Document.objects.get().version == 2


def test_the_second_of_two_editors_gets_409_with_their_rows_and_can_go_on(desk, administrator):
    document = new(senders=(*document_record().senders, *document_record().recipients))
    posted = form(desk, document)
    theirs = document_record("one", senders=document_record().senders, classification="Top Secret")
    workflow.edit(document, theirs, user=administrator, reason="", version=1)
    posted |= {"correspondents-0-printed": "The Minister in Ruritania", "number": "13"}
    answer = desk.post(address(document), posted)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "administrator saved version 2" in html
    assert "<ins>Top " in html
    assert "The Minister in Ruritania" in html
    assert record(document).classification == "Top Secret"
    assert len(record(document).senders) == 1
    again = {k: v for k, v in fields_of(html, form="document_form").items() if "__prefix__" not in k}
    assert again["correspondents-0-printed"] == "The Minister in Ruritania"
    assert desk.post(address(document), again).status_code == 302
    saved = record(document)
    assert [who.printed for who in saved.senders] == ["The Minister in Ruritania", "the Secretary of State"]
    assert (saved.number, saved.classification) == ("13", "Secret")
    assert Document.objects.get().version == 3


def test_an_edit_that_came_to_wait_meanwhile_is_not_overwritten(desk, administrator):
    document = store.save(document_record("one"), state=State.PUBLISHED).document
    posted = form(desk, document)
    workflow.edit(document, document_record("one", number="14"), user=administrator, reason="", version=1)
    answer = desk.post(address(document), posted | {"number": "13"})
    assert answer.status_code == 409
    assert "administrator saved an edit that waits" in answer.content.decode()
    assert PendingEdit.objects.get().record["number"] == "14"
    again = {k: v for k, v in fields_of(answer.content.decode(), form="document_form").items() if "__prefix__" not in k}
    assert desk.post(address(document), again).status_code == 302
    assert PendingEdit.objects.get().record["number"] == "13"


def test_languages_are_typed_as_codes_and_a_wrong_one_is_refused(desk):
    document = store.save(document_record("one", languages=("fr",))).document
    posted = form(desk, document)
    assert posted["languages"] == "fr"
    assert "“Greek” is no code" in desk.post(address(document), posted | {"languages": "Greek"}).content.decode()
    assert desk.post(address(document), posted | {"languages": "deu, la"}).status_code == 302
    assert record(document).languages == ("de", "la")


def test_who_may_not_edit_sees_and_cannot_post(client, clerk, other_clerk, desk):
    document = store.save(document_record("one"), user=clerk, state=State.PUBLISHED).document
    posted = form(desk, document)
    client.force_login(clerk)
    html = client.get(address(document)).content.decode()
    assert "The Ambassador in Ruritania (Quill)" in html
    assert 'name="correspondents-0-printed"' not in html
    assert client.post(address(document), posted | {"number": "13"}).status_code == 403
    mine = store.save(document_record("two"), user=clerk).document
    assert client.post(address(mine), form(client, mine) | {"number": "13"}).status_code == 302
    assert Document.objects.get(pk=mine.pk).number == "13"


def test_the_page_asks_as_much_for_many_rows_as_for_few(desk):
    # The others may be this one once more. Its page is opened first, because some things are fetched only once.
    desk.get(address(store.save(document_record("one more")).document))
    counts = []
    for source_id, times in (("few", 1), ("many", 12)):
        document = store.save(document_record(source_id, senders=document_record().senders * times)).document
        with CaptureQueriesContext(connection) as queries:
            html = desk.get(address(document)).content.decode()
        assert len(re.findall(r'name="correspondents-\d+-printed"', html)) == times + 1
        counts.append(len(queries))
    assert counts[0] == counts[1] < 22
