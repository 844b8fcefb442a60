"""Finding aids (EAD3) and correspondence (CMIF): valid by their schemas where these are here, complete, and public only."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from archive import store
from archive.models import Person, State, Volume
from archive.records import DateRecord, VolumeRecord
from archive.store import Incoming
from tests.support.paths import ROOT
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
_TEI = "{http://www.tei-c.org/ns/1.0}"
_EAD = "{http://ead3.archivists.org/schema/}"
_SCHEMAS = Path(os.environ.get("CHANCERY_SCHEMAS") or ROOT.parent / "shared" / "schemas")


@pytest.fixture
def archive():
    store.save_volume(VolumeRecord("vol", "Papers"))
    span = replace(
        document_record().date, certainty="supplied", earliest="1938-03-01", latest="1938-03-31", edtf="1938-03"
    )
    inferred = DateRecord(
        "", "1938-03-09", "1938-03-09", "1938-03-09", certainty="inferred", reason="It answers another."
    )
    records = [
        document_record("vol#d1", languages=("en",)),
        document_record("vol#d2", date=span, document_number="2"),
        document_record("vol#d3", date=inferred, document_number="3", received=None),
        document_record("vol#d4", recipients=()),
    ]
    volume = Volume.objects.get()
    store.save_batch([Incoming(one, volume, None, n) for n, one in enumerate(records)], state=State.PUBLISHED)
    store.save(document_record("draft"))
    Person.objects.update(identifiers={"viaf": "12345"})


def _read(client, address: str, schema: str) -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200, address
    root = etree.fromstring(b"".join(response.streaming_content))
    if (path := _SCHEMAS / schema).exists():
        checked = etree.RelaxNG(etree.parse(path))
        assert checked.validate(root), checked.error_log
    return root


@pytest.mark.parametrize("address", ["/volumes/vol/cmif.xml", "/cmif.xml"])
def test_correspondence_is_who_wrote_to_whom_and_when(client, archive, address):
    root = _read(client, address, "cmif/cmi-customization.rng")
    letters = list(root.iter(f"{_TEI}correspDesc"))
    assert [one.get("ref") for one in letters] == [f"http://testserver/documents/vol-d{n}/" for n in (1, 2, 3)]
    sources = {one.get("{http://www.w3.org/XML/1998/namespace}id") for one in root.iter(f"{_TEI}bibl")}
    assert {one.get("source")[1:] for one in letters} <= sources
    sent, received = letters[0]
    assert (sent.get("type"), received.get("type")) == ("sent", "received")
    assert sent.find(f"{_TEI}persName").get("ref") == "https://viaf.org/viaf/12345"
    assert sent.findtext(f"{_TEI}placeName") == "Strelsau"
    assert received.findtext(f"{_TEI}orgName") == "Secretary of State"
    dates = [one[0].find(f"{_TEI}date").attrib for one in letters]
    assert dates == [
        {"when": "1938-03-05"}, {"notBefore": "1938-03-01", "notAfter": "1938-03-31", "evidence": "conjecture"},
        {"when": "1938-03-09", "evidence": "conjecture"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("/files/decimal-1910/840.48-refugees/ead.xml", "file"),
        ("/files/decimal-1910/class-8/ead.xml", "class"),
        ("/files/decimal-1910/ead.xml", "series"),
    ],
)
def test_a_finding_aid_describes_the_whole_and_each_paper(client, archive, address, level):
    root = _read(client, address, "ead3/ead3.rng")
    described = root.find(f"{_EAD}archdesc")
    assert described.get("level") == level
    assert described.find(f"{_EAD}did/{_EAD}physdesc").text == "4 papers"
    items = list(root.iter(f"{_EAD}c"))
    links = [item.find(f"{_EAD}did/{_EAD}dao").get("href") for item in items]
    assert sorted(links) == [f"http://testserver/documents/vol-d{n}/" for n in (1, 2, 3, 4)]


def test_what_is_not_there_has_no_description(client):
    for address in (
        "/cmif.xml",
        "/volumes/vol/cmif.xml",
        "/files/decimal-1910/ead.xml",
        "/files/decimal-1910/1/ead.xml",
    ):
        assert client.get(address).status_code == 404
