"""Name authority files: loaded as proposals, found by later imports, never against an archivist, undone as a whole."""

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command

from archive import models, store
from archive.errors import Refused
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import import_source
from archive.models import (
    AuthorityFile,
    Correspondent,
    DocumentWarning,
    ImportRun,
    ListedPerson,
    Merge,
    Person,
    PersonName,
)
from tests.support.authority_files import load
from tests.support.jobs import merge, split, undo

pytestmark = pytest.mark.django_db

BAY = {"key": "b1", "name": "Bay, Charles Ulrick", "birth": "1888", "death": "1955", "viaf": "88296844"}
IN_NORWAY = {
    "person": "b1", "title": "Ambassador", "kind": "country", "mission": "norway", "appointed": "1946-06-06",
    "presented": "1946-07-26", "left": "1953-07-31",
}  # fmt: skip
#: What stays of a load that was undone (its run, the job that undid it, merges that were undone), or is in search entries.
HISTORY = ("importrun", "job", "jobline", "merge", "search", "filing")


def volume(slug, listed=(), heads=(), day="August 6, 1948"):
    """Return a volume with these (id, name, line) in its list and a paper under each heading."""
    items = "".join(f'<item><persName xml:id="{key}">{name}</persName>, {line}</item>' for key, name, line in listed)
    papers = "".join(
        f'<div type="document" n="{n}" xml:id="d{n}"><head>{n}. {head}</head><dateline>Oslo, {day}.</dateline>'
        f"<p>Paper {n} of {slug}.</p></div>"
        for n, head in enumerate(heads, 1)
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{slug}"><teiHeader><fileDesc><titleStmt><title>Papers, {slug[4:8]}'
        f'</title></titleStmt></fileDesc></teiHeader><text><front><div type="section" xml:id="persons"><head>Persons</head><list>{items}'
        f'</list></div></front><body><div type="chapter" xml:id="ch1"><head>Papers</head>{papers}</div></body></text></TEI>'
    )


def marked(key, name):
    return f'Letter From <gloss type="from"><persName corresp="#{key}">{name}</persName></gloss> to <gloss type="to">the President</gloss>'


def from_norway(name):
    return f"The Ambassador in Norway ({name}) to the Secretary of State"


@pytest.fixture
def come_in(tmp_path):
    def bring(slug, **what):
        path = tmp_path / f"{slug}.xml"
        path.write_text(volume(slug, **what))
        return import_source(path, processes=ReadingProcesses(0))

    return bring


@pytest.fixture
def two_dulleses(come_in):
    """Two volumes whose lists have one man under names that nothing but a table can join."""
    come_in("made1953v01", listed=[("p_1", "Dulles, John Foster", "lawyer")], heads=[marked("p_1", "Dulles")])
    come_in("made1955v01", listed=[("p_2", "Foster Dulles, J.", "host")], heads=[marked("p_2", "Foster Dulles")])
    return {"key": "d1", "name": "Dulles, John Foster", "entries": "made1953v01#p_1 made1955v01#p_2"}


def sender(paper):
    return Correspondent.objects.get(document__source_id=paper, role="sender").person


def everything():
    """Return all rows of the archive but what a load leaves behind as history."""
    rows = set()
    for model in models.Document._meta.apps.get_app_config("archive").get_models():
        if not model._meta.model_name.startswith(HISTORY):
            rows |= set(serializers.serialize("jsonl", model.objects.order_by("pk")).splitlines())
    return rows


def found_under(facet, value):
    return list(
        models.SearchCount.objects.filter(facet=facet, value=value, count__gt=0).values_list("count", flat=True)
    )


def test_entries_that_are_named_together_become_one_person(two_dulleses, tmp_path, client):
    assert sender("made1953v01#d1") != sender("made1955v01#d1")
    old = sender("made1955v01#d1").get_absolute_url()
    load(tmp_path / "tables", [two_dulleses | {"viaf": "88296844", "variants": "Foster Dulles"}])
    person = sender("made1953v01#d1")
    assert person == sender("made1955v01#d1")
    assert person.identifiers == {"viaf": "88296844"}
    assert "Foster Dulles" in person.names.values_list("name", flat=True)
    assert client.get(old).url == person.get_absolute_url()
    assert found_under("sender", person.slug) == [2]
    assert Merge.objects.get().reason.startswith("named together in an authority file")


