"""Parameters that are no text and no number: the desk refuses or ignores them, and never fails."""

import pytest
from django.urls import reverse
from reversion.models import Version

from archive import store
from archive.models import BulkChange, Document, DocumentWarning, ImportRun, Person, State
from archive.records import ReadingWarning
from tests.support.records import document_record

pytestmark = pytest.mark.django_db

VALUES = ["", "x", "-1", "1_000", "٣", "²", "a\0b", "9" * 5_000]


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def paper():
    record = document_record("one", warnings=(ReadingWarning("no-heading", "There is no heading."),))
    return store.save(record, state=State.PUBLISHED).document


def change(document: Document) -> BulkChange:
    return BulkChange.objects.create(kind="set", documents=[document.pk], parameters={"values": {"summary": "New."}})


@pytest.mark.parametrize(
    "address",
    [
        "/admin/archive/document/?state__exact=%00",
        "/admin/archive/document/?state__exact=draft%00",
        "/admin/archive/documentwarning/?code__exact=%00&queue=%00",
        "/admin/archive/document/?q=%00",
        "/admin/archive/document/?doubts=%00",
        "/admin/archive/person/?status__exact=a&q=b%00",
        "/admin/autocomplete/?term=a%00&app_label=archive&model_name=office&field_name=place",
        "/admin/archive/person/merge/?ids=1,%00",
    ],
)
def test_parameters_with_a_nul_are_read_without_it(desk, address):
    assert desk.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("page", ["history", "change", "delete"])
def test_no_record_has_a_nul_as_its_id(desk, page):
    assert desk.get(f"/admin/archive/person/%00/{page}/").status_code == 404


@pytest.mark.parametrize("ids", ["", ",", "x", "-1", "٣,²", "9" * 5_000, ",".join(["1"] * 1_000)])
def test_ids_that_are_no_numbers_are_left_out_of_a_merge(desk, ids):
    answer = desk.get(reverse("admin:archive_person_merge"), {"ids": ids})
    assert (answer.status_code, "choose two records" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("value", VALUES)
def test_posted_values_never_fail(desk, paper, value):
    warning, prepared = DocumentWarning.objects.get(code="no-heading"), change(paper)
    run = ImportRun.objects.create(name="a.txt", status=ImportRun.Status.PREVIEWED, sha256="abc")
    posts = [
        (
            "office_group",
            [paper.pk],
            {"verdict": value, "records": value, "keep": value, "shown": value, "reason": value},
        ),
        ("person_no_names", [], {"decision": value, "records": value, "reason": value}),
        ("document_restore", [paper.pk], {"number": value, "reason": value}),
        ("document_step", [paper.pk], {"step": value, "comment": value}),
        ("document_waiting", [paper.pk], {"action": value}),
        ("document_dismiss", [paper.pk, warning.pk], {"reason": value}),
        ("document_edit", [paper.pk], {"base_version": value, "base_token": value, "text": "y", "reason": value}),
        ("document_edit", [paper.pk], {"action": "save", "over": value, "over_token": value, "text": value}),
        (
            "document_change",
            [paper.pk],
            {"base_version": value, "base_token": value, "correspondents-TOTAL_FORMS": value},
        ),
        ("bulkchange_prepare", [prepared.pk], {"apply": "1", "digest": value, "reason": value}),
        ("importrun_confirm", [run.pk], {"sha256": value}),
        ("importrun_undo", [run.pk], {"digest": value, "reason": value}),
    ]
    for name, arguments, values in posts:
        answer = desk.post(reverse(f"admin:archive_{name}", args=arguments), values)
        assert answer.status_code in (200, 302, 400, 403, 409), name
    paper.refresh_from_db()
    assert (paper.version, paper.state) == (1, State.PUBLISHED)


def test_a_reason_with_a_nul_dismisses_nothing(desk, paper):
    warning = DocumentWarning.objects.get(code="no-heading")
    data = {"action": "dismiss", "reason": "a\0b", "_selected_action": [warning.pk]}
    desk.post(reverse("admin:archive_documentwarning_changelist"), data)
    warning.refresh_from_db()
    assert warning.dismissed_at is None


def test_the_reason_of_an_edit_is_one_clean_line(desk):
    person = Person.objects.create(name="Quill", slug="quill", key="quill")
    address = reverse("admin:archive_person_change", args=[person.pk])
    form = desk.get(address).context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"name": "Quill, A.", "_why": " the\0 \n file "}
    for prefix in ("names", "holdings"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    assert desk.post(address, data).status_code == 302
    assert Version.objects.get_for_object(person)[0].revision.comment.endswith("Why: the file")
