"""Who gets what answer at every address: the whole matrix, compared with ``permissions.tsv``.

A route without a row fails. ``script/permissions`` writes the table again, for somebody to read the difference: a new
``200`` in a column that should not have one is the mistake that this test is for. A ``+`` says that the request changed
the document: its state, its version, the edit that waits for it, or a doubt about it.
"""

from __future__ import annotations

import csv
import os
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.test import Client

from archive import store, workflow
from archive.models import Document, DocumentWarning, Entry, FilingTerm, ImportRun, Job, PendingEdit, State, Volume
from archive.records import DivisionRecord, VolumeRecord
from archive.store import Incoming
from tests.support.records import document_record
from tests.support.routes import Route, routes
from tests.support.topics import make_topics

TABLE = Path(__file__).with_name("permissions.tsv")
ROLES = ("anonymous", "clerk", "archivist", "administrator", "staff", "deactivated")
METHODS = ("GET", "POST")
STATES = ("own draft", "draft", "review", "published", "closed", "withdrawn")

_PARTS = ("correspondents", "document_file_numbers", "footnotes")
#: What is posted where an empty form would be refused to everybody: by route name, by what the case is called.
POSTS: dict[str, dict[str, dict[str, str]]] = {
    "admin:archive_document_change": {
        "save": {
            "base_version": "3",
            "kind": "letter",
            **{f"{part}-{name}_FORMS": "0" for part in _PARTS for name in ("TOTAL", "INITIAL")},
        }
    },
    "admin:archive_document_step": {name: {"step": name, "comment": "why"} for name in workflow.STEPS},
    "admin:archive_document_waiting": {name: {"action": name} for name in ("publish", "discard")},
    "admin:archive_document_restrictions": {
        "restrict": {"decision": "restrict", "until": "9999-01-01", "reason": "why", "authority": "who"},
        "lift": {"decision": "lift", "comment": "why"},
        "withhold": {"decision": "withhold", "words": "arrived", "why": "why"},
    },
    "admin:archive_document_restore": {"restore": {"number": "1"}},
    "admin:archive_document_dismiss": {"dismiss": {"reason": "why"}},
    "admin:archive_document_enter": {"preview": {"text": "x"}},
}
#: Values of parameters that no rule below finds: by name of the parameter.
VALUES = {
    "year": "1938", "month": "03", "day": "05", "app_label": "archive", "url": "nowhere", "content_type_id": "0",
    "division": "comp1", "scheme": "decimal-1910", "number": "1", "page": "1", "format": "tei",
    "ending": "bib", "facet": "kind", "class_": "8", "country": "40", "subject": "48", "what": "entity",
}  # fmt: skip
#: The record that a parameter of a public address names, by the first word of the address.
OBJECTS = {
    "people": "person",
    "offices": "office",
    "places": "place",
    "volumes": "volume",
    "files": "file",
    "topics": "topic",
    "holdings": "unit",
}
#: What programs ask for that belongs to a paper.
_OF_A_PAPER = ("document", "documents", "papers", "threads")

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """One of everything, documents in every state, and somebody of every role."""
    users = {role: User.objects.create_user(role, is_staff=True) for role in ROLES[1:]}
    for role in ("clerk", "archivist", "administrator"):
        users[role].groups.add(Group.objects.get(name=role))
    users["deactivated"].groups.add(Group.objects.get(name="administrator"))
    division = DivisionRecord("comp1", "compilation", "Ruritania", "<div xmlns='http://www.tei-c.org/ns/1.0'/>", 1)
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania", divisions=(division,)))
    volume = Volume.objects.get(slug="vol")
    documents = {}
    make_topics("Relief")
    for number, state in enumerate(STATES, 1):
        by = users["administrator" if state == "draft" else "clerk"]
        record = document_record(f"vol#d{number}", document_number=str(number), topics=("Relief",))
        stored = State.DRAFT if "draft" in state else state
        incoming = Incoming(record, volume, volume.divisions.get(source_id="comp1"), number)
        store.save_batch([incoming], state=stored, user=by)
        documents[state] = Document.objects.get(source_id=record.source_id)
        again = store.load(Document.objects.for_record().get(pk=documents[state].pk))
        changed = store.save(document_record(record.source_id, number="13", topics=("Relief",)), edit=True, user=by)
        store.save(again, edit=True, user=by)
        if stored == State.PUBLISHED:
            current = Document.objects.get(pk=changed.document.pk)
            workflow.edit(current, again, user=users["administrator"], reason="", version=current.version)
    Document.objects.filter(state=State.WITHDRAWN).update(published_at="2026-01-01T00:00Z")
    ImportRun.objects.create(name="frus.xml", status=ImportRun.Status.DONE)
    Job.objects.create(
        kind="accept", what="a job", user=users["archivist"], items=[1], total=1, parameters={"kind": "person"}
    )
    FilingTerm.objects.create(scheme="decimal-1910", facet="class", code="8", name="Internal affairs")
    Entry.objects.create(user=users["clerk"], text="half a text")
    return {"users": users, "documents": documents}


