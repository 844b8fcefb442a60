"""Entries of volumes' lists of persons: tied to one person across volumes, taken apart for good, and let go with their papers."""

import pytest

from archive.importing.processes import ReadingProcesses
from archive.importing.runs import import_source
from archive.models import Correspondent, DocumentWarning, ListedPerson, Person
from archive.store.undoing import undo_some, versions_to_undo
from tests.support.jobs import split
from tests.support.volumes import volume_with_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def come_in(tmp_path):
    """Import a volume: its list's entries are (id, name, line)."""

    def bring(slug, *listed, **how):
        path = tmp_path / f"{slug}.xml"
        path.write_text(volume_with_list(slug, *listed, **how))
        return import_source(path, processes=ReadingProcesses(0))

    return bring


def senders():
    """Return the people who sent each paper, by its id."""
    rows = Correspondent.objects.filter(role="sender").order_by("document__source_id", "order")
    return {row.document.source_id: row.person for row in rows.select_related("document", "person")}


def test_entries_of_two_volumes_are_tied_to_one_person_and_say_why(come_in, client):
    come_in("made1953v01", ("p_DJF1", "Dulles, John Foster", "Secretary of State from January 1953"))
    come_in("made1955v01", ("p_DJ1", "Dulles, John F.", "Secretary of State"))
    come_in("made1955v02", ("p_DA1", "Dulles, Allen W.", "Director of Central Intelligence"))
    found = senders()
    assert found["made1953v01#d1"] == found["made1955v01#d1"] != found["made1955v02#d1"]
    assert list(ListedPerson.objects.order_by("pk").values_list("person__name", "why", "certainty")) == [
        ("Dulles, John Foster", "", None),
        ("Dulles, John Foster", "the same name in full", 99),
        ("Dulles, Allen W.", "", None),
    ]
    page = client.get(found["made1955v01#d1"].get_absolute_url()).content.decode()
    assert "Dulles, John F.: Secretary of State" in page
    assert "the same name in full" in page
    assert "Director of Central Intelligence" not in page


def test_it_does_not_depend_on_which_paper_comes_first(come_in):
    """An entry that no paper marks yet is compared, too: it may be the link between two others."""
    come_in("made1953v01", ("p_S1", "Smith, Gerard C.", "Assistant Secretary of State"))
    come_in(
        "made1969v01",
        ("p_S2", "Smith, Gerard C.", "Assistant Secretary of State; Director, Arms Control Agency"),
        marked=False,
    )
    come_in("made1970v01", ("p_S3", "Smith, Gerard C.", "Director, Arms Control Agency"))
    assert senders()["made1953v01#d1"] == senders()["made1970v01#d1"]


def test_what_an_archivist_took_apart_stays_apart(come_in):
    come_in("made1953v01", ("p_DJF1", "Dulles, John Foster", "Secretary of State"))
    come_in("made1955v01", ("p_DJ1", "Dulles, John F.", "Secretary of State"))
    old = senders()["made1955v01#d1"]
    other, change = split(
        old, Correspondent.objects.filter(document__source_id="made1955v01#d1", role="sender"), "Dulles, J."
    )
    come_in("made1955v01", ("p_DJ1", "Dulles, John F.", "Secretary of State"), papers=2)
    assert senders() == {"made1953v01#d1": old, "made1955v01#d1": other, "made1955v01#d2": other}
    assert ListedPerson.objects.get(person=other).tied_by_hand
    undo_some(change, versions_to_undo(change))
    assert senders()["made1955v01#d1"] == old


def test_an_undone_import_lets_go(come_in):
    first = come_in("made1953v01", ("p_DJF1", "Dulles, John Foster", "Secretary of State"))
    run = come_in("made1955v01", ("p_DJ1", "Dulles, John F.", "Secretary of State"))
    undo_some(run, versions_to_undo(run))
    assert Person.objects.count() == 1
    assert ListedPerson.objects.count() == 1
    undo_some(first, versions_to_undo(first))
    assert not Person.objects.exists()


def test_a_name_without_a_mark_is_the_one_of_the_list_who_held_the_office(come_in, client):
    come_in(
        "made1953v01",
        ("p_DA1", "Dulles, Allen W.", "Director of Central Intelligence"),
        ("p_DJ1", "Dulles, John Foster", "Secretary of State"),
    )
    head = "Letter From the Secretary of State (Dulles) to the Ambassador (Dulles)"
    come_in(
        "made1953v01",
        ("p_DA1", "Dulles, Allen W.", "Director of Central Intelligence"),
        ("p_DJ1", "Dulles, John Foster", "Secretary of State"),
        papers=2,
        head=head,
    )
    found = (
        Correspondent.objects.filter(document__source_id="made1953v01#d2")
        .order_by("role")
        .values_list("role", "person__name", "person_source_id")
    )
    assert list(found) == [("recipient", "Dulles", ""), ("sender", "Dulles, John Foster", "")]
    page = client.get("/documents/made1953v01-d2/?view=understood").content.decode()
    assert page.count("Who it is follows from the volume’s list of persons") == 1


def test_a_mark_that_the_list_contradicts_is_a_doubt_and_no_join(come_in):
    listed = (
        ("p_DA1", "Dulles, Allen W.", "Director of Central Intelligence"),
        ("p_DJ1", "Dulles, John Foster", "Secretary of State"),
    )
    marked = '<persName corresp="#p_DJ1">Dulles</persName>'
    head = f'Memorandum From <gloss type="from">Director of Central Intelligence {marked}</gloss> to <gloss type="to">the President</gloss>'
    come_in("made1953v01", *listed, head=head)
    sender = Correspondent.objects.get(role="sender")
    assert (sender.person.name, sender.person_source_id) == ("Dulles, Allen W.", "p_DJ1")
    (doubt,) = sender.document.warnings.filter(code="mark-differs-from-list")
    assert (
        "Director of Central Intelligence Dulles” is marked as another person than “Dulles, Allen W.”" in doubt.message
    )


def test_a_mark_that_the_list_bears_out_is_no_doubt(come_in):
    come_in("made1953v01", ("p_DJ1", "Dulles, John Foster", "Secretary of State"), ("p_RD1", "Rusk, Dean", "Adviser"))
    assert not DocumentWarning.objects.filter(code="mark-differs-from-list").exists()
