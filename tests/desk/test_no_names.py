"""Records whose name can be none: listed with what they are linked to, taken away by one decision, and brought back exactly."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import jobs, search, store
from archive.errors import Refused
from archive.models import (
    Correspondent,
    Document,
    DocumentWarning,
    ListedPerson,
    Office,
    OfficeHolding,
    Person,
    PersonName,
    Place,
    Removal,
    State,
    Volume,
)
from archive.parsing.authority_names import NO_NAME
from archive.records import CorrespondentRecord
from tests.support.jobs import merge, run_all
from tests.support.people import make_user
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


def admin(name: str, *args) -> str:
    return reverse(f"admin:archive_{name}", args=args)


def paper(number: int, person: str = "All Holders") -> Document:
    """Save a paper as an earlier state of the program left it: words that can be no name have a record."""
    sender = CorrespondentRecord(f"The Secretary ({person})", "Secretary of State", person)
    document = store.save(
        document_record(f"vol#d{number}", number=str(number), senders=(sender,)), state=State.PUBLISHED
    ).document
    DocumentWarning.objects.filter(document=document, code=NO_NAME).delete()
    record, _ = Person.objects.get_or_create(name=person, defaults={"slug": "all-holders", "key": "all holders|"})
    Correspondent.objects.filter(document=document, role="sender").update(person=record)
    search.index(Document.objects.for_page().filter(pk=document.pk))
    return document


def everything() -> dict:
    tables = (Correspondent, Document, Person, PersonName, OfficeHolding, ListedPerson, Office, Place)
    return {model: list(model.objects.order_by("pk").values()) for model in tables}


@pytest.fixture
def holders(db) -> Person:
    """A record that is no name, with everything that can point at a person."""
    paper(1)
    paper(2)
    record = Person.objects.get(name="All Holders")
    volume = Volume.objects.create(slug="vol", title="A volume")
    ListedPerson.objects.create(volume=volume, source_id="p1", name="All Holders", person=record)
    PersonName.objects.create(person=record, name="Holders")
    OfficeHolding.objects.create(person=record, office=Office.objects.first(), edtf="1947/1949")
    return record


@pytest.fixture
def desk(client, archivist):
    client.force_login(archivist)
    return client


def test_what_can_be_no_name_is_listed_and_nothing_else(desk, holders):
    Person.objects.create(name="Files", slug="files", key="files", status="accepted")
    Person.objects.create(name="198 persons", slug="by-hand", key="by hand", made_by_hand=True)
    Person.objects.create(name="Marshall", slug="marshall", key="marshall")
    Office.objects.create(name="198. Telegram From the Consulate in Dhahran", slug="telegram", key="telegram")
    Place.objects.create(name="A", slug="a", key="a")
    assert store.no_names("person") == [holders.pk]
    page = desk.get(admin("person_no_names")).content.decode()
    for words in (
        "All Holders",
        "2 × sender or recipient",
        "1 × entry in a volume",
        admin("document_change", Document.objects.first().pk),
    ):
        assert words in page, words
    assert "Marshall" not in page
    assert "198. Telegram" in desk.get(admin("office_no_names")).content.decode()
    assert len(store.no_names("place")) == 1


def test_one_decision_takes_it_away_and_leaves_what_was_printed_with_a_doubt(desk, client, archivist, holders):
    url = holders.get_absolute_url()
    assert client.get(url).status_code == 200
    before = list(Correspondent.objects.order_by("pk").values_list("printed", "person_read"))
    desk.post(admin("person_no_names"), {"records": [holders.pk], "decision": "no name", "reason": "a list of readers"})
    assert not Person.objects.filter(name="All Holders").exists()
    assert list(Correspondent.objects.order_by("pk").values_list("printed", "person_read")) == before
    assert not Correspondent.objects.filter(role="sender").exclude(person=None).exists()
    doubts = DocumentWarning.objects.filter(code=NO_NAME)
    assert [doubt.message for doubt in doubts] == [
        "“All Holders” can't be the name of a person and stays as it is printed."
    ] * 2
    assert search.check_entries() == []
    done = Removal.objects.get()
    assert (done.name, done.user, done.reason) == ("All Holders", archivist, "a list of readers")
    assert client.get(url).status_code == 410
    assert Document.objects.filter(version__gt=1).count() == 0
    store.save(document_record("vol#d3", senders=(CorrespondentRecord("x", "", "All Holders"),)))
    assert not Person.objects.filter(name="All Holders").exists()


def test_it_is_brought_back_exactly(desk, client, holders):
    before = everything()
    desk.post(admin("person_no_names"), {"records": [holders.pk], "decision": "no name"})
    assert everything() != before
    url = admin("removal_changelist")
    assert "All Holders" in desk.get(url).content.decode()
    desk.post(url, {"action": "bring_back", "_selected_action": [Removal.objects.get().pk]})
    assert everything() == before
    assert search.check_entries() == []
    assert client.get(holders.get_absolute_url()).status_code == 200
    assert "All Holders" in desk.get(url + "?undone=yes").content.decode()
    again = desk.post(
        url + "?undone=yes", {"action": "bring_back", "_selected_action": [Removal.objects.get().pk]}, follow=True
    )
    assert "Records brought back: 0" in again.content.decode()
    with pytest.raises(Refused, match="undone already"):
        jobs.start_restoring(Removal.objects.get())


def test_what_was_linked_to_somebody_else_since_is_left_alone(holders):
    jobs.start_removing([holders])
    other = Person.objects.create(name="Marshall", slug="marshall", key="marshall")
    Correspondent.objects.filter(document__source_id="vol#d1", role="sender").update(person=other)
    jobs.start_restoring(Removal.objects.get())
    senders = Correspondent.objects.filter(role="sender").order_by("document__source_id")
    assert [row.person for row in senders] == [other, holders]


def test_a_place_is_taken_away_from_papers_offices_and_other_places():
    document = store.save(document_record("vol#d1", place="Paris"), state=State.PUBLISHED).document
    place = Place.objects.get(name="Paris")
    Place.objects.filter(pk=place.pk).update(name="Paris?? 3")
    inner = Place.objects.create(name="Quai", slug="quai", key="quai", parent=place)
    office = Office.objects.create(name="Clerk in Paris", slug="clerk", key="clerk", place=place)
    before = everything()
    jobs.start_removing([place])
    for row in (document, office):
        row.refresh_from_db()
        assert row.place is None
    inner.refresh_from_db()
    assert inner.parent is None
    jobs.start_restoring(Removal.objects.get())
    assert everything() == before


def test_many_papers_are_a_job(desk):
    for number in range(25):
        paper(number)
    holders = Person.objects.get(name="All Holders")
    page = desk.post(
        admin("person_no_names"), {"records": [holders.pk], "decision": "no name"}, follow=True
    ).content.decode()
    assert "beside the server" in page
    assert store.no_names("person") == []
    with pytest.raises(Refused, match="being taken away"):
        jobs.start_removing([holders])
    with pytest.raises(Refused, match="being taken away at present"):
        jobs.start_restoring(Removal.objects.get())
    assert [job.status for job in run_all()] == ["done"]
    assert not Person.objects.filter(name="All Holders").exists()
    assert search.check_entries() == []


def test_a_record_that_was_merged_with_others_is_not_taken_away(holders):
    merge(holders, Person.objects.create(name="Holders", slug="h", key="h"))
    with pytest.raises(Refused, match="undo that first"):
        jobs.start_removing([holders])


def test_what_is_a_name_is_accepted_and_leaves_the_list(desk, holders):
    desk.post(admin("person_no_names"), {"records": [holders.pk], "decision": "name"})
    holders.refresh_from_db()
    assert holders.status == "accepted"
    assert store.no_names("person") == []
    page = desk.post(admin("person_no_names"), {"records": [holders.pk], "decision": "no name"}, follow=True)
    assert "Please tick records of this list" in page.content.decode()
    assert not Removal.objects.exists()


@pytest.mark.parametrize("size", [2, 30])
def test_the_list_asks_a_fixed_number_of_questions(desk, size):
    for number in range(size):
        record = Person.objects.create(name=f"{number} holders", slug=f"h{number}", key=f"h{number}")
        document = store.save(document_record(f"vol#d{number}", number=str(number))).document
        Correspondent.objects.filter(document=document).update(person=record)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(admin("person_no_names")).status_code == 200
    assert len(queries) <= 20


def test_only_those_who_may_delete_records_take_them_away(client, clerk, holders):
    client.force_login(clerk)
    assert client.get(admin("person_no_names")).status_code == 403
    assert client.post(admin("person_no_names"), {"records": [holders.pk], "decision": "no name"}).status_code == 403
    editor = make_user("editor")
    names = ("view_person", "change_person", "review_document")
    editor.user_permissions.add(*Permission.objects.filter(content_type__app_label="archive", codename__in=names))
    client.force_login(editor)
    assert client.get(admin("person_no_names")).status_code == 200
    assert client.post(admin("person_no_names"), {"records": [holders.pk], "decision": "no name"}).status_code == 403
    assert not Removal.objects.exists()
