"""A selection lives in its address, in the reader's order, and shows published papers alone."""

import json
import re

import pybtex.database
import pytest
import rispy
from django.http import QueryDict

from archive.browsing.pull_list import pull_list
from archive.browsing.selected_papers import MOST, Selection
from archive.exports.citing import STYLES
from archive.models import Document, DocumentText, KeptSelection
from archive.parsing.plain import parse_fragment
from archive.records import FileNumberRecord
from archive.rendering import RENDERER_VERSION
from archive.rendering.sequence import numbered
from tests.support.pages import kept
from tests.support.records import dated

pytestmark = pytest.mark.django_db
PAGES = ["/selection/", "/selection/read/", "/selection/cite/", "/selection/pull-list/"]
FILES = [
    *(f"/selection.{ending}" for ending in ("csv", "jsonl", "xml", "bib", "ris", "json")),
    "/selection/pull-list.csv",
]


@pytest.mark.parametrize(
    ("query", "slugs", "left_out"),
    [
        ("ids=b,a,b", ("b", "a"), 0),
        ("ids=a&id=c&id=b", ("a", "c", "b"), 0),
        ("add=https://example.org/documents/vol-d1/%23page-3+vol%23d2+d3", ("vol-d1", "vol-d2", "d3"), 0),
        ("ids=" + ",".join(f"p{n}" for n in range(MOST + 5)), tuple(f"p{n}" for n in range(MOST)), 5),
        ("ids=%00,a/b,<x>,a%20b,ok", ("ok",), 4),
        ("ids=&id=&add=", (), 0),
    ],
)
def test_a_selection_is_read_from_its_address(query, slugs, left_out):
    found = Selection.from_query(QueryDict(query))
    assert (found.slugs, found.left_out) == (slugs, left_out)
    assert Selection.from_query(QueryDict(found.query)).slugs == slugs


@pytest.fixture(scope="module")
def papers(paper):
    for number in (1, 2, 3):
        paper(number, date=dated(f"1938-03-0{4 - number}"))
    paper(4, state="draft", heading="Canary")


@pytest.mark.parametrize(("version", "stale"), [(RENDERER_VERSION, False), ("0", True), ("", True)])
def test_a_selection_is_read_in_the_html_of_the_present_renderer(client, papers, version, stale):
    url = "/selection/read/?ids=vol-d1"
    now = client.get(url).content.decode()
    DocumentText.objects.update(html="<p>Of old.</p>", notes_html="<ol></ol>", renderer_version=version)
    then = client.get(url).content.decode()
    assert ("Of old." in then, then == now) == (not stale, stale)


@pytest.mark.parametrize("url", PAGES)
def test_pages_keep_the_readers_order_and_show_no_draft(client, papers, url):
    html = client.get(f"{url}?ids=vol-d3,vol-d1,vol-d4").content.decode()
    assert html.index("/documents/vol-d3/") < html.index("/documents/vol-d1/")
    assert "Canary" not in html
    assert "/documents/vol-d4/" not in html
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("url", FILES)
def test_files_keep_the_readers_order_and_hold_no_draft(client, papers, url):
    body = b"".join(client.get(f"{url}?ids=vol-d3,vol-d1,vol-d4")).decode()
    if url.endswith("xml"):
        assert len(parse_fragment(body.partition("\n")[2])) == 3  # a header and two papers
    else:
        assert "Canary" not in body
        if url in {"/selection.csv", "/selection.jsonl"}:
            assert body.index("vol#d3") < body.index("vol#d1")
    assert "vol#d4" not in body


@pytest.mark.parametrize("url", [*PAGES, *FILES, "/selection.epub"])
def test_a_selection_has_one_address(client, papers, url):
    assert client.get(f"{url}?id=vol-d1&id=vol-d2&x=1").url == f"{url}?ids=vol-d1,vol-d2"
    assert client.get(f"{url}?ids=").url == url
    assert client.post(url).status_code == 405


def test_papers_are_taken_out_added_and_put_in_order(client, papers):
    html = client.get("/selection/?ids=vol-d1,vol-d3").content.decode()
    assert 'href="/selection/?ids=vol-d3"' in html
    assert 'href="/selection/?ids=vol-d3,vol-d1"' in html  # by date
    assert client.get("/selection/?ids=vol-d1&add=vol%23d2").url == "/selection/?ids=vol-d1,vol-d2"


def test_missing_papers_are_named(client, papers):
    html = client.get("/selection/?ids=vol-d1,vol-d4,none").content.decode()
    assert "2 papers of this selection are not published here." in html


