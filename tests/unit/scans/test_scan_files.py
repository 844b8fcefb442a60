"""Scans: their folder, their tiles, checks of images, and how files are sent."""

import io
import json
import os
import sys

import pytest
from django.test import RequestFactory
from PIL import Image

from archive.errors import Refused
from archive.scans import ScanFolder, check_image
from archive.scans.tiling import make_tiles
from archive.web.sending import Compression, send_file
from tests.support.scans import draw_page


@pytest.fixture
def folder(tmp_path):
    return ScanFolder(tmp_path / "scans", tmp_path / "tiles")


def test_a_scan_is_found_by_volume_and_name(folder):
    draw_page(folder.scans / "vol" / "0041.png", "The page", (300, 400))
    scan = folder.find("vol", "0041")
    assert (scan.width, scan.height, scan.ending, scan.size_for(100)) == (300, 400, "png", "max")
    assert scan.file("full/max/0/default.png") == folder.scans / "vol" / "0041.png"
    assert (scan.file("full/max/0/default.jpg"), scan.file("info.json")) == (None, None)
    assert (folder.has("vol"), folder.has("other"), folder.find("vol", "0042")) == (True, False, None)


@pytest.mark.parametrize(
    ("volume", "facsimile"),
    [
        ("vol", "../secret"), ("vol", ".."), ("..", "secret"), ("vol/..", "secret"), ("", "secret"), ("vol", ""), ("vol", "a/b"),
        ("vol", ".hidden"), ("vol", "secret.png"), ("vol", "secret\n"), ("vol", "s" * 300), ("vol", "#x"), ("vol", "https://x/y"),
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(folder, volume, facsimile):
    draw_page(folder.scans / "secret.png", "Secret", (30, 40))
    draw_page(folder.scans / "vol" / ".hidden.png", "Secret", (30, 40))
    (folder.scans.parent / "secret.png").write_bytes((folder.scans / "secret.png").read_bytes())
    assert folder.find(volume, facsimile) is None


def test_tiles_are_made_once_and_again_after_a_change(folder):
    path = draw_page(folder.scans / "vol" / "0041.tif", "The page", (700, 1100))
    (folder.scans / "vol" / "0042.jpg").write_bytes(b"no image")
    assert folder.find("vol", "0041") is None  # browsers show no TIFF
    made, broken = make_tiles(folder)
    assert (made.made, broken.made, broken.path.name) == (True, False, "0042.jpg")
    assert broken.problem
    scan = folder.find("vol", "0041")
    assert scan.sizes == ((175, 275), (350, 550), (700, 1100))
    assert [scan.size_for(width) for width in (100, 175, 351, 700)] == ["175,275", "175,275", "max", "max"]
    assert Image.open(scan.file("full/350,550/0/default.jpg")).size == (350, 550)
    assert Image.open(scan.file("full/max/0/default.jpg")).size == (700, 1100)
    assert scan.file("full/350,550/0/../../../../0041.tif") is None
    assert not any(one.made for one in make_tiles(folder, ("vol",)))
    later = (folder.tiles_of("vol", "0041") / "info.json").stat().st_mtime + 10
    draw_page(path, "Another page", (300, 400))
    os.utime(path, (later, later))
    assert [one.made for one in make_tiles(folder)] == [True, False]
    assert folder.find("vol", "0041").sizes == ((300, 400),)


def test_every_tile_that_a_viewer_asks_for_is_there(folder):
    draw_page(folder.scans / "vol" / "0041.jpg", "The page", (701, 1103))
    list(make_tiles(folder))
    scan = folder.find("vol", "0041")
    info = json.loads(scan.file("info.json").read_text())
    (tiles,) = info["tiles"]
    assert (info["width"], info["height"], len(info["sizes"])) == (701, 1103, len(tiles["scaleFactors"]))
    assert scan.sizes == ((176, 276), (351, 552), (701, 1103))
    for by in tiles["scaleFactors"][:-1]:
        side = tiles["width"] * by
        for x in range(0, 701, side):
            for y in range(0, 1103, side):
                width, height = min(side, 701 - x), min(side, 1103 - y)
                size = f"{-(-width // by)},{-(-height // by)}"
                assert scan.file(f"{x},{y},{width},{height}/{size}/0/default.jpg"), (x, y, by)


def test_tiles_are_refused_without_pyvips_or_scans(folder, monkeypatch):
    with pytest.raises(Refused, match="no folder"):
        list(make_tiles(folder))
    folder.scans.mkdir()
    with pytest.raises(Refused, match="no scans of frus1"):
        list(make_tiles(folder, ("frus1",)))
    monkeypatch.setitem(sys.modules, "pyvips", None)
    with pytest.raises(Refused, match="pip install pyvips"):
        list(make_tiles(folder))


def _image(kind: str, size: tuple[int, int] = (40, 60)) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size, Image.Resampling.NEAREST).save(file, kind)
    return file.getvalue()


def test_whole_images_are_accepted():
    checked = check_image(_image("PNG"))
    assert (checked.ending, checked.width, checked.height) == ("png", 40, 60)
    assert check_image(_image("JPEG")).ending == "jpg"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JPEG or PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no JPEG or PNG"),
        (_image("GIF"), "no JPEG or PNG"),
        (_image("TIFF"), "no JPEG or PNG"),
        (_image("PNG")[:-60], "broken"),
        (_image("JPEG", (400, 600))[:900], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "broken|no JPEG"),
        (_image("PNG", (9000, 9000)), "million pixels"),
        (b"\xff\xd8" + b"\0" * (31 * 1024 * 1024), "larger than"),
    ],
    ids=["empty", "SVG", "GIF", "TIFF", "cut PNG", "cut JPEG", "header only", "huge", "too many bytes"],
)
def test_other_files_are_refused_with_a_sentence(content, words):
    with pytest.raises(Refused, match=words):
        check_image(content)


