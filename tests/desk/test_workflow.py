"""The workflow: every step, who may take it, what the public sees of it, and its history."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from archive import search, store, workflow
from archive.desk.differences import differences
from archive.errors import Outdated, Refused
from archive.models import Document, State, Transition
from tests.support.records import document_record

pytestmark = pytest.mark.django_db

#: Who may take which step with a clerk's own document, in its state.
ALLOWED = {
    "submit": {"clerk", "archivist", "administrator"},
    "return": {"archivist", "administrator"},
    "publish": {"archivist", "administrator"},
    "withdraw": {"archivist", "administrator"},
    "discard": {"clerk", "archivist", "administrator"},
    "recover": {"clerk", "archivist", "administrator"},
    "reinstate": {"archivist", "administrator"},
}


@pytest.mark.parametrize("name", list(workflow.STEPS))
@pytest.mark.parametrize("role", ["clerk", "other_clerk", "archivist", "administrator"])
@pytest.mark.parametrize("state", State.values)
def test_every_step_for_every_role_in_every_state(request, clerk, name, role, state):
    user, step = request.getfixturevalue(role), workflow.STEPS[name]
    document = store.save(document_record("one"), user=clerk, state=state).document
    if state not in step.begins:
        with pytest.raises(Outdated):
            workflow.take(document, name, user=user, comment="why")
    elif role not in ALLOWED[name] or (role == "other_clerk"):
        with pytest.raises(PermissionDenied):
            workflow.take(document, name, user=user, comment="why")
    else:
        workflow.take(document, name, user=user, comment="why")
        moved = Transition.objects.get()
        assert (moved.from_state, moved.to_state, moved.user, moved.comment) == (state, step.ends, user, "why")
        assert Document.objects.get().state == step.ends
        return
    assert Document.objects.get().state == state
    assert not Transition.objects.exists()


def test_a_step_that_needs_a_reason_is_refused_without(archivist):
    document = store.save(document_record("one"), state=State.PUBLISHED).document
    with pytest.raises(Refused, match="needs a reason"):
        workflow.take(document, "withdraw", user=archivist, comment="  ")
    assert Document.objects.get().state == State.PUBLISHED


def test_the_whole_way_as_the_public_sees_it(client, clerk, archivist):
    document = store.save(document_record("one"), user=clerk).document
    address = document.get_absolute_url()

    def step(user, name, comment=""):
        client.force_login(user)
        url = reverse("admin:archive_document_step", args=[document.pk])
        client.post(url, {"step": name, "comment": comment})
        client.logout()
        assert search.check_entries() == []
        return client.get(address).status_code

    assert client.get(address).status_code == 404
    assert step(clerk, "submit") == 404
    assert step(archivist, "publish") == 200
    assert Document.objects.get().published_at
    assert step(archivist, "withdraw", "A living person is named.") == 410
    assert "A living person is named." in client.get(address).content.decode()
    assert step(archivist, "reinstate", "Cleared.") == 200
    assert Document.objects.get().withdrawn_reason == ""


def test_the_history_shows_text_as_text_and_returns_to_any_version(client, archivist):
    document = store.save(document_record("one"), user=archivist).document
    first = store.load(Document.objects.for_record().get())
    changed = replace(first, text=first.text.replace("arrived", "came"))
    workflow.edit(document, changed, user=archivist, reason="as printed", version=1)
    client.force_login(archivist)
    html = client.get(reverse("admin:archive_document_history", args=[document.pk])).content.decode()
    assert "<del>arrived</del><ins>came</ins>" in html
    assert "as printed" in html
    assert "&lt;p&gt;" not in html
    client.post(reverse("admin:archive_document_restore", args=[document.pk]), {"number": "1", "reason": "no"})
    assert store.load(Document.objects.for_record().get()) == first
    assert Document.objects.get().version == 3


def test_a_doubt_is_dismissed_with_who_and_why(client, archivist):
    document = store.save(document_record("one")).document
    doubt = document.warnings.first()
    client.force_login(archivist)
    url = reverse("admin:archive_document_dismiss", args=[document.pk, doubt.pk])
    client.post(url, {"reason": "The print is clear."})
    doubt.refresh_from_db()
    assert (doubt.dismissed_by, doubt.dismissed_reason) == (archivist, "The print is clear.")
    workflow.edit(document, document_record("one", kind="letter"), user=archivist, reason="", version=1)
    doubt.refresh_from_db()
    assert doubt.dismissed_by == archivist


def test_differences_are_in_words():
    before, after = document_record(), document_record(classification="", number="13")
    found = {change.label: change.parts for change in differences(before, after)}
    assert found["Classification"] == (("old", "Secret"),)
    assert found["Own number"] == (("old", "12"), ("new", "13"))
    assert set(found) == {"Classification", "Own number"}
