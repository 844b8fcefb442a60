"""Jobs: short transactions, each record exactly once, whatever interrupts them; progress, cancelling, and one runner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.urls import reverse
from reversion.models import Version

from archive import bulk, jobs, search, store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.steps import step
from archive.models import (
    BulkChange,
    Correspondent,
    Document,
    DocumentVersion,
    Job,
    Merge,
    Office,
    Person,
    State,
    Transition,
    Volume,
)
from archive.sql.batches import short_batches
from config.sqlite import sqlite3
from tests.support.forms import fields_of
from tests.support.jobs import ended, run_all
from tests.support.paths import ROOT
from tests.support.records import document_record
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db
MANY = jobs.AT_ONCE + 5


def papers(number: int = MANY, **how) -> list[Document]:
    """Save so many papers."""
    how = {"state": State.PUBLISHED} | how
    records = [store.Incoming(document_record(f"vol#d{n}", number=str(n))) for n in range(number)]
    return [saved.document for saved in store.save_batch(records, **how)]


def setting(documents, value: str = "Kansas City") -> BulkChange:
    """Prepare a change of one field."""
    ids = [document.pk for document in documents]
    return BulkChange.objects.create(kind="set", documents=ids, parameters={"values": {"repository": value}})


def started(change: BulkChange, **how) -> Job:
    return jobs.start_bulk_change(change, bulk.digest(change), **how)


def with_value(value: str = "Kansas City") -> int:
    return Document.objects.filter(repository=value).count()


class Interrupted(Kind):
    """A kind of job that notes its items; a number in ``parameters["break"]`` interrupts it there, as a lost database would."""

    name = "interrupted"
    permission = "archive.add_bulkchange"
    first = most = 2

    def work(self, job: Job, items: list) -> Outcome:
        outcome = Outcome()
        for item in items:
            if item == job.parameters.get("refuse"):
                raise Refused("This one can't be done.")
            if item == job.parameters.get("wrong"):
                raise ValueError(item)
            outcome.note(str(item), "seen")
        if job.parameters.get("break") in items:
            raise OperationalError("gone")
        if job.parameters.get("cancel") in items:
            Job.objects.filter(pk=job.pk).update(cancelled_by=job.user)
        return outcome


def queue(items, **parameters) -> Job:
    user = parameters.pop("user", None)
    return Job.objects.create(
        kind="interrupted", what="a job", items=list(items), total=len(items), parameters=parameters, user=user
    )


def seen(job: Job) -> list[str]:
    return list(job.lines.filter(outcome="seen").values_list("name", flat=True))


# --- Each record exactly once ---------------------------------------------------------------------------------------


def test_lists_are_whole_in_order_and_no_longer_than_allowed():
    found = list(short_batches(range(100), first=3, most=20))
    assert [n for batch in found for n in batch] == list(range(100))
    assert len(found[0]) == 3
    assert max(map(len, found)) <= 20
    assert list(short_batches([])) == []


def test_a_job_that_is_interrupted_goes_on_where_it_stopped():
    job = queue(range(7), **{"break": 4})
    with pytest.raises(OperationalError):
        jobs.run_waiting()
    job.refresh_from_db()
    assert (job.status, job.done) == ("running", 4)
    other = queue([9])
    Job.objects.filter(pk=job.pk).update(parameters={})
    assert [one.pk for one in run_all()] == [job.pk, other.pk]
    assert seen(job) == [str(n) for n in range(7)]
    job.refresh_from_db()
    assert (job.status, job.done, job.counts) == ("done", 7, {"seen": 7})


@pytest.mark.parametrize(
    ("how", "why"), [("refuse", "This one can't be done."), ("wrong", "An error of the program: ValueError.")]
)
def test_one_that_fails_is_reported_and_stops_no_other(how, why):
    job = ended(queue(range(5), **{how: 3}))
    assert (job.status, job.done, job.counts) == ("done", 5, {"seen": 4, "failed": 1})
    assert seen(job) == ["0", "1", "2", "4"]
    assert list(job.lines.filter(outcome="failed").values_list("name", "why")) == [("3", why)]


def test_a_cancelled_job_ends_after_its_transaction_and_can_be_continued(archivist):
    job = ended(queue(range(7), cancel=2, user=archivist))
    assert (job.status, job.error) == ("cancelled", "Cancelled after 4 of 7.")
    assert seen(job) == ["0", "1", "2", "3"]
    Job.objects.filter(pk=job.pk).update(parameters={})
    job.refresh_from_db()
    jobs.resume(job, archivist)
    assert ended(job).status == "done"
    assert seen(job) == [str(n) for n in range(7)]
    with pytest.raises(Refused, match="Only a job"):
        jobs.resume(job, archivist)
    with pytest.raises(Refused, match="ended"):
        jobs.cancel(job, archivist)


def test_a_job_that_waits_is_cancelled_at_once(archivist):
    job = queue(range(3))
    jobs.cancel(job, archivist)
    job.refresh_from_db()
    assert (job.status, job.cancelled_by) == ("cancelled", archivist)
    assert run_all() == []


# --- Bulk changes ---------------------------------------------------------------------------------------------------


def test_few_papers_are_changed_at_once_and_many_beside_the_server(archivist):
    few, many = papers(jobs.AT_ONCE), papers(MANY)
    assert started(setting(few, "few"), user=archivist).status == "done"
    job = started(setting(many, "many"), user=archivist)
    assert (job.status, with_value("few"), with_value("many")) == ("waiting", jobs.AT_ONCE, 0)
    assert ended(job).counts == {"changed": MANY}
    assert with_value("many") == MANY


def test_a_change_of_many_is_one_change_in_the_history_and_undone_as_one(archivist):
    documents = papers()
    before = {d.pk: store.snapshot(d) for d in Document.objects.for_record()}
    change = setting(documents)
    ended(started(change, user=archivist, reason="moved there"))
    assert set(DocumentVersion.objects.filter(number=2).values_list("bulk", "reason", "user")) == {
        (change.pk, "moved there", archivist.pk)
    }
    change.refresh_from_db()
    assert (change.status, change.counts) == ("done", {"changed": MANY})
    job = jobs.start_undoing(change, user=archivist, reason="no")
    change.refresh_from_db()
    assert change.status == "working"
    assert ended(job).counts == {"restored": MANY}
    change.refresh_from_db()
    assert (change.status, change.undone_by) == ("undone", archivist)
    assert {d.pk: store.snapshot(d) for d in Document.objects.for_record()} == before
    assert set(DocumentVersion.objects.filter(number=3).values_list("reason", flat=True)) == {f"undo of {change}: no"}
    assert search.check_entries() == []


def test_papers_edited_while_the_job_waits_are_left_out_and_named():
    documents = papers()
    job = started(setting(documents))
    document = Document.objects.for_record().get(pk=documents[3].pk)
    store.save(replace(store.load(document), summary="Edited."), edit=True)
    Document.objects.filter(pk=documents[5].pk).delete()
    assert ended(job).counts == {"changed": MANY - 2, "left out": 2}
    assert set(job.lines.values_list("name", "why")) == {
        (documents[3].source_id, "It has been edited since the preview."),
        (str(documents[5].pk), "It is not in the archive any more."),
    }
    assert Document.objects.get(pk=document.pk).repository != "Kansas City"


def test_a_cancelled_change_says_what_was_done_and_that_part_is_undone(archivist):
    change = setting(papers(MANY))
    job = started(change, user=archivist)
    step(jobs.KINDS["bulk change"], job, job.items[:10])
    jobs.cancel(job, archivist)
    assert ended(job).error == f"Cancelled after 10 of {MANY}."
    change.refresh_from_db()
    assert (change.status, change.counts, with_value()) == ("done", {"changed": 10}, 10)
    assert ended(jobs.start_undoing(change)).counts == {"restored": 10}
    assert with_value() == 0


def test_undoing_that_was_stopped_is_continued_and_not_begun_again(archivist):
    change = setting(papers(MANY))
    ended(started(change))
    change.refresh_from_db()
    job = jobs.start_undoing(change, user=archivist)
    step(jobs.KINDS["undo bulk change"], job, job.items[:10])
    jobs.cancel(job, archivist)
    change.refresh_from_db()
    assert (change.status, with_value()) == ("done", MANY - 10)
    with pytest.raises(Refused, match="continue that job"):
        jobs.start_undoing(change)
    jobs.resume(job, archivist)
    assert ended(job).counts == {"restored": MANY}
    assert with_value() == 0


def test_of_two_who_make_or_undo_a_change_one_does():
    change = setting(papers())
    shown = bulk.digest(change)
    jobs.start_bulk_change(change, shown)
    with pytest.raises(Refused, match="already"):
        jobs.start_bulk_change(change, shown)
    with pytest.raises(Refused, match="under way"):
        jobs.start_undoing(change)
    run_all()
    change.refresh_from_db()
    jobs.start_undoing(change)
    with pytest.raises(Refused, match="under way"):
        jobs.start_undoing(change)


# --- Steps, merging -------------------------------------------------------------------------------------------------


def test_many_papers_take_a_step_and_those_in_another_state_are_named(archivist):
    drafts = papers(MANY, state=State.DRAFT)
    Document.objects.filter(pk=drafts[0].pk).update(state=State.WITHDRAWN)
    job = ended(jobs.start_step([d.pk for d in drafts], "publish", user=archivist, comment="read"))
    assert job.counts == {"done": MANY - 1, "left out": 1}
    assert Document.objects.public().count() == MANY - 1
    assert set(Transition.objects.values_list("to_state", "comment", "user")) == {("published", "read", archivist.pk)}
    assert Document.objects.public().filter(published_at=None).count() == 0
    assert search.check_entries() == []
    with pytest.raises(Refused, match="reason"):
        jobs.start_step([drafts[1].pk], "withdraw", user=archivist)


def test_a_step_needs_its_permission_when_it_is_queued_and_when_it_runs(clerk, archivist):
    drafts = [d.pk for d in papers(MANY, state=State.DRAFT)]
    with pytest.raises(PermissionDenied):
        jobs.start_step(drafts, "publish", user=clerk)
    job = jobs.start_step(drafts, "publish", user=archivist)
    archivist.groups.clear()
    assert ended(job).error == f"{archivist} may not do this any more."
    assert not Document.objects.public().exists()


def test_an_authority_of_many_papers_is_merged_with_search_in_step_and_unmerged(archivist):
    documents = papers(MANY)
    merged = documents[0].correspondents.get(role="sender").office
    kept = Office.objects.create(name="The kept one", slug="kept", key="kept", status="accepted")
    job = jobs.start_merge(kept, merged, user=archivist, reason="one office")
    with pytest.raises(Refused, match="already"):
        jobs.start_merge(kept, merged)
    step(jobs.KINDS["merge"], job, job.items[:10])
    assert search.check_entries() == []
    assert ended(job).status == "done"
    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert kept.correspondents.count() == MANY
    assert search.check_entries() == []
    row = job.parameters["merges"][0]
    ended(jobs.start_unmerge(Merge.objects.get(pk=row), user=archivist))
    assert (merged.correspondents.count(), kept.correspondents.count()) == (MANY, 0)
    assert search.check_entries() == []


def test_the_search_follows_a_new_name_of_an_authority_in_a_job(client, archivist):
    papers()
    office = Correspondent.objects.exclude(office=None).first().office
    client.force_login(archivist)
    url = reverse("admin:archive_office_change", args=[office.pk])
    page = client.post(url, fields_of(client.get(url).content.decode(), "office_form") | {"name": "Ink"}, follow=True)
    assert "this runs beside the server" in page.content.decode()
    assert search.check_entries() != []
    assert [(job.kind, job.done) for job in run_all()] == [("rename", MANY)]
    assert search.check_entries() == []


def test_the_search_follows_the_new_title_of_a_volume(client, archivist):
    volume = Volume.objects.create(slug="vol", title="Ink")
    store.save(document_record("vol#d1"), volume=volume, state=State.PUBLISHED)
    client.force_login(archivist)
    url = reverse("admin:archive_volume_change", args=[volume.pk])
    client.post(url, fields_of(client.get(url).content.decode(), "volume_form") | {"title": "Quill"})
    volume.refresh_from_db()
    assert volume.title == "Quill"
    assert search.check_entries() == []


def test_several_authorities_are_merged_into_one_after_the_other():
    documents = papers(2 * MANY)
    first = documents[0].correspondents.get(role="sender").office
    second = Office.objects.create(name="Another", slug="another", key="another")
    Correspondent.objects.filter(document__in=documents[:MANY], role="sender").update(office=second)
    kept = Office.objects.create(name="The kept one", slug="kept", key="kept", status="accepted")
    jobs.start_merge(kept, first)
    jobs.start_merge(kept, second)
    with pytest.raises(Refused, match="already"):
        jobs.start_merge(Office.objects.create(name="x", slug="x", key="x"), kept)
    assert [job.status for job in run_all()] == ["done", "done"]
    assert kept.correspondents.filter(role="sender").count() == 2 * MANY


def test_a_merge_that_was_cancelled_is_undone_as_far_as_it_went(archivist):
    documents = papers(MANY)
    merged = documents[0].correspondents.get(role="sender").office
    kept = Office.objects.create(name="The kept one", slug="kept", key="kept", status="accepted")
    job = jobs.start_merge(kept, merged, user=archivist)
    step(jobs.KINDS["merge"], job, job.items[:10])
    jobs.cancel(job, archivist)
    assert ended(job).status == "cancelled"
    ended(jobs.start_unmerge(Merge.objects.get(pk=job.parameters["merges"][0]), user=archivist))
    assert (merged.correspondents.count(), kept.correspondents.count()) == (MANY, 0)


def test_accepted_authorities_are_in_the_history(client, archivist):
    people = [Person.objects.create(name=f"P{n}", slug=f"p{n}", key=f"p{n}") for n in range(MANY)]
    reverse("admin:index")
    job = ended(jobs.start_accepting(Person, [person.pk for person in people], user=archivist))
    assert job.counts == {"accepted": MANY}
    assert Person.objects.filter(status="accepted").count() == MANY
    assert Version.objects.get_for_object(people[0]).get().revision.user == archivist


# --- The pages ------------------------------------------------------------------------------------------------------


def page(job: Job, what: str = "change") -> str:
    return reverse(f"admin:archive_job_{what}", args=[job.pk])


def test_a_page_shows_progress_and_that_nobody_works_and_cancels_and_continues(client, archivist):
    client.force_login(archivist)
    job = started(setting(papers()), user=archivist)
    shown = client.get(page(job)).content.decode()
    assert f"0 of {MANY}" in shown
    assert "manage.py run_jobs" in shown
    assert "desk/progress.js" in shown
    assert client.get(page(job, "cancel")).status_code == 405
    client.post(page(job, "cancel"))
    shown = client.get(page(job)).content.decode()
    assert f"Cancelled after 0 of {MANY}." in shown
    assert "desk/progress.js" not in shown
    client.post(page(job, "continue"))
    assert ended(job).status == "done"
    assert f"{MANY} changed" in client.get(page(job)).content.decode()


def test_only_who_began_a_job_and_administrators_cancel_it(client, archivist, administrator, clerk):
    job = started(setting(papers()), user=administrator)
    for person, status in ((clerk, 403), (archivist, 403), (administrator, 302)):
        client.force_login(person)
        assert client.post(page(job, "cancel")).status_code == status
        assert client.get(page(job)).status_code == (404 if person == clerk else 200)


def test_many_papers_are_published_from_their_list_after_a_question(client, archivist):
    drafts = papers(MANY, state=State.DRAFT)
    client.force_login(archivist)
    url = reverse("admin:archive_document_changelist")
    data = {"action": "step_publish", "_selected_action": [drafts[0].pk], "select_across": "1"}
    asked = client.post(url, data).content.decode()
    assert f"{MANY} of {MANY} papers would take the step" in asked
    assert not Document.objects.public().exists()
    again = client.post(url, data | {"confirmed": "1", "shown": "3"}).content.decode()
    assert "The list has changed" in again
    answer = client.post(url, data | {"confirmed": "1", "shown": str(MANY), "comment": "read"})
    job = Job.objects.get()
    assert answer.url == page(job)
    ended(job)
    assert Document.objects.public().count() == MANY


def test_a_clerk_sends_own_drafts_to_review_and_publishes_nothing(client, clerk):
    mine = papers(2, state=State.DRAFT, user=clerk)
    client.force_login(clerk)
    url = reverse("admin:archive_document_changelist")
    shown = client.get(url).content.decode()
    assert "step_submit" in shown
    assert "step_publish" not in shown
    ids = [d.pk for d in mine]
    client.post(url, {"action": "step_submit", "_selected_action": ids, "confirmed": "1", "shown": "2"})
    assert set(Document.objects.values_list("state", flat=True)) == {"review"}


# --- One runner, killed at any moment -------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_killed_at_any_moment_a_job_goes_on_and_each_paper_is_changed_once(own_archive):
    source, environment = (
        own_archive / "made1901v01.xml",
        os.environ | {"CHANCERY_VAR": str(own_archive), "DATABASE_URL": ""},
    )
    source.write_text(volume_xml(120, sentences=20))
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "import_volume", str(source)], env=environment, check=True, capture_output=True)
    begin = (
        "from archive import bulk, jobs; from archive.models import *; "
        "c = BulkChange.objects.create(kind='set', documents=list(Document.objects.values_list('pk', flat=True)), "
        "parameters={'values': {'repository': 'Kansas City'}}); jobs.start_bulk_change(c, bulk.digest(c))"
    )
    subprocess.run([*manage, "shell", "-v", "0", "-c", begin], env=environment, check=True, capture_output=True)
    database = own_archive / "chancery.sqlite3"

    def value(query: str) -> int:
        connection = sqlite3.connect(database, timeout=20)
        try:
            return connection.execute(query).fetchone()[0]
        finally:
            connection.close()

    runner = [*manage, "run_jobs", "--once"]
    for told, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        before = value("SELECT done FROM archive_job")
        running = subprocess.Popen(runner, env=environment, stdout=subprocess.DEVNULL)
        while running.poll() is None and value("SELECT done FROM archive_job") <= before:
            threading.Event().wait(0.01)
        other = subprocess.run(runner, env=environment, check=True, capture_output=True, text=True)
        if running.poll() is None:
            assert other.stdout == ""  # while one runner works, another one does nothing
        running.send_signal(told)
        assert running.wait() in (code, 0)  # it may have come to its end just now
        assert value("SELECT done FROM archive_job") == value(
            "SELECT count(*) FROM archive_documentversion WHERE number = 2"
        )
    subprocess.run(runner, env=environment, check=True, capture_output=True)
    assert value("SELECT count(*) FROM archive_document WHERE version = 2 AND repository = 'Kansas City'") == 120
    assert value("SELECT count(*) FROM archive_document WHERE version > 2") == 0
    subprocess.run([*manage, "check_archive"], env=environment, check=True, capture_output=True)
