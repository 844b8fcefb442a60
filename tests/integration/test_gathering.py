"""What headings and lists of several volumes say of one person is gathered under one record, whichever volume comes first."""

from itertools import permutations

import pytest
from django.core.management import call_command

from archive import store
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import import_source
from archive.models import Correspondent, Document, ListedPerson, Merge, Person, Place
from archive.store.undoing import undo_some, versions_to_undo
from tests.support.jobs import merge, undo, unmerge
from tests.support.people import make_user

pytestmark = pytest.mark.django_db

DEPUTY = "the Deputy Under Secretary of State"


def volume(slug, *senders, listed=(), place="Washington"):
    """Return a volume of a paper from each of these ("the Secretary of State (Rusk)"), whose list has these (name, line)."""
    items = "".join(
        f'<item><persName xml:id="p_{n}">{name}</persName>, {line}</item>' for n, (name, line) in enumerate(listed)
    )
    persons = f'<front><div type="section" xml:id="persons"><head>Persons</head><list>{items}</list></div></front>'
    documents = "".join(
        f'<div type="document" n="{n}" xml:id="d{n}"><head>{n}. Letter From {sender} to the President</head>'
        f"<dateline>{place}, May {n}, {slug[4:8]}.</dateline><p>Paper {n}.{text}</p></div>"
        for n, (sender, _, text) in enumerate((one.partition("|") for one in senders), 1)
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{slug}"><teiHeader><fileDesc><titleStmt><title>Papers, {slug[4:8]}</title>'
        f'</titleStmt></fileDesc></teiHeader><text>{persons if listed else ""}<body><div type="chapter" xml:id="ch1"><head>Papers</head>'
        f"{documents}</div></body></text></TEI>"
    )


@pytest.fixture
def come_in(tmp_path):
    """Import a volume."""

    def bring(slug, *senders, **what):
        path = tmp_path / f"{slug}.xml"
        path.write_text(volume(slug, *senders, **what))
        return import_source(path, processes=ReadingProcesses(0))

    return bring


def people():
    """Return the people's names with the papers that they sent."""
    rows = Correspondent.objects.filter(role="sender").order_by("document__source_id")
    found = {}
    for row in rows.select_related("person", "document"):
        found.setdefault(str(row.person), []).append(row.document.source_id)
    return found


RUSK = (
    "Rusk, Dean",
    "Deputy Under Secretary of State until 1950; Assistant Secretary of State for Far Eastern Affairs",
)
#: Volumes by slug: their senders and their lists.
VOLUMES = {
    "made1949v01": ((f"{DEPUTY} (Rusk)",), ()),
    "made1950v01": (("the Ambassador in Norway (Bay)",), (RUSK,)),
    "made1951v01": (("the Assistant Secretary of State for Far Eastern Affairs (Rusk)", "the Consul (Rusk)"), ()),
}


@pytest.mark.parametrize("order", list(permutations(VOLUMES)))
def test_a_surname_is_the_one_of_all_lists_who_held_the_office_in_any_order(come_in, order):
    for slug in order:
        senders, listed = VOLUMES[slug]
        come_in(slug, *senders, listed=listed)
    assert people() == {
        "Bay": ["made1950v01#d1"],
        "Rusk": ["made1951v01#d2"],
        "Rusk, Dean": ["made1949v01#d1", "made1951v01#d1"],
    }
    merged = Merge.objects.filter(undone_at=None)
    assert ListedPerson.objects.get().person.name == "Rusk, Dean"
    assert {(one.why) for one in ListedPerson.objects.all()} | set(merged.values_list("reason", flat=True)) == {
        "nobody else of that surname is in any list of persons, and the office agrees"
    }
    assert {*merged.values_list("certainty", "user")} == {(95, None)}


def test_volumes_of_one_command_are_gathered_together(tmp_path):
    paths = [tmp_path / f"{slug}.xml" for slug in VOLUMES]
    for path in paths:
        senders, listed = VOLUMES[path.stem]
        path.write_text(volume(path.stem, *senders, listed=listed))
    call_command("import_volume", *map(str, paths), "--processes=0")
    assert people()["Rusk, Dean"] == ["made1949v01#d1", "made1951v01#d1"]
    assert {*Merge.objects.values_list("undone_at", flat=True)} == {None}


def place_of(paper):
    return Document.objects.get(source_id=paper).place


def test_places_of_one_spelling_or_one_office_are_one_and_others_are_not(come_in):
    embassy = "the Ambassador in Indonesia (Quill)"
    runs = [
        come_in("made1949v01", embassy, embassy, "the Secretary of State", place="Djakarta"),
        come_in("made1955v01", embassy, place="Jakarta"),
        come_in("made1956v01", "the Secretary of State", place="Djakart"),
        come_in("made1957v01", "the Secretary of State", place="Lima, The Hotel"),
        come_in("made1958v01", "the Secretary of State", place="Hotel, Lima"),
    ]
    assert place_of("made1955v01#d1") == place_of("made1949v01#d1") != place_of("made1956v01#d1")
    assert place_of("made1957v01#d1") == place_of("made1958v01#d1")
    done = Merge.objects.get(certainty=88)
    assert done.reason == "spelled alike, and Ambassador in Indonesia writes from both"
    unmerge(done, user=make_user("ann", is_superuser=True))
    runs.append(come_in("made1959v01", embassy, place="Jakarta"))
    assert place_of("made1955v01#d1") == place_of("made1959v01#d1") != place_of("made1949v01#d1")
    for run in reversed(runs):
        undo_some(run, versions_to_undo(run))
    assert not Place.objects.exists()


