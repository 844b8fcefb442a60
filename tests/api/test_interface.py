"""The interface for programs: its answers are as its description says, its lists lose nothing, and what is wrong is named."""

import json

import hypothesis
import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from schemathesis import checks

from archive import store, workflow
from archive.api.description import description
from archive.api.operations import ROOT
from archive.api.table import OPERATIONS, RESOURCES
from archive.models import Document, Person, State, UnheldPaper
from config.wsgi import application
from tests.support import schemathesis_hooks  # noqa: F401 - which it registers
from tests.support.records import document_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def get(client, path: str):
    """Return the data of an answer that must be one."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def everything(client, path: str) -> list:
    """Return the records of a list to its end."""
    found = []
    while path:
        page = get(client, path)
        found += page["items"]
        path = page["next"]
    return found


def test_every_answer_is_as_described(client):
    """Each list with all that may be included, and each of its records by its id."""
    described = json.loads(json.dumps(description("http://testserver")))
    faults = []
    for resource in RESOURCES:
        include = f"&include={','.join(part.name for part, _ in resource.parts)}" if resource.parts else ""
        listed = get(client, f"{ROOT}{resource.name}?limit=200{include}")
        assert listed["items"], resource.name
        faults += _faults(described, f"/{resource.name}", listed)
        one = get(client, f"{ROOT}{resource.name}?ids={listed['items'][0]['id']}")["items"]
        if resource.name != "file-numbers":
            again = get(client, f"{ROOT}{resource.name}/{listed['items'][0]['id']}")
            assert [again] == one
    for operation in OPERATIONS:
        examples = {parameter.name: parameter.example for parameter in operation.parameters if parameter.required}
        if operation.name == "not-held-one":
            examples["id"] = UnheldPaper.objects.first().slug
        query = "&".join(f"{name}={value}" for name, value in examples.items() if name != "id")
        path = ROOT + operation.path.replace("{id}", examples.get("id", ""))
        faults += _faults(described, f"/{operation.path}", get(client, f"{path}?{query}"))
    assert faults == []


def test_programs_are_told_where_originals_are(client):
    held = store.save(
        document_record("there#d1", repository="Royal Archives", collection="Embassy Files, Railways, Box 3"),
        state=State.PUBLISHED,
    ).document
    box = held.holding.unit
    box.events.create(kind="transfer", date="1972-05", who="The Embassy", earliest="1972-05-01")
    paper = get(client, f"{ROOT}papers/{held.slug}?include=holding")
    assert [one["name"] for one in paper["holding"]] == [words for _, words in box.steps]
    told = get(client, f"{ROOT}holdings/{box.slug}")
    assert (told["name"], told["level"], told["papers"], told["part_of"]) == ("Box 3", "box", 1, paper["holding"][-2])
    assert told["events"] == [{"kind": "transfer", "date": "1972-05", "who": "The Embassy", "note": "", "source": ""}]
    workflow.take(held, "withdraw", user=User.objects.create_superuser("chief", password=None), comment="Not ours.")
    assert client.get(f"{ROOT}holdings/{box.slug}").status_code == 404
    assert box.slug not in client.get(f"{ROOT}holdings?limit=200").content.decode()


def _faults(described: dict, path: str, data) -> list[str]:
    schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    found = Draft202012Validator({**schema, "components": described["components"]}).iter_errors(data)
    return [f"{path}: {error.json_path} {error.message[:100]}" for error in found]


@pytest.fixture
def kept_connection():
    """Keep the test's own transaction open after requests that don't come from Django's client, which does the same."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.once
def test_the_interface_keeps_to_its_description(kept_connection):
    """Schemathesis sends what is allowed and what is not; ``script/clients`` lets it send more."""
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application)
    held_to = [
        checks.not_a_server_error, schemathesis.specs.openapi.checks.status_code_conformance,
        schemathesis.specs.openapi.checks.content_type_conformance, schemathesis.specs.openapi.checks.response_schema_conformance,
        schemathesis.specs.openapi.checks.negative_data_rejection,
    ]  # fmt: skip
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in schemathesis.GenerationMode:
            if mode == schemathesis.GenerationMode.NEGATIVE and not list(operation.query):
                continue  # every text can be an id

            @hypothesis.settings(
                max_examples=2, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
            )
            @hypothesis.given(operation.as_strategy(generation_mode=mode))
            def hold(case):
                case.call_and_validate(checks=held_to, headers={"Accept-Encoding": "identity"})

            hold()


def test_a_list_repeats_and_skips_nothing_while_papers_change(client):
    boss = User.objects.create_superuser("boss", password=None)
    before = [one["id"] for one in everything(client, f"{ROOT}papers")]
    seen, path = [], f"{ROOT}papers?limit=1&fields=id"
    while path:
        page = get(client, path)
        seen += [one["id"] for one in page["items"]]
        path = page["next"]
        if len(seen) == 2:
            workflow.take(Document.objects.get(slug=before[0]), "withdraw", user=boss, comment="why")
            changed = Document.objects.get(slug=before[1])
            store.save(document_record(changed.source_id, heading="Another"), edit=True)
            store.save(document_record("vol#d9"), state=State.PUBLISHED)
    assert seen == [*before, "vol-d9"]