def test_a_name_under_an_office_is_who_held_it_on_that_day(come_in, tmp_path, client):
    come_in("made1948v01", heads=[from_norway("Bay")])
    assert sender("made1948v01#d1").name == "Bay"
    load(tmp_path / "tables", [BAY], [IN_NORWAY])
    person = sender("made1948v01#d1")
    assert (person.name, person.dates, person.slug) == ("Bay, Charles Ulrick", "1888/1955", "bay")


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Bay", "May 1, 1946", "date-outside-term"),
        ("Bay", "August 6, 1953", "date-outside-term"),
        ("Gay", "August 6, 1948", "office-held-by-another"),
    ],
)
def test_what_contradicts_a_term_is_nobody_known_and_a_doubt_until_the_load_is_undone(
    come_in, tmp_path, name, day, code
):
    come_in("made1948v01", heads=[from_norway(name)], day=day)
    done = load(tmp_path / "tables", [BAY], [IN_NORWAY])
    assert sender("made1948v01#d1").name == name
    (doubt,) = DocumentWarning.objects.filter(code=code)
    assert f"“The Ambassador in Norway ({name})”" in doubt.message
    assert "Bay, Charles Ulrick, 1946-07-26 – 1953-07-31 (name authority file “tables”)" in doubt.message
    undo(done.run)
    assert not DocumentWarning.objects.filter(code=code).exists()


def test_later_imports_find_what_was_loaded(come_in, tmp_path):
    load(
        tmp_path / "tables",
        [BAY | {"entries": "made1949v01#p_7 made1950v01#p_9"}],
        [IN_NORWAY],
    )
    assert not Person.objects.exists()
    come_in("made1948v01", heads=[from_norway("Bay"), from_norway("Charles Bay"), from_norway("Gay")])
    come_in("made1949v01", listed=[("p_7", "Bay, Charles", "broker")], heads=[marked("p_7", "Bay")])
    come_in("made1950v01", listed=[("p_9", "Bay, Mr.", "yachtsman")], heads=[marked("p_9", "Bay")])
    person = sender("made1948v01#d1")
    assert person.name == "Bay, Charles Ulrick"
    assert {sender(f"made19{paper}") for paper in ("48v01#d2", "49v01#d1", "50v01#d1")} == {person}
    assert sender("made1948v01#d3").name == "Gay"
    (doubt,) = DocumentWarning.objects.filter(code="office-held-by-another")
    assert doubt.document.source_id == "made1948v01#d3"
    assert set(ListedPerson.objects.values_list("why", flat=True)) == {"named together in an authority file"}


def test_undoing_a_load_leaves_the_archive_as_it_was(two_dulleses, come_in, tmp_path):
    come_in("made1948v01", heads=[from_norway("Bay"), from_norway("Bay")])
    before, counts = everything(), found_under("sender", "bay")
    done = load(tmp_path / "tables", [two_dulleses, BAY | {"variants": "Charles Bay"}], [IN_NORWAY])
    assert everything() != before
    undo(done.run)
    assert everything() == before
    assert found_under("sender", "bay") == counts == [2]
    done.run.refresh_from_db()
    assert done.run.status == ImportRun.Status.UNDONE
    assert not AuthorityFile.objects.exists()


def test_undoing_a_load_identifies_what_came_since_as_if_it_had_never_been(come_in, tmp_path):
    done = load(tmp_path / "tables", [BAY | {"entries": "made1949v01#p_7"}], [IN_NORWAY])
    come_in("made1948v01", heads=[from_norway("Bay")])
    come_in("made1949v01", listed=[("p_7", "Bay, Charles", "broker")], heads=[marked("p_7", "Bay")])
    assert sender("made1948v01#d1") == sender("made1949v01#d1")
    undo(done.run)
    assert sender("made1948v01#d1").name == "Bay"
    assert sender("made1949v01#d1").name == "Bay, Charles"
    assert not PersonName.objects.exists()


def test_entries_that_were_joined_wrongly_are_taken_apart(come_in, tmp_path):
    come_in("made1953v01", listed=[("p_1", "Brown, George S.", "General")], heads=[marked("p_1", "Brown")])
    come_in("made1955v01", listed=[("p_2", "Brown, George S.", "General")], heads=[marked("p_2", "Brown")])
    first = sender("made1953v01#d1")
    assert first == sender("made1955v01#d1")
    before = everything()
    done = load(
        tmp_path / "tables",
        [
            {"key": "1", "name": "Brown, George Scratchley", "entries": "made1953v01#p_1"},
            {"key": "2", "name": "Brown, George Stanley", "entries": "made1955v01#p_2"},
        ],
    )
    assert sender("made1953v01#d1") == first != sender("made1955v01#d1")
    undo(done.run)
    assert everything() == before


