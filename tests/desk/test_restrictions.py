"""Restrictions on access: who sets, changes and lifts them, what they do to papers in every state, many at once, and the register."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from archive import jobs, search, store, workflow
from archive.errors import Refused
from archive.importing.runs import import_source
from archive.models import Document, ImportRun, Job, Restriction, State
from tests.support.jobs import ended, undo
from tests.support.papers import save
from tests.support.records import document_record
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db
FAR = date(2999, 1, 1)
TERMS = workflow.Terms("A living person is named.", "Director, rule 7", until=FAR)
REGISTER = "admin:archive_restriction_changelist"


def only(document: Document):
    return Document.objects.filter(pk=document.pk)


def state(document: Document) -> str:
    return Document.objects.get(pk=document.pk).state


def come(document: Document) -> None:
    """Let the day of a paper's restriction come."""
    document.restrictions.in_force().update(until=timezone.localdate())


def test_only_whoever_may_publish_restricts_and_nothing_is_restricted_by_half(clerk, archivist):
    document = store.save(document_record("one"), state=State.PUBLISHED, user=clerk).document
    for act in (
        lambda: workflow.restrict(only(document), TERMS, user=clerk),
        lambda: workflow.lift(only(document), user=clerk, reason="why"),
        lambda: jobs.start_restricting([document.pk], TERMS, user=clerk),
        lambda: jobs.start_lifting([document.pk], user=clerk, reason="why"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    today = timezone.localdate()
    for terms in (
        workflow.Terms("", "rule 7", until=FAR),
        workflow.Terms("why", "", until=FAR),
        workflow.Terms("why", "rule 7"),
        workflow.Terms("why", "rule 7", until=FAR, review_on=FAR),
        workflow.Terms("why", "rule 7", until=today),
        workflow.Terms("why", "rule 7", review_on=today),
    ):
        with pytest.raises(Refused):
            workflow.restrict(only(document), terms, user=archivist)
    assert state(document) == State.PUBLISHED
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("before", State.values)
def test_a_restriction_closes_what_would_be_public_and_its_end_opens_only_that(archivist, before):
    document = store.save(document_record("one"), state=State.PUBLISHED if before == State.CLOSED else before).document
    for terms in (TERMS, workflow.Terms("Another reason.", "rule 8", until=FAR)):
        workflow.restrict(only(document), terms, user=archivist)
    closed = State.CLOSED if before in (State.PUBLISHED, State.CLOSED) else before
    assert state(document) == closed
    if "publish" in [step.name for step in workflow.available_steps(archivist, Document.objects.get())]:
        workflow.take(Document.objects.get(), "publish", user=archivist)
        closed = State.CLOSED
    if before == State.WITHDRAWN:
        workflow.take(Document.objects.get(), "reinstate", user=archivist, comment="It was cleared.")
        closed = State.CLOSED
    assert state(document) == closed
    assert Document.objects.get().is_public is False
    come(document)
    call_command("open_papers", stdout=io.StringIO())
    assert state(document) == (State.PUBLISHED if closed == State.CLOSED else before)
    assert search.check_entries() == []
    assert [(row.ended, row.ended_by) for row in document.restrictions.all()] == [
        ("changed", archivist),
        ("opened", None),
    ]


def test_a_withdrawn_paper_does_not_open(archivist):
    (document,) = save(document_record("one"))
    workflow.restrict(only(document), TERMS, user=archivist)
    workflow.take(Document.objects.get(), "withdraw", user=archivist, comment="It is a forgery.")
    come(document)
    ended(jobs.start_opening())
    assert state(document) == State.WITHDRAWN
    workflow.take(Document.objects.get(), "reinstate", user=archivist, comment="It is none.")
    assert state(document) == State.PUBLISHED


def test_an_edit_of_a_closed_paper_waits_because_the_paper_opens_by_itself(archivist):
    (document,) = save(document_record("one"))
    workflow.restrict(only(document), TERMS, user=archivist)
    changed = document_record("one", number="13")
    assert workflow.edit(document, changed, user=archivist, reason="", version=1)
    come(document)
    ended(jobs.start_opening())
    assert Document.objects.public().get().number == "12"


def test_what_is_not_done_yet_goes_on_and_each_paper_opens_once(archivist):
    documents = save(*[document_record(f"vol#d{n}", number=str(n)) for n in range(jobs.AT_ONCE + 3)])
    ids = [document.pk for document in documents]
    job = ended(jobs.start_restricting(ids, TERMS, user=archivist))
    assert (job.status, job.counts) == (Job.Status.DONE, {"done": len(ids)})
    assert not Document.objects.public().exists()
    again = ended(jobs.start_restricting(ids, TERMS, user=archivist))
    assert again.counts == {"left out": len(ids)}
    for document in documents[:-1]:
        come(document)
    waiting = jobs.start_opening()
    assert waiting.is_open
    assert jobs.start_opening() is None
    lifted = jobs.start_lifting(ids[:1], user=archivist, reason="It was published elsewhere.")
    assert lifted.counts == {"done": 1}
    assert ended(waiting).counts == {"opened": len(ids) - 2}
    assert Document.objects.public().count() == len(ids) - 1
    assert jobs.start_opening() is None
    assert ended(jobs.start_lifting(ids, user=archivist, reason="All.")).counts == {"left out": len(ids) - 1, "done": 1}
    assert Document.objects.public().count() == len(ids)


def test_undoing_an_import_keeps_what_was_restricted(archivist, tmp_path):
    path = tmp_path / "vol.xml"
    path.write_text(volume_xml(2))
    import_source(path, state=State.DRAFT)
    document = Document.objects.order_by("pk").first()
    workflow.restrict(only(document), TERMS, user=archivist)
    assert undo(ImportRun.objects.get(), user=None) == {"removed": 1, "restored": 0, "kept": 1}
    assert document.restrictions.in_force().exists()


def test_the_page_of_a_paper_closes_it_changes_that_and_lifts_it(client, clerk, archivist):
    (document,) = save(document_record("one"))
    page = reverse("admin:archive_document_restrictions", args=[document.pk])
    client.force_login(clerk)
    assert client.get(page).status_code == 403
    client.force_login(archivist)
    values = {
        "decision": "restrict",
        "until": "",
        "review_on": "",
        "reason": TERMS.reason,
        "authority": TERMS.authority,
    }
    refused = client.post(page, values).content.decode()
    assert "Give either the day on which it opens" in refused
    assert "A living person is named." in refused
    assert client.post(page, values | {"until": "2999-01-01"}).status_code == 302
    assert state(document) == State.CLOSED
    assert client.get(document.get_absolute_url()).status_code == 410
    client.post(page, values | {"review_on": "2999-02-01", "reason": "Privacy."})
    html = client.get(reverse("admin:archive_document_change", args=[document.pk])).content.decode()
    assert "Closed without an end, to be reviewed on 2999-02-01: Privacy." in html
    client.post(page, {"decision": "lift", "comment": " "})
    assert state(document) == State.CLOSED
    client.post(page, {"decision": "lift", "comment": "She consents."})
    assert state(document) == State.PUBLISHED
    history = client.get(page).content.decode()
    for words in ("closed until 2999-01-01", "Director, rule 7", "Changed,", "Privacy.", "Lifted,", "She consents."):
        assert words in history
    client.force_login(clerk)
    assert "Privacy." not in client.get(reverse("admin:archive_document_change", args=[document.pk])).content.decode()


def test_many_are_closed_and_opened_from_their_list_after_a_question(client, clerk, archivist):
    documents = save(*[document_record(f"vol#d{n}", number=str(n)) for n in range(3)])
    ids = [document.pk for document in documents[:2]]
    page = reverse("admin:archive_document_changelist")
    asked = {"action": "restrict_many", "_selected_action": ids}
    client.force_login(clerk)
    client.post(page, asked | {"confirmed": "1", "shown": "2", "until": "2999-01-01", "reason": "x", "authority": "y"})
    assert not Restriction.objects.exists()
    client.force_login(archivist)
    assert "2 papers would be closed" in client.post(page, asked).content.decode()
    terms = {"until": "2999-01-01", "reason": TERMS.reason, "authority": TERMS.authority}
    for wrong in (terms | {"shown": "3"}, {"shown": "2", "until": "2999-01-01"}):
        assert client.post(page, asked | {"confirmed": "1"} | wrong).status_code == 200
    assert not Restriction.objects.exists()
    assert client.post(page, asked | terms | {"confirmed": "1", "shown": "2"}).status_code == 302
    assert [state(document) for document in documents] == [State.CLOSED, State.CLOSED, State.PUBLISHED]
    lift = {"action": "lift_many", "_selected_action": [*ids, documents[2].pk]}
    assert "On 2 of 3 papers a restriction is in force" in client.post(page, lift).content.decode()
    client.post(page, lift | {"confirmed": "1", "shown": "3", "comment": "All may be seen."})
    assert Document.objects.public().count() == 3


def test_the_register_counts_narrows_and_exports_all(client, archivist, clerk):
    today = timezone.localdate()
    documents = save(*[document_record(f"vol#d{n}", number=str(n), heading=f"=Paper {n}") for n in range(60)])
    soon = workflow.Terms("Privacy of a person.", "rule 7", until=today + timedelta(days=30))
    endless = workflow.Terms("National security.", "the Minister", review_on=today + timedelta(days=1))
    workflow.restrict(Document.objects.filter(pk__in=[one.pk for one in documents[:52]]), TERMS, user=archivist)
    workflow.restrict(only(documents[52]), soon, user=archivist)
    workflow.restrict(only(documents[53]), endless, user=archivist)
    workflow.restrict(only(documents[54]), soon, user=archivist)
    workflow.lift(only(documents[54]), user=archivist, reason="A mistake.")
    Restriction.objects.filter(review_on__isnull=False).update(review_on=today)
    client.force_login(clerk)
    assert client.get(reverse(REGISTER)).status_code == 403
    assert client.get(reverse("admin:archive_restriction_export")).status_code == 403
    client.force_login(archivist)
    page = client.get(reverse(REGISTER)).content.decode()
    for words in (
        "in force (54)", "ending within a year (1)", "without an end (1)", "to be reviewed now (1)", "ended (1)",
        "all (55)", "54 restrictions",
    ):  # fmt: skip
        assert words in page
    # The first to end comes first, those without an end come last.
    assert page.index("vol#d52") < page.index("vol#d0,")
    assert "vol#d53" not in page
    assert "vol#d53" in client.get(reverse(REGISTER), {"p": "2"}).content.decode()
    found = {
        "standing=review": 1,
        "reason=privacy": 1,
        "authority=MINISTER": 1,
        "standing=all&reason=Privacy": 2,
        "": 54,
    }
    for query, count in found.items():
        rows = _exported(client, query)
        assert len(rows) == count, query
    (lifted,) = _exported(client, "standing=ended")
    assert lifted["paper"] == "vol#d54"
    assert lifted["heading"] == "'=Paper 54"
    assert (lifted["ended"], lifted["ended by"], lifted["why"]) == ("lifted", "archivist", "A mistake.")
    front = client.get(reverse("admin:index")).content.decode()
    assert "Restrictions to review" in front


def _exported(client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"{reverse('admin:archive_restriction_export')}?{query}")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))
