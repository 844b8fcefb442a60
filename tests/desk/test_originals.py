"""Images of a paper's original: who attaches and removes them, and that nobody sees those of a paper that is not public."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive import store, workflow
from archive.models import Document, OriginalImage
from archive.records import PageBreakRecord
from archive.scans import ScanFolder
from archive.scans.tiling import make_tiles
from tests.support.records import document_record
from tests.support.scans import draw_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def images(settings, tmp_path):
    """Two images as files to upload, named against their order."""
    settings.ORIGINALS, settings.ORIGINAL_TILES = tmp_path / "originals", tmp_path / "tiles"
    drawn = (draw_page(tmp_path / name, f"Leaf {name}", (60, 90)).read_bytes() for name in ("b.png", "a.jpg"))
    return dict(zip(("b.png", "a.jpg"), drawn, strict=True))


def _send(client, document: Document, files: dict[str, bytes], label: str = "", status: int = 200) -> str:
    posted = {"files": [SimpleUploadedFile(name, content) for name, content in files.items()], "label": label}
    answer = client.post(f"/admin/archive/document/{document.pk}/originals/", posted, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def test_images_are_attached_seen_once_the_paper_is_published_and_removed(
    client, clerk, archivist, images, settings, django_capture_on_commit_callbacks
):
    pages = (PageBreakRecord("40", within=False),)
    document = store.save(document_record("vol#d1", pages=pages), user=clerk).document
    client.force_login(clerk)
    assert "2 images are attached." in _send(client, document, images | {"c.png": b"GIF89a"})
    first, second = OriginalImage.objects.all()
    assert [(row.name, row.ending, row.width, row.added_by) for row in (first, second)] == [
        ("1", "jpg", 60, clerk), ("2", "png", 60, clerk),
    ]  # fmt: skip
    assert "The paper has this image already." in _send(client, document, {"a.jpg": images["a.jpg"]}, label="40")
    desk = f"/admin/archive/document/{document.pk}/originals/{first.pk}/"
    assert b"".join(client.get(desk)) == images["a.jpg"]

    address = f"/originals/{document.slug}/{first.key}/full/max/0/default.jpg"
    for state in ("draft", "review"):
        Document.objects.update(state=state)
        for public in (address, f"/originals/{document.slug}/{first.key}/info.json"):
            assert client.get(public).status_code == 404
    workflow.take(document, "publish", user=archivist)
    page = client.get(f"/documents/{document.slug}/").content.decode()
    assert f'<a href="{address}" data-zoom="">' in page
    assert b"".join(client.get(address)) == images["a.jpg"]
    assert client.get(address.replace(first.key, first.key[:8])).status_code == 404
    list(make_tiles(ScanFolder(settings.ORIGINALS, settings.ORIGINAL_TILES)))
    manifest = client.get(f"/documents/{document.slug}/manifest.json").json()
    assert [canvas["label"]["none"] for canvas in manifest["items"]] == [["1"], ["2"]]
    (service,) = manifest["items"][1]["items"][0]["items"][0]["body"]["service"]
    assert client.get(f"{service['id']}/info.json").json()["width"] == 60

    # What the public sees at once, a clerk neither adds nor removes.
    assert client.post(f"{desk}remove/").status_code == 403
    _send(client, document, {"a.png": images["b.png"]}, status=403)
    client.force_login(archivist)
    with django_capture_on_commit_callbacks(execute=True):
        assert "its file deleted" in client.post(f"{desk}remove/", follow=True).content.decode()
    assert client.post(f"{desk}remove/").status_code == 404
    assert client.get(address).status_code == 404
    assert not list(settings.ORIGINALS.glob(f"*/{first.sha256}*"))
    _send(client, document, {"a.jpg": images["a.jpg"]}, label=" 40 ")
    page = client.get(f"/documents/{document.slug}/").content.decode()
    assert 'data-mark="page-40"' in page
    workflow.take(document, "withdraw", user=archivist, comment="A living person is named.")
    assert client.get(address).status_code == 410


def test_a_file_that_two_papers_have_stays_until_both_have_removed_it(
    archivist, images, settings, django_capture_on_commit_callbacks
):
    rows = [
        workflow.attach(store.save(document_record(name)).document, images["b.png"], user=archivist)
        for name in ("one", "two")
    ]
    for left, row in zip((1, 0), rows, strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            workflow.remove(row, user=archivist)
        assert len(list(settings.ORIGINALS.glob("*/*.png"))) == left
