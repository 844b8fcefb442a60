"""A paper that was withdrawn is gone on every address that names it, with the reason, and is on no list."""

import pytest

from archive import store, workflow
from archive.models import Document, State
from tests.support.people import make_user
from tests.support.records import document_record
from tests.support.routes import routes

pytestmark = pytest.mark.django_db
_OF_A_PAPER = [route for route in routes() if route.pattern.lstrip("^").startswith("documents/") and route.parameters]
_LISTS = (
    "/", "/search/", "/search/?q=arrived", "/search.csv?q=arrived", "/search.jsonl?q=arrived", "/search.atom?q=arrived", "/new.atom",
    "/sitemap.xml", "/sitemap-documents-1.xml", "/chronology/", "/files/", "/people/", "/offices/", "/places/", "/not-held/",
    "/suggestions.json?q=840.48", "/opensearch.json?q=840.48", "/charts/",
)  # fmt: skip


@pytest.fixture(scope="module")
def withdrawn(module_db) -> Document:
    store.save(document_record("vol#d1", heading="Telegram From Quickenborough"), state=State.PUBLISHED)
    document = Document.objects.get()
    workflow.take(document, "withdraw", user=make_user("archivist", "archivist"), comment="A living person is named.")
    return document


@pytest.mark.parametrize("route", _OF_A_PAPER, ids=lambda route: route.name)
def test_every_address_of_it_is_gone_with_the_reason(client, withdrawn, route):
    addresses = [route.url({"slug": withdrawn.slug, "ending": ending}) for ending in ("ris", "bib")]
    for address in dict.fromkeys(addresses):
        for ask in (client.get, client.post) if route.name.endswith("report_error") else (client.get, client.head):
            answer = ask(address)
            assert answer.status_code == 410, address
        page = client.get(address).content.decode()
        assert "A living person is named." in page
        assert "Quickenborough" not in page


@pytest.mark.parametrize("query", ["", "&format=ris", "&format=bibtex"])
def test_it_is_gone_for_citation_managers(client, withdrawn, query):
    assert client.get(f"/unapi/?id={withdrawn.slug}{query}").status_code == 410


def test_the_addresses_are_all_there():
    assert {route.name.removeprefix("archive:") for route in _OF_A_PAPER} >= {
        "document", "document_tei", "document_json", "document_json_ld", "document_text", "cite", "cite_file", "thread", "preview", "like",
        "report_error",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_every_language(client, withdrawn, language):
    assert client.get(f"/documents/{withdrawn.slug}/", HTTP_ACCEPT_LANGUAGE=language).status_code == 410


def test_a_paper_that_was_never_published_is_not_there(client):
    document = store.save(document_record("vol#d2")).document
    assert {client.get(route.url({"slug": document.slug, "ending": "ris"})).status_code for route in _OF_A_PAPER} == {
        404
    }


def test_it_is_on_no_list_and_in_no_selection(client, withdrawn):
    for address in _LISTS:
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500
        assert b"Quickenborough" not in content, address
        assert withdrawn.slug.encode() not in content, address
    for ending in ("csv", "jsonl", "xml", "epub", "ris"):
        answer = client.get(f"/selection.{ending}?ids={withdrawn.slug}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Quickenborough" not in content, ending
