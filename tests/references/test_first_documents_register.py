"""The first document, alone in the archive, names four papers that are not held: each is a gap of its thread and in the register."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import call_command
from lxml import html

from archive.models import Document, UnheldPaper

pytestmark = pytest.mark.django_db

FILE = "840.48 Refugees/5396"
#: The words, the day, and what is printed of the time; in order of date.
NAMED = [
    ("Circular from the Department", "26 January 1944", "7 p.m."),
    ("Telegram 554 from the Department to Moscow", "11 March 1944", "7 p.m."),
    ("Telegram 555 from the Department to Moscow", "11 March 1944", "7 p.m."),
    ("Telegram 935 from Moscow to the Department", "20 March 1944", "6 p.m."),
]


@pytest.fixture(scope="module")
def seed(module_db):
    call_command("load_first_documents", stdout=io.StringIO())
    return Document.objects.get()


def _words(element) -> str:
    return " ".join(element.text_content().split())


def _page(client, address):
    return html.document_fromstring(client.get(address).content.decode())


def _of_class(name: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def test_the_thread_has_the_four_as_gaps_in_order_of_date(client, seed):
    page = _page(client, f"{seed.get_absolute_url()}thread/")
    entries = page.xpath(f"//li[{_of_class('thread-entry')}]")
    names = [_words(entry.xpath(f".//a[{_of_class('paper-title')}]")[0]) for entry in entries]
    assert names == [*(words for words, _, _ in NAMED), seed.heading]
    assert [_of_gap(entry) for entry in entries] == [True, True, True, True, False]
    days = [_words(entry.xpath(f".//p[{_of_class('thread-when')}]")[0]) for entry in entries[:4]]
    assert days == [day for _, day, _ in NAMED]
    assert FILE in _words(entries[3])
    assert not any(FILE in _words(entry) for entry in entries[:3])


def _of_gap(entry) -> bool:
    return "gap" in entry.get("class").split()


def test_the_register_has_the_four_and_no_other(client, seed):
    page = _page(client, "/not-held/")
    entries = page.xpath(f"//ol[{_of_class('unheld-list')}]/li")
    assert len(entries) == UnheldPaper.objects.count() == 4
    for entry, (words, day, time) in zip(entries, NAMED, strict=True):
        assert _words(entry.xpath(".//a")[0]) == words
        assert f"{day}, {time}" in _words(entry)
        assert entry.xpath(".//a/@href")[-1] == seed.get_absolute_url()


def test_the_telegram_and_the_file_number_of_its_footnote_are_one_paper(client, seed):
    entry = UnheldPaper.objects.get(number="935")
    assert (entry.file_number.normal, entry.where_held) == (FILE, "RG 59, Central Decimal File 1940–1944")
    assert sorted(entry.citations.values_list("kind", flat=True)) == ["file number", "telegram"]
    assert FILE in _words(_page(client, entry.get_absolute_url()).xpath("//main")[0])


def test_the_list_for_the_archives_names_the_four(client, seed):
    rows = list(csv.reader(io.StringIO(b"".join(client.get("/not-held.csv").streaming_content).decode())))
    assert len(rows) == 1 + 4
    (with_file,) = [row for row in rows if FILE in row]
    assert "935" in with_file
