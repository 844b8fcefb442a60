"""The review room: what waits, with doubts and notes at their places, and one decision after the other."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from archive import store, workflow
from archive.desk.review import reviewed_text
from archive.errors import Refused
from archive.models import Document, DocumentWarning, Note, PendingEdit, Person, State
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def paper(number: int, *, state=State.REVIEW, user=None, words: str = "The Consul was instructed to wait.") -> Document:
    text = f'<div {_TEI} type="document"><head>Paper {number}</head><p>{words}</p></div>'
    return store.save(document_record(f"vol#d{number}", text=text, footnotes=()), state=state, user=user).document


def room(document, **asked) -> str:
    return reverse("admin:archive_document_review", args=[document.pk], query=asked)


def edit(document: Document, user, words: str = "The Consul was told to wait.") -> None:
    text = f'<div {_TEI} type="document"><head>Paper</head><p>{words}</p></div>'
    record = document_record(document.source_id, text=text, footnotes=())
    workflow.edit(document, record, user=user, reason="misread", version=document.version)


@pytest.fixture
def desk(client, archivist):
    client.force_login(archivist)
    return client


def test_one_publishes_and_gets_the_next(desk, clerk):
    first, second, third = (paper(number, user=clerk) for number in (1, 2, 3))
    shown = desk.get(room(second)).context
    assert (shown["place"], shown["count"], shown["before"], shown["after"]) == (2, 3, room(first), room(third))
    answer = desk.post(room(second), {"step": "publish"})
    assert answer["Location"] == room(third)
    second.refresh_from_db()
    assert second.state == State.PUBLISHED
    assert desk.post(room(third), {"step": "return", "comment": "Please read line 3 again."})["Location"] == room(first)
    assert third.transitions.get().comment == "Please read line 3 again."
    assert desk.post(room(first), {"step": "return"})["Location"] == room(first)  # without a reason
    first.refresh_from_db()
    assert first.state == State.REVIEW


def test_a_queue_is_narrowed_to_a_colleague(desk, clerk, other_clerk):
    mine, _ = paper(1, user=clerk), paper(2, user=other_clerk)
    url = reverse("admin:archive_document_reviews")
    assert [row for row, _ in desk.get(url, {"by": "clerk"}).context["rows"]] == [mine]
    assert len(desk.get(url).context["rows"]) == 2


def test_an_edit_waits_in_its_queue_with_what_it_changes(desk, archivist, administrator, settings):
    document = paper(1, state=State.PUBLISHED)
    edit(document, administrator)
    assert [row for row, _ in desk.get(reverse("admin:archive_document_reviews") + "?of=edits").context["rows"]] == [
        document
    ]
    page = desk.get(room(document, of="edits"))
    html = page.content.decode()
    assert "<del>instructed</del>" in html
    assert "<ins>told</ins>" in html
    token = page.context["edit"].token
    edit(document, administrator, "The Consul was asked to wait.")
    desk.post(room(document, of="edits"), {"step": "publish_edit", "token": token})
    assert PendingEdit.objects.exists()  # another one than was shown
    desk.post(room(document, of="edits"), {"step": "publish_edit", "token": PendingEdit.objects.get().token})
    assert "asked to wait" in Document.objects.get(pk=document.pk).text.tei


def test_nobody_publishes_an_own_edit_unless_that_is_allowed(desk, archivist, settings):
    document = paper(1, state=State.PUBLISHED)
    edit(document, archivist)
    with pytest.raises(Refused, match="Somebody else"):
        workflow.publish_edit(document, user=archivist)
    desk.post(room(document, of="edits"), {"step": "publish_edit", "token": PendingEdit.objects.get().token})
    assert PendingEdit.objects.exists()
    settings.PUBLISH_OWN_EDITS = True
    workflow.publish_edit(document, user=archivist)
    assert not PendingEdit.objects.exists()


def test_doubts_and_notes_are_marked_where_they_are(archivist):
    document = paper(1)
    record = store.load(Document.objects.for_record().get(pk=document.pk))
    note = workflow.write_note(document, "Which one?", user=archivist, words="The  Consul")
    lost = workflow.write_note(document, "And this?", user=archivist, words="not in the text")
    doubt = DocumentWarning(code="heading-not-understood", message="The heading was not understood.")
    text = reviewed_text(record, [doubt], [note, lost])
    assert '<mark class="desk-note" id="mark-2">The Consul<sup>2</sup></mark> was' in text.html
    assert [mark.href for mark in (*text.doubts, *text.notes)] == [text.doubts[0].href, "#mark-2", ""]


def test_a_doubt_about_a_footnote_leads_to_it():
    footnotes = document_record("x").footnotes
    record = document_record("x")
    doubt = DocumentWarning(code="footnote-without-anchor", message=f"Footnote {footnotes[0].label} has no anchor.")
    assert reviewed_text(record, [doubt], []).doubts[0].href == f"#fn-{footnotes[0].order}"


def test_a_note_about_words_of_a_footnote_leads_to_it_and_wrong_words_are_said_to_be(client, archivist):
    document = store.save(document_record("p#1"), state=State.REVIEW).document
    client.force_login(archivist)
    kind = ContentType.objects.get_for_model(Document)
    url = reverse("admin:archive_note_write", args=[kind.pk, document.pk])
    said = []
    for words in ("See p. 40", "was read", "was reed"):
        note = {"note": f"About {words}", "words": words, "next": room(document)}
        said.append("so the note is marked at no place" in client.post(url, note, follow=True).content.decode())
    assert said == [False, False, True]
    assert [(mark.of.words, mark.href) for mark in client.get(room(document)).context["text"].notes] == [
        ("See p. 40", "#fn-2"),
        ("was read", "#mark-3"),
        ("was reed", ""),
    ]


def test_a_note_waits_for_its_colleague_until_it_is_done(client, archivist, clerk):
    document = paper(1, state=State.DRAFT, user=clerk)
    client.force_login(archivist)
    kind = ContentType.objects.get_for_model(Document)
    url = reverse("admin:archive_note_write", args=[kind.pk, document.pk])
    client.post(url, {"note": "See the second line.", "to": clerk.pk, "words": "instructed", "next": "/admin/"})
    note = Note.objects.get()
    assert (note.record, note.to, note.words) == (document, clerk, "instructed")
    client.force_login(clerk)
    assert (
        "See the second line."
        in client.get(reverse("admin:archive_document_change", args=[document.pk])).content.decode()
    )
    assert client.get(reverse("admin:archive_note_changelist") + "?for=me").context["cl"].result_count == 1
    answer = client.post(reverse("admin:archive_note_done", args=[note.pk]), {"next": "//elsewhere.example/"})
    assert answer["Location"] == reverse("admin:archive_note_changelist")
    note.refresh_from_db()
    assert note.done_by == clerk
    client.post(reverse("admin:archive_note_done", args=[note.pk]), {"open": "1"})
    note.refresh_from_db()
    assert (note.done_by, note.done_at) == (None, None)


def test_a_note_is_for_those_who_see_its_record_only(client, archivist, clerk, other_clerk):
    document = paper(1, state=State.DRAFT, user=clerk)
    with pytest.raises(Refused, match="may not see"):
        workflow.write_note(document, "Look.", user=archivist, to=other_clerk)
    workflow.write_note(document, "Look.", user=archivist)
    client.force_login(other_clerk)
    assert client.get(reverse("admin:archive_note_changelist")).context["cl"].result_count == 0
    kind = ContentType.objects.get_for_model(Document)
    assert (
        client.post(reverse("admin:archive_note_write", args=[kind.pk, document.pk]), {"note": "x"}).status_code == 404
    )
    assert client.post(reverse("admin:archive_note_done", args=[Note.objects.get().pk])).status_code == 404


def test_a_note_stands_on_the_page_of_any_record(desk, archivist):
    person = Person.objects.create(name="Quill", slug="quill", key="quill", made_by_hand=True)
    workflow.write_note(person, "The same as in volume 2?", user=archivist)
    assert (
        "The same as in volume 2?"
        in desk.get(reverse("admin:archive_person_change", args=[person.pk])).content.decode()
    )


def test_a_clerk_reviews_nothing(client, clerk):
    document = paper(1, user=clerk)
    client.force_login(clerk)
    assert client.get(room(document)).status_code == 403
    assert client.post(room(document), {"step": "publish"}).status_code == 403
    assert client.get(reverse("admin:archive_document_reviews")).status_code == 403