def test_what_an_archivist_decided_stays_and_is_reported(two_dulleses, tmp_path):
    one, other = sender("made1953v01#d1"), sender("made1955v01#d1")
    Person.objects.update(status="accepted")
    done = load(tmp_path / "tables", [two_dulleses])
    assert (sender("made1953v01#d1"), sender("made1955v01#d1")) == (one, other)
    assert done.contradictions == [f"“{one}” and “{other}” are one person there: Dulles, John Foster."]


def test_records_that_an_archivist_called_different_stay_apart(two_dulleses, tmp_path):
    people = [sender("made1953v01#d1"), sender("made1955v01#d1")]
    store.decide(people, "not", reason="uncle and nephew")
    load(tmp_path / "tables", [two_dulleses])
    assert [sender("made1953v01#d1"), sender("made1955v01#d1")] == people


def test_what_an_archivist_merged_is_not_taken_apart(come_in, tmp_path):
    come_in("made1953v01", listed=[("p_1", "Brown, George", "General")], heads=[marked("p_1", "Brown")])
    come_in("made1955v01", listed=[("p_2", "Brown, W. Norman", "Sanskritist")], heads=[marked("p_2", "Brown")])
    merge(sender("made1953v01#d1"), sender("made1955v01#d1"))
    done = load(
        tmp_path / "tables",
        [
            {"key": "1", "name": "Brown, George", "entries": "made1953v01#p_1"},
            {"key": "2", "name": "Brown, William Norman", "entries": "made1955v01#p_2"},
        ],
    )
    assert sender("made1953v01#d1") == sender("made1955v01#d1")
    assert len(done.contradictions) == 1


def test_what_an_archivist_split_stays_split(two_dulleses, come_in, tmp_path):
    rows = Correspondent.objects.filter(document__source_id="made1955v01#d1", role="sender")
    other, _ = split(sender("made1955v01#d1"), rows, "Dulles, J.")
    load(tmp_path / "tables", [two_dulleses])
    assert other.merged_into_id is None
    assert sender("made1955v01#d1").pk == other.pk


def test_somebody_elses_work_since_is_kept_when_a_load_is_undone(two_dulleses, tmp_path):
    done = load(tmp_path / "tables", [two_dulleses])
    person = sender("made1953v01#d1")
    Person.objects.filter(pk=person.pk).update(dates="1888/1959")
    undo(done.run)
    person.refresh_from_db()
    assert person.dates == "1888/1959"


def test_the_same_tables_are_loaded_once(two_dulleses, tmp_path):
    load(tmp_path / "tables", [two_dulleses])
    with pytest.raises(Refused, match="loaded already"):
        load(tmp_path / "tables", [two_dulleses])


def test_nothing_is_done_if_a_row_cant_be_read(two_dulleses, tmp_path, capsys):
    before = everything()
    load_folder = tmp_path / "tables"
    load_folder.mkdir()
    (load_folder / "people.tsv").write_text("key\tname\tentries\n1\tDulles\tmade1953v01#p_1\n2\tRusk\tp_2\n")
    with pytest.raises(CommandError, match=r"people.tsv, line 3.*“p_2” is no entry of a list") as refused:
        call_command("load_authorities", str(load_folder))
    assert refused.value.returncode == 2
    assert everything() == before
    assert not ImportRun.objects.filter(name="tables").exists()


def test_the_command_says_what_was_done_and_how_to_undo_it(two_dulleses, tmp_path, capsys):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "people.tsv").write_text(f"key\tname\tentries\nd1\tDulles, John Foster\t{two_dulleses['entries']}\n")
    (folder / "MANIFEST.tsv").write_text("file\tsource\tlicence\npeople.tsv\tOffice of the Historian\tCC0\n")
    call_command("load_authorities", str(folder), "--dry-run")
    assert not AuthorityFile.objects.exists()
    call_command("load_authorities", str(folder))
    run = AuthorityFile.objects.get().run
    said = capsys.readouterr().out
    assert "1 people merged" in said
    assert "people.tsv: source: Office of the Historian; licence: CC0" in said
    assert f"undo_import {run.pk}" in said
    assert run.report["sources"] == [{"file": "people.tsv", "source": "Office of the Historian", "licence": "CC0"}]
