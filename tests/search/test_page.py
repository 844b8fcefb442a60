"""The search page and its downloads."""

import csv
import io
import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from archive import search
from archive.exports import tables
from tests.support.documents import make_document

pytestmark = pytest.mark.django_db


def test_a_search_shows_papers_why_they_match_and_counts(client, archive_of_papers):
    page = client.get("/search/", {"q": "lodz"}).content.decode()
    assert "<mark>Łódź</mark>" in page
    assert "Searching for: lodz." in page
    assert "/search/?q=lodz&amp;kind=telegram" in page


def values_of(context, facet: str) -> list:
    return next(links for name, links, _every in context["facets"] if name == facet)


def test_filters_narrow_and_can_be_taken_away(client, archive_of_papers):
    response = client.get("/search/?q=refugees&kind=telegram")
    assert {h.document.source_id for h in response.context["results"].hits} == {"refugees", "answer"}
    assert 'href="/search/?q=refugees"' in response.content.decode()


@pytest.mark.parametrize(
    "query", ["", "q=refugees&sort=date", "year=1944&year=1945&kind=letter&kind=telegram&since=1940"]
)
def test_every_value_leads_to_the_one_address_of_the_search_with_it_or_without(client, archive_of_papers, query):
    here = parse_qsl(query)
    counted = client.get(f"/search/?{query}").context
    values = [("year", link, link.label) for link in counted["years"]]
    kinds = values_of(counted, "Kind")
    for name, link, value in [*values, *(("kind", link, link.label) for link in kinds)]:
        address = urlsplit(link.url)
        assert set(parse_qsl(address.query)) == set(here) ^ {(name, value)}
        assert link.chosen == ((name, value) in here)
        assert client.get(link.url).status_code == 200
    assert len(values) >= 2 <= len(kinds)


def test_no_more_values_can_be_taken_than_an_address_may_have(client, archive_of_papers, monkeypatch):
    monkeypatch.setattr("archive.views.search_request.MOST_FILTER_VALUES", 1)
    links = values_of(client.get("/search/?kind=telegram").context, "Kind")
    assert {(link.label, link.url) for link in links if link.label in ("letter", "telegram")} == {
        ("letter", "/search/?kind=telegram"),
        ("telegram", "/search/"),
    }


def test_a_facet_has_a_page_of_all_its_values(client, archive_of_papers, monkeypatch):
    monkeypatch.setattr("archive.search.limits.MOST_VALUES", 2)
    monkeypatch.setattr("archive.views.search._VALUES_ON_A_PAGE", 4)
    every = next(every for name, _, every in client.get("/search/").context["facets"] if name == "Kind")
    assert (every.url, every.count) == ("/search/kind/", 5)
    first, second = client.get(every.url).context, client.get(f"{every.url}?page=2").context
    links = [*first["links"], *second["links"]]
    assert [(link.label, link.count) for link in links] == [
        ("telegram", 2), ("airgram", 1), ("letter", 1), ("memorandum", 1), ("paper", 1),
    ]  # fmt: skip
    assert links[-1].url == "/search/?kind=paper"
    narrowed = client.get("/search/kind/?q=refugees&kind=telegram")
    urls = {link.label: link.url for link in narrowed.context["links"]}
    assert urls["telegram"] == "/search/?q=refugees"
    assert urls["memorandum"] == "/search/?q=refugees&kind=memorandum&kind=telegram"
    assert 'href="/search/?q=refugees&amp;kind=telegram">Back to the search' in narrowed.content.decode()
    assert client.get("/search/kind/?kind=telegram&q=oil").url == "/search/kind/?q=oil&kind=telegram"
    assert client.get("/search/nothing/").status_code == 404


def test_other_spellings_of_an_address_lead_to_the_one(client):
    response = client.get("/search/?kind=telegram&q=oil&year=&sort=relevance&utm=x")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=oil&kind=telegram")


@pytest.mark.parametrize(
    "query", ["", "q=%00", "q=%ff", "q=%ED%A0%80", "q=oil&cursor=zzz", "since=soon", "q=a+b+%22", "q=+++"]
)
def test_any_address_is_answered(client, archive_of_papers, query):
    response = client.get(f"/search/?{query}", follow=True)
    assert response.status_code == 200


def test_nothing_found_is_explained(client, archive_of_papers):
    page = client.get("/search/?q=Krushchev").content.decode()
    assert "No paper has <strong>Krushchev</strong>" in page
    assert 'href="/search/?q=khrushchev"' in page


def test_marks_never_let_markup_through(client):
    make_document("evil", "&lt;script&gt;alert(1)&lt;/script&gt; oil", heading="<script>oil</script>")
    page = client.get("/search/?q=oil+script").content.decode()
    assert "<script>oil" not in page
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;" in page


def test_no_draft_shows(client, archive_of_papers):
    for address in ("/search/?q=canary", "/search/", "/search.csv", "/search.jsonl", "/search/?q=canari"):
        response = client.get(address)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"xylophones" not in text
        assert b"Hiddenplace" not in text
        assert b"/documents/hidden/" not in text


def test_csv_is_safe_for_spreadsheets_and_complete(client, archive_of_papers):
    make_document("formula", "x", heading="=HYPERLINK(1)", day="1900-01-01")
    text = b"".join(client.get("/search.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 8
    assert rows[0]["heading"] == "'=HYPERLINK(1)"


def test_json_lines_keep_everything(client, archive_of_papers):
    lines = b"".join(client.get("/search.jsonl?q=lodz").streaming_content).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["refugees"]
    assert json.loads(lines[0])["senders"] == ["Ambassador in Ruritania (Quill)"]


def test_a_download_goes_on_beyond_a_chunk(archive_of_papers, monkeypatch):
    monkeypatch.setattr(tables, "_FOUND", 3)
    monkeypatch.setattr(tables, "_CHUNK", 2)
    rows = list(tables.rows(search.understand("")))
    assert len({row["id"] for row in rows}) == len(rows) == 7


@pytest.mark.parametrize("write", [lambda table: tables.as_csv(table, ("id",)), tables.as_json])
def test_a_table_is_written_as_it_is_read(write):
    read = []

    def table():
        for number in range(5000):
            read.append(number)
            yield {"id": str(number)}

    pieces = write(table())
    next(pieces), next(pieces)
    assert 0 < len(read) < 5000
    list(pieces)
    assert len(read) == 5000


def test_the_page_takes_few_queries(client, archive_of_papers, django_assert_max_num_queries):
    with django_assert_max_num_queries(35):
        client.get("/search/?q=refugees&kind=telegram")


def test_a_similar_spelling_replaces_that_word_alone(client, archive_of_papers):
    page = client.get("/search/", {"q": "Krushchev Krushchevite from:Krushchev", "kind": "letter"})
    links = {(term.printed, link.url) for term, links in page.context["missing"] for link in links}
    assert links == {
        ("Krushchev", "/search/?q=khrushchev+Krushchevite+from%3AKrushchev&kind=letter"),
        ("Krushchevite", "/search/?q=Krushchev+khrushchev+from%3AKrushchev&kind=letter"),
        ("Krushchev", "/search/?q=Krushchev+Krushchevite+from%3Akhrushchev&kind=letter"),
    }
