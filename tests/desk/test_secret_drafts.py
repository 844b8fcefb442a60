"""Nothing that somebody may not see changes any answer of the desk: the same requests to an archive with and without a secret draft.

Every address of the desk is requested for records that are there, that are secret, and that are never there; lists with their
filters and with words, numbers and ids of the secret. Every answer is to be the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
import reversion
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from reversion.models import Version

from archive import store
from archive.models import Document, DocumentWarning, Entry, Mission, Office, Person
from tests.support import room
from tests.support.people import make_user
from tests.support.records import document_record
from tests.support.routes import routes
from tests.support.secret_draft import (
    CANARY,
    CITED,
    NUMBER,
    OFFICE,
    PERSON,
    PLACE,
    SHARED,
    add_secrets,
    compare_again,
    set_scene,
)

pytestmark = pytest.mark.django_db
#: Pages that are another each time, or are no records'.
_OTHERS = {"admin:jsi18n", "admin:second_factor_set_up", "admin:session", "admin:logout"}
DESK = [route for route in routes() if route.pattern.startswith("admin/") and route.name not in _OTHERS]
MODELS = list(apps.get_app_config("archive").get_models())
PUBLIC = [model for model in MODELS if hasattr(model, "get_absolute_url")]
WORDS = (CANARY, NUMBER, SHARED, "")
#: What the forms of the desk complete while somebody types: model and field.
COMPLETED = (
    ("correspondent", "person"), ("correspondent", "office"), ("correspondent", "place"), ("document", "place"),
    ("office", "mission"), ("place", "parent"), ("officeholding", "office"), ("erratum", "document"),
)  # fmt: skip
#: Those who must not see the secret, and how many more pages are requested that theirs link to, or None if no list is open
#: to them. The "reader" is a clerk who may look at every list, by permissions that were added by hand.
ROLES = {"clerk": 40, "reader": 0, "staff": None, "anonymous": None}
_NOWHERE = 999_999
_TOKEN = re.compile(
    r'(?<=csrfmiddlewaretoken" value=")[^"]*|(?<=:)[\w-]{43}(?=")|(?<=token=)\w{16}|(?<="token" value=")\w{16}'
)
#: Ids and times of what a request itself writes, which depend on how much was written before.
_WRITTEN = re.compile(r"\b\d+\b")


@pytest.fixture(scope="module")
def desk(module_db):
    """Somebody of each role, by name, and an archive with something of everything; a clerk other than the writer has work of their own."""
    room.build()
    people = {name: make_user(name, "clerk") for name in ("writer", "clerk", "reader")}
    people |= {"archivist": make_user("archivist", "archivist"), "staff": make_user("staff")}
    people["reader"].user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    set_scene(people["writer"])
    own = store.save(document_record("own#d1", number="13"), user=people["clerk"]).document
    Entry.objects.create(user=people["clerk"], text=_transcription())
    Entry.objects.create(user=people["clerk"], document=own, text="half an edit")
    for made in (
        Person.objects.get(slug="quill"),
        Mission.objects.get(slug="embassy-in-ruritania"),
        Office.objects.first(),
    ):
        with reversion.create_revision():
            made.note = "Corrected."
            made.save()
    return people


def _client(people: dict, role: str) -> Client:
    client = Client()
    if role in people:
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _transcription() -> str:
    """A text that names all that the secret names."""
    return (
        f"{SHARED}: Telegram\n\nThe {OFFICE} ({PERSON}) to the Secretary of State\n\n{PLACE}, March 5, 1938—7 p.m.\n\n"
        f"12. Your 7 arrived.\n\n[{NUMBER}]\n"
    )


def _ids() -> dict[str, set]:
    """The ids of the records of every model, by its name."""
    return {model._meta.model_name: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}


def _urls(known: dict[str, set], secret: dict[str, set]) -> Iterator[str]:
    """The addresses of the desk: lists with words; the pages of known records, of secret ones, and of one that is never there."""
    for route in DESK:
        if "^" in route.pattern.removeprefix("admin/^"):
            continue  # the revisions, below
        if route.parameters:
            ids = sorted(known.get(route.model, {1}))
            for pk in [*ids[-1:], *sorted(secret.get(route.model, ()))[:1], _NOWHERE]:
                yield route.url({name: "archive" if name == "app_label" else str(pk) for name in route.parameters})
            continue
        yield route.url({})
        if route.name.endswith("_changelist"):
            yield from (f"{route.url({})}?q={quote(word)}" for word in WORDS)
    for version in Version.objects.select_related("content_type"):
        for name in ("person", "office", "filingterm"):
            for pk in {version.object_id, *map(str, sorted(secret.get(name, ()))[:1])}:
                yield f"/admin/archive/{name}/{pk}/history/{version.pk}/"
    for model, field in COMPLETED:
        for word in WORDS:
            yield f"/admin/autocomplete/?app_label=archive&model_name={model}&field_name={field}&term={quote(word)}"
    for model in PUBLIC:
        kind = ContentType.objects.get_for_model(model).pk
        for pk in [*sorted(secret[model._meta.model_name])[:1], _NOWHERE]:
            yield f"/admin/r/{kind}/{pk}/"


def _links(url: str, html: str) -> Iterator[str]:
    for href in map(unescape, re.findall(r'href="([^"#]+)', html)):
        if href.startswith("/admin/") and not re.search("jsi18n|second-factor|session|logout", href):
            yield href
        elif href.startswith("?") and "o=" not in href:
            yield urlsplit(url).path + href


def _answer(client: Client, response) -> tuple:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # What the page to which it leads would show; that page is another of these.
    told = [str(message) for message in get_messages(response.wsgi_request)] if response.status_code == 302 else []
    client.cookies.pop("messages", None)
    led = getattr(response, "redirect_chain", response.headers.get("Location"))
    return response.status_code, led, told, _TOKEN.sub("", content.decode(errors="replace"))


def _answers(client: Client, urls: list[str], more: int) -> dict[str, tuple]:
    """The answers to all these requests, and to so many more to which their pages link."""
    found: dict[str, tuple] = {}
    waiting, most = list(dict.fromkeys(urls)), len(set(urls)) + more
    for url in waiting:
        if len(found) == most:
            break
        if url not in found:
            found[url] = _answer(client, client.get(url))
            if more and "<html" in found[url][-1]:
                waiting += _links(url, found[url][-1])
    return found


def _compare(people: dict, ask: Callable[[dict, dict], dict]) -> tuple[dict, dict]:
    """What ``ask`` returns with the secret and without it."""
    before = _ids()
    with transaction.atomic():
        add_secrets(people["writer"], people["archivist"])
        compare_again()
        secret = {name: ids - before[name] for name, ids in _ids().items()}
        with_it = ask(before, secret)
        transaction.set_rollback(True)
    compare_again()
    return with_it, ask(before, secret)


def _differing(with_it: dict, without: dict) -> list[str]:
    """What is not answered the same, each with the first words that differ."""
    found = []
    for what in sorted(with_it.keys() | without.keys()):
        one, other = (str(answers.get(what)) for answers in (with_it, without))
        if one != other:
            start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            found.append(
                f"{what}: {one[max(start - 40, 0) : start + 80]!r} or {other[max(start - 40, 0) : start + 80]!r}"
            )
    return found


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_no_secret_changes_an_answer_of_the_desk(desk, role):
    client = _client(desk, role)
    more = ROLES[role]

    def ask(*ids) -> dict[str, tuple]:
        return _answers(client, [url for url in _urls(*ids) if more is not None or "?" not in url], more or 0)

    with_it, without = _compare(desk, ask)
    assert _differing(with_it, without) == []


def _posted(client: Client, people: dict, secret: dict[str, set]) -> dict[str, tuple]:
    """The answers to what a clerk posts while entering and editing, with all that the secret names."""
    enter = reverse("admin:archive_document_enter")
    own = people["clerk"].entries.exclude(document=None).get()
    page = reverse("admin:archive_document_change", args=[own.document_id])
    parts = {
        f"{part}-{name}_FORMS": "0"
        for part in ("correspondents", "document_file_numbers", "footnotes")
        for name in ("TOTAL", "INITIAL")
    }
    row = {"correspondents-TOTAL_FORMS": "1", "correspondents-0-role": "sender", "correspondents-0-printed": "Somebody"}
    requests = {
        f"{action} a text": (enter, {"text": _transcription(), "action": action})
        for action in ("live", "preview", "save", "next")
    }
    requests["save under the secret's words"] = (
        enter,
        {"text": _transcription(), "name": "hidden-paper", "action": "save"},
    )
    requests["save into the secret's volume"] = (
        enter,
        {"text": _transcription(), "volume": "hidden", "action": "save"},
    )
    requests["live edit"] = (reverse("admin:archive_document_entry", args=[own.pk]), {"text": SHARED, "action": "live"})
    for name in ("person", "office", "place"):
        for pk in [*sorted(secret[name])[:2], _NOWHERE]:
            requests[f"choose {name} {pk}"] = (
                page,
                {"base_version": "1", **parts, **row, f"correspondents-0-{name}": pk},
            )
    for action in ("step", "edit", "restore", "waiting"):
        for pk in [*sorted(secret["document"]), _NOWHERE]:
            requests[f"{action} {pk}"] = (
                reverse(f"admin:archive_document_{action}", args=[pk]),
                {"step": "submit", "number": 1, "text": "x"},
            )
    found = {}
    for name, (url, data) in requests.items():
        with transaction.atomic():
            status, chain, _, content = _answer(client, client.post(url, data, follow=True))
            found[name] = status, _WRITTEN.sub("", str(chain)), _WRITTEN.sub("", content)
            transaction.set_rollback(True)
    return found


def test_no_secret_changes_what_a_clerk_who_enters_is_answered(desk):
    client = _client(desk, "clerk")
    with_it, without = _compare(desk, lambda _, secret: _posted(client, desk, secret))
    assert _differing(with_it, without) == []
    assert {status for status, *_ in without.values()} == {200, 400, 404}


@pytest.mark.parametrize("role", ["archivist", "writer"])
def test_the_comparison_sees_what_may_be_seen(desk, role):
    client = _client(desk, role)
    names = ("document", "person", "office", "place", "file", "filenumber", "volume")
    urls = [reverse(f"admin:archive_{name}_changelist") for name in names]
    with_it, without = _compare(desk, lambda *_: _answers(client, urls, 0))
    assert [url for url in urls if with_it[url] == without[url]] == []
    assert all(CANARY in with_it[url][-1] for url in urls)


def test_a_clerk_finds_what_is_public_and_their_own_and_what_archivists_made(desk):
    client = _client(desk, "clerk")
    made = Person.objects.create(name="Nobody, Known", slug="nobody", key="made:nobody", made_by_hand=True)
    Person.objects.create(name="Somebody Proposed", slug="proposed", key="proposed")
    listed = {
        ("document", SHARED): "The Ambassador",
        ("person", "Nobody"): str(made),
        ("person", "Quill"): "Quill",
        ("office", "Ruritania"): "Ambassador in Ruritania",
        ("place", "Strelsau"): "Strelsau",
        ("mission", "Ruritania"): "Embassy in Ruritania",
        ("file", "840.48 Refugees"): "840.48 REFUGEES",
        ("filenumber", CITED): CITED.upper(),
        ("volume", "vol"): "Papers of 1938",
    }
    for (name, words), shown in listed.items():
        page = client.get(reverse(f"admin:archive_{name}_changelist"), {"q": words}).content.decode()
        assert "0 results" not in page, (name, words)
        assert shown.split()[0].lower() in page.lower(), (name, words)
    assert "Somebody Proposed" not in client.get(reverse("admin:archive_person_changelist")).content.decode()


def test_a_doubt_about_another_paper_is_shown_to_those_who_may_see_that_one(desk):
    twin = Document.objects.get(source_id="vol#twin")
    add_secrets(desk["writer"], desk["archivist"])
    compare_again()
    assert not DocumentWarning.objects.filter(message__contains="vol#").exists()
    page = reverse("admin:archive_document_change", args=[twin.pk])
    for role, hidden in (("clerk", True), ("archivist", False), ("writer", False)):
        html = _client(desk, role).get(page).content.decode()
        assert "It may be another paper once more" in html  # a public one for everybody
        assert ("vol#earlier" not in html) is hidden, role
