"""The first document on its page, letter by letter as in ``seeds/``: source, reader, fixture, database, page."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from lxml import etree, html

from archive.models import Document, UnheldPaper
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def first_documents(module_db):
    call_command("load_first_documents", stdout=StringIO())


@pytest.fixture
def page(client, first_documents):
    return html.document_fromstring(client.get(Document.objects.get().get_absolute_url()).content.decode())


def _words(element) -> str:
    return " ".join(element.text_content().split())


def _of_class(name: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def test_the_page_shows_every_letter_of_the_source(page, seed_path):
    (heading,), (text,) = page.xpath("//h1"), page.xpath(f"//div[{_of_class('text')}]")
    for mark in text.xpath(f".//a[{_of_class('pb')}]"):
        mark.text = f"[Page {mark.get('data-page')}] "
    file_line, *paragraphs = [_words(block) for block in text.xpath(".//p")]
    notes = [_words(note) for note in page.xpath(f"//li//div[{_of_class('fn-text')}]")]
    shown = [file_line, _words(heading), *paragraphs, *(f"{place}. {note}" for place, note in enumerate(notes, 1))]
    source = [" ".join(line.split()) for line in seed_path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert shown == source


def test_footnotes_lead_there_and_back(page):
    labels = [(a.text_content(), a.get("href"), a.get("id")) for a in page.xpath("//sup/a")]
    assert labels == [("59", "#fn-1", "fnref-1"), ("60", "#fn-2", "fnref-2"), ("61", "#fn-3", "fnref-3")]
    backs = page.xpath(f"//a[{_of_class('fn-back')}]")
    assert [a.get("href") for a in backs] == ["#fnref-1", "#fnref-2", "#fnref-3"]
    assert page.xpath(f"//li[{_of_class('fn')}]/@id") == ["fn-1", "fn-2", "fn-3"]


def test_the_page_break_has_an_address_of_its_own(page):
    (mark,) = page.xpath("//*[@id='page-1017']")
    assert mark.getprevious().tail.endswith("continued: “similar ")
    assert mark.get("href") == "#page-1017"


def test_the_page_shows_what_was_read_and_what_was_inferred(page):
    (facts,) = page.xpath(f"//dl[{_of_class('facts')}]")
    shown = _words(facts)
    for words in (
        "Ambassador in the Soviet Union",
        "Harriman",
        "Secretary of State",
        "Telegram, no. 1020",
        "Inferred.",
    ):
        assert words in shown
    assert "840.48 Refugees/5425" in shown


def test_a_volume_of_which_only_papers_are_held_is_shown_as_these(page, client):
    answer = client.get(f"/volumes/{Document.objects.get().volume.slug}.xml")
    root = etree.fromstring(b"".join(answer.streaming_content))
    text = " ".join("".join(root.itertext()).split())
    assert etree.QName(root).localname == "teiCorpus"
    assert "Vyshinski appeared sympathetic to my approach." in text
    assert "Andrey Yanuaryevich Vyshinski" in text


def test_a_number_that_is_known_but_not_held_leads_to_the_register(client, first_documents):
    response = client.get("/search/", {"q": "840.48 refugees/5396"}, follow=True)
    entry = UnheldPaper.objects.get(number="935")
    assert f'href="{entry.get_absolute_url()}"' in response.content.decode()
    assert "Telegram 935 from Moscow to the Department" in text_of(response)
