"""Holdings as readers see them: from the repositories down to the papers in a folder, and as finding aids."""

import os
from pathlib import Path

import pytest
from lxml import etree

from archive import store
from archive.models import State, Unit, UnitEvent
from tests.support.paths import ROOT
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
_EAD = "{http://ead3.archivists.org/schema/}"
_SCHEMA = Path(os.environ.get("CHANCERY_SCHEMAS") or ROOT.parent / "shared" / "schemas") / "ead3" / "ead3.rng"


@pytest.fixture
def archive():
    for name, collection in (
        ("a", "Country File, Box 12, Israel"),
        ("b", "Country File, Box 12"),
        ("c", "Country File, Box 9"),
    ):
        store.save(document_record(name, repository="Johnson Library", collection=collection), state=State.PUBLISHED)
    store.save(document_record("draft", repository="Johnson Library", collection="Country File, Box 12, Oman"))
    store.save(document_record("hidden", repository="Secret Library", collection="Box 1"))


def _text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_holdings_are_browsed_down_to_the_papers_with_counts_of_public_ones(
    client, archive, django_assert_max_num_queries
):
    html = client.get("/holdings/").content.decode()
    assert "Secret Library" not in html
    assert _text(etree.HTML(html).xpath("//main//ul[@class='names']")[0]) == "Johnson Library 3 papers"
    series = "/holdings/johnson-library-country-file/"
    with django_assert_max_num_queries(8):
        html = client.get(series).content.decode()
    assert _text(etree.HTML(html).xpath("//main//ul[@class='names']")[0]) == "Box 9 1 paperBox 12 2 papers"
    html = client.get("/holdings/johnson-library-country-file-box-12/").content.decode()
    assert all(words in html for words in ("/documents/b/", "Israel", "1 paper", "say no more", series))
    assert "/documents/a/" not in html
    assert "Oman" not in html
    assert (
        "/documents/a/" in client.get("/holdings/johnson-library-country-file-box-12-folder-israel/").content.decode()
    )
    assert client.get("/holdings/johnson-library-country-file-box-12-folder-oman/").status_code == 404
    assert client.get("/holdings/secret-library/ead.xml").status_code == 404
    html = client.get("/documents/a/").content.decode()
    assert '<a href="/holdings/johnson-library-country-file-box-12-folder-israel/">Israel</a>' in html
    assert (
        "/holdings/johnson-library-country-file-box-12/" in client.get("/selection/pull-list/?ids=b").content.decode()
    )
    assert 'href="/holdings/"' in client.get("/").content.decode()


def test_a_finding_aid_goes_down_from_the_repository_to_each_item_with_its_events(client, archive):
    box = Unit.objects.get(name="12")
    UnitEvent.objects.create(unit=box, kind="accession", date="1972", who="Lyndon Johnson")
    UnitEvent.objects.create(unit=box, kind="custody", date="1969/1972", note="In the White House.")
    response = client.get("/holdings/johnson-library/ead.xml")
    root = etree.fromstring(b"".join(response.streaming_content))
    if _SCHEMA.exists():
        checked = etree.RelaxNG(etree.parse(_SCHEMA))
        assert checked.validate(root), checked.error_log
    tree = [
        (one.get("otherlevel") or one.get("level"), one.findtext(f"{_EAD}did/{_EAD}unittitle"), len(list(one.iterancestors(f"{_EAD}c"))))
        for one in root.iter(f"{_EAD}archdesc", f"{_EAD}c")
    ]  # fmt: skip
    heading = "The Ambassador in Ruritania (Quill) to the Secretary of State"
    assert tree == [
        ("repository", "Johnson Library", 0), ("series", "Country File", 0), ("box", "Box 9", 1), ("item", heading, 2),
        ("box", "Box 12", 1), ("file", "Israel", 2), ("item", heading, 3), ("item", heading, 2),
    ]  # fmt: skip
    assert _text(root.find(f".//{_EAD}acqinfo")) == "Accession, 1972: Lyndon Johnson."
    assert _text(root.find(f".//{_EAD}custodhist")).startswith("Change of custody, 1969")
    links = [one.get("href") for one in root.iter(f"{_EAD}dao") if "/documents/" in one.get("href")]
    assert links == [f"http://testserver/documents/{name}/" for name in "cab"]
