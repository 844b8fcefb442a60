"""Every public address answers hostile parameters, in its path and in its query string, without an error of the server."""

from urllib.parse import quote

import pytest

from archive import store
from archive.api.table import OPERATIONS
from archive.filters import PREFIX
from archive.models import Document, ErrorReport, State, Volume
from archive.records import DivisionRecord, VolumeRecord
from archive.search import FACETS
from archive.store import Incoming
from tests.support.records import document_record
from tests.support.routes import Route, routes, values_of
from tests.support.topics import make_topics

pytestmark = [pytest.mark.django_db, pytest.mark.both]

#: As they are sent, percent-encoded: a NUL, which PostgreSQL refuses; half a character; more digits than Python makes a number of.
HOSTILE = {"a NUL": "x%00y", "only a NUL": "%00", "half a character": "x%ED%A0%80y", "endless digits": "9" * 5000}
_SEARCH = ("q", "sort", "cursor", "since", "until", *FACETS, f"{PREFIX}-all", f"{PREFIX}-from", f"{PREFIX}-kind")
_SELECTION = ("ids", "id", "add")
#: The parameters that the views read, by the name of the route; the others read none but ``page``.
PARAMETERS = {
    **dict.fromkeys(("search", "search_csv", "search_jsonl", "charts", "pictures", "search_feed"), _SEARCH),
    **dict.fromkeys(("suggestions", "open_search_suggestions", "people", "offices", "missions", "places"), ("q", "page")),
    "search_values": (*_SEARCH, "page"),
    "files": ("q", "page"),
    "topics": ("letter", "page"),
    "holdings": ("page",),
    "holding": ("parts", "papers"),
    **dict.fromkeys(("chronology_year", "chronology_month", "chronology_day"), ("uncertain", "page")),
    "unapi": ("id", "format"),
    "oai": ("verb", "metadataPrefix", "identifier", "from", "until", "set", "resumptionToken"),
    "documents": ("q", "file", "sender", "recipient", "person", "office", "place", "kind", "volume", "after", "before", "page"),
    "document": ("view", "for"),
    "cite": ("page", "note"),
    "cite_file": ("page", "note"),
    "not_held": ("file", "year", "order", "thread", "page"),
    "not_held_csv": ("file", "year", "order", "thread"),
    "selection_cite": (*_SELECTION, "style"),
    "api-reconcile": ("queries", "extend"),
    "api-reconcile-suggest": ("prefix", "type"),
    "api-reconcile-properties": ("type",),
    "api-reconcile-preview": ("id",),
    **{f"api-{one.name}": tuple(parameter.name for parameter in one.parameters if parameter.place == "query") for one in OPERATIONS},
    **dict.fromkeys(
        ("selection", "selection_read", "selection_cite_file", "selection_pull", "selection_pull_csv", "selection_csv",
         "selection_jsonl", "selection_tei", "selection_book"),
        _SELECTION,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(module_db):
    """A volume with a chapter and one paper, and a report of an error in it."""
    chapter = DivisionRecord("ch1", "chapter", "Railways", '<div xmlns="http://www.tei-c.org/ns/1.0"/>', 1)
    store.save_volume(VolumeRecord("vol", "Papers of 1938", divisions=(chapter,)))
    volume = Volume.objects.get()
    make_topics("Relief")
    incoming = Incoming(document_record("vol#d1", topics=("Relief",)), volume, volume.divisions.get(), 1)
    store.save_batch([incoming], state=State.PUBLISHED)
    ErrorReport.objects.create(document=Document.objects.get(), text="Is it red?")


def _public() -> list[Route]:
    return [route for route in routes() if route.name.startswith("archive:")]


def _values(route: Route) -> dict[str, str]:
    return values_of(route) | {"code": ErrorReport.objects.get().code}


def _status(client, url: str, data: dict | None = None) -> int:
    """Return the status of the last answer, and read a streamed one to its end, where it can fail as well."""
    response = client.post(url, data, follow=True) if data else client.get(url, follow=True)
    if response.streaming:
        sum(map(len, response))
    return response.status_code


def _faults(client, urls) -> list[tuple[str, int]]:
    return [(url[:120], status) for url in urls if (status := _status(client, url)) not in (200, 400, 404, 405, 410)]


def test_every_route_has_values_with_which_it_answers(client, archive):
    statuses = {route.name.partition(":")[2]: _status(client, route.url(_values(route))) for route in _public()}
    lead_nowhere = {name for name, status in statuses.items() if status not in (200, 405)}
    of_programs = {
        "missions-one",
        "not-held-one",
        "explained-file-number",
        "resolved-citation",
        "reconcile-preview",
        "nothing",
    }
    without_files = {
        "data_file",
        "paper_manifest",
        "volume_manifest",
        "scan_info",
        "scan_image",
        "original_info",
        "original_image",
    }
    nowhere = {"unheld_paper", "mission", "shelf_subject", "selection_book"} | {f"api-{name}" for name in of_programs}
    assert lead_nowhere == nowhere | without_files


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_path_is_an_error_of_the_server(client, archive, kind):
    urls = [route.url(_values(route) | {name: HOSTILE[kind]}) for route in _public() for name in route.parameters]
    assert len(urls) > 40
    assert _faults(client, urls) == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_parameter_is_an_error_of_the_server(client, archive, kind):
    urls = [
        f"{route.url(_values(route))}?{quote(name)}={HOSTILE[kind]}"
        for route in _public()
        for name in PARAMETERS.get(route.name.partition(":")[2], ("page",))
    ]
    assert len(urls) > 200
    assert _faults(client, urls) == []


def test_the_table_names_routes_that_there_are():
    assert set(PARAMETERS) <= {route.name.partition(":")[2] for route in _public()}


@pytest.mark.parametrize("value", ["x\0y", "\0", "x�y", "9" * 5000])
def test_no_form_is_an_error_of_the_server(client, archive, value):
    assert _status(client, "/language/", {"language": value, "next": "/"}) == 400
    assert _status(client, "/language/", {"language": "de", "next": value}) in (200, 404)
    for name in ("text", "where", "contact"):
        assert _status(client, "/documents/vol-d1/report/", {"text": "Is it red?", name: value}) in (200, 400)
    assert _status(client, "/find-many/", {"text": value}) == 200


@pytest.mark.parametrize(
    "url",
    [
        "/documents/x%00y.xml", "/volumes/x%00y.xml", "/volumes/x%00y.epub", "/volumes/x%00y/x%00y.epub",
        "/files/x%00y/x%00y.epub", "/nowhere/%00", "/admin/archive/person/%00/history/",
    ],
)  # fmt: skip
def test_nothing_has_an_address_with_a_nul(client, archive, url):
    assert client.get(url).status_code == 404


def test_the_printed_page_1_can_be_cited(client, archive):
    assert client.get("/documents/vol-d1/cite/?page=1").status_code == 404
    assert client.get("/documents/?page=1").url == "/search/"
