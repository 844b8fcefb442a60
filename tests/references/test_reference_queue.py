"""The queue of references: an archivist confirms, corrects, rejects; a clerk does not."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse

from archive import store
from archive.desk.open_references import find_papers
from archive.models import Document, Job, Reference, ReferenceDecision, State, Volume
from archive.records import FileNumberRecord
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


def page(row, **asked):
    return reverse("admin:archive_reference_change", args=[row.pk], query=asked)


def decide(client, row, verdict="", **data):
    """Decide as the page would be sent, by default about this reference only."""
    return client.post(page(row), {"verdict": verdict, "scope": "one", "shown": "1"} | data)


def test_an_archivist_chooses_the_paper_by_a_search(client, row):
    user = log_in(client, "archivist")
    assert b'name="paper"' not in client.get(page(row)).content
    found = client.get(page(row, find="telegram 7"))
    seven = Document.objects.get(number="7")
    assert found.context["found"] == [seven]
    assert decide(client, row, "corrected", paper=seven.pk, reason="Misprint.").status_code == 302
    row.refresh_from_db()
    assert row.target_document == seven
    decision = ReferenceDecision.objects.get()
    assert (decision.user, decision.reason, decision.target_source_id) == (user, "Misprint.", "v#d7")


@pytest.mark.parametrize("words", ["v#d7", "/documents/v-d7/", "840.48/5425", "March 20, 1944"])
def test_the_search_knows_ids_addresses_numbers_and_days(client, words):
    save(citing(), telegram(7, (3, 20), file_numbers=(FileNumberRecord("840.48/5425", "840.48/5425", "decimal-1910"),)))
    assert Document.objects.get(number="7") in find_papers(words)


def test_no_draft_is_found_or_chosen(client, row):
    log_in(client, "archivist")
    Document.objects.filter(number="7").update(state=State.DRAFT)
    assert not client.get(page(row, find="v#d7")).context["found"]
    decide(client, row, "corrected", paper=Document.objects.get(number="7").pk)
    assert not ReferenceDecision.objects.exists()


@pytest.mark.parametrize(
    "data", [{"verdict": "corrected"}, {"verdict": "confirmed"}, {"verdict": "rejected", "scope": "all", "shown": "9"}]
)
def test_what_is_not_a_whole_verdict_decides_nothing(client, row, data):
    log_in(client, "archivist")
    assert decide(client, row, **data).status_code == 302
    assert not ReferenceDecision.objects.exists()


@pytest.fixture
def several():
    """Three references that ask for one paper, and one that asks for another; two papers come into question for each."""
    twice = [telegram(n, (3, 20), source_id=f"v#d93{n}", number="935") for n in (1, 2)]
    other = [telegram(n, (3, 19), source_id=f"v#d94{n}", number="940") for n in (1, 2)]
    save(
        *twice,
        *other,
        *(citing(source_id=f"v#d102{n}", number=f"102{n}") for n in range(3)),
        citing("my 940 March 19", source_id="v#d1030", number="1030"),
    )
    return Reference.objects.order_by("pk")


def test_those_that_ask_the_same_are_one_question_and_the_next_comes_after_it(client, several):
    log_in(client, "archivist")
    found = client.get(reverse("admin:archive_reference_questions"))
    assert [row["count"] for row in found.context["questions"]] == [3, 1]
    first, url = several[0], found.context["questions"][0]["url"]
    shown = client.get(url)
    assert (shown.context["count"], shown.context["passage"].printed) == (3, first.printed)
    assert {paper.number for paper, _ in shown.context["candidates"]} == {"935"}
    assert shown.context["after"].startswith(page(several[3]))
    paper = shown.context["candidates"][1][0]
    response = client.post(url, {"verdict": "corrected", "paper": paper.pk, "scope": "all", "shown": "3"})
    assert response["Location"] == page(several[3])
    assert [row.target_document_id for row in several.all()[:3]] == [paper.pk] * 3
    job = Job.objects.get()
    client.post(reverse("admin:archive_job_undo", args=[job.pk]))
    assert not ReferenceDecision.objects.exists()
    assert set(several.all().values_list("status", flat=True)) == {"candidates"}


def test_all_that_a_list_finds_are_decided_only_if_it_is_narrowed_and_unchanged(client, several):
    log_in(client, "archivist")
    url = reverse("admin:archive_reference_questions")
    client.post(url, {"verdict": "rejected", "shown": "4"})
    client.post(url + "?words=935", {"verdict": "rejected", "shown": "4"})
    assert not ReferenceDecision.objects.exists()
    client.post(url + "?words=935", {"verdict": "rejected", "shown": "3", "reason": "Never sent."})
    assert set(several.values_list("status", "decision__reason")) == {("rejected", "Never sent."), ("candidates", None)}


@pytest.mark.parametrize(
    "asked", [{"volume": "v"}, {"kind": "letter"}, {"reason": "no"}, {"status": "unknown"}, {"words": "941"}]
)
def test_what_narrows_a_list_does(client, several, asked):
    log_in(client, "archivist")
    assert client.get(reverse("admin:archive_reference_questions", query=asked)).context["waiting"] == 0
    assert client.get(reverse("admin:archive_reference_questions", query={"order": "volume"})).context["waiting"] == 4


def test_a_list_asks_as_many_queries_whatever_it_holds(client, several, django_assert_max_num_queries):
    log_in(client, "archivist")
    with django_assert_max_num_queries(16):
        client.get(reverse("admin:archive_reference_questions"))


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
    assert decide(client, row, "rejected").status_code == 403
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
