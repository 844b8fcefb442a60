"""Feeds, sitemap, robots and OpenSearch: valid, of public papers alone, validators included."""

from xml.etree import ElementTree

import pytest
from django.utils import timezone

from archive import store
from archive.models import Document, PendingEdit
from tests.support.records import dated, document_record

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = ["/new.atom", "/search.atom", "/search.atom?q=from%3AQuill", "/search.atom?kind=telegram"]


def entries(response) -> list[str]:
    root = ElementTree.fromstring(response.content)
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.find(f"{ATOM}{name}").text, name
    assert root.find(f"{ATOM}author/{ATOM}name").text
    ids = [entry.find(f"{ATOM}id").text for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return ids


@pytest.mark.parametrize("url", FEEDS)
def test_feeds_name_the_newest_first(client, paper, url):
    for number in (1, 2, 3):
        paper(number)
    response = client.get(url)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entries(response) == [f"http://testserver/documents/vol-d{number}/" for number in (3, 2, 1)]


@pytest.mark.parametrize(
    "url", [*FEEDS, "/sitemap.xml", "/sitemap-documents-1.xml", "/sitemap-people-1.xml", "/robots.txt"]
)
def test_drafts_and_unpublished_edits_move_nothing(client, paper, url):
    document = paper(1)
    before = client.get(url)
    content = before.getvalue()
    paper(2, state="draft", heading="Canary", senders=())
    PendingEdit.objects.create(document=document, record={}, base_version=1)
    Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
    after = client.get(url)
    assert after.getvalue() == content
    for header in ("ETag", "Last-Modified"):
        assert after.get(header) == before.get(header)


@pytest.mark.parametrize("url", FEEDS)
def test_a_feed_is_not_sent_twice(client, paper, url):
    paper(1)
    first = client.get(url)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(url, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    paper(2)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_published_edit_moves_its_entry_on(client, paper):
    document = paper(1)
    before = ElementTree.fromstring(client.get("/new.atom").content).find(f"{ATOM}entry/{ATOM}updated").text
    Document.objects.update(published_at="2020-01-01T00:00Z")
    document.versions.update(at="2020-01-01T00:00Z")
    store.save(document_record("vol#d1", heading="New words"), edit=True)
    after = ElementTree.fromstring(client.get("/new.atom").content).find(f"{ATOM}entry/{ATOM}updated").text
    assert after >= before


def test_an_empty_feed_is_a_feed(client):
    assert entries(client.get("/new.atom")) == []
    assert client.get("/new.atom").content == client.get("/new.atom").content


def test_a_search_that_nearly_everything_answers_feeds_from_the_newest(client, paper, monkeypatch):
    for number in (1, 2, 3):
        paper(number)
    for number in range(4, 9):
        paper(number, kind="letter")
    monkeypatch.setattr("archive.browsing.newest._LISTED", 1)
    monkeypatch.setattr("archive.views.feeds._ENTRIES", 2)
    found = entries(client.get("/search.atom?kind=telegram"))
    assert found == [f"http://testserver/documents/vol-d{number}/" for number in (3, 2)]


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("/new.atom?x=1", "/new.atom"),
        ("/search.atom?kind=telegram&q=x", "/search.atom?q=x&kind=telegram"),
        ("/search.atom?q=%00x&sort=date", "/search.atom?q=x"),
    ],
)
def test_feeds_have_one_address(client, url, leads):
    assert client.get(url).url == leads


def test_the_sitemap_pages_through_every_public_paper_once(client, paper, monkeypatch):
    for number in range(1, 6):
        paper(number, date=dated("1938-03-05"), state="draft" if number == 2 else "published")
    monkeypatch.setattr("archive.browsing.sitemap.SIZE", 2)
    files = [e.text for e in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{MAP}loc")]
    addresses = []
    for file in files:
        response = client.get(file)
        assert response.status_code == 200, file
        found = [e.text for e in ElementTree.fromstring(response.getvalue()).iter(f"{MAP}loc")]
        assert 1 <= len(found) <= 2
        addresses += found
    assert len(addresses) == len(set(addresses))
    papers = [address for address in addresses if "/documents/vol" in address]
    assert papers == [f"http://testserver/documents/vol-d{number}/" for number in (1, 3, 4, 5)]
    for address in addresses:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "url",
    [
        "/sitemap-documents-2.xml",
        "/sitemap-none-1.xml",
        "/sitemap-documents-0.xml",
        "/sitemap-documents-99999999999.xml",
    ],
)
def test_there_is_no_more_of_the_sitemap_than_there_is(client, paper, url):
    paper(1)
    assert client.get(url).status_code == 404


def test_robots_and_browsers_learn_where_to_look(client):
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "Disallow: /search/" in robots
    description = ElementTree.fromstring(client.get("/opensearch.xml").content)
    urls = [e.get("template") for e in description if e.tag.endswith("Url")]
    assert "http://testserver/search/?q={searchTerms}" in urls
    assert "http://testserver/opensearch.json?q={searchTerms}" in urls
