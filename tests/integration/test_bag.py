"""A bag is a valid bag, and an archive made from it is the same; a text or scan that nobody changed and that is another is noticed."""

import json

import bagit
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive import store, workflow
from archive.models import Document, DocumentText, Fixity, PublicChange, State, Volume
from archive.records import VolumeRecord
from archive.store import Incoming
from archive.store.fixity import check_fixity
from tests.support.people import make_user
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(settings, tmp_path):
    """A volume with a paper and a scan, a draft of no volume, and one that was withdrawn."""
    settings.SCANS, settings.ORIGINALS = tmp_path / "scans", tmp_path / "originals"
    (settings.SCANS / "vol").mkdir(parents=True)
    (settings.SCANS / "vol/0001.jpg").write_bytes(b"a page")
    (settings.ORIGINALS / "ab").mkdir(parents=True)
    (settings.ORIGINALS / "ab/abc.jpg").write_bytes(b"a leaf")
    store.save_volume(VolumeRecord("vol", "Papers"))
    incoming = [Incoming(document_record(f"vol#d{n}"), Volume.objects.get(), None, n) for n in (1, 2)]
    store.save_batch(incoming, state=State.PUBLISHED)
    store.save(document_record("alone"))
    store.save(document_record("vol#d1", heading="Another heading"), edit=True)
    workflow.take(
        Document.objects.get(source_id="vol#d2"), "withdraw", user=make_user("quill", "archivist"), comment="Why."
    )


def _empty():
    connection.check_constraints()  # PostgreSQL empties no table while checks of it are deferred
    call_command("flush", verbosity=0, interactive=False)


def test_an_archive_made_from_a_bag_is_the_same(archive, tmp_path, settings):
    call_command("check_fixity", verbosity=0)
    call_command("bag", tmp_path / "one", verbosity=0)
    bag = bagit.Bag(str(tmp_path / "one"))
    bag.validate()
    assert {
        "data/texts/vol.xml",
        "data/texts/papers.xml",
        "data/records/vol.jsonl",
        "data/originals/ab/abc.jpg",
    } <= set(bag.payload_entries())
    events = [json.loads(line) for line in (tmp_path / "one/data/events/vol.jsonl").open()]
    assert [(one["linkingObject"], one["eventType"]) for one in events] == [
        ("vol-d1", "ingestion"), ("vol-d1", "modification"), ("vol-d2", "ingestion"), ("vol-d2", "policy assignment"),
    ]  # fmt: skip
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore_bag", tmp_path / "one")
    changes = list(PublicChange.objects.values_list("slug", "at"))
    _empty()
    settings.SCANS = None
    with pytest.raises(CommandError, match="CHANCERY_SCANS"):
        call_command("restore_bag", tmp_path / "one")
    settings.SCANS, settings.ORIGINALS = tmp_path / "others", tmp_path / "other-originals"
    call_command("restore_bag", tmp_path / "one", verbosity=0)
    call_command("check_archive", verbosity=0)
    assert list(PublicChange.objects.values_list("slug", "at")) == changes
    call_command("bag", tmp_path / "two", verbosity=0)
    assert bagit.Bag(str(tmp_path / "two")).payload_entries() == bag.payload_entries()
    call_command("check_fixity", verbosity=0)
    store.save(document_record("new"))  # ids go on


def test_a_bag_that_was_changed_or_whose_scans_are_others_is_refused(archive, tmp_path, settings):
    call_command("bag", tmp_path / "bag", verbosity=0)
    (settings.SCANS / "vol/0001.jpg").write_bytes(b"another page")
    _empty()
    with pytest.raises(CommandError, match="another image"):
        call_command("restore_bag", tmp_path / "bag")
    with (tmp_path / "bag/data/tables/archive.document.jsonl").open("a") as file:
        file.write("\n")
    with pytest.raises(CommandError, match="not a bag as it was made"):
        call_command("restore_bag", tmp_path / "bag")
    assert not Document.objects.exists()


def test_a_text_that_changes_by_itself_is_noticed_and_an_edit_is_not(archive):
    assert list(check_fixity()) == []
    assert Fixity.objects.count() == 3
    store.save(document_record("alone", heading="Edited"), edit=True)
    assert list(check_fixity()) == []
    text = DocumentText.objects.get(document__source_id="vol#d1")
    DocumentText.objects.filter(pk=text.pk).update(tei=text.tei.replace("arrived", "perished"))
    (line,) = check_fixity()
    assert line.startswith("vol#d1: version 2 is not what it was on ")
    with pytest.raises(CommandError, match="1 texts or images"):
        call_command("check_fixity", verbosity=0)


def test_a_scan_that_is_another_or_gone_is_noticed_until_it_is_taken_anew(archive, settings, capsys):
    page = settings.SCANS / "vol/0001.jpg"
    (settings.SCANS / "vol/0002.png").write_bytes(b"its back")
    call_command("check_fixity")
    assert "3 texts and 2 scans are what they were." in capsys.readouterr().out
    page.write_bytes(b"A page")
    page.with_name("0002.png").unlink()
    for _ in range(2):
        with pytest.raises(CommandError, match="2 texts or images"):
            call_command("check_fixity")
        one, two = capsys.readouterr().out.splitlines()
        assert one.startswith("vol/0001.jpg is not what it was on ")
        assert two.startswith("vol/0002.png is gone; ")
    call_command("check_fixity", anew=["vol/0001.jpg", "vol/0002.png"], verbosity=0)
    settings.SCANS = None
    with pytest.raises(CommandError, match="1 texts or images"):
        call_command("check_fixity")
