"""The images of a paper's pages: beside its text, by themselves, and as manifests; and never of a page that a closed paper is on."""

import json

import pytest

from archive import store, workflow
from archive.models import Document, State, Volume
from archive.records import PageBreakRecord, VolumeRecord
from archive.scans import ScanFolder
from archive.scans.tiling import make_tiles
from archive.store import Incoming
from tests.support.people import make_user
from tests.support.records import document_record
from tests.support.scans import draw_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def scans(settings, tmp_path):
    """A volume of three papers on pages 40 to 43, each page with its scan; the second paper is a draft."""
    settings.SCANS, settings.SCAN_TILES = tmp_path / "scans", tmp_path / "tiles"
    for page in range(40, 44):
        draw_page(settings.SCANS / "vol" / f"00{page}.jpg", f"Page {page}", (600, 900))
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania"))
    for number, state in enumerate((State.PUBLISHED, State.DRAFT, State.PUBLISHED), 1):
        pages = [
            PageBreakRecord(f"{39 + number + more}", more > 0, f"p{more}", f"00{39 + number + more}") for more in (0, 1)
        ]
        record = document_record(f"vol#d{number}", document_number=str(number), pages=tuple(pages))
        store.save_batch([Incoming(record, Volume.objects.get(), None, number)], state=state)


def _address(page: int) -> str:
    return f"/scans/vol/00{page}/full/max/0/default.jpg"


def test_a_page_is_shown_if_no_paper_on_it_is_closed(client, scans):
    page = client.get("/documents/vol-d1/").content.decode()
    assert f'<a href="{_address(40)}" data-zoom="">' in page
    assert 'href="#page-40"' in page  # where the page begins in the text
    assert 'width="600"' in page
    assert "0041" not in page
    answers = {number: client.get(_address(number)) for number in range(40, 45)}
    assert {number: answer.status_code for number, answer in answers.items()} == {
        40: 200,
        41: 404,
        42: 404,
        43: 200,
        44: 404,
    }
    image = answers[40]
    assert (image["Content-Type"], image["Accept-Ranges"], "Last-Modified" in image) == ("image/jpeg", "bytes", True)
    assert b"".join(image)[:2] == b"\xff\xd8"
    Document.objects.filter(source_id="vol#d2").update(state=State.PUBLISHED)
    assert client.get(_address(41)).status_code == 200
    assert 'data-mark="page-41"' in client.get("/documents/vol-d1/").content.decode()
    Document.objects.filter(source_id="vol#d3").update(state=State.WITHDRAWN)
    assert [client.get(_address(number)).status_code for number in (42, 43)] == [404, 404]


def test_the_text_can_be_read_without_images_and_without_scans(client, scans, settings):
    assert "scan-pages" not in client.get("/documents/vol-d1/?view=text").content.decode()
    assert "scan-pages" not in client.get("/documents/vol-d1/?view=understood").content.decode()
    settings.SCANS = None
    assert "scan" not in client.get("/documents/vol-d1/").content.decode()
    assert client.get(_address(40)).status_code == 404
    settings.PUBLISHED_SCANS = "https://publisher.example/{volume}/{facs}.png"
    page = client.get("/documents/vol-d1/").content.decode()
    assert '<a rel="external" href="https://publisher.example/vol/0041.png">41</a>' in page


def test_an_original_takes_the_place_of_its_printed_page_beside_the_text(client, scans, settings, tmp_path):
    settings.ORIGINALS = tmp_path / "originals"
    leaf = draw_page(tmp_path / "leaf.png", "A leaf", (60, 90)).read_bytes()
    key = workflow.attach(Document.objects.first(), leaf, user=make_user("quill", "archivist"), label="40").key
    page = client.get("/documents/vol-d1/").content.decode()
    assert 'id="scan-0040" data-key="0040" data-mark=""' in page
    assert f'id="scan-original-{key}" data-key="original-{key}" data-mark="page-40"' in page


def _absolute(found: dict) -> list[str]:
    """Return every address in a manifest, at any depth."""
    values = found.values() if isinstance(found, dict) else found
    here = [found["id"]] if isinstance(found, dict) and "id" in found else []
    return here + [address for value in values if isinstance(value, dict | list) for address in _absolute(value)]


def test_manifests_name_what_the_public_may_see(client, scans, settings):
    list(make_tiles(ScanFolder(settings.SCANS, settings.SCAN_TILES)))
    paper = client.get("/documents/vol-d1/manifest.json")
    assert paper["Content-Type"] == 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
    assert paper["Access-Control-Allow-Origin"] == "*"
    found = json.loads(paper.content)
    assert (found["type"], found["id"]) == ("Manifest", "http://testserver/documents/vol-d1/manifest.json")
    (canvas,) = found["items"]
    assert (canvas["label"], canvas["width"], canvas["height"]) == ({"none": ["40"]}, 600, 900)
    (annotation,) = canvas["items"][0]["items"]
    assert annotation["target"] == canvas["id"]
    assert client.get(annotation["body"]["id"]).status_code == 200
    (service,) = annotation["body"]["service"]
    info = json.loads(client.get(f"{service['id']}/info.json").content)
    assert (info["id"], info["profile"], info["width"]) == (service["id"], "level0", 600)
    size = info["sizes"][0]
    assert client.get(f"{service['id']}/full/{size['width']},{size['height']}/0/default.jpg").status_code == 200
    volume = json.loads(client.get("/volumes/vol/manifest.json").content)
    assert [item["label"]["none"] for item in volume["items"]] == [["40"], ["43"]]
    canvases = {item["id"] for item in volume["items"]}
    assert [one["items"][0]["id"] for one in volume["structures"]] == [item["id"] for item in volume["items"]]
    assert len(canvases) == 2
    addresses = _absolute(found) + _absolute(volume)
    assert all(address.startswith("http://testserver/") for address in addresses)
    assert len(_absolute(volume["items"])) == len(set(_absolute(volume["items"])))
    assert client.get("/documents/vol-d2/manifest.json").status_code == 404
