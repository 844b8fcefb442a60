"""The queue of references: an archivist confirms, corrects, rejects; a clerk does not."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse

from archive import store
from archive.models import Reference, ReferenceDecision, State, Volume
from tests.support.papers import save
from tests.support.telegrams import citing, telegram

pytestmark = pytest.mark.django_db


def log_in(client, role):
    user = User.objects.create_user(role, password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.fixture
def row():
    save(citing(), telegram(7, (3, 20)))
    return Reference.objects.get()


def change(client, row, **data):
    return client.post(reverse("admin:archive_reference_change", args=[row.pk]), data)


def test_an_archivist_corrects(client, row):
    user = log_in(client, "archivist")
    response = change(client, row, verdict="corrected", paper="/documents/v-d7/", why="Misprint.")
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.target_document.number == "7"
    decision = ReferenceDecision.objects.get()
    assert (decision.user, decision.reason, decision.target_source_id) == (user, "Misprint.", "v#d7")


@pytest.mark.parametrize(
    "data", [{"verdict": "corrected"}, {"verdict": "corrected", "paper": "none"}, {"verdict": "confirmed"}]
)
def test_a_verdict_without_a_paper_is_refused(client, row, data):
    log_in(client, "archivist")
    assert change(client, row, **data).status_code == 200
    assert not ReferenceDecision.objects.exists()


def test_many_are_rejected_at_once_and_taken_back(client, row):
    log_in(client, "archivist")
    url = reverse("admin:archive_reference_changelist")
    client.post(url, {"action": "reject", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.status == "rejected"
    assert client.get(url + "?decided=yes").content.count(b"rejected by an archivist") >= 1
    client.post(url, {"action": "withdraw_verdicts", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.status == "not held"


def test_a_clerk_decides_nothing(client, row):
    log_in(client, "clerk")
    assert change(client, row, verdict="rejected").status_code == 403
    assert not ReferenceDecision.objects.exists()


@pytest.fixture
def broken():
    """A markup of the source that points at a document which its volume does not have, and one that is right."""
    volume = Volume.objects.create(slug="frus1944v99", title="1944")
    text = 'See <ref target="#d9">Document 9</ref> and <ref target="#d1">Document 1</ref>.'
    records = (
        telegram(1, (3, 20), source_id="frus1944v99#d1"),
        telegram(2, (3, 21), source_id="frus1944v99#d2", text=text),
    )
    for record in records:
        store.save(record, volume=volume, state=State.PUBLISHED)


def test_a_target_of_the_source_that_does_not_exist_is_reported(client, broken):
    out = StringIO()
    call_command("resolve_references", stdout=out, stderr=StringIO())
    lines = [line.strip() for line in out.getvalue().splitlines() if "broken" in line]
    assert lines == ["broken: frus1944v99#d2 text: “Document 9” → #d9"]


def test_the_desk_lists_broken_targets(client, broken):
    log_in(client, "archivist")
    html = client.get(reverse("admin:archive_reference_changelist") + "?markup=broken").content.decode()
    rows = html.partition('id="result_list"')[2]
    assert "Document 9" in rows
    assert "Document 1<" not in rows