def test_two_who_can_be_meant_are_nobody(come_in):
    other = ("Rusk, Howard", "Deputy Under Secretary of State, 1949")
    come_in("made1949v01", f"{DEPUTY} (Rusk)")
    come_in("made1950v01", "the Ambassador in Norway (Bay)", listed=(RUSK,))
    assert people()["Rusk, Dean"] == ["made1949v01#d1"]
    come_in("made1950v02", "the Ambassador in Norway (Bay)", listed=(other,))
    come_in("made1951v01", f"{DEPUTY} (Rusk)")
    assert Person.objects.filter(name="Rusk, Howard").count() == 0
    assert Merge.objects.filter(undone_at=None).count() == 0


def test_a_name_in_full_in_the_papers_tells_whom_a_surname_means(come_in):
    listed = (("Rusk, Dean", "Secretary of State from January 1961"),)
    come_in("made1961v01", "the Secretary of State (Rusk)", listed=listed)
    come_in("made1950v01", "the Director of the Office of United Nations Affairs (Rusk)| Mr. Dean Rusk came.")
    come_in("made1950v02", "the Director of the Office of German Affairs (Rusk)| Mr. Rusk came.")
    come_in("made1950v03", "the Secretary of the Navy (Rusk)| Mr. Dean Rusk and Mr. Thomas B. Rusk came.")
    assert people() == {
        "Rusk": ["made1950v02#d1", "made1950v03#d1"],
        "Rusk, Dean": ["made1950v01#d1", "made1961v01#d1"],
    }


def test_the_name_of_a_father_is_not_that_of_his_son_whose_suffix_stands_in_the_line(come_in):
    listed = (("MacArthur, Douglas", "II, Counselor of the Department of State"),)
    come_in("made1955v01", "the Counselor of the Department of State (MacArthur)", listed=listed)
    come_in("made1951v01", "the Commander in Chief, Far East (MacArthur)| General Douglas MacArthur came.")
    assert people()["MacArthur"] == ["made1951v01#d1"]


def test_a_name_in_full_is_one_person_under_all_offices_unless_a_list_has_it(come_in):
    come_in(
        "made1948v01", "Mr. John C. Ross, Deputy Representative", "Mr. John Ross, Clerk", "Mr. Ann B. Quill, Adviser"
    )
    come_in("made1949v01", "Mr. John C. Ross, Adviser", "Mr. John Ross, Adviser", "Mr. Ann B. Quill, Clerk")
    come_in("made1970v01", "Mr. John C. Ross, Consul")
    assert people()["John C. Ross"] == ["made1948v01#d1", "made1949v01#d1", "made1970v01#d1"]
    names = ("John C. Ross", "John Ross", "Ann B. Quill")
    assert [Person.objects.filter(name=name, merged_into=None).count() for name in names] == [2, 2, 1]
    assert {*Merge.objects.values_list("reason", "certainty")} == {("the same name in full", 85)}
    come_in("made1949v02", "the Consul (Bay)", listed=(("Quill, Ann B.", "Botanist"), ("Quill, Ann B.", "Physician")))
    assert Person.objects.filter(name="Ann B. Quill", merged_into=None).count() == 2


