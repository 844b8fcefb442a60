"""The container of an EPUB 3: files written one by one, so that a book of any length needs the memory of one chapter.

EPUB 3.3: ``mimetype`` comes first and uncompressed; the package document lists every file and the order of reading; the
navigation document is the table of contents. https://www.w3.org/TR/epub-33/
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from archive.exports.epub.xhtml import clean, page
from archive.languages import DEFAULT_LANGUAGE

_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE = """body { font-family: serif; line-height: 1.5; margin: 0 4%; }
h1 { font-size: 1.3em; line-height: 1.25; margin: 1em 0; }
h2, h3 { font-size: 1.1em; }
.facts { font-size: .85em; margin: 0 0 1.5em; }
.dateline, .signed, .right { text-align: right; }
.center { text-align: center; }
.sc { font-variant: small-caps; }
.indent, .hanging { padding-left: 1.5em; }
.hanging { text-indent: -1.5em; }
.fnref { font-size: .7em; line-height: 0; }
.footnotes { border-top: 1px solid; margin-top: 2em; font-size: .9em; }
.footnotes aside { margin: .5em 0; }
.fn-label { font-weight: bold; }
.fn-text, .fn-text > p:first-child { display: inline; }
table { border-collapse: collapse; }
td, th { padding: .1em .5em; vertical-align: top; text-align: left; }
"""
#: One time for every file in the archive, so that the same papers always make the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Book:
    """The title page and metadata of a book. ``identifier`` is a URI that stays the same; ``modified`` the time of its newest paper."""

    identifier: str
    title: str
    modified: datetime
    creators: tuple[str, ...] = ()
    publisher: str = ""
    source: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class BookChapter:
    """A file of the book: its place in the contents (``depth`` from 0), and its body in a
    ``language`` (its code); ``pages`` are printed pages in it."""

    name: str
    title: str
    body: str
    depth: int = 0
    language: str = DEFAULT_LANGUAGE
    pages: tuple[tuple[str, str], ...] = ()


def write_book(out: BinaryIO, book: Book, chapters: Iterable[BookChapter]) -> int:
    """Write the book to a seekable file and return its number of chapters. Raises ``ValueError`` if there are none."""
    listed: list[tuple[str, str, int]] = []
    pages: list[tuple[str, str]] = []
    languages: dict[str, None] = {}
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", _CONTAINER)
        _put(archive, "EPUB/style.css", _STYLE)
        _put(archive, "EPUB/title.xhtml", page(book.title, _title_page(book), "titlepage"))
        for chapter in chapters:
            _put(archive, f"EPUB/{chapter.name}", page(chapter.title, chapter.body, language=chapter.language))
            listed.append((chapter.name, chapter.title, chapter.depth))
            languages.setdefault(chapter.language)
            pages.extend((label, f"{chapter.name}#{name}") for label, name in chapter.pages)
        if not listed:
            raise ValueError("a book needs a chapter")
        _put(archive, "EPUB/nav.xhtml", page(book.title, _navigation(listed, pages), "frontmatter"))
        _put(archive, "EPUB/package.opf", _package(book, listed, list(languages)))
    return len(listed)


def _put(archive: zipfile.ZipFile, name: str, content: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    archive.writestr(info, content.encode("utf-8"))


def _title_page(book: Book) -> str:
    lines = [f"<h1>{clean(book.title)}</h1>"]
    lines += [
        f"<p>{clean(words)}</p>"
        for words in (", ".join(book.creators), book.publisher, book.source, book.rights)
        if words
    ]
    return "".join(lines)


def _navigation(listed: list[tuple[str, str, int]], pages: list[tuple[str, str]]) -> str:
    lines = ['<nav epub:type="toc" id="toc"><h1>Contents</h1>']
    open_lists = 0
    for name, title, depth in listed:
        level = min(depth, open_lists, _DEEPEST) + 1
        if level > open_lists:
            lines.append("<ol>")
        else:
            lines.append("</li>" + "</ol></li>" * (open_lists - level))
        open_lists = level
        lines.append(f'<li><a href="{name}">{clean(title) or "–"}</a>')
    lines.append("</li></ol>" * open_lists + "</nav>")
    if pages:
        items = "".join(f'<li><a href="{clean(target)}">{clean(label)}</a></li>' for label, target in pages)
        lines.append(f'<nav epub:type="page-list" hidden="hidden"><h2>Pages</h2><ol>{items}</ol></nav>')
    return "".join(lines)


def _package(book: Book, listed: list[tuple[str, str, int]], languages: list[str]) -> str:
    modified = book.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    more = "".join(f"<dc:creator>{clean(name)}</dc:creator>" for name in book.creators)
    more += f"<dc:publisher>{clean(book.publisher)}</dc:publisher>" if book.publisher else ""
    more += f"<dc:source>{clean(book.source)}</dc:source>" if book.source else ""
    more += f"<dc:rights>{clean(book.rights)}</dc:rights>" if book.rights else ""
    spoken = "".join(f"<dc:language>{clean(code)}</dc:language>" for code in languages)
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, (name, _, _) in enumerate(listed)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(listed)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{clean(book.identifier)}</dc:identifier><dc:title>{clean(book.title) or "–"}</dc:title>'
        f'{spoken}{more}<meta property="dcterms:modified">{modified}</meta></metadata>'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="style" href="style.css" media-type="text/css"/>'
        f'<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>{items}</manifest>'
        f'<spine><itemref idref="title"/><itemref idref="nav"/>{spine}</spine></package>\n'
    )
