"""Entering by pasting, and editing texts: through the pages, as a clerk and an archivist do it."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from archive import store, workflow
from archive.models import Document, Entry, Office, PendingEdit, State
from archive.records import VolumeRecord
from tests.support.forms import fields_of
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
ENTER = "/admin/archive/document/enter/"
TEXT = """840.48 Refugees/5425: Telegram

The Ambassador in Ruritania (Quill) to the Secretary of State

Strelsau, March 5, 1938—7 p.m.

12. Your telegram1 arrived. [Page 41] It was read.

1. Not printed.
"""


def plain_record(source_id: str):
    """Return a record whose text the notation can write."""
    record = document_record(source_id)
    return replace(record, footnotes=tuple(replace(note, source_id="") for note in record.footnotes))


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def test_a_pasted_text_is_shown_as_read_and_saved_as_a_draft(as_clerk, clerk):
    shown = as_clerk.post(ENTER, {"text": TEXT}, follow=True)
    html = shown.content.decode()
    assert "As the public will see it" in html
    posted = fields_of(html)
    assert posted["senders-0-office"] == "Ambassador in Ruritania"
    assert posted["senders-0-person"] == "Quill"
    assert posted["file_numbers"] == "840.48 Refugees/5425"
    assert posted["date_edtf"] == "1938-03-05"
    saved = as_clerk.post(shown.request["PATH_INFO"], posted | {"action": "save"}, follow=True)
    document = Document.objects.get()
    assert saved.request["PATH_INFO"] == reverse("admin:archive_document_change", args=[document.pk])
    assert (document.state, document.created_by, document.version) == (State.DRAFT, clerk, 1)
    assert document.footnotes.get().label == "1"
    assert not Entry.objects.open().exists()


@pytest.mark.once
def test_a_draft_is_saved_together_with_the_end_of_its_entry_or_not_at_all(as_clerk):
    as_clerk.raise_request_exception = False
    shown = as_clerk.post(ENTER, {"text": TEXT}, follow=True)
    saving = fields_of(shown.content.decode()) | {"action": "save"}
    here = shown.request["PATH_INFO"]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER stop BEFORE UPDATE ON archive_entry WHEN NEW.ended <> ''"
            " BEGIN SELECT RAISE(ABORT, 'the power fails'); END"
        )
        assert as_clerk.post(here, saving).status_code == 500
        assert not Document.objects.exists()
        assert Entry.objects.open().get().text == saving["text"]
        cursor.execute("DROP TRIGGER stop")
    assert as_clerk.post(here, saving).status_code == 302
    assert Document.objects.count() == 1


def test_a_paper_is_entered_into_a_volume_that_its_clerk_sees(as_clerk, clerk):
    volumes = [store.save_volume(VolumeRecord(slug, "Papers of 1938"))[0] for slug in ("draft", "vol")]
    for volume, state in zip(volumes, (State.DRAFT, State.PUBLISHED), strict=True):
        store.save(document_record(f"{volume.slug}#d1"), volume=volume, position=4, state=state)
    shown = as_clerk.post(ENTER, {"text": TEXT}, follow=True)
    url, page = shown.request["PATH_INFO"], shown.content.decode()
    for slug in ("gone", "draft"):
        refused = as_clerk.post(url, fields_of(page) | {"action": "save", "volume": slug})
        page = refused.content.decode()
        assert (refused.status_code, Document.objects.filter(created_by=clerk).exists()) == (400, False)
        assert f"There is no volume “{slug}”." in page
    offered = re.search(r'name="volume".*?</select>', page, re.DOTALL)[0]
    assert re.findall(r'value="(\w*)"', offered) == ["", "vol"]
    as_clerk.post(url, fields_of(page) | {"action": "save", "volume": "vol"})
    document = Document.objects.get(created_by=clerk)
    assert (document.volume.slug, document.position) == ("vol", 5)
    # An edit of its text leaves it there, and offers no other.
    edit = as_clerk.get(reverse("admin:archive_document_edit", args=[document.pk])).content.decode()
    assert "volume" not in fields_of(edit)


def test_a_text_that_takes_too_long_to_read_is_refused_and_stays(as_clerk, settings):
    settings.READING_TIME_LIMIT = 0
    shown = as_clerk.post(ENTER, {"text": TEXT}, follow=True).content.decode()
    assert "too long to be read at once" in shown
    assert fields_of(shown)["text"].strip() == TEXT.strip()
    settings.READING_TIME_LIMIT = 60_000
    again = as_clerk.get(reverse("admin:archive_document_entry", args=[Entry.objects.get().pk])).content.decode()
    assert "As the public will see it" in again


def test_an_interrupted_entry_is_there_again_and_only_for_its_writer(as_clerk, client, archivist):
    as_clerk.post(ENTER, {"text": "840.48 half a li", "action": "live"})
    entry = Entry.objects.get()
    page = as_clerk.get(ENTER).content.decode()
    address = reverse("admin:archive_document_entry", args=[entry.pk])
    assert address in page
    assert "840.48 half a li" in as_clerk.get(address).content.decode()
    client.force_login(archivist)
    assert client.get(address).status_code == 404


def test_a_correction_in_a_field_stays_and_the_others_follow_the_text(as_clerk):
    shown = as_clerk.post(ENTER, {"text": TEXT}, follow=True)
    address = shown.request["PATH_INFO"]
    posted = fields_of(shown.content.decode()) | {"number": "13", "senders-0-person": "Quill, Jonas"}
    again = fields_of(as_clerk.post(address, posted, follow=True).content.decode())
    assert (again["number"], again["senders-0-person"]) == ("13", "Quill, Jonas")
    again["text"] = again["text"].replace("Secretary of State", "Minister in Graustark")
    third = fields_of(as_clerk.post(address, again, follow=True).content.decode())
    assert third["number"] == "13"
    assert third["recipients-0-office"] == "Minister in Graustark"
    as_clerk.post(address, third | {"action": "save"})
    document = Document.objects.get()
    assert document.number == "13"
    assert document.correspondents.get(role="sender").person.name == "Quill, Jonas"
    assert document.correspondents.get(role="recipient").office.name == "Minister in Graustark"


def test_each_doubt_is_marked_at_its_place(as_clerk):
    text = TEXT.replace("5425", "17") + "\n2. See page 40.\n"
    html = as_clerk.post(ENTER, {"text": text}, follow=True).content.decode()
    marks = re.findall(r'<mark\s+id="doubt-(\d+)">(.*?)<sup>', html)
    assert any(words.startswith(("2.", "See")) for _, words in marks)
    for number, _ in marks:
        assert f'href="#doubt-{number}"' in html


@pytest.mark.parametrize(
    ("words", "says", "number", "settled"),
    [
        ("The Embassy1 told Quill2.", "It is no footnote", "2", "The Embassy1 told Quill[=2]."),
        ("The Embassy 1 asked, the Mission 1 told.", "It is one", "1", "Embassy [^1] asked, the Mission 1 told."),
        (
            "The Embassy 1 asked, the Mission 1 told.",
            "It is no footnote",
            "1",
            "Embassy [=1] asked, the Mission 1 told.",
        ),
    ],
)
def test_a_number_is_said_to_be_an_anchor_or_none(as_clerk, words, says, number, settled):
    shown = as_clerk.post(ENTER, {"text": TEXT.replace("Your telegram1 arrived.", words)}, follow=True)
    html = shown.content.decode()
    (key,) = re.findall(rf'value="(settle \d+ \S*\b{number}\]\S*)"[^>]*>{says}<', html)
    entry = shown.request["PATH_INFO"]
    shown = as_clerk.post(entry, fields_of(html) | {"action": key}, follow=True)
    assert settled in Entry.objects.get().text
    assert f'value="{key}"' not in shown.content.decode()
    again = as_clerk.post(entry, fields_of(shown.content.decode()) | {"action": key}, follow=True)
    assert "The text has changed" in again.content.decode()
    assert settled in Entry.objects.get().text


def test_the_paper_that_is_held_already_is_named_at_once_and_no_other(as_clerk, other_clerk):
    held = store.save(document_record("held"), state=State.PUBLISHED).document
    store.save(document_record("next", number="13"), state=State.PUBLISHED)
    store.save(document_record("secret"), user=other_clerk)
    store.save(document_record("later", date=None, senders=(), number=""), state=State.PUBLISHED)

    def named(text: str) -> list[tuple[str, str]]:
        preview = as_clerk.post(ENTER, {"text": text, "action": "live"}).json()["preview"]
        part = preview.partition('id="held"')[2].partition("</section>")[0]
        return re.findall(r"/document/(\d+)/change/.*?(the same [^.]*)\.", part, re.DOTALL)

    same = TEXT.replace("5425", "17")
    assert named(same) == [(str(held.pk), "the same day, own number, file number, sender and recipient")]
    assert named(TEXT) == [(str(held.pk), "the same day, own number, sender and recipient")]
    assert named(same.replace("March 5", "March 6")) == []
    assert named(same.replace("12. Your", "14. Your")) == []
    assert (
        named(
            same.replace("12. Your", "Your")
            .replace("(Quill)", "")
            .replace("Ambassador in Ruritania", "Consul at Strelsau")
        )
        == []
    )


def test_known_offices_are_matched_and_near_ones_are_offered(as_clerk):
    key = store.authority_key("Ambassador in Ruritania")
    Office.objects.create(name="Ambassador in Ruritania", key=key, slug="a", made_by_hand=True)
    html = as_clerk.post(ENTER, {"text": TEXT}, follow=True).content.decode()
    assert "known as" in html
    shown = as_clerk.post(
        ENTER, {"text": TEXT.replace("Ambassador in Ruritania", "Ambassador in Ruritanea")}, follow=True
    )
    near = re.search(r'<button name="(senders-0-office)" value="(Ambassador in Ruritania)"', shown.content.decode())
    posted = fields_of(shown.content.decode()) | {near[1]: near[2], "action": "save"}
    as_clerk.post(shown.request["PATH_INFO"], posted)
    assert Office.objects.get(slug="a").correspondents.get().person_read == "Quill"


def test_the_script_gets_the_same_preview(as_clerk):
    answer = as_clerk.post(ENTER, {"text": TEXT, "action": "live"}).json()
    page = as_clerk.get(answer["address"]).content.decode()
    assert "As the public will see it" in answer["preview"]
    assert fields_of(answer["fields"])["number"] == fields_of(page)["number"] == "12"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "no heading",
        "\x00\x01",
        "x" * 100_000,
        "[^1" * 1000,
        "\ud800",
        "1/" * 5000,
        "<script>alert(1)</script>",
    ],
)
def test_no_text_breaks_the_page(as_clerk, text):
    for action in ("preview", "live", "save"):
        data = {
            "text": text.encode("utf-8", "replace").decode(),
            "action": action,
            "read": "[",
            "kind": "<b>",
            "date_edtf": "x",
        }
        response = as_clerk.post(ENTER, data, follow=True)
        assert response.status_code in (200, 400)
        assert "<script>alert" not in response.content.decode()


def test_an_upload_is_read_and_a_binary_one_refused_in_words(as_clerk):
    upload = SimpleUploadedFile("quill-paper.txt", TEXT.encode())
    shown = as_clerk.post(ENTER, {"text": "", "file": upload}, follow=True)
    assert fields_of(shown.content.decode())["name"] == "quill-paper"
    refused = as_clerk.post(ENTER, {"file": SimpleUploadedFile("x.txt", b"\xff\x00\xfe")}, follow=True)
    assert refused.status_code == 200
    assert "x.txt" in refused.content.decode()


# --- Editing ----------------------------------------------------------------------------------------------------------


def begin(client, document):
    """Open the edit page and get what it would post."""
    response = client.get(reverse("admin:archive_document_edit", args=[document.pk]))
    return response, fields_of(response.content.decode())


def edit(client, document, old: str, new: str, **more):
    _, posted = begin(client, document)
    assert old in posted["text"]
    posted["text"] = posted["text"].replace(old, new)
    return client.post(
        reverse("admin:archive_document_edit", args=[document.pk]), posted | {"action": "save"} | more, follow=True
    )


def test_a_clerk_edits_a_draft_in_the_notation_and_footnotes_stay_with_their_anchors(as_clerk, clerk):
    document = store.save(plain_record("mine"), user=clerk).document
    _, posted = begin(as_clerk, document)
    assert "[^9]" in posted["text"]
    posted["text"] = (
        posted["text"].replace("arrived[^9]", "arrived").replace("[^9]: Not printed (840.48 Refugees/16).", "")
    )
    posted["text"] = posted["text"].replace("read.[^10]", "read[^10] today[^11].") + "\n\n[^11]: A new note.\n"
    as_clerk.post(
        reverse("admin:archive_document_edit", args=[document.pk]), posted | {"action": "save", "reason": "renumbered"}
    )
    record = store.load(Document.objects.for_record().get(pk=document.pk))
    assert [(note.order, note.label) for note in record.footnotes] == [(1, "10"), (2, "11")]
    assert re.findall(r'<anchor[^>]*n="(\d)"', record.text) == ["1", "2"]
    version = document.versions.get(number=2)
    assert (version.user, version.reason) == (clerk, "renumbered")
    assert not store.warnings_about(record)


def test_an_edit_as_tei_keeps_notes_where_they_stand(client, archivist):
    document = store.save(document_record("tei")).document
    client.force_login(archivist)
    address = reverse("admin:archive_document_edit", args=[document.pk]) + "?form=tei"
    posted = fields_of(client.get(address).content.decode())
    assert '<note n="9"' in posted["text"] or 'n="9"' in posted["text"]
    posted["text"] = posted["text"].replace("and was", '<hi rend="italic">and</hi> was')
    client.post(address, posted | {"action": "save", "form": "tei"})
    record = store.load(Document.objects.for_record().get(pk=document.pk))
    assert '<hi rend="italic">and</hi>' in record.text
    assert [note.label for note in record.footnotes] == ["9", "10"]
    assert record.senders == document_record().senders


@pytest.mark.parametrize(
    "tei",
    [
        "<div>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><div/>",
        "<div xmlns='http://www.tei-c.org/ns/1.0'/>",
        "<div xmlns='http://www.tei-c.org/ns/1.0' type='document'>" + "<p>" * 300 + "</p>" * 300 + "</div>",
        "<?x?><div xmlns='http://www.tei-c.org/ns/1.0' type='document'/>",
    ],
)
def test_bad_tei_is_refused_with_the_reason_and_kept(client, archivist, tei):
    document = store.save(document_record("tei")).document
    client.force_login(archivist)
    address = reverse("admin:archive_document_edit", args=[document.pk]) + "?form=tei"
    response = client.post(address, {"text": tei, "form": "tei", "action": "save"})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert Entry.objects.get().text == tei
    assert Document.objects.get(pk=document.pk).version == 1


def test_an_edit_of_a_published_document_waits(client, archivist, administrator):
    document = store.save(document_record("public"), state=State.PUBLISHED).document
    client.force_login(archivist)
    response = edit(client, document, "arrived", "came late", reason="the print says so")
    assert "the edit is published" in response.content.decode()
    public = client.get(document.get_absolute_url()).content.decode()
    assert "arrived" in public
    assert "came late" not in public
    _, posted = begin(client, document)
    assert "came late" in posted["text"]
    client.force_login(administrator)
    client.post(reverse("admin:archive_document_waiting", args=[document.pk]), {"action": "publish"})
    assert "came late" in client.get(document.get_absolute_url()).content.decode()
    assert not PendingEdit.objects.exists()
    assert "the print says so" in document.versions.get(number=2).reason


def test_an_edit_that_waits_can_be_thrown_away(client, archivist):
    document = store.save(document_record("public"), state=State.PUBLISHED).document
    client.force_login(archivist)
    edit(client, document, "arrived", "came late")
    client.post(reverse("admin:archive_document_waiting", args=[document.pk]), {"action": "discard"})
    assert not PendingEdit.objects.exists()
    assert Document.objects.get(pk=document.pk).version == 1


def test_the_second_of_two_editors_gets_409_with_their_text_and_can_go_on(client, archivist):
    document = store.save(document_record("both")).document
    client.force_login(archivist)
    address = reverse("admin:archive_document_edit", args=[document.pk])
    _, posted = begin(client, document)
    client.post(address, posted | {"action": "live"})
    other = User.objects.create_superuser("other", password=None)
    changed = replace(store.load(Document.objects.for_record().get()), classification="Top Secret")
    workflow.edit(document, changed, user=other, reason="", version=1)
    entry = Entry.objects.get()
    posted["text"] = posted["text"].replace("arrived", "came")
    response = client.post(reverse("admin:archive_document_entry", args=[entry.pk]), posted | {"action": "save"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "<ins>Top " in html
    assert "<ins>came" in html
    assert "other saved version 2" in html
    assert store.load(Document.objects.for_record().get(pk=document.pk)) == changed
    posted = fields_of(html)
    assert "came" in posted["text"]
    here = reverse("admin:archive_document_entry", args=[entry.pk])
    assert client.post(here, posted | {"action": "save"}).status_code == 409
    posted = fields_of(client.post(here, posted | {"action": "both"}, follow=True).content.decode())
    assert Document.objects.get(pk=document.pk).version == 2
    client.post(here, posted | {"action": "save"})
    saved = Document.objects.for_record().get(pk=document.pk)
    assert (saved.version, saved.classification, "came" in saved.text.tei) == (3, "Top Secret", True)


def test_of_words_that_both_changed_both_stay_and_are_named(client, archivist, administrator):
    document = store.save(plain_record("both")).document
    client.force_login(archivist)
    _, posted = begin(client, document)
    theirs = store.load(Document.objects.for_record().get())
    theirs = replace(theirs, text=theirs.text.replace("arrived", "has come").replace("Your", "The"))
    workflow.edit(document, theirs, user=administrator, reason="", version=1)
    posted["text"] = posted["text"].replace("arrived", "came in")
    html = client.post(
        reverse("admin:archive_document_edit", args=[document.pk]), posted | {"action": "save"}
    ).content.decode()
    here = reverse("admin:archive_document_entry", args=[Entry.objects.get().pk])
    html = client.post(here, fields_of(html) | {"action": "both"}, follow=True).content.decode()
    assert "was changed in both: “has come” and “came in” are both there now." in html
    assert "The 7 has come came in" in Entry.objects.get().text


def test_of_two_who_opened_the_page_before_either_saved_the_second_is_told(client, archivist, administrator):
    document = store.save(document_record("both")).document
    client.force_login(archivist)
    _, posted = begin(client, document)
    changed = replace(store.load(Document.objects.for_record().get()), classification="Top Secret")
    workflow.edit(document, changed, user=administrator, reason="", version=1)
    posted["text"] = posted["text"].replace("arrived", "came")
    response = client.post(reverse("admin:archive_document_edit", args=[document.pk]), posted | {"action": "save"})
    assert response.status_code == 409
    assert "administrator saved version 2" in response.content.decode()
    assert store.load(Document.objects.for_record().get(pk=document.pk)) == changed


def test_an_edit_that_waits_is_not_lost_to_a_second_editor(client, archivist, administrator):
    document = store.save(document_record("both"), state=State.PUBLISHED).document
    client.force_login(archivist)
    _, posted = begin(client, document)
    workflow.edit(document, document_record("both", number="14"), user=administrator, reason="", version=1)
    posted["text"] = posted["text"].replace("arrived", "came")
    response = client.post(reverse("admin:archive_document_edit", args=[document.pk]), posted | {"action": "save"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "administrator saved an edit that waits" in html
    assert "<ins>14</ins>" in html
    assert PendingEdit.objects.get().record["number"] == "14"
    here = reverse("admin:archive_document_entry", args=[Entry.objects.get().pk])
    posted = fields_of(client.post(here, fields_of(html) | {"action": "both"}, follow=True).content.decode())
    client.post(here, posted | {"action": "save"})
    assert PendingEdit.objects.get().record["number"] == "14"
    assert "came" in PendingEdit.objects.get().record["text"]


def test_what_was_identified_in_an_edit_that_waits_stays_when_its_text_is_edited(archivist, administrator):
    document = store.save(document_record("both"), state=State.PUBLISHED).document
    office = Office.objects.create(name="Envoy", slug="envoy", key="envoy", status="accepted")
    chosen = {"rows": [["sender", 1, {"office": office.pk}], ["recipient", 1, {"office": office.pk}]]}
    workflow.edit(
        document, document_record("both", number="13"), user=archivist, reason="", version=1, identified=chosen
    )
    other = (replace(document_record().recipients[0], printed="Somebody else"),)
    workflow.edit(
        document, document_record("both", number="14", recipients=other), user=archivist, reason="", version=1
    )
    workflow.publish_edit(document, user=administrator)
    assert document.correspondents.get(role="sender").office == office
    assert document.correspondents.get(role="recipient").office != office


def test_a_clerk_cannot_edit_what_is_not_a_draft_of_theirs(as_clerk, clerk, other_clerk):
    theirs = store.save(document_record("theirs"), user=other_clerk).document
    reviewed = store.save(document_record("reviewed"), user=clerk, state=State.REVIEW).document
    public = store.save(document_record("public"), user=clerk, state=State.PUBLISHED).document
    codes = [
        as_clerk.get(reverse("admin:archive_document_edit", args=[d.pk])).status_code
        for d in (theirs, reviewed, public)
    ]
    assert codes == [404, 403, 403]
