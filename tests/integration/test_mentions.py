"""Whom papers mention: found with them, tied to people, and in step whatever becomes of paper, list and person."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from archive import search, store, workflow
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import import_source
from archive.models import Correspondent, Document, ListedPerson, Person, PersonMention, public
from archive.search import Filters, Query
from archive.store.undoing import undo_some, versions_to_undo
from tests.support.jobs import merge, split, unmerge
from tests.support.volumes import volume_with_list

pytestmark = pytest.mark.django_db

TITO = ("p_TJB1", "Tito, Josip Broz", "President of Yugoslavia")
DULLES = ("p_DJF1", "Dulles, John Foster", "Secretary of State")
_TEXT = '<p>He saw <persName corresp="#p_TJB1">Marshal Tito</persName> and <persName corresp="#p_X1">somebody</persName>.</p>'


@pytest.fixture
def come_in(tmp_path):
    """Import a volume whose papers are from Dulles and mention Tito."""

    def bring(slug="made1955v01", *, listed=(TITO, DULLES), state="published", text=_TEXT, **how):
        how.setdefault(
            "head",
            'Letter From <gloss type="from"><persName corresp="#p_DJF1">Dulles</persName></gloss> to the President',
        )
        path = tmp_path / f"{slug}.xml"
        path.write_text(volume_with_list(slug, *listed, text=text, **how))
        return import_source(path, processes=ReadingProcesses(0), state=state)

    return bring


def mentioned():
    """Return whom each paper mentions, as stored, and make sure that nothing is out of step."""
    assert list(store.check_mentions()) == []
    assert search.check_entries() == []
    rows = PersonMention.objects.exclude(person=None).order_by("document", "source_id")
    return [(row.document.source_id, row.person.name) for row in rows.select_related("document", "person")]


def papers_that_mention(person):
    hits = search.search(Query(), Filters.of(mentioned=person.slug)).hits
    return {hit.document.source_id for hit in hits}


def test_a_name_in_a_text_is_tied_to_a_person(come_in):
    come_in(papers=2)
    assert mentioned() == [("made1955v01#d1", "Tito, Josip Broz"), ("made1955v01#d2", "Tito, Josip Broz")]
    tito = Person.objects.get(name="Tito, Josip Broz")
    assert ListedPerson.objects.get(source_id="p_TJB1").person == tito
    assert papers_that_mention(tito) == {"made1955v01#d1", "made1955v01#d2"}
    unknown = PersonMention.objects.filter(source_id="p_X1")
    assert [(row.entry, row.person, row.count) for row in unknown] == [(None, None, 1)] * 2


def test_entries_that_are_only_mentioned_are_joined_across_volumes(come_in):
    come_in()
    come_in("made1958v01", listed=(TITO,), head="Memorandum")
    assert Person.objects.filter(name__startswith="Tito").count() == 1
    assert papers_that_mention(Person.objects.get(name__startswith="Tito")) == {"made1955v01#d1", "made1958v01#d1"}


def test_what_can_be_no_name_makes_no_person(come_in):
    come_in(listed=(("p_TJB1", "303 Committee", "a committee"), DULLES))
    assert mentioned() == []
    assert not Person.objects.filter(name__contains="303").exists()


def test_a_paper_that_is_edited_mentions_whom_it_names_then(come_in):
    come_in()
    document = Document.objects.for_record().get()
    record = store.load(document)
    store.save(replace(record, text=record.text.replace("#p_TJB1", "#p_DJF1")), edit=True)
    assert mentioned() == [("made1955v01#d1", "Dulles, John Foster")]
    with store.changing(document):
        document.text.tei = record.text
        document.text.save()
    assert mentioned() == [("made1955v01#d1", "Tito, Josip Broz")]


def test_only_published_papers_make_somebody_public(come_in):
    come_in(state="draft")
    assert mentioned() == [("made1955v01#d1", "Tito, Josip Broz")]
    tito = Person.objects.get(name="Tito, Josip Broz")
    assert (list(public.people()), list(public.listed_persons())) == ([], [])
    assert papers_that_mention(tito) == set()
    come_in("made1958v01", papers=1)
    assert list(public.listed_persons().filter(person=tito).values_list("volume__slug", flat=True)) == ["made1958v01"]
    assert tito in public.people()
    chief = User.objects.create_superuser("chief")
    for document in Document.objects.filter(volume__slug="made1958v01"):
        workflow.take(document, "withdraw", user=chief, comment="Not ours.")
    assert tito not in public.people()


def test_mentions_move_with_a_merge_and_back(come_in):
    come_in()
    tito = Person.objects.get(name="Tito, Josip Broz")
    kept = Person.objects.create(name="Broz, Josip", slug="broz-josip", key="x", status="accepted")
    done = merge(kept, tito)
    assert mentioned() == [("made1955v01#d1", "Broz, Josip")]
    assert papers_that_mention(kept) == {"made1955v01#d1"}
    assert [hit.document.source_id for hit in search.search(search.understand("mentions:Tito")).hits] == [
        "made1955v01#d1"
    ]
    come_in("made1958v01")
    unmerge(done)
    assert mentioned() == [("made1955v01#d1", "Tito, Josip Broz"), ("made1958v01#d1", "Broz, Josip")]


def test_mentions_follow_an_entry_that_is_taken_apart(come_in):
    text = _TEXT + '<p><persName corresp="#p_DJF1">I</persName> left.</p>'
    come_in(text=text)
    come_in("made1958v01", text=text)
    old = Person.objects.get(name="Dulles, John Foster")
    assert papers_that_mention(old) == {"made1955v01#d1", "made1958v01#d1"}
    sent = Correspondent.objects.filter(document__volume__slug="made1958v01", role="sender")
    new, change = split(old, sent, "Dulles, J.")
    assert papers_that_mention(new) == {"made1958v01#d1"}
    assert ("made1958v01#d1", "Dulles, J.") in mentioned()
    undo_some(change, versions_to_undo(change))
    assert papers_that_mention(old) == {"made1955v01#d1", "made1958v01#d1"}


def test_an_undone_import_leaves_nobody_who_was_only_mentioned(come_in):
    run = come_in()
    undo_some(run, versions_to_undo(run))
    assert not Person.objects.exists()
    assert not PersonMention.objects.exists()


def test_an_undone_import_leaves_whom_other_papers_mention(come_in):
    come_in()
    run = come_in("made1958v01")
    undo_some(run, versions_to_undo(run))
    assert mentioned() == [("made1955v01#d1", "Tito, Josip Broz")]


def test_a_list_that_comes_in_with_other_entries_is_followed(come_in):
    come_in()
    come_in(listed=(("p_X1", "Bakarić, Vladimir", "President of Croatia"), DULLES))
    assert mentioned() == [("made1955v01#d1", "Bakarić, Vladimir")]
    come_in(listed=(("p_X1", "Bakarić, Vlado", "President of Croatia"), DULLES))
    assert mentioned() == [("made1955v01#d1", "Bakarić, Vlado")]


def test_a_check_finds_what_is_out_of_step_and_a_rebuild_mends_it(come_in):
    come_in(papers=3)
    PersonMention.objects.filter(document__source_id="made1955v01#d1").delete()
    PersonMention.objects.filter(document__source_id="made1955v01#d2", source_id="p_TJB1").update(person=None)
    assert [line.partition(":")[0] for line in store.check_mentions()] == ["made1955v01#d1", "made1955v01#d2"]
    assert store.rebuild_mentions() == 2
    assert len(mentioned()) == 3
    ListedPerson.objects.filter(source_id="p_TJB1").update(person=None)
    PersonMention.objects.filter(source_id="p_TJB1").update(person=None)
    assert store.rebuild_mentions() == 3
    assert len(mentioned()) == 3
