"""Differences that an import found in edited papers are settled on the desk: the archive's words stay, or the reading is taken."""

from dataclasses import replace

import pytest
from django.urls import reverse

from archive import search, store, workflow
from archive.importing.runs import import_source
from archive.models import Document, ImportRun, State
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(tmp_path):
    """A function that imports two papers again, the first with other words and edited in the meantime; it returns the run."""
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(2))
    import_source(path)
    document = Document.objects.for_record().get(position=1)
    store.save(replace(store.load(document), classification="Secret"), edit=True, reason="see the film")

    def run() -> ImportRun:
        path.write_text(volume_xml(2).replace("at 1.", "at one."))
        return import_source(path)

    return run


def paper() -> Document:
    return Document.objects.for_record().get(position=1)


def page(run) -> str:
    return reverse("admin:archive_importrun_settle", args=[run.pk, paper().pk])


def settle(client, run, how: str, **values):
    data = {"how": how, "version": str(paper().version), "reason": "looked at the film"} | values
    return client.post(page(run), data, follow=True)


def test_the_difference_is_shown_and_the_archives_words_are_kept(client, archivist, again):
    run = again()
    assert run.counts["conflict"] == 1
    client.force_login(archivist)
    assert page(run) in client.get(reverse("admin:archive_importrun_change", args=[run.pk])).content.decode()
    shown = client.get(page(run)).content.decode()
    assert "<ins>one.</ins>" in shown
    before = store.snapshot(paper())["record"]
    settle(client, run, "keep")
    assert store.snapshot(paper())["record"] == before
    run.refresh_from_db()
    settled = run.report["conflicts"][0]["settled"]
    assert (settled["how"], settled["by"], settled["reason"]) == ("keep", "archivist", "looked at the film")
    assert run.counts == {"conflict": 0, "settled": 1, "unchanged": 1}
    assert "looked at the film" in client.get(page(run)).content.decode()
    # The same reading is no longer a conflict; another one is.
    assert again().counts == {"unchanged": 2}


def test_the_new_reading_is_taken_as_a_version(client, archivist, again):
    run = again()
    client.force_login(archivist)
    settle(client, run, "take")
    assert "at one." in paper().text.tei
    assert paper().classification == ""
    version = paper().versions.first()
    assert (version.number, version.user) == (3, archivist)
    assert version.reason == f"reading of import {run.pk} taken: looked at the film"
    assert paper().versions.get(number=2).record["record"]["classification"] == "Secret"
    assert again().counts == {"unchanged": 2}
    assert search.check_entries() == []


def test_it_is_settled_once_with_a_reason_and_only_as_it_was_looked_at(client, archivist, again):
    run = again()
    client.force_login(archivist)
    assert "Please say why" in settle(client, run, "take", reason=" ").content.decode()
    assert "Please choose" in settle(client, run, "burn").content.decode()
    assert "has changed since you looked" in settle(client, run, "take", version="1").content.decode()
    assert paper().version == 2
    settle(client, run, "keep")
    assert "settled already" in settle(client, run, "take").content.decode()
    assert paper().version == 2


def test_an_edit_that_waits_is_not_thrown_away(client, archivist, again):
    run = again()
    workflow.edit(paper(), replace(store.load(paper()), number="7"), user=archivist, reason="", version=2)
    client.force_login(archivist)
    assert "An edit of this paper waits" in settle(client, run, "take").content.decode()
    assert paper().pending_edit


def test_a_paper_that_is_gone_from_the_source_can_only_be_kept(client, archivist, tmp_path):
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(2))
    import_source(path)
    path.write_text(volume_xml(1))
    run = import_source(path)
    gone = Document.objects.get(source_id="made1901v01#d2")
    client.force_login(archivist)
    here = reverse("admin:archive_importrun_settle", args=[run.pk, gone.pk])
    assert "no longer in it" in client.get(here).content.decode()
    data = {"version": "1", "reason": "a slip"}
    assert "withdrawn on its page" in client.post(here, data | {"how": "take"}, follow=True).content.decode()
    client.post(here, data | {"how": "keep"})
    run.refresh_from_db()
    assert run.report["conflicts"][0]["settled"]["how"] == "keep"
    assert run.counts == {"unchanged": 1}


def test_clerks_settle_nothing(client, clerk, archivist, again):
    run = again()
    client.force_login(clerk)
    assert client.get(page(run)).status_code == 404
    assert settle(client, run, "take").status_code in {403, 404}
    assert paper().version == 2
    assert paper().state == State.PUBLISHED
