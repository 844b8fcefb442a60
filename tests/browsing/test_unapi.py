"""Citation managers find the papers of a page and fetch each of them, one or a whole list."""

import json
import re

import pybtex.database
import pytest
import rispy
from lxml import etree

from archive.models import State
from tests.support.records import QUILL, SECRETARY, dated

pytestmark = pytest.mark.django_db

_MARK = re.compile(r'<abbr class="unapi-id" title="([^"]+)" hidden></abbr>')


def marks(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    html = response.content.decode()
    assert '<link rel="unapi-server" href="/unapi/" type="application/xml"' in html
    return _MARK.findall(html)


@pytest.fixture(scope="module")
def papers(paper):
    for number, day in enumerate(["1938-03-05", "1938-03-06"], 1):
        paper(number, senders=(QUILL,), recipients=(SECRETARY,), date=dated(day))


@pytest.mark.parametrize(
    "url",
    ["/search/", "/search/?q=from%3AQuill", "/volumes/vol/", "/chronology/1938/03/", "/selection/?ids=vol-d1,vol-d2",
     "/selection/read/?ids=vol-d1,vol-d2"],
)  # fmt: skip
def test_every_list_offers_its_papers(client, papers, url):
    assert sorted(marks(client, url)) == ["vol-d1", "vol-d2"]


def test_the_page_of_a_paper_offers_that_paper_only(client, papers):
    assert marks(client, "/documents/vol-d1/") == ["vol-d1"]


def test_a_paper_is_fetched_in_each_format_that_is_offered(client, papers):
    server = client.get("/unapi/")
    assert (server.status_code, server["Content-Type"]) == (200, "application/xml; charset=utf-8")
    names = [one.get("name") for one in etree.fromstring(server.content)]
    assert names == ["ris", "bibtex", "csl-json"]
    offered = client.get("/unapi/?id=vol-d1")
    assert offered.status_code == 300
    assert etree.fromstring(offered.content).get("id") == "vol-d1"
    ris, bib, csl = (client.get(f"/unapi/?id=vol-d1&format={name}").content.decode() for name in names)
    (entry,) = rispy.loads(ris)
    assert entry["urls"] == ["http://testserver/documents/vol-d1/"]
    assert len(pybtex.database.parse_string(bib, "bibtex").entries) == 1
    assert json.loads(csl)[0]["URL"] == "http://testserver/documents/vol-d1/"


def test_what_is_not_there_is_said(client, papers, paper):
    paper(3, state=State.DRAFT)
    assert client.get("/unapi/?id=vol-d3").status_code == 404
    assert client.get("/unapi/?id=vol-d3&format=ris").status_code == 404
    assert client.get("/unapi/?id=gone&format=ris").status_code == 404
    assert client.get("/unapi/?id=vol-d1&format=marc").status_code == 406
