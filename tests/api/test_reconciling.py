"""Names of tables matched with records, by the schemas of the protocol where they are at hand."""

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from tests.support.paths import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]
SERVICE = "/api/reconcile"
SCHEMAS = Path(os.environ.get("CHANCERY_SCHEMAS") or ROOT.parent / "shared" / "schemas") / "reconciliation"


def valid(data, name: str):
    """Return the data, after holding it to the schema of this name if the schemas are here."""
    path = SCHEMAS / f"{name}.json"
    if path.exists():
        others = [
            (
                f"{SCHEMAS.as_uri()}/type.json",
                Resource.from_contents(json.loads((SCHEMAS / "type.json").read_text()), DRAFT7),
            )
        ]
        schema = json.loads(path.read_text()) | {"$id": path.as_uri()}
        schema["properties"] = {
            key: one for key, one in schema.get("properties", {}).items() if key != "authentication"
        }
        faults = Draft7Validator(schema, registry=Registry().with_resources(others)).iter_errors(data)
        assert [f"{fault.json_path}: {fault.message[:200]}" for fault in faults] == []
    return data


def test_the_manifest_leads_to_everything(client):
    manifest = valid(client.get(SERVICE).json(), "manifest")
    for name in ("entity", "type", "property"):
        service = manifest["suggest"][name]
        answer = client.get(
            service["service_url"] + service["service_path"], {"prefix": "q" if name == "entity" else "p"}
        )
        schema = {"entity": "entities", "type": "types", "property": "properties"}[name]
        assert valid(answer.json(), f"suggest-{schema}-response")["result"], name
    assert client.get(manifest["view"]["url"].replace("{{id}}", "people/quill")).status_code == 200
    preview = client.get(manifest["preview"]["url"].replace("{{id}}", "people/quill"))
    assert b"Quill" in preview.content
    assert "X-Frame-Options" not in preview
    assert "frame-ancestors *" in preview["Content-Security-Policy"]
    assert client.get(manifest["preview"]["url"].replace("{{id}}", "people/nobody")).status_code == 404


def test_names_are_matched_and_what_is_no_name_is_not(client):
    queries = {
        "q0": {"query": "QUILL", "type": "people"},
        "q1": {"query": "840.48 refugees", "type": ["files"], "limit": 3},
        "q2": {"query": "Secretary State of", "type": "offices"},
        "q3": {"query": "Nobody of the name"},
        "q4": {"query": ""},
    }
    found = valid(client.post(SERVICE, {"queries": json.dumps(queries)}).json(), "reconciliation-result-batch")
    best = {name: [(one["id"], one["match"]) for one in each["result"][:1]] for name, each in found.items()}
    assert best == {
        "q0": [("people/quill", True)],
        "q1": [("files/decimal-1910/840.48-refugees", True)],
        "q2": [("offices/secretary-of-state", True)],
        "q3": [],
        "q4": [],
    }
    assert client.get(SERVICE, {"queries": json.dumps(queries)}).json() == found


def test_a_table_is_extended_with_the_fields_of_the_interface(client):
    proposed = valid(client.get(f"{SERVICE}/properties?type=offices").json(), "data-extension-property-proposal")
    assert {"id": "sent", "name": "sent"} in proposed["properties"]
    ids = ["offices/ambassador-in-ruritania", "people/quill", "files/decimal-1910/840.48-refugees", "people/nobody"]
    wanted = {"ids": ids, "properties": [{"id": "sent"}, {"id": "place"}, {"id": "number"}]}
    found = valid(client.post(SERVICE, {"extend": json.dumps(wanted)}).json(), "data-extension-response")["rows"]
    assert found[ids[0]] == {
        "sent": [{"int": 4}],
        "place": [{"id": "places/ruritania", "name": "Ruritania"}],
        "number": [],
    }
    assert found[ids[2]]["number"] == [{"str": "840.48 Refugees"}]
    assert found[ids[3]] == {"sent": [], "place": [], "number": []}


@pytest.mark.parametrize(
    ("sent", "parameter"),
    [
        ({"queries": "{"}, "queries"), ({"queries": "[]"}, "queries"), ({"queries": '{"q": {"query": "x", "type": "ships"}}'}, "queries"),
        ({"queries": '{"q": {"query": 1}}'}, "queries"), ({"queries": "[" * 100_000}, "queries"), ({"extend": "{}"}, "extend"),
        ({"extend": '{"ids": ["x"], "properties": [1]}'}, "extend"),
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused(client, sent, parameter):
    answer = client.post(SERVICE, sent)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
