"""Topics as readers see them: the tree, a page for each, the facet, a paper's page and every export."""

import json

import pytest
from lxml import etree

from archive import search, store
from archive.models import State
from tests.support.records import document_record
from tests.support.topics import make_topics, topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    make_topics("Trade", ("Petroleum", "Trade"), ("Pipelines", "Petroleum"), ("Coal", "Trade"), "Fuel")
    oil = topic("Petroleum")
    oil.other_terms, oil.note = "Oil", "Crude and refined."
    oil.save()
    store.settle_topics()
    store.save(document_record("a", topics=("Petroleum",)), state=State.PUBLISHED)
    store.save(document_record("b", topics=("Pipelines",)), state=State.PUBLISHED)
    store.save(document_record("draft", topics=("Coal", "Fuel")))


def words_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_list_is_a_tree_of_topics_with_public_papers_and_goes_from_a_to_z(
    client, archive, django_assert_num_queries
):
    with django_assert_num_queries(4):
        html = client.get("/topics/").content.decode()
    tree = etree.HTML(html).xpath("//main//ul[@class='names']")[0]
    assert words_of(tree) == "Trade 2 papers Petroleum 2 papers Pipelines 1 paper"
    assert tree.xpath("li/ul/li/ul/li/a/@href") == ["/topics/pipelines/"]
    html = client.get("/topics/?letter=O").content.decode()
    assert words_of(etree.HTML(html).xpath("//main//ul[@class='names']")[0]) == "Oil see Petroleum 2 papers"
    assert "Topics" in client.get("/").content.decode()


def test_a_topics_page_has_its_papers_and_the_terms_around_it_and_merged_ones_lead_there(client, archive):
    html = client.get("/topics/petroleum/").content.decode()
    assert all(words in html for words in ("Crude and refined.", "Oil", "/topics/trade/", "/topics/pipelines/"))
    assert all(address in html for address in ("/documents/a/", "/documents/b/", "/search/?topic=petroleum"))
    assert "/documents/b/" in client.get("/search/?topic=petroleum").content.decode()
    assert client.get("/topics/coal/").status_code == client.get("/topics/fuel/").status_code == 404
    search.follow_authorities(store.merge_topics(topic("Pipelines"), topic("Trade")))
    response = client.get("/topics/pipelines/")
    assert (response.status_code, response.headers["Location"]) == (301, "/topics/trade/")
    assert client.get("/api/v1/topics/pipelines").headers["Location"].endswith("/api/v1/topics/trade")


def test_every_export_of_a_paper_names_its_topics(client, archive):
    def text(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, address
        return (b"".join(response.streaming_content) if response.streaming else response.content).decode()

    assert 'href="/topics/petroleum/">Petroleum</a>' in text("/documents/a/")
    assert "<textClass><keywords><term>Petroleum</term></keywords></textClass>" in text("/documents/a.xml")
    assert "KW  - Petroleum\r\n" in text("/documents/a/cite.ris")
    assert "keywords = {Petroleum}" in text("/documents/a/cite.bib")
    assert json.loads(text("/documents/a/cite.json"))[0]["keyword"] == "Petroleum"
    assert json.loads(text("/documents/a/document.json"))["topics"] == ["Petroleum"]
    assert json.loads(text("/documents/a/document.jsonld"))["keywords"] == ["Petroleum"]
    assert "Petroleum" in text("/search.csv?topic=petroleum")
    rows = [json.loads(line) for line in text("/search.jsonl").splitlines()]
    assert {row["id"]: row["topics"] for row in rows} == {"a": ["Petroleum"], "b": ["Pipelines"]}
    harvested = "/oai/?verb=GetRecord&identifier=oai:testserver:a&metadataPrefix="
    assert "<dc:subject>Petroleum</dc:subject>" in text(f"{harvested}oai_dc")
    assert "<subject><part>Petroleum</part></subject>" in text(f"{harvested}ead")
    assert json.loads(text("/api/v1/papers/a"))["topics"] == ["Petroleum"]
    listed = json.loads(text("/api/v1/topics"))["items"]
    assert [(one["id"], one["papers"], (one["broader"] or {}).get("id")) for one in listed] == [
        ("trade", 2, None), ("petroleum", 2, "trade"), ("pipelines", 1, "petroleum"),
    ]  # fmt: skip
