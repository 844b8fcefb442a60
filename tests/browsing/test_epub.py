"""Books: the container and its files are what EPUB 3 requires, footnotes lead there and back, and no draft is in one."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.exports.epub import Book, BookChapter, write_book
from archive.exports.epub.xhtml import body_of
from archive.models import Document, DocumentText
from archive.records import FootnoteRecord
from archive.rendering import RENDERER_VERSION

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
BOOK = Book(
    "https://example.org/b/",
    "A & B",
    datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
    ("Quill",),
    "Press",
    "Source",
    "Rights",
)
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")


def written(chapters, book=BOOK) -> zipfile.ZipFile:
    out = io.BytesIO()
    write_book(out, book, chapters)
    return zipfile.ZipFile(io.BytesIO(out.getvalue()))


def check(archive: zipfile.ZipFile) -> None:
    """What holds for every book: order, well-formed files, one place for each, links that lead somewhere."""
    names = archive.namelist()
    assert names[0] == "mimetype"
    info = archive.getinfo("mimetype")
    mimetype = archive.read("mimetype")
    assert (info.compress_type, info.extra, mimetype) == (zipfile.ZIP_STORED, b"", b"application/epub+zip")
    assert len(names) == len(set(names))
    package = ElementTree.fromstring(archive.read("EPUB/package.opf"))
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    assert sorted(f"EPUB/{href}" for href in items.values()) == sorted(set(names[2:]) - {"EPUB/package.opf"})
    assert {ref.get("idref") for ref in package.iter(f"{OPF}itemref")} == set(items) - {"style"}
    pages = {name: ElementTree.fromstring(archive.read(name)) for name in names if name.endswith(".xhtml")}
    ids = {name: [e.get("id") for e in page.iter() if e.get("id")] for name, page in pages.items()}
    for name, page in pages.items():
        assert len(ids[name]) == len(set(ids[name])), name
        for link in page.iter(f"{XHTML}a"):
            target, _, place = link.get("href").partition("#")
            file = f"EPUB/{target}" if target else name
            assert file in pages, (name, link.get("href"))
            assert not place or place in ids[file], (name, link.get("href"))


def outline(listed) -> list:
    return [
        (
            item.find(f"{XHTML}a").text[-2],
            outline(item.find(f"{XHTML}ol")) if item.find(f"{XHTML}ol") is not None else [],
        )
        for item in listed
    ]


def test_a_book_has_its_files_in_order_and_a_contents_of_every_depth():
    depths = enumerate([0, 1, 2, 2, 0, 3, 1])
    archive = written([BookChapter(f"c{n}.xhtml", f"Title <{n}>", f"<h1>{n}</h1>", depth) for n, depth in depths])
    check(archive)
    nav = ElementTree.fromstring(archive.read("EPUB/nav.xhtml"))
    toc = next(e for e in nav.iter(f"{XHTML}nav") if e.get(f"{OPS}type") == "toc")
    assert outline(toc.find(f"{XHTML}ol")) == [
        ("0", [("1", [("2", []), ("3", [])])]),
        ("4", [("5", []), ("6", [])]),
    ]


def test_the_same_papers_make_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        write_book(out, BOOK, [BookChapter("c.xhtml", "One", "<h1>One</h1>")])
    assert first.getvalue() == second.getvalue()


def test_a_book_without_chapters_is_none():
    with pytest.raises(ValueError, match="chapter"):
        write_book(io.BytesIO(), BOOK, [])


def test_notes_become_asides_and_pages_page_breaks():
    body, pages = body_of(
        '<p>A<br>b &amp; c<sup class="fnref"><a id="fnref-1" href="#fn-1" role="doc-noteref">1</a></sup>'
        '<a class="pb" id="page-7" href="#page-7" data-page="7" aria-label="Page 7"></a></p>',
        '<ol class="notes"><li class="fn" id="fn-1"><span class="fn-label">1</span> <div class="fn-text">Note.</div>'
        ' <a class="fn-back" href="#fnref-1" role="doc-backlink">↩</a></li></ol>',
    )
    root = ElementTree.fromstring(f'<x xmlns="{XHTML[1:-1]}" xmlns:epub="{OPS[1:-1]}">{body}</x>')
    by_type = {e.get(f"{OPS}type"): e for e in root.iter() if e.get(f"{OPS}type")}
    assert by_type["noteref"].get("href") == "#fn-1"
    assert (by_type["footnote"].tag, by_type["footnote"].get("id")) == (f"{XHTML}aside", "fn-1")
    assert by_type["pagebreak"].get("id") == "page-7"
    assert pages == [("7", "page-7")]


def test_control_characters_break_no_book():
    body, _ = body_of("<p>a\x00\x0b\ufffe</p>", "")
    check(written([BookChapter("c.xhtml", "t\x00\x1b", body)], Book("u\x00", "\x00", BOOK.modified)))


@pytest.fixture
def two(paper):
    text = (
        '<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p><ref target="#d2">Document 2</ref>'
        '<ref target="#d9">9</ref><ref target="#d2fn7">Note 7</ref></p></div>'
    )
    paper(1, text=text, footnotes=())
    note = '<note xmlns="http://www.tei-c.org/ns/1.0" n="7">Not seen.</note>'
    paper(2, division="ch2", footnotes=(FootnoteRecord(3, "7", note, source_id="d2fn7"),))
    paper(3, state="draft", heading="Canary")


def book_at(client, url) -> zipfile.ZipFile:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/epub+zip"
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "/volumes/vol.epub",
        "/volumes/vol/ch1.epub",
        "/volumes/vol/comp1.epub",
        "file",
        "/selection.epub?ids=vol-d2,vol-d1",
    ],
)
def test_papers_can_be_taken_as_a_book(client, two, url):
    if url == "file":
        file = Document.objects.get(source_id="vol#d1").document_file_numbers.get().file_number.file
        url = file.get_absolute_url().rstrip("/") + ".epub"
    archive = book_at(client, url)
    check(archive)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Document 2" in everything
    assert "Canary" not in everything


def test_papers_of_a_book_point_at_each_other(client, two):
    archive = book_at(client, "/volumes/vol.epub")
    one, other = (Document.objects.get(source_id=f"vol#d{number}").pk for number in (1, 2))
    links = archive.read(f"EPUB/p{one}.xhtml").decode()
    assert f'href="p{other}.xhtml"' in links
    assert f'href="p{other}.xhtml#fn-3"' in links
    preface = next(name for name in archive.namelist() if "preface" in name)
    assert "Of this book." in archive.read(preface).decode()


@pytest.mark.parametrize(
    "url", ["/volumes/none.epub", "/volumes/vol/none.epub", "/volumes/vol/preface.epub", "/selection.epub"]
)
def test_there_is_no_book_of_nothing(client, two, url):
    assert client.get(url).status_code == 404


def test_a_book_too_large_is_refused(client, two, monkeypatch):
    monkeypatch.setattr("archive.views.books.MOST", 1)
    response = client.get("/volumes/vol.epub")
    assert response.status_code == 400
    assert "at most 1 papers" in response.content.decode()


def test_a_paper_without_text_has_a_chapter_all_the_same(client, paper):
    paper(1).text.delete()
    check(book_at(client, "/selection.epub?ids=vol-d1"))


@pytest.mark.parametrize("url", ["/volumes/vol.epub", "/selection.epub?ids=vol-d1"])
@pytest.mark.parametrize(("version", "stale"), [(RENDERER_VERSION, False), ("0", True), ("", True)])
def test_a_book_has_the_html_of_the_present_renderer(client, paper, url, version, stale):
    chapter = f"EPUB/p{paper(1).pk}.xhtml"
    now = book_at(client, url).read(chapter).decode()
    DocumentText.objects.update(html="<p>Of old.</p>", notes_html="<ol></ol>", renderer_version=version)
    then = book_at(client, url).read(chapter).decode()
    assert ("Of old." in then, then == now) == (not stale, stale)


def passes_epubcheck(path: Path) -> None:
    if not EPUBCHECK.exists() or not shutil.which("java"):
        pytest.skip("epubcheck is not installed")
    done = subprocess.run(["java", "-jar", str(EPUBCHECK), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_books_pass_epubcheck(client, two, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(client.get("/volumes/vol.epub").getvalue())
    passes_epubcheck(path)


@pytest.mark.volumes
@pytest.mark.django_db
def test_real_volumes_pass_epubcheck(client, frus_dir, tmp_path):
    from archive.importing.runs import import_source

    name = "frus1917-72PubDip"
    import_source(frus_dir / f"{name}.xml")
    path = tmp_path / f"{name}.epub"
    path.write_bytes(client.get(f"/volumes/{name}.epub").getvalue())
    check(zipfile.ZipFile(path))
    passes_epubcheck(path)
