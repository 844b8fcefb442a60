"""Holdings at the desk: named, merged, told of by dated events; and a paper put where it really is."""

import pytest
from django.urls import reverse

from archive import store
from archive.models import Document, State, Unit, UnitEvent
from tests.support.forms import fields_of
from tests.support.jobs import run_all
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, archivist):
    for name, repository in (("a", "National Archives"), ("b", "NARA")):
        record = document_record(name, repository=repository, collection="RG 59, Central Files, Box 1")
        store.save(record, state=State.PUBLISHED)
    client.force_login(archivist, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _where(name: str) -> str:
    document = Document.objects.select_related("holding__unit").get(source_id=name)
    return " > ".join(words for _, words in document.held_in.steps)


def test_a_holding_is_renamed_and_has_dated_events_which_readers_see(desk):
    unit = Unit.objects.get(name="NARA")
    page = reverse("admin:archive_unit_change", args=[unit.pk])
    data = fields_of(desk.get(page).content.decode(), "unit_form")
    event = {"events-TOTAL_FORMS": "2", "events-0-kind": "transfer", "events-0-date": "1972-05", "events-0-who": "the State Department",
             "events-0-source": "Accession register", "events-1-kind": "digitisation", "events-1-date": "2019",
             "events-1-unit": str(unit.pk), "events-1-id": ""}  # fmt: skip
    refused = desk.post(page, data | event | {"events-0-date": "May 1972"}).content.decode()
    assert "is no date in EDTF" in refused
    assert desk.post(page, data | event | {"name": "National Archives (Washington)"}).status_code == 302
    assert [str(one.earliest) for one in UnitEvent.objects.all()] == ["1972-05-01", "2019-01-01"]
    assert _where("b").startswith("National Archives (Washington) > RG 59 >")
    html = desk.get("/holdings/nara/").content.decode()
    assert all(words in html for words in ("May 1972", "Transfer", "the State Department", "Accession register"))
    aid = b"".join(desk.get("/holdings/nara/ead.xml").streaming_content).decode()
    assert "<acqinfo><p>Transfer, May 1972: the State Department. (Accession register)</p></acqinfo>" in aid
    assert "<custodhist><p>Digitisation, 2019.</p></custodhist>" in aid


def test_holdings_are_merged_and_unmerged_and_their_papers_follow(desk):
    one, into = Unit.objects.get(name="NARA"), Unit.objects.get(name="National Archives")
    page = reverse("admin:archive_unit_merge", args=[one.pk])
    assert "National Archives" in desk.get(page).content.decode()
    assert desk.post(page, {"into": Unit.objects.filter(level="box").first().pk}).status_code == 404
    desk.post(page, {"into": into.pk, "_why": "one and the same"})
    run_all()
    assert _where("b") == "National Archives > RG 59 > Central Files > Box 1" == _where("a")
    assert desk.get("/holdings/nara/").headers["Location"] == "/holdings/national-archives/"
    assert desk.get(f"/holdings/{Unit.objects.get(parent=one).slug}/").status_code == 404, "nothing is in it any more"
    desk.post(reverse("admin:archive_unit_unmerge", args=[one.pk]))
    run_all()
    assert _where("b") == "NARA > RG 59 > Central Files > Box 1"


def test_a_paper_is_put_where_it_is_and_back_where_its_note_says(desk):
    paper = Document.objects.get(source_id="b")
    page = reverse("admin:archive_document_where", args=[paper.pk])
    html = desk.get(page).content.decode()
    assert "Read from the printed note" in html
    data = fields_of(html) | {"box": "77", "folder": "Relief"}
    assert "Please say why" in desk.post(page, data | {"place": "1"}).content.decode()
    assert "A repository is needed" in desk.post(page, data | {"reason": "seen", "repository": ""}).content.decode()
    assert _where("b").endswith("Box 1")
    desk.post(page, data | {"reason": "seen there", "place": "1"})
    assert _where("b") == "NARA > RG 59 > Central Files > Box 77 > Relief"
    assert "Chosen by an archivist" in desk.get(page).content.decode()
    assert paper.versions.count() == 1
    desk.post(page, data | {"reason": "it was moved", "reset": "1"})
    assert _where("b") == "NARA > RG 59 > Central Files > Box 1"


def test_clerks_place_nothing(client, clerk, desk):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    paper = Document.objects.get(source_id="a")
    assert client.get(reverse("admin:archive_document_where", args=[paper.pk])).status_code == 403
    assert client.get(reverse("admin:archive_unit_changelist")).status_code == 403