@pytest.mark.parametrize(
    ("asked", "status", "content", "part"),
    [
        ({}, 200, b"0123456789", None),
        ({"Range": "bytes=2-4"}, 206, b"234", "bytes 2-4/10"),
        ({"Range": "bytes=7-"}, 206, b"789", "bytes 7-9/10"),
        ({"Range": "bytes=-3"}, 206, b"789", "bytes 7-9/10"),
        ({"Range": "bytes=0-99"}, 200, b"0123456789", None),
        ({"Range": "bytes=10-"}, 416, b"", "bytes */10"),
        ({"Range": "bytes=-0"}, 416, b"", "bytes */10"),
        # What isn't understood is ignored.
        ({"Range": "bytes=4-2"}, 200, b"0123456789", None),
        ({"Range": "bytes=-"}, 200, b"0123456789", None),
        ({"Range": "bytes=0-1,4-5"}, 200, b"0123456789", None),
        ({"Range": "pages=1-2"}, 200, b"0123456789", None),
        ({"Range": "bytes=2-4", "If-Range": '"other"'}, 200, b"0123456789", None),
    ],
)
def test_a_file_is_sent_in_parts(tmp_path, asked, status, content, part):
    path = tmp_path / "page.jpg"
    path.write_bytes(b"0123456789")
    response = send_file(RequestFactory().get("/", headers=asked), path, "image/jpeg")
    sent = b"".join(response) if response.streaming else response.content
    assert (response.status_code, sent, response.get("Content-Range")) == (status, content, part)
    if status != 416:
        assert (response["Content-Length"], response["Content-Type"]) == (str(len(content)), "image/jpeg")
        assert response["Cache-Control"] == "private, max-age=3600"


def test_a_file_is_not_sent_again_and_not_compressed(tmp_path):
    path = tmp_path / "page.jpg"
    path.write_bytes(b"0" * 1000)
    first = send_file(RequestFactory().get("/"), path, "image/jpeg")
    for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert send_file(RequestFactory().get("/", headers=header), path, "image/jpeg").status_code == 304
    part = {"Range": "bytes=2-4", "If-Range": first["ETag"]}
    assert send_file(RequestFactory().get("/", headers=part), path, "image/jpeg").status_code == 206
    head = send_file(RequestFactory().head("/"), path, "image/jpeg")
    assert (head["Content-Length"], b"".join(head)) == ("1000", b"")
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    response = Compression(lambda request: send_file(request, path, "image/jpeg"))(request)
    assert "Content-Encoding" not in response
    assert b"".join(response) == b"0" * 1000
