"""Harvesting by OAI-PMH 2.0: every verb and error, datestamps, sets, and lists that lose nothing while papers change."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from lxml import etree

from archive import store, workflow
from archive.exports.oai import harvesting
from archive.models import Document, PublicChange, State, Volume
from archive.records import FileNumberRecord, VolumeRecord
from archive.store import Incoming
from tests.support.records import document_record

pytestmark = [pytest.mark.django_db, pytest.mark.both]
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
#: A day long before any change in these tests.
_EARLIER = "2020-01-02T03:04:05Z"


def ask(client, **arguments) -> etree._Element:
    response = client.get("/oai/", {name.rstrip("_"): value for name, value in arguments.items()})
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(b"".join(response.streaming_content))


def error(client, **arguments) -> str:
    found = ask(client, **arguments).find(f"{_OAI}error")
    return "" if found is None else found.get("code")


def headers(answer) -> list[tuple[str, str]]:
    """Return the name of each paper in an answer, and its status."""
    return [
        (one.findtext(f"{_OAI}identifier").rpartition(":")[2], one.get("status", ""))
        for one in answer.iter(f"{_OAI}header")
    ]


def token(answer) -> str:
    return answer.findtext(f".//{_OAI}resumptionToken") or ""


def everything(client, **arguments) -> list[tuple[str, str]]:
    answer = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **arguments)
    found = headers(answer)
    while resume := token(answer):
        answer = ask(client, verb="ListIdentifiers", resumptionToken=resume)
        found += headers(answer)
    return found


def save(*numbers: int, state=State.PUBLISHED, volume=None) -> list[Document]:
    records = [document_record(f"vol#d{n}", document_number=str(n)) for n in numbers]
    saved = store.save_batch([Incoming(one, volume, None, 1) for one in records], state=state)
    return [one.document for one in saved]


def age() -> None:
    PublicChange.objects.update(at=_EARLIER)


def changed() -> set[str]:
    return set(PublicChange.objects.exclude(at=_EARLIER).values_list("slug", flat=True))


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss", password=None)


def take(document: Document, step: str, boss: User) -> None:
    workflow.take(Document.objects.get(pk=document.pk), step, user=boss, comment="Because.")


ERRORS = [
    ({}, "badVerb"),
    ({"verb": "Steal"}, "badVerb"),
    ({"verb": ["Identify", "Identify"]}, "badVerb"),
    ({"verb": "Identify", "set": "x"}, "badArgument"),
    ({"verb": "ListRecords"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": ["tei", "tei"]}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "from_": "yesterday"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026-02-30"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026-01-01", "until": "2026-01-02T00:00:00Z"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026-01-02", "until": "2026-01-01"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "set": "a\x01b"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "resumptionToken": "x"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "until": "2000-01-01"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "set": "volume.none"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "metadataPrefix": "tei", "set": "nothing"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListRecords", "resumptionToken": "WyJ0ZWkiXQ"}, "badResumptionToken"),
    ({"verb": "ListRecords", "resumptionToken": "WyJ0ZWkiLCIiLCIiLCIiLC0xLDAsMF0"}, "badResumptionToken"),
    ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "GetRecord", "identifier": "oai:testserver:vol-d1"}, "badArgument"),
    ({"verb": "GetRecord", "identifier": "oai:testserver:no", "metadataPrefix": "tei"}, "idDoesNotExist"),
    ({"verb": "GetRecord", "identifier": "oai:elsewhere:vol-d1", "metadataPrefix": "tei"}, "idDoesNotExist"),
    ({"verb": "ListMetadataFormats", "identifier": "vol-d1"}, "idDoesNotExist"),
]  # fmt: skip


def test_errors_have_their_codes(client):
    save(1)
    assert [(asked, error(client, **asked)) for asked, _ in ERRORS] == ERRORS
    assert error(client, verb="GetRecord", identifier="oai:testserver:vol-d1", metadataPrefix="tei") == ""


def test_every_verb_answers_an_address_and_a_form(client):
    save(1)
    identify = ask(client, verb="Identify")
    assert identify.findtext(f".//{_OAI}deletedRecord") == "persistent"
    assert identify.findtext(f".//{_OAI}adminEmail") == "webmaster@testserver"
    posted = client.post(
        "/oai/", {"verb": "GetRecord", "identifier": "oai:testserver:vol-d1", "metadataPrefix": "oai_dc"}
    )
    record = etree.fromstring(b"".join(posted.streaming_content))
    assert record.find(f"{_OAI}request").attrib == {
        "verb": "GetRecord", "identifier": "oai:testserver:vol-d1", "metadataPrefix": "oai_dc",
    }  # fmt: skip
    assert record.findtext(f".//{_DC}identifier") == "http://testserver/documents/vol-d1/"
    assert record.findtext(f".//{_DC}date") == "1938-03-05"
    assert [one.text for one in ask(client, verb="ListMetadataFormats").iter(f"{_OAI}metadataPrefix")] == [
        "oai_dc", "tei", "ead",
    ]  # fmt: skip
    assert client.get("/oai/?verb=Identify")["X-Robots-Tag"] == "noindex"


def test_papers_of_one_page_have_their_own_ids_in_tei(client):
    text = document_record().text.replace("<p>", '<p xml:id="p1"><ref target="#p1">12</ref> ')
    for volume in ("one", "two"):
        store.save(document_record(f"{volume}#d1", text=text), state=State.PUBLISHED)
    answer = ask(client, verb="ListRecords", metadataPrefix="tei")  # the parser refuses an id that is there twice
    pointers = [one.get("target") for one in answer.iter("{http://www.tei-c.org/ns/1.0}ref")]
    assert pointers == ["#one-p1", "#two-p1"]


def test_what_changes_a_datestamp(client, boss):
    store.save_volume(VolumeRecord("vol", "Papers"))
    volume = Volume.objects.get()
    one, two, three = save(1, 2, 3, volume=volume)
    save(9, state=State.DRAFT, volume=volume)
    assert everything(client) == [("vol-d1", ""), ("vol-d2", ""), ("vol-d3", "")]

    age()
    store.save(document_record("vol#d9", heading="Another"), edit=True)
    workflow.edit(one, document_record("vol#d1", heading="Waits"), user=boss, reason="", version=1)
    assert changed() == set()
    workflow.publish_edit(one, user=User.objects.create_superuser("other", password=None))
    assert changed() == {"vol-d1"}
    take(two, "withdraw", boss)
    assert changed() == {"vol-d1", "vol-d2"}
    assert everything(client) == [("vol-d3", ""), ("vol-d1", ""), ("vol-d2", "deleted")]

    age()
    store.save(document_record("vol#d2", heading="Nobody sees this"), edit=True)
    assert changed() == set()
    take(two, "reinstate", boss)
    assert changed() == {"vol-d2"}

    age()
    Volume.objects.update(title="Papers, with another title")
    assert changed() == {"vol-d1", "vol-d2", "vol-d3"}

    age()
    Document.objects.filter(pk=three.pk).update(source_id="vol#d4")
    assert changed() == {"vol-d3"}


def test_a_paper_removed_with_its_import_is_told_in_its_sets(client):
    store.save_volume(VolumeRecord("vol", "Papers"))
    save(1, 2, volume=Volume.objects.get())
    assert everything(client, set="class.decimal-1910.8") == [("vol-d1", ""), ("vol-d2", "")]
    gone = Document.objects.get(slug="vol-d1")
    store.changes.keep_sets([gone.pk])
    gone.delete()
    told = [("vol-d2", ""), ("vol-d1", "deleted")]
    assert everything(client) == told
    assert everything(client, set="class.decimal-1910.8") == told
    assert everything(client, set="volume.vol") == told
    assert error(client, verb="ListRecords", metadataPrefix="tei", set="class.decimal-1910.7") == "noRecordsMatch"


def test_a_withdrawn_paper_says_nothing_but_that(client, boss):
    (one,) = save(1)
    take(one, "withdraw", boss)
    answer = ask(client, verb="GetRecord", identifier="oai:testserver:vol-d1", metadataPrefix="ead")
    assert headers(answer) == [("vol-d1", "deleted")]
    assert answer.find(f".//{_OAI}metadata") is None


def test_drafts_are_in_nothing(client, boss):
    drafts = save(1, 2, state=State.DRAFT)
    take(drafts[0], "submit", boss)
    store.save(document_record("vol#d3"), state=State.WITHDRAWN)
    assert error(client, verb="ListRecords", metadataPrefix="tei") == "noRecordsMatch"
    assert error(client, verb="ListSets") == "noSetHierarchy"
    for n in (1, 2, 3):
        asked = {"identifier": f"oai:testserver:vol-d{n}", "metadataPrefix": "tei"}
        assert error(client, verb="GetRecord", **asked) == "idDoesNotExist"


def test_each_paper_comes_once_or_its_change_is_told(client, boss, monkeypatch):
    monkeypatch.setattr(harvesting, "PAGE", 2)
    papers = save(*range(1, 8))
    waiting = save(11, 12, state=State.DRAFT)
    answer = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    resume = answer.find(f".//{_OAI}resumptionToken")
    assert resume.attrib == {"completeListSize": "7", "cursor": "0"}
    found, steps = headers(answer), iter([(papers[0], "withdraw"), (papers[5], "withdraw"), (waiting[1], "publish")])
    while token(answer):
        if step := next(steps, None):
            take(*step, boss)
        answer = ask(client, verb="ListRecords", resumptionToken=token(answer))
        found += headers(answer)
    # The first was sent before it was withdrawn, and again as that; the sixth only as withdrawn.
    assert found == [
        *((f"vol-d{n}", "") for n in (1, 2, 3, 4, 5, 7)), ("vol-d1", "deleted"), ("vol-d6", "deleted"), ("vol-d12", ""),
    ]  # fmt: skip


def test_the_next_harvest_begins_before_what_was_being_written(client):
    save(1)
    date = ask(client, verb="ListRecords", metadataPrefix="oai_dc").findtext(f"{_OAI}responseDate")
    assert everything(client, from_=date) == [("vol-d1", "")]


def test_sets_are_volumes_and_classes_of_any_name(client):
    store.save_volume(VolumeRecord("vol", "Papers"))
    number = FileNumberRecord("Eisenhower Library, Whitman File")
    record = document_record("vol#d1", file_numbers=(number,))
    store.save_batch([Incoming(record, Volume.objects.get(), None, 1)], state=State.PUBLISHED)
    save(2)
    names = [one.text for one in ask(client, verb="ListSets").iter(f"{_OAI}setSpec")]
    assert names == ["volume.vol", "class.decimal-1910.8", "class.collection.Eisenhower~20Library"]
    assert [everything(client, set=name) for name in names] == [[("vol-d1", "")], [("vol-d2", "")], [("vol-d1", "")]]
    assert all(re.fullmatch(r"[A-Za-z0-9\-_.!~*'()]+", name) for name in names)


@pytest.mark.parametrize("form", ["oai_dc", "tei", "ead"])
def test_a_page_takes_as_many_queries_however_many_papers_it_has(client, django_assert_max_num_queries, form):
    save(1)
    ask(client, verb="ListRecords", metadataPrefix=form)  # what is prepared once
    save(2, 3, 4)
    with django_assert_max_num_queries(9):
        answer = ask(client, verb="ListRecords", metadataPrefix=form)
    assert len(headers(answer)) == 4


def test_signs_that_xml_has_not_are_left_out(client):
    store.save(replace(document_record(), subject="A\x01B"), state=State.PUBLISHED)
    assert ask(client, verb="ListRecords", metadataPrefix="oai_dc").findtext(f".//{_DC}subject") == "AB"
