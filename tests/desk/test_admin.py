"""The desk's lists: who may open them, what they find, and how many queries they make."""

import re
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import store
from archive.admin import base
from archive.models import Document, State
from archive.workflow.roles import ADMINISTRATOR, ARCHIVIST, CLERK, PERMISSIONS
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
LIST = "admin:archive_document_changelist"


def draft(number: int, user=None, state=State.DRAFT, **changes) -> Document:
    return store.save(document_record(f"draft-{number}", **changes), user=user, state=state).document


def test_the_roles_are_groups_with_the_permissions_of_the_table():
    for role in (CLERK, ARCHIVIST, ADMINISTRATOR):
        granted = {
            f"{content}.{codename}"
            for content, codename in Group.objects.get(name=role).permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        expected = {
            f"{name.split('.')[0]}.{action if '_' in action else action + '_' + name.split('.')[1]}"
            for name, actions in PERMISSIONS[role].items()
            for action in actions.split()
        }
        assert granted == expected


@pytest.mark.parametrize("model", [m for m in admin.site._registry if m._meta.app_label == "archive"])
def test_every_list_opens_and_has_no_inline_script_or_style(client, administrator, model):
    draft(1)
    client.force_login(administrator)
    response = client.get(reverse(f"admin:archive_{model._meta.model_name}_changelist"))
    assert response.status_code == 200
    html = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=", html)
    first = model._default_manager.first()
    if first is not None:
        page = client.get(reverse(f"admin:archive_{model._meta.model_name}_change", args=[first.pk]))
        assert page.status_code == 200
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=", page.content.decode())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("840.48 Refugees/17", True),
        ("840.48 REFUGEES / 17", True),
        ("840.48Refugees", True),
        ("12", True),
        ("Ruritania quill", True),
        ("draft-1", True),
        ("840.48 Refugees/18", False),
        ("Graustark", False),
        ("'; %", False),
    ],
)
def test_documents_are_found_by_numbers_in_any_spelling_and_by_words(client, archivist, words, found):
    draft(1)
    client.force_login(archivist)
    response = client.get(reverse(LIST), {"q": words})
    assert response.status_code == 200
    assert ("Quill" in response.content.decode()) == found


@pytest.mark.parametrize("words", ["\x00", "\ud800", "9" * 5000, "1/" * 400])
def test_no_words_break_the_list(client, archivist, words):
    client.force_login(archivist)
    query = "q=" + quote(words.encode("utf-8", "surrogatepass"))
    assert client.get(f"{reverse(LIST)}?{query}").status_code == 200


def test_a_clerk_sees_their_own_records_and_what_is_public(client, clerk, other_clerk):
    draft(1, clerk, heading="Mine")
    draft(2, other_clerk, heading="Not mine")
    draft(3, other_clerk, State.PUBLISHED, heading="Everybody's")
    client.force_login(clerk)
    html = client.get(reverse(LIST)).content.decode()
    assert "Mine" in html
    assert "Everybody" in html
    assert "Not mine" not in html


def test_the_list_asks_as_much_for_twenty_as_for_two(client, archivist):
    client.force_login(archivist)
    counts = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            draft(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(LIST))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_counting_stops(client, archivist, monkeypatch):
    monkeypatch.setattr(base, "COUNTED", 3)
    for number in range(5):
        draft(number)
    client.force_login(archivist)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(LIST))
    assert response.context["cl"].result_count == 3
    counts = [q["sql"] for q in queries if "COUNT(" in q["sql"] and "archive_document" in q["sql"]]
    assert counts
    assert all("LIMIT 3" in sql for sql in counts)
