"""The quality queues: what is counted, what is listed, and dismissing with who, when and why."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import store
from archive.desk import queues
from archive.jobs.kind import KINDS
from archive.models import (
    DismissedRule,
    Document,
    DocumentWarning,
    ErrorReport,
    ImportRun,
    Job,
    Person,
    Reference,
    State,
    Volume,
)
from archive.records import ReadingWarning
from tests.support.records import dated, document_record

pytestmark = pytest.mark.django_db
WARNINGS = "admin:archive_documentwarning_changelist"


def paper(number: int, *codes: str, state=State.PUBLISHED, **changes) -> Document:
    warnings = tuple(ReadingWarning(code, f"Doubt {code} of {number}.") for code in codes)
    record = document_record(
        f"vol#d{number}", number=str(number), heading=f"Heading {number}", warnings=warnings, **changes
    )
    return store.save(record, state=state).document


def counted() -> dict[str, int]:
    return {queue.name: queue.count for queue in queues.queues()}


def test_every_queue_counts_what_is_in_it_and_nothing_else():
    paper(1, "heading-not-understood", "file-class-unknown", "control-character", state=State.REVIEW)
    paper(2, "anchor-doubtful", date=None)
    paper(3, "heading-not-understood")
    first = Document.objects.get(source_id="vol#d1")
    ErrorReport.objects.create(document=first, text="A word is wrong.")
    ErrorReport.objects.create(document=first, text="Another.", status="corrected", answer="Yes.")
    ImportRun.objects.create(name="vol", status="done", counts={"conflict": 2, "unchanged": 1})
    ImportRun.objects.create(name="vol", status="done", counts={"unchanged": 1})
    Reference.objects.filter(document=first).update(status="resolved")
    people = [Person.objects.create(name=name, slug=name, key=name) for name in ("a", "b")]
    Person.objects.filter(pk=people[1].pk).update(status="accepted")
    undecided = (
        Reference.objects.filter(status__in=["unresolved", "candidates", "unknown"]).exclude(kind="place").count()
    )
    found = counted()
    assert found == {
        "Waiting for review": 1,
        "Edits that wait": 0,
        "Readers' reports": 1,
        "Conflicts of imports": 1,
        "Restrictions to review": 0,
        "Unread headings": 2,
        "Missing and doubtful dates": 1,
        "Doubtful file numbers": 1,
        "Footnotes and anchors that disagree": 1,
        "Papers that may be held twice": 0,
        "Other doubts": 1,
        "References to decide": undecided,
        "Proposed people": Person.objects.filter(status="proposed").count(),
        "Proposed offices": 2,
        "Proposed places": 2,
    }


def test_counts_stop(monkeypatch):
    monkeypatch.setattr(queues, "COUNTED", 2)
    for number in range(4):
        paper(number, "heading-not-understood")
    queue = next(queue for queue in queues.queues() if queue.name == "Unread headings")
    assert (queue.shown, queue.more) == (2, True)


def test_the_front_page_shows_the_queues_to_archivists_only(client, archivist, clerk):
    paper(1, "heading-not-understood")
    client.force_login(archivist)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:index")).content.decode()
    assert "Unread headings" in page
    assert len(queries) < 20
    for queue in queues.queues():
        assert client.get(queue.url).status_code == 200, queue.url
    client.force_login(clerk)
    assert "Unread headings" not in client.get(reverse("admin:index")).content.decode()
    assert client.get(reverse(WARNINGS)).status_code == 403


@pytest.mark.parametrize("count", [2, 20])
def test_a_queue_asks_a_fixed_number_of_questions(client, archivist, count):
    for number in range(count):
        paper(number, "heading-not-understood")
    client.force_login(archivist)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(WARNINGS) + "?queue=heading").status_code == 200
    assert len(queries) < 13


def test_dismissing_needs_a_reason_keeps_who_and_why_and_can_be_taken_back(client, archivist):
    document = paper(1, "heading-not-understood")
    row = DocumentWarning.objects.get(code="heading-not-understood")
    client.force_login(archivist)

    def act(action, reason=""):
        data = {"action": action, "_selected_action": [row.pk], "reason": reason}
        url = reverse(WARNINGS) + ("?dismissed=yes" if action == "reopen" else "?queue=heading")
        page = client.post(url, data, follow=True).content.decode()
        row.refresh_from_db()
        return page

    assert "Please say why." in act("dismiss")
    assert row.dismissed_at is None
    act("dismiss", "a list of names")
    assert (row.dismissed_by, row.dismissed_reason) == (archivist, "a list of names")
    assert counted()["Unread headings"] == 0
    assert "a list of names" in client.get(reverse(WARNINGS) + "?dismissed=yes").content.decode()
    assert LogEntry.objects.get().change_message == "dismissed: a list of names"
    assert store.save(document_record("vol#d1", number="1", heading="Heading 1", summary="New.",
                                      warnings=store.load(Document.objects.for_record().get(pk=document.pk)).warnings)
                      ).outcome == "changed"  # fmt: skip
    assert counted()["Unread headings"] == 0
    act("reopen", "it is a heading")
    assert (row.dismissed_by, row.dismissed_at, row.dismissed_reason) == (None, None, "")
    assert counted()["Unread headings"] == 1
    assert LogEntry.objects.count() == 2


def narrowed(client, model: str, **asked) -> int:
    return client.get(reverse(f"admin:archive_{model}_changelist"), asked).context["cl"].result_count


def test_papers_are_narrowed_by_what_one_types(client, archivist):
    volume = Volume.objects.create(slug="v1938", title="1938")
    first = store.save(document_record("v1938#d1"), volume=volume, user=archivist).document
    store.save(document_record("v1939#d1", senders=(), recipients=(), file_numbers=(), date=dated("1939-01-02")))
    client.force_login(archivist)
    sender = first.correspondents.get(role="sender")
    for asked in (
        {"in_volume": "v1938"}, {"year": "1938"}, {"person": "quill"}, {"office": sender.office.name[:9]},
        {"file": first.document_file_numbers.first().printed}, {"entered_by": "archivist"},
    ):  # fmt: skip
        assert narrowed(client, "document", **asked) == 1, asked
    assert narrowed(client, "document", year="1939") == 1
    for asked in ({"year": "x"}, {"in_volume": "none"}, {"file": "none"}, {"person": "quill", "year": "1939"}):
        assert narrowed(client, "document", **asked) == 0, asked


def test_a_rule_is_dismissed_for_a_volume_and_that_is_undone(client, archivist):
    volume = Volume.objects.create(slug="v1938", title="1938")
    for number in range(3):
        paper(number, "heading-not-understood", "anchor-doubtful")
    Document.objects.filter(source_id__in=["vol#d0", "vol#d1"]).update(volume=volume)
    client.force_login(archivist)
    url = reverse("admin:archive_documentwarning_changelist") + "?rule=heading-not-understood&in_volume=v1938"
    assert client.get(url).context["cl"].result_count == 2
    row = DocumentWarning.objects.filter(code="heading-not-understood").first()
    data = {"action": "dismiss", "_selected_action": [row.pk], "select_across": "1", "reason": "Printed so."}
    client.post(url, data)
    dismissed = DocumentWarning.objects.exclude(dismissed_at=None)
    assert list(dismissed.values_list("code", flat=True)) == ["heading-not-understood"] * 2
    client.post(reverse("admin:archive_job_undo", args=[Job.objects.get().pk]))
    assert not dismissed.exists()


def test_a_dismissed_rule_holds_for_papers_to_come_until_it_is_taken_back(client, archivist):
    volume, other = (Volume.objects.create(slug=slug, title=slug) for slug in ("v1938", "v1939"))
    record = document_record("v1938#d1", warnings=(ReadingWarning("heading-not-understood", "Why?"),))
    store.save(record, volume=volume)
    client.force_login(archivist)
    page = client.get(reverse(WARNINGS) + "?rule=heading-not-understood&in_volume=v1938").content.decode()
    address = reverse("admin:archive_dismissedrule_add")
    assert f"{address}?code=heading-not-understood&amp;volume=v1938" in page
    assert "No doubt has this rule" in client.post(address, {"code": "none", "reason": "x"}).content.decode()
    assert (
        "no volume with this id"
        in client.post(address, {"code": "none", "volume": "v", "reason": "x"}).content.decode()
    )
    client.post(address, {"code": "heading-not-understood", "volume": "v1938", "reason": "Lists of names."})
    store.save(replace(record, source_id="v1938#d2"), volume=volume)
    store.save(replace(record, source_id="v1939#d1"), volume=other)
    doubts = DocumentWarning.objects.filter(code="heading-not-understood")
    assert set(doubts.filter(dismissed_at=None).values_list("document__source_id", flat=True)) == {"v1939#d1"}
    assert set(doubts.exclude(rule=None).values_list("dismissed_reason", "dismissed_by__username")) == {
        ("Lists of names.", "archivist")
    }
    rule = DismissedRule.objects.get()
    client.post(reverse("admin:archive_dismissedrule_delete", args=[rule.pk]), {"post": "yes"})
    assert doubts.filter(dismissed_at=None, rule=None).count() == 3
    store.save(replace(record, source_id="v1938#d3"), volume=volume)
    assert doubts.filter(dismissed_at=None).count() == 4


@pytest.mark.parametrize(("first", "second", "opened"), [("", "v1938", {"v1939#d1"}), ("v1938", "", set())])
def test_a_rule_that_is_taken_back_leaves_what_another_dismisses(client, archivist, first, second, opened):
    client.force_login(archivist)
    for slug in ("v1938", "v1939"):
        record = document_record(f"{slug}#d1", warnings=(ReadingWarning("heading-not-understood", "Why?"),))
        store.save(record, volume=Volume.objects.create(slug=slug, title=slug))
    for volume in (first, second):
        data = {"code": "heading-not-understood", "volume": volume, "reason": f"Rule {volume or 'of all'}."}
        client.post(reverse("admin:archive_dismissedrule_add"), data)
    rule, other = DismissedRule.objects.order_by("pk")
    client.post(reverse("admin:archive_dismissedrule_delete", args=[rule.pk]), {"post": "yes"})
    doubts = DocumentWarning.objects.filter(code="heading-not-understood")
    assert set(doubts.filter(dismissed_at=None).values_list("document__source_id", flat=True)) == opened
    kept = doubts.exclude(dismissed_at=None)
    assert set(kept.values_list("rule", "dismissed_reason")) == {(other.pk, other.reason)}


def test_a_rule_that_is_taken_back_while_its_job_waits_dismisses_nothing(archivist):
    paper(1, "heading-not-understood")
    doubts = DocumentWarning.objects.filter(code="heading-not-understood")
    rule = DismissedRule.objects.create(code="heading-not-understood", reason="Lists of names.", user=archivist)
    parameters = {"model": "documentwarning", "dismiss": True, "rule": rule.pk}
    items = list(doubts.values_list("pk", flat=True))
    job = Job(kind="dismiss", items=items, parameters=parameters, user=archivist, reason="Lists of names.")
    rule.delete()
    KINDS["dismiss"].work(job, items)
    assert doubts.get().dismissed_at is None


def test_doubts_are_narrowed_by_the_file_numbers_of_their_papers(client, archivist):
    document = paper(1, "anchor-doubtful")
    paper(2, "anchor-doubtful", file_numbers=())
    client.force_login(archivist)
    number = document.document_file_numbers.first().printed
    assert narrowed(client, "documentwarning", rule="anchor-doubtful", file=number) == 1
    assert narrowed(client, "documentwarning", rule="anchor-doubtful", file="none") == 0