def test_whoever_asks_for_what_changed_is_told_of_each_change(client):
    first = everything(client, f"{ROOT}papers?modified_since=2000-01-01&limit=2")
    assert [one["id"] for one in first] == [one["id"] for one in everything(client, f"{ROOT}papers")]
    page = get(client, f"{ROOT}papers?modified_since=2000-01-01&limit=5")
    store.save(document_record("vol#d1", heading="Another"), edit=True)
    rest = everything(client, page["next"])
    assert [one["id"] for one in rest][-1] == "vol-d1"
    assert everything(client, f"{ROOT}papers?modified_since=2999-01-01") == []


def test_papers_are_narrowed_as_on_the_pages(client):
    def of(query):
        return [one["id"] for one in everything(client, f"{ROOT}papers?limit=2&{query}")]

    assert of("volume=vol&q=arrived") == ["vol-d1", "vol-d2", "vol-d3", "vol-d4"]
    assert of("sender=quill&until=1937") == []
    assert of("with-title=last") == ["v-d1020"]
    assert [one["id"] for one in get(client, f"{ROOT}papers?ids=vol-d3,gone,vol-d1")["items"]] == ["vol-d3", "vol-d1"]
    found = get(client, f"{ROOT}search?q=arrived&facets=kind,volume&fields=heading")
    assert found["count"] == 4
    assert found["facets"]["volume"][0]["count"] == 4
    assert set(found["items"][0]["paper"]) == {"id", "heading"}
    assert "arrived" in found["items"][0]["snippets"][0]["text"]


def test_a_thread_has_its_gaps_and_a_citation_its_paper(client):
    found = get(client, f"{ROOT}threads/v-d554")
    assert [one["held"] for one in found["entries"]].count(False) == 2
    assert get(client, f"{ROOT}resolved-citation?citation=document 2 of vol")["paper"] is None
    resolved = get(client, f"{ROOT}resolved-citation?citation=/documents/vol-d2/")
    assert (resolved["paper"] or resolved["papers"][0])["id"] == "vol-d2"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("papers?limit=0", "limit"), ("papers?limit=x", "limit"), ("papers?limit=1&limit=2", "limit"), ("papers?nothing=1", "nothing"),
        ("papers?cursor=AAAA", "cursor"), ("papers?cursor=WyJ4Il0", "cursor"), ("footnotes?cursor=WzFd", "cursor"),
        ("papers?fields=heading,colour", "fields"), ("papers?include=all", "include"), ("papers?since=1944-02-31", "since"),
        ("papers?modified_since=yesterday", "modified_since"), ("papers?q=a%00b", "q"), ("papers?ids=", "ids"),
        ("search?sort=best", "sort"), ("search?facets=colour", "facets"), ("explained-file-number", "number"),
        ("shelf?class=8", "class"), ("people/x%00y", ""), ("not-held?year=0", "year"),
        ("papers?year=abc", "year"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_request_is_named(client, path, parameter):
    answer = client.get(ROOT + path)
    assert answer.status_code == (400 if parameter else 404)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json().get("parameter", "") == parameter


def test_what_is_not_there_and_what_was_withdrawn_is_told_apart(client):
    boss = User.objects.create_superuser("boss", password=None)
    workflow.take(Document.objects.get(slug="vol-d1"), "withdraw", user=boss, comment="A copy")
    store.save(document_record("vol#secret"), state=State.DRAFT)
    for path in ("papers", "threads"):
        gone = client.get(f"{ROOT}{path}/vol-d1")
        assert (gone.status_code, gone.json()["detail"]) == (410, "A copy")
        assert client.get(f"{ROOT}{path}/vol-secret").status_code == 404
    Person.objects.create(name="Q.", slug="q", key="q", merged_into=Person.objects.get(slug="quill"))
    assert client.get(f"{ROOT}people/q").url == f"{ROOT}people/quill"


def test_scripts_of_other_sites_may_read_and_nobody_may_write(client):
    answer = client.get(f"{ROOT}papers?limit=1")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert 'rel="next"' in answer["Link"]
    assert client.get(f"{ROOT}papers?limit=1", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.options(f"{ROOT}papers")["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    refused = client.post(f"{ROOT}papers")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.get(f"{ROOT}nowhere").json()["status"] == 404


def test_a_list_takes_few_queries(client):
    get(client, f"{ROOT}papers")
    with CaptureQueriesContext(connection) as queries:
        get(client, f"{ROOT}papers")
    assert len(queries) <= 6


def test_an_address_that_asks_too_often_has_to_wait(client, settings):
    settings.API_RATE_LIMIT = 3
    answers = [client.get(f"{ROOT}papers", REMOTE_ADDR="192.0.2.77") for _ in range(5)]
    # A minute may end in between, and the count begin again.
    assert 429 in {answer.status_code for answer in answers} or answers[-1]["RateLimit"].startswith('"address";r=2')
    assert answers[0]["RateLimit-Policy"] == '"address";q=3;w=60'
    refused = next((answer for answer in answers if answer.status_code == 429), None)
    assert refused is None or int(refused["Retry-After"]) <= 60
    assert client.get("/about/", REMOTE_ADDR="192.0.2.77").status_code == 200