def test_lists_can_be_ticked(client, papers):
    html = client.get("/search/?q=paper").content.decode()
    assert '<input type="checkbox" name="id" value="vol-d1" form="take">' in html
    assert '<form id="take"' in html


def test_the_pull_list_groups_by_record_group_segment_and_file(paper):
    decimal = lambda printed: (FileNumberRecord(printed, printed, "decimal-1910"),)  # noqa: E731
    paper(1, file_numbers=decimal("840.48 Refugees/17"), date=dated("1938-03-05"))
    paper(2, file_numbers=decimal("840.48 Refugees/3"), date=dated("1938-01-05"))
    paper(3, file_numbers=decimal("840.48 Refugees/5425"), date=dated("1944-03-26"))
    paper(4, file_numbers=decimal("123 Quill"), date=dated("1938-03-05"))
    paper(5, file_numbers=(), repository="A library", collection="Quill papers")
    paper(6, file_numbers=(), repository="", collection="")
    paper(7, file_numbers=(), repository="Johnson Library", collection="National Security File, Box 12, Vietnam, 1968")
    paper(8, file_numbers=(), repository="Johnson Library", collection="National Security File, Box 9")
    paper(9, file_numbers=decimal("103.9302/12a"), date=dated("1918-03-05"), collection="RG 59, Decimal File, Box 736")
    found = pull_list(Document.objects.for_list().order_by("position"))
    segments = [
        (
            segment.record_group,
            segment.series,
            segment.segment,
            [(w.file or (w.box, w.folder), [printed for printed, _ in w.papers]) for w in segment.files],
        )
        for segment in found.segments
    ]
    assert segments == [
        ("RG 59", "Central Decimal File", "1910–1929", [("103.9302", ["103.9302/12a"])]),
        (
            "RG 59",
            "Central Decimal File",
            "1930–1939",
            [("123 Quill", ["123 Quill"]), ("840.48 Refugees", ["840.48 Refugees/17", "840.48 Refugees/3"])],
        ),
        ("RG 59", "Central Decimal File", "1940–1944", [("840.48 Refugees", ["840.48 Refugees/5425"])]),
        ("", "Johnson Library, National Security File", "", [(("9", ""), [""]), (("12", "Vietnam, 1968"), [""])]),
    ]
    assert [paper.position for paper in found.described] == [5]
    assert [paper.position for paper in found.unknown] == [6]


def test_papers_in_sequence_share_no_id():
    html = '<h1>x</h1><h6>y</h6><a id="fnref-1" href="#fn-1">1</a><a href="/documents/a/"> id="kept" href="#kept"</a>'
    assert numbered(html, 3) == (
        '<h2>x</h2><h6>y</h6><a id="p3-fnref-1" href="#p3-fn-1">1</a><a href="/documents/a/"> id="kept" href="#kept"</a>'
    )