def _value(route: Route, parameter: str, document: Document) -> str:
    if parameter == "warning":
        return str(document.warnings.first().pk)
    if parameter in VALUES:
        return VALUES[parameter]
    if route.name == "admin:archive_document_entry":
        return str(Entry.objects.get().pk)
    if route.model in _OF_A_PAPER:
        return document.slug if parameter == "slug" or route.pattern.startswith("api/") else str(document.pk)
    if route.model in ("footnotes", "references"):
        return f"{document.slug}~1"
    name = OBJECTS.get(route.model, route.model)
    model = next((model for model in apps.get_models() if model._meta.model_name == name), None)
    found = model._default_manager.order_by("pk").first() if model else None
    if found is None:
        return "1"
    if route.pattern.startswith("api/"):
        return f"{found.scheme}:{found.slug}" if name == "file" else found.slug
    return str(getattr(found, parameter, found.pk))


def _answer(client: Client, route: Route, method: str, document: Document, data: dict[str, str]) -> str:
    url = route.url({name: _value(route, name, document) for name in route.parameters})
    cookies = client.cookies.copy()
    with transaction.atomic():
        before = _state(document)
        response = getattr(client, method.lower())(url, data)
        if hasattr(response, "streaming_content"):
            b"".join(response.streaming_content)
        changed = "+" if _state(document) != before else ""
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    # What was posted without a session is carried by the login page itself.
    carried = response.status_code == 403 and b'id="login-form"' in response.content
    login = carried or response.headers.get("Location", "").startswith("/admin/login/")
    return "login" if login else f"{response.status_code}{changed}"


def _state(document: Document) -> tuple:
    """What a request may have changed about a document."""
    open_doubts = DocumentWarning.objects.filter(document=OuterRef("pk"), dismissed_at=None).values("document")
    return Document.objects.values_list(
        "state",
        "version",
        Exists(PendingEdit.objects.filter(document=OuterRef("pk"))),
        Subquery(open_doubts.annotate(n=Count("*")).values("n")),
    ).get(pk=document.pk)


def _group(route: Route) -> str:
    if not route.pattern.startswith("admin/"):
        return "public"
    return "document" if route.model == "document" else "desk"


def _cases() -> dict[str, list[tuple[Route, str, str, str]]]:
    """By group: route, method, state of the document and what is posted, for each row of the table."""
    found: dict[str, list] = {}
    for route in routes():
        about_document = route.model in (*_OF_A_PAPER, "footnotes", "references") and set(route.parameters) & {
            "pk", "slug", "object_id", "id",
        }  # fmt: skip
        states = STATES if about_document and route.name != "admin:archive_document_entry" else ("-",)
        for method, state in product(METHODS, states):
            names = POSTS.get(route.name, {"": {}}) if method == "POST" else {"": {}}
            for name in names:
                found.setdefault(_group(route), []).append((route, method, state, name))
    return found


CASES = _cases()


def _table() -> dict[tuple[str, str, str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["route"], row["method"], row["state"], row["posted"]): {role: row[role] for role in ROLES}
            for row in csv.DictReader(file, dialect="excel-tab")
        }


@pytest.mark.parametrize("group", sorted(CASES))
def test_everybody_gets_the_answer_of_the_table(world, group):
    clients = {role: Client() for role in ROLES}
    for role, user in world["users"].items():
        clients[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    User.objects.filter(username="deactivated").update(is_active=False)
    found = {}
    for route, method, state, name in CASES[group]:
        document = world["documents"]["published" if state == "-" else state]
        data = POSTS.get(route.name, {}).get(name, {}) if method == "POST" else {}
        found[route.pattern, method, state, name] = {
            role: _answer(clients[role], route, method, document, data) for role in ROLES
        }
    if folder := os.environ.get("CHANCERY_WRITE_PERMISSIONS"):
        _write(Path(folder) / f"{group}.tsv", found)
        return
    table = _table()
    missing = [key for key in found if key not in table]
    assert not missing, "routes without a row; see script/permissions"
    assert found == {key: table[key] for key in found}


def test_the_table_has_no_rows_of_routes_that_are_gone():
    known = {(route.pattern, *rest) for cases in CASES.values() for route, *rest in cases}
    assert set(_table()) - known == set()


def test_nobody_without_a_role_is_shown_or_changes_a_record():
    """This holds whatever is in the table."""
    for key, answers in _table().items():
        assert "+" not in answers["anonymous"] + answers["staff"] + answers["deactivated"], key
        if key[0].startswith("admin/archive/"):
            assert {answers["anonymous"], answers["deactivated"]} <= {"login", "404", "405"}, key
            assert answers["staff"] in {"302", "403", "404", "405"}, key


def _write(path: Path, found: dict) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for key, answers in found.items():
            file.write("\t".join([*key, *(answers[role] for role in ROLES)]) + "\n")
