"""Topics at the desk: loaded from a file, given to a paper on its page, suggested with reasons, and decided on by an archivist."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from archive import store
from archive.models import BulkChange, Document, Topic, TopicRefusal, Volume
from archive.records import DivisionRecord, VolumeRecord
from archive.store import Incoming
from tests.support.forms import fields_of
from tests.support.jobs import apply, run_all
from tests.support.records import document_record
from tests.support.topics import make_topics, topic

pytestmark = pytest.mark.django_db
_EMPTY = '<div xmlns="http://www.tei-c.org/ns/1.0"/>'


def _topics(name: str) -> tuple[str, ...]:
    return store.load(Document.objects.for_record().get(source_id=name)).topics


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("word\nOil\n", "topics.csv: The first line must name the columns"),
        ("term,broader,note\nOil,,\nGas,Fuel,\n", "line 3: The broader term “Fuel” is neither in the list nor"),
        ("term,broader,note\nOil,Gas,\nGas,Oil,\n", "line 2: .* below itself"),
        ("term,broader,note\nOil,,\noil,,\n", "line 3: “oil” is there twice"),
        ("term,broader,note\nOil;Gas,,\n", "line 2: A term has no “;”"),
        ("term,broader,note\nOil,,,\n", "line 2: The row does not have 3 cells"),
        ("term,broader,note\n,,why\n", "line 2: The row has no term"),
        ("term\n\xff\n".encode("latin-1"), "topics.csv: The file is not in UTF-8"),
        ("term\n" + "x" * 201 + "\n", "line 2: .*at most 200 characters"),
    ],
)
def test_a_file_of_topics_is_loaded_whole_or_not_at_all(tmp_path, content, why):
    file = tmp_path / "topics.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError, match=why):
        call_command("load_topics", str(file))
    assert not Topic.objects.exists()


def test_a_file_of_topics_makes_the_list_and_brings_it_up_to_date(tmp_path, capsys):
    file = tmp_path / "topics.csv"
    file.write_text("term,broader,note\nPetroleum,Trade,Crude and refined.\nTrade,,\n", encoding="utf-8-sig")
    call_command("load_topics", str(file))
    call_command("load_topics", str(file))
    assert capsys.readouterr().out.splitlines() == ["2 new, 0 changed.", "0 new, 0 changed."]
    oil = topic("Petroleum")
    assert (oil.broader.term, oil.note, oil.slug) == ("Trade", "Crude and refined.", "petroleum")
    file.write_text("term,broader,note\npetroleum,,Crude only.\n", encoding="utf-8")
    call_command("load_topics", str(file))
    oil.refresh_from_db()
    assert (oil.note, oil.broader.term) == ("Crude only.", "Trade"), "an empty cell takes nothing away"


@pytest.fixture
def chapter(archivist, client):
    """A volume with a chapter on refugees, four papers in and below it, one elsewhere; an archivist is logged in."""
    divisions = (
        DivisionRecord("ch1", "chapter", "Refugee Relief in Ruritania", _EMPTY, 1),
        DivisionRecord("ch2", "subchapter", "Camps", _EMPTY, 1, "ch1"),
        DivisionRecord("ch3", "chapter", "Refuge for ships", _EMPTY, 2),
    )
    store.save_volume(VolumeRecord("vol", "Papers", divisions=divisions))
    volume = Volume.objects.get()
    for number, division in ((1, "ch1"), (2, "ch2"), (3, "ch3")):
        record = document_record(f"vol#d{number}", document_number=str(number), subject="The oil of Ruritania")
        store.save_batch([Incoming(record, volume, volume.divisions.get(source_id=division), number)])
    client.force_login(archivist, backend="django.contrib.auth.backends.ModelBackend")


def test_suggestions_become_topics_by_a_previewed_change_alone_and_refused_ones_do_not_come_back(client, chapter):
    make_topics("Refugees", "Oil")
    page = reverse("admin:archive_topic_suggestions", args=[topic("Refugees").pk])
    html = client.get(page).content.decode()
    assert "chapter “Refugee Relief in Ruritania”" in html
    assert "2 papers without it" in html
    assert "Refuge for ships" not in html
    assert not _topics("vol#d1")
    division = Volume.objects.get().divisions.get(source_id="ch1")
    response = client.post(page, {"suggestion": [f"chapter {division.pk}"], "assign": "1"})
    change = BulkChange.objects.get()
    assert response.url == reverse("admin:archive_bulkchange_prepare", args=[change.pk])
    assert "names it" in change.parameters["suggested"]
    assert not _topics("vol#d1"), "nothing before somebody applied what the preview shows"
    assert "Refugees" in client.get(response.url).content.decode()
    apply(change)
    assert (_topics("vol#d1"), _topics("vol#d2"), _topics("vol#d3")) == (("Refugees",), ("Refugees",), ())
    assert "Nothing suggests it" in client.get(page).content.decode()

    oil = reverse("admin:archive_topic_suggestions", args=[topic("Oil").pk])
    assert "printed subject “The oil of Ruritania”" in client.get(oil).content.decode()
    client.post(oil, {"suggestion": ["subject The oil of Ruritania"], "refuse": "1"})
    assert TopicRefusal.objects.get().subject == "The oil of Ruritania"
    assert "Nothing suggests it" in client.get(oil).content.decode()
    paper = Document.objects.get(source_id="vol#d1")
    assert "Oil" not in client.get(reverse("admin:archive_document_change", args=[paper.pk])).content.decode()


def test_a_papers_page_gives_it_topics_typed_or_ticked(client, chapter):
    make_topics("Refugees", "Trade", ("Oil", "Trade"))
    paper = Document.objects.get(source_id="vol#d1")
    page = reverse("admin:archive_document_change", args=[paper.pk])
    html = client.get(page).content.decode()
    assert "Refugees: the chapter “Refugee Relief in Ruritania” names it" in html
    assert "Oil: the printed subject “The oil of Ruritania” names it" in html
    data = fields_of(html, "document_form")
    refused = client.post(page, data | {"topics": "Gas"}).content.decode()
    assert "“Gas” is no topic of the list." in refused
    assert client.post(page, data | {"topics": "trade", "suggested": ["Refugees"]}).status_code == 302
    assert _topics("vol#d1") == ("Trade", "Refugees")
    html = client.get(page).content.decode()
    assert fields_of(html, "document_form")["topics"] == "Trade; Refugees"
    assert "Oil: the printed subject" in html


def test_a_topic_is_renamed_merged_and_unmerged_at_the_desk_and_its_words_lead_on(client, chapter, archivist):
    make_topics("Trade", "Refugees")
    add = reverse("admin:archive_topic_add")
    client.post(add, {"term": "Displaced persons", "broader": topic("Trade").pk})
    mine = topic("Displaced persons")
    assert mine.chain == [["displaced-persons", "Displaced persons", []], ["trade", "Trade", []]]
    assert "is a word for" in client.post(add, {"term": "trade"}).content.decode()
    change = reverse("admin:archive_topic_change", args=[mine.pk])
    assert (
        "cannot stand below itself"
        in client.post(
            reverse("admin:archive_topic_change", args=[topic("Trade").pk]), {"term": "Trade", "broader": mine.pk}
        ).content.decode()
    )
    client.post(change, {"term": "Displaced people", "broader": "", "_why": "usage"})
    mine.refresh_from_db()
    assert (mine.slug, mine.other_terms, mine.broader) == ("displaced-persons", "Displaced persons", None)
    client.post(reverse("admin:archive_topic_merge", args=[mine.pk]), {"into": topic("Refugees").pk})
    mine.refresh_from_db()
    assert mine.stands_for == ("refugees", "Refugees")
    assert client.post(change, {"term": "Others"}).status_code == 403
    client.post(reverse("admin:archive_topic_unmerge", args=[mine.pk]))
    run_all()
    mine.refresh_from_db()
    assert mine.stands_for == ("displaced-persons", "Displaced people")
    client.post(reverse("admin:archive_topic_delete", args=[mine.pk]), {"post": "yes"})
    assert not Topic.objects.filter(pk=mine.pk).exists()