@pytest.mark.parametrize("url", PAGES)
def test_pages_make_as_many_queries_for_two_papers_as_of_twenty(client, papers_at_once, django_assert_num_queries, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    papers_at_once(range(1, 21))
    with CaptureQueriesContext(connection) as few:
        client.get(f"{url}?ids=vol-d1,vol-d2")
    with django_assert_num_queries(len(few)):
        client.get(f"{url}?ids=" + ",".join(f"vol-d{number}" for number in range(1, 21)))


# --- citing together ---------------------------------------------------------------------------------------------------


def test_a_selection_is_cited_together_in_the_requested_style(client, papers):
    html = client.get("/selection/cite/?ids=vol-d3,vol-d1,vol-d4&style=mla").content.decode()
    cited = re.findall(r'<p class="cited-words">(.*?)</p>', html)
    assert [re.search(r"Paper \d", words)[0] for words in cited] == ["Paper 3", "Paper 1"]
    own = client.get("/documents/vol-d3/").content.decode()
    assert cited[0] == re.search(r'<p id="cite-mla" class="cited-words" lang="en">(.*?)</p>', own)[1]
    assert cited[0] != re.search(r'<p id="cite-turabian" class="cited-words" lang="en">(.*?)</p>', own)[1]
    for style in STYLES[1:]:
        assert f'href="/selection/cite/?ids=vol-d3,vol-d1,vol-d4&amp;style={style.name}"' in html


def test_the_first_style_needs_no_naming_and_an_unknown_one_is_refused(client, papers):
    url = "/selection/cite/?ids=vol-d1"
    assert client.get(f"{url}&style={STYLES[0].name}").url == url
    assert client.get(f"{url}&style=mla&x=1").url == f"{url}&style=mla"
    assert client.get(f"{url}&style=none").status_code == 400


def test_citation_managers_read_the_whole_selection(client, papers):
    query = "?ids=vol-d3,vol-d1,vol-d4"
    bib, ris, csl = (b"".join(client.get(f"/selection.{ending}{query}")).decode() for ending in ("bib", "ris", "json"))
    assert list(pybtex.database.parse_string(bib, "bibtex").entries) == ["vol-d3", "vol-d1"]
    assert [entry["id"] for entry in rispy.loads(ris)] == ["vol-d3", "vol-d1"]
    assert [item["id"] for item in json.loads(csl)] == ["vol-d3", "vol-d1"]
    assert "Canary" not in bib + ris + csl


def test_a_paper_leads_to_a_selection_of_it_without_script(client, papers):
    html = client.get("/documents/vol-d2/").content.decode()
    assert 'href="/selection/?ids=vol-d2"' in html
    assert 'data-take="vol-d2"' in html


@pytest.mark.parametrize(
    ("date", "url"),
    [
        (dated("1938-03-05"), "/chronology/1938/03/05/"),
        (dated("1938-03-05", "1938-03-07"), "/chronology/1938/03/"),
        (dated("1938-03-05", "1938-04-07"), "/chronology/1938/"),
        (dated("1938-03-05", ""), "/chronology/1938/03/"),
        (dated("", "1938-03-05"), "/chronology/1938/03/"),
        (dated(""), "/chronology/undated/"),
    ],
)
def test_a_papers_date_leads_to_its_place_in_the_chronology(client, paper, date, url):
    paper(1, date=date)
    facts = client.get("/documents/vol-d1/").content.decode().partition('<dl class="facts"')[2].partition("</dl>")[0]
    assert f'href="{url}"' in facts
    assert "/documents/vol-d1/" in client.get(url).content.decode()


# --- selections of any size --------------------------------------------------------------------------------------------


def test_a_short_selection_becomes_part_of_the_address(client, papers):
    assert kept(client, ["vol-d3", "vol-d1"]) == "/selection/?ids=vol-d3,vol-d1"
    assert kept(client, ["vol-d3", "vol-d1"], order="date") == "/selection/?ids=vol-d3,vol-d1"
    assert kept(client, ["vol-d1", "vol-d3"], order="date", then="bib") == "/selection.bib?ids=vol-d3,vol-d1"
    assert kept(client, ["vol-d1", "vol-d3"], out="vol-d1", add="vol#d2") == "/selection/?ids=vol-d3,vol-d2"
    assert kept(client, []) == "/selection/"
    assert KeptSelection.objects.count() == 0


@pytest.mark.parametrize("code", ["x", "x" * 22, "%00", "9" * 5000, "../../etc"])
def test_a_code_of_no_selection_is_not_found(client, code):
    assert client.get(f"/selection/?kept={code}").status_code == 404
    assert client.post("/selection/keep/", {"kept": code}).status_code == 404


def test_what_cannot_be_done_with_a_selection_is_refused(client, papers):
    assert client.post("/selection/keep/", {"ids": "vol-d1", "then": "exe"}).status_code == 400
    assert client.get("/selection/keep/").status_code == 405


# --- with all papers of a list -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "slugs"),
    [
        ("/search/?q=paper", "vol-d3,vol-d2,vol-d1"),
        ("/search/?volume=vol", "vol-d3,vol-d2,vol-d1"),
        ("/files/decimal-1910/840.48-refugees/", "vol-d3,vol-d2,vol-d1"),
        ("/volumes/vol/", "vol-d1,vol-d2,vol-d3"),
        ("/volumes/vol/ch1/", "vol-d1,vol-d2,vol-d3"),
        ("/chronology/1938/", "vol-d3,vol-d2,vol-d1"),
        ("/chronology/1938/03/02/", "vol-d2"),
        ("/documents/vol-d1/thread/", "vol-d3,vol-d2,vol-d1"),
    ],
)
def test_all_papers_of_a_list_are_taken_in_its_order(client, papers, url, slugs):
    assert client.post("/selection/keep/", {"all": url}).url == f"/selection/?ids={slugs}"
    assert client.post("/selection/keep/", {"all": url, "then": "ris"}).url == f"/selection.ris?ids={slugs}"
    if not url.startswith("/chronology/1938/") or url.endswith("02/"):
        html = client.get(url).content.decode()
        assert f'name="all" value="{url}"' in html
        assert 'name="then" value="pull"' in html


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/nowhere/", 404),
        ("/files/decimal-1910/none/", 404),
        ("/chronology/1938/13/", 404),
        ("/about/", 400),
        ("x%00", 404),
        ("//x", 404),
    ],
)
def test_a_page_without_a_list_gives_no_selection(client, papers, url, status):
    assert client.post("/selection/keep/", {"all": url}).status_code == status