def test_what_an_archivist_took_apart_stays_apart(come_in):
    come_in("made1950v01", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    come_in("made1949v01", f"{DEPUTY}, (Mr. Rusk)")
    done = Merge.objects.get()
    unmerge(done, user=make_user("ann", is_superuser=True))
    apart = people()
    come_in("made1949v02", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    assert {name: papers for name, papers in people().items() if "made1949v01#d1" in papers} == {
        name: papers for name, papers in apart.items() if "made1949v01#d1" in papers
    }
    assert Merge.objects.filter(merged=done.merged, undone_at=None).count() == 0


def test_who_was_decided_not_to_be_the_same_stays_apart_whatever_comes_in(come_in):
    come_in("made1950v01", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    come_in("made1949v01", f"{DEPUTY}, (Mr. Rusk)")
    done = Merge.objects.get()
    unmerge(done)
    decision = store.decide(list(Person.objects.filter(pk__in=(done.kept, done.merged))), "not")
    come_in("made1949v02", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    assert not Merge.objects.filter(merged=done.merged, undone_at=None).exists()
    store.undo_decision(decision)
    come_in("made1949v03", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    assert Merge.objects.filter(merged=done.merged, undone_at=None).exists()


def test_what_an_archivist_merged_with_another_later_stays_there(come_in):
    come_in("made1950v01", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    come_in("made1949v01", f"{DEPUTY}, (Mr. Rusk)")
    other = Person.objects.create(name="David Dean Rusk", slug="david-dean-rusk", key="by hand", status="accepted")
    merge(other, Person.objects.get(pk=Merge.objects.get().kept))
    come_in("made1949v02", f"{DEPUTY} (Rusk)", listed=(RUSK,))
    senders = Correspondent.objects.filter(role="sender").values_list("person__name", flat=True)
    assert set(senders) == {"David Dean Rusk"}


def test_an_undone_import_leaves_nothing_of_what_was_gathered(come_in):
    first = come_in("made1949v01", f"{DEPUTY} (Rusk)")
    second = come_in("made1950v01", f"{DEPUTY} (Dean Rusk)", listed=(RUSK,))
    for run in (first, second):
        undo_some(run, versions_to_undo(run))
    assert not Person.objects.exists()


def test_an_undone_import_leaves_no_record_of_words_that_only_its_papers_had(come_in):
    come_in("made1950v01", f"{DEPUTY} (Dean Rusk)", listed=(RUSK,))
    run = come_in("made1949v01", f"{DEPUTY} (Rusk)")
    both = {"Rusk, Dean": ["made1949v01#d1", "made1950v01#d1"]}
    assert (people(), Person.objects.count(), Merge.objects.count()) == (both, 2, 1)
    undo(run)
    assert (people(), Person.objects.count(), Merge.objects.count()) == ({"Rusk, Dean": ["made1950v01#d1"]}, 1, 0)
    come_in("made1949v01", f"{DEPUTY} (Rusk)")
    assert (people(), Merge.objects.filter(undone_at=None).count()) == (both, 1)


def test_an_undone_import_gives_back_the_merges_that_it_contradicted(come_in):
    come_in("made1949v01", f"{DEPUTY} (Rusk)")
    come_in("made1950v01", f"{DEPUTY} (Dean Rusk)", listed=(RUSK,))
    before = people()
    assert before == {"Rusk, Dean": ["made1949v01#d1", "made1950v01#d1"]}
    other = ("Rusk, Howard", "Deputy Under Secretary of State, 1949")
    run = come_in("made1950v02", "the Ambassador in Norway (Bay)", listed=(other,))
    assert people()["Rusk"] == ["made1949v01#d1"]
    undo(run)
    assert people() == before


def test_a_person_is_shown_under_the_name_that_most_lists_print(come_in, client):
    lines = "Director of Central Intelligence from February 1953"
    come_in(
        "made1953v01", "Director of Central Intelligence Dulles", listed=(("Dulles, Allen (Ascham, Robert A.)", lines),)
    )
    assert list(people()) == ["Dulles, Allen"]
    old = Person.objects.get().get_absolute_url()
    for year in (1955, 1957):
        come_in(f"made{year}v01", "Director of Central Intelligence Dulles", listed=(("Dulles, Allen W.", lines),))
    assert list(people()) == ["Dulles, Allen W."]
    assert client.get(old, follow=True).status_code == 200


@pytest.mark.parametrize("slug", ["dulles-allen", "dulles-john-2"])
def test_an_address_with_words_that_the_name_has_not_or_a_needless_number_redirects(come_in, client, slug):
    line = "Secretary of State"
    come_in("made1953v01", "Secretary of State Dulles", listed=(("Dulles, J. F. (Foster)", line),))
    person = Person.objects.get()
    Person.objects.update(slug=slug)
    come_in("made1955v01", "Secretary of State Dulles", listed=(("Dulles, John Foster", line),))
    person.refresh_from_db()
    assert person.get_absolute_url() == "/people/dulles-john-foster/"
    answer = client.get(f"/people/{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/dulles-john-foster/")


def test_an_archivists_own_name_stays(come_in):
    line = "Secretary of State"
    come_in("made1953v01", "Secretary of State Dulles", listed=(("Dulles, J. F.", line),))
    Person.objects.update(name="Foster Dulles", status=Person.Status.ACCEPTED)
    come_in("made1955v01", "Secretary of State Dulles", listed=(("Dulles, John Foster", line),))
    assert list(people()) == ["Foster Dulles"]


def test_a_merge_whose_record_was_merged_since_stays_when_a_list_contradicts_it(come_in):
    """The first volume's person is found to be the third's, and the second list has a namesake in the office."""
    office = "the Director of the Office of German Affairs (Rusk)"
    listed = ("Rusk, Dean", "Director of the Office of German Affairs, 1949")
    come_in("made1949v01", "the Consul (Bay)", listed=(listed,))
    come_in("made1949v02", office)
    kept = ListedPerson.objects.get().person
    other = Person.objects.create(name="Dean Rusk", slug="dean-rusk", key="split:dean-rusk", made_by_hand=True)
    merge(other, kept, user=make_user("ann", is_superuser=True))
    come_in(
        "made1950v01", "the Consul (Bay)", listed=(("Rusk, Howard", "Director of the Office of German Affairs, 1949"),)
    )
    come_in("made1950v02", office)
    assert people()["Dean Rusk"][0] == "made1949v02#d1"
