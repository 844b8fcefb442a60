"""Passages that are withheld: by whom, how long, and through whatever is done with the paper meanwhile."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from archive import bulk, jobs, references, search, store, workflow
from archive.browsing import page_images
from archive.errors import Refused
from archive.exports import dump
from archive.importing.conflicts import TAKE, settle
from archive.importing.runs import import_source
from archive.models import BulkChange, Document, Erratum, PublicChange, Redaction, State, public
from tests.support.jobs import ended
from tests.support.records import document_record
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db
WORDS = "and was read."
GAP = "[Passage withheld until 2999-01-01: Privacy.]"
FAR = date(2999, 1, 1)


@pytest.fixture
def paper(archivist) -> Document:
    """A published paper with a withheld passage, which it had from the beginning of page 41."""
    record = document_record("vol#d1", summary=f"Your 7 came {WORDS}")
    record = replace(record, text=record.text.replace('and was <pb n="41"/>read.', f'<pb n="41" facs="0041"/>{WORDS}'))
    paper = store.save(record, state=State.PUBLISHED).document
    withhold(paper, archivist)
    return Document.objects.get()


def withhold(paper: Document, user, words: str = WORDS, until: date | None = FAR) -> int:
    return workflow.withhold(paper, words, reason="Privacy.", until=until, user=user)


def now(paper: Document):
    return store.load(Document.objects.for_record().get(pk=paper.pk))


def is_whole(paper: Document) -> bool:
    return WORDS in Document.objects.get(pk=paper.pk).text.plain_text()


def test_only_whoever_may_restrict_withholds_and_only_what_is_there(paper, clerk, archivist):
    assert not is_whole(paper)
    assert GAP in paper.text.plain_text()
    assert GAP in paper.text.html
    assert paper.summary == "Your 7 came […]"
    for act in (
        lambda: withhold(paper, clerk, "arrived"),
        lambda: workflow.reveal(paper.redactions.all(), user=clerk, reason="why"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    Erratum.objects.create(document=paper, text="“arrived” for “came”.")
    for words, reason, until in (
        ("never there", "Privacy.", None),
        ("a", "Privacy.", None),
        ("12.", "", None),
        ("12.", "Privacy.", timezone.localdate()),
        ("12.", "Section 12. of the law", None),
        ("arrived", "Privacy.", None),
        ("The Ambassador in Ruritania", "Privacy.", None),
    ):
        with pytest.raises(Refused):
            workflow.withhold(paper, words, reason=reason, until=until, user=archivist)
    assert Redaction.objects.count() == 1
    assert (paper.version, paper.versions.first().reason) == (2, "passage withheld: Privacy.")
    assert search.check_entries() == store.check_html() == [*references.differences()] == []


def test_it_is_shown_again_by_hand_or_by_itself(paper, archivist):
    before = store.load(Document.objects.for_record().get(pk=paper.pk))
    assert withhold(paper, archivist, "12. Your 7", until=None) == 1
    second = paper.redactions.last()
    with pytest.raises(Refused):
        workflow.reveal([second], user=archivist, reason=" ")
    workflow.reveal([second], user=archivist, reason="It was published elsewhere.")
    assert now(paper) == before
    with pytest.raises(Refused):
        workflow.reveal([second], user=archivist, reason="Again.")
    assert jobs.start_opening() is None
    paper.redactions.in_force().update(until=timezone.localdate())
    call_command("open_papers", stdout=io.StringIO())
    whole = now(paper)
    assert WORDS in whole.summary
    assert is_whole(paper)
    assert [(row.number, row.ended, row.ended_by) for row in paper.redactions.all()] == [
        (1, "opened", None),
        (2, "lifted", archivist),
    ]
    assert search.check_entries() == store.check_html() == []


def test_no_edit_brings_it_back(paper, archivist, settings):
    settings.PUBLISH_OWN_EDITS = True
    (row,) = Redaction.objects.all()
    # An earlier version has it.
    workflow.restore(paper, 1, user=archivist, reason="as it was")
    assert not is_whole(paper)
    # An edit of other words leaves the gap, and one without the gap is refused.
    edited = replace(now(paper), text=now(paper).text.replace("arrived", "came"))
    workflow.edit(paper, edited, user=archivist, reason="", version=Document.objects.get().version)
    workflow.publish_edit(Document.objects.get(), user=archivist)
    assert "came" in now(paper).text
    assert not is_whole(paper)
    for text in (now(paper).text.replace("came", WORDS), document_record().text.replace("read", "seen")):
        with pytest.raises(Refused):
            store.save(replace(now(paper), text=text), edit=True)
    # So is one of a field, and one that replaces words in the gap leaves it as it is.
    with pytest.raises(Refused):
        store.save(replace(now(paper), distribution=(WORDS,)), edit=True)
    how = {"find": "Privacy", "put": WORDS, "places": ["text"], "match_case": True, "whole_words": False}
    change = BulkChange.objects.create(kind="replace", documents=[paper.pk], parameters=how, user=archivist)
    ended(jobs.start_bulk_change(change, bulk.digest(change), user=archivist))
    assert GAP in Document.objects.get().text.plain_text()
    with pytest.raises(Refused), store.changing(Document.objects.get()):
        Document.objects.update(drafting=WORDS)
    row.refresh_from_db()
    assert not row.ended
    assert WORDS not in str(list(Document.objects.values())) + str(list(Document.objects.values("text__html")))


def test_no_import_brings_it_back(archivist, tmp_path):
    path = tmp_path / "vol.xml"
    path.write_text(volume_xml(2))
    import_source(path)
    paper = Document.objects.order_by("position").first()
    passage = "at 1."
    assert withhold(paper, archivist, passage) == 1
    path.write_text(volume_xml(2).replace("<p>", "<p>Lo! "))
    run = import_source(path, user=archivist)
    assert run.counts["conflict"] == 1
    version = Document.objects.get(pk=paper.pk).version
    settle(run, paper.source_id, TAKE, version=version, user=archivist, reason="The print is clear.")
    text = Document.objects.get(pk=paper.pk).text.plain_text()
    assert "Lo!" in text
    assert passage not in text
    assert import_source(path).counts.get("conflict", 0) == 0
    path.write_text(volume_xml(2).replace("<p>", "<p>Alas! "))
    assert import_source(path).counts["conflict"] == 1


def test_images_and_files_do_not_show_it_either(paper, archivist, settings):
    assert set(public.withheld_pages().values_list("label", flat=True)) == {"41"}
    settings.PUBLISHED_SCANS = "https://example.org/{volume}/{facs}"
    assert page_images.published_elsewhere(paper) == []
    assert public.is_redacted(paper)
    last = PublicChange.objects.order_by("pk").last().pk
    made = {"version": str(last), "created": (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")}
    assert dump.is_held_back(made)
    later = made | {"created": (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")}
    assert not dump.is_held_back(later)
    workflow.reveal(paper.redactions.all(), user=archivist, reason="why")
    assert not public.withheld_pages().exists()
    assert not public.is_redacted(paper)


def test_the_page_withholds_and_shows_again_and_clerks_see_nothing_of_it(client, clerk, archivist, paper):
    page = reverse("admin:archive_document_restrictions", args=[paper.pk])
    history = reverse("admin:archive_document_history", args=[paper.pk])
    client.force_login(clerk)
    own = [reverse("admin:archive_document_change", args=[paper.pk])]
    assert [WORDS in client.get(url).content.decode() for url in own] == [False]
    assert client.get(history).status_code == 403
    client.force_login(archivist)
    assert client.get(history).status_code == 200
    assert f"<q>{WORDS}</q>" in client.get(page).content.decode()
    refused = client.post(page, {"decision": "withhold", "words": "not there", "why": "Privacy."}).content.decode()
    assert "These words stand neither in the text nor in a footnote." in refused
    assert "not there</textarea>" in refused
    assert client.post(page, {"decision": "withhold", "words": "arrived", "why": "Privacy."}).status_code == 302
    assert "[Passage withheld: Privacy.]" in client.get(paper.get_absolute_url()).content.decode()
    row = paper.redactions.get(words="arrived")
    client.post(page, {"decision": "reveal", "redaction": row.pk, "comment": "A mistake."})
    assert "A mistake." in client.get(page).content.decode()
    assert "arrived" in client.get(paper.get_absolute_url()).content.decode()


def test_the_register_lists_passages_and_exports_no_words(client, clerk, archivist, paper):
    withhold(paper, archivist, "arrived", until=None)
    workflow.reveal(paper.redactions.filter(number=1), user=archivist, reason="She consents.")
    register, export = (reverse(f"admin:archive_redaction_{name}") for name in ("changelist", "export"))
    client.force_login(clerk)
    assert [client.get(url).status_code for url in (register, export)] == [403, 403]
    client.force_login(archivist)
    page = client.get(register).content.decode()
    for words in ("in force (1)", "without an end (1)", "ended (1)", "all (2)", "arrived"):
        assert words in page
    assert WORDS not in page
    lines = b"".join(client.get(f"{export}?standing=all").streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["paper", "vol#d1", "vol#d1"]
    assert "2999-01-01,Privacy.,archivist" in lines[1]
    assert "She consents." in lines[1]
    assert "arrived" not in "".join(lines)
