"""No way of writing escapes history: each way there is, as it is taken on the desk, and what it leaves of who, when and why."""

import inspect
import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from archive import bulk, store, workflow
from archive.importing.runs import import_source
from archive.models import (
    BulkChange,
    Correspondent,
    Document,
    DocumentVersion,
    FilingTerm,
    ImportRun,
    Merge,
    Office,
    Reference,
    ReferenceDecision,
    State,
    Transition,
    Volume,
)
from tests.support.forms import fields_of
from tests.support.jobs import import_confirmed
from tests.support.people import make_user
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db
WHY = "because the film says so"


@dataclass
class World:
    """An imported paper, somebody who may do everything with it, and their browser."""

    user: Any
    client: Client
    document: Document
    path: Any
    run: ImportRun

    def address(self, name: str, *args) -> str:
        return reverse(f"admin:archive_{name}", args=args or [self.document.pk])

    def fields(self, address: str, form: str = "") -> dict:
        found = fields_of(self.client.get(address).content.decode(), form=form)
        return {key: value for key, value in found.items() if "__prefix__" not in key}

    def post(self, address: str, **values):
        answer = self.client.post(address, values, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        return answer

    def record(self):
        return store.load(Document.objects.for_record().get(pk=self.document.pk))

    def edit(self, **changes) -> None:
        store.save(replace(self.record(), **changes), edit=True, user=self.user, reason="before")
        self.document.refresh_from_db()


@pytest.fixture
def world(db, tmp_path):
    user = make_user("ada", "administrator")
    client = Client()
    client.force_login(user)
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(1))
    run = import_source(path, user=user, state=State.DRAFT)
    return World(user, client, Document.objects.get(), path, run)


def content() -> dict:
    """Return the paper as it is now, in the form that history keeps."""
    return json.loads(json.dumps(store.snapshot(Document.objects.for_record().get())))


# --- Ways that change the content of a paper: each leaves a version ------------------------------------------------------


def the_page_of_the_record(w):
    posted = w.fields(w.address("document_change"), "document_form")
    w.post(w.address("document_change"), **posted | {"classification": "Secret", "reason": WHY})


def the_page_of_the_record_without_a_reason(w):
    posted = w.fields(w.address("document_change"), "document_form")
    w.post(w.address("document_change"), **posted | {"classification": "Secret"})


def a_correspondent_in_its_row(w):
    posted = w.fields(w.address("document_change"), "document_form")
    w.post(w.address("document_change"), **posted | {"correspondents-0-printed": "The Consul", "reason": WHY})


def a_footnote_in_its_row(w):
    posted = w.fields(w.address("document_change"), "document_form")
    w.post(w.address("document_change"), **posted | {"footnotes-0-label": "9", "reason": WHY})


def a_file_number_in_a_new_row(w):
    posted = w.fields(w.address("document_change"), "document_form")
    rows = {"document_file_numbers-TOTAL_FORMS": "1", "document_file_numbers-0-printed": "123.45/6"}
    w.post(w.address("document_change"), **posted | rows | {"reason": WHY})


def _edited_text(w, form: str, reason: str = WHY):
    page = w.client.get(w.address("document_edit") + f"?form={form}", follow=True)
    posted = fields_of(page.content.decode())
    posted |= {"text": posted["text"].replace("The answer", "An answer"), "reason": reason, "action": "save"}
    w.post(page.request["PATH_INFO"], **posted)


def the_text_in_the_notation(w):
    _edited_text(w, "notation")


def the_text_as_tei(w):
    _edited_text(w, "tei")


def the_text_without_a_reason(w):
    _edited_text(w, "notation", "")


def an_edit_that_waited_and_is_published(w):
    workflow.take(w.document, "publish", user=w.user)
    _edited_text(w, "tei")
    assert w.document.versions.count() == 1
    with override_settings(PUBLISH_OWN_EDITS=True):
        w.post(w.address("document_waiting"), action="publish")


def a_return_to_an_earlier_version(w):
    w.edit(number="99")
    w.post(w.address("document_restore"), number="1", reason=WHY)


def _bulk(w, action: str, **form):
    chosen = {"action": action, "_selected_action": [w.document.pk]}
    here = w.client.post(reverse("admin:archive_document_changelist"), chosen).url
    w.post(here, preview="1", **form)
    change = BulkChange.objects.get()
    w.post(here, apply="1", digest=bulk.digest(change), reason=WHY)
    return change


def find_and_replace(w):
    _bulk(w, "find_and_replace", find="answer", put="reply", places=["text"], match_case="on")


def a_field_set_for_many(w):
    _bulk(w, "set_field", field="classification", value="Secret")


def the_undoing_of_a_bulk_change(w):
    change = _bulk(w, "set_field", field="classification", value="Secret")
    w.post(w.address("bulkchange_undo", change.pk), digest=store.plan_undo(change).digest, reason=WHY)


def a_spreadsheet(w):
    file = SimpleUploadedFile("papers.csv", f"id,version,classification\n{w.document.source_id},1,Secret\n".encode())
    here = w.client.post(reverse("admin:archive_bulkchange_upload"), {"file": file}).url
    w.post(here, apply="1", digest=bulk.digest(BulkChange.objects.get()), reason=WHY)


def a_split_of_an_authority(w):
    row = Correspondent.objects.filter(document=w.document).exclude(office=None).first()
    said = {"correspondents": [row.pk], "to": "new", "name": "Another office", "reason": WHY}
    w.post(w.address("office_split", row.office_id), **said)


def a_second_import(w):
    w.path.write_text(volume_xml(1).replace("at 1.", "at one."))
    import_source(w.path, user=w.user)


def a_second_import_that_moves_a_paper(w):
    w.path.write_text(volume_xml(1).replace('xml:id="ch1"', 'xml:id="ch2"'))
    import_source(w.path, user=w.user)


def the_undoing_of_an_import(w):
    a_second_import(w)
    run = ImportRun.objects.first()
    w.post(w.address("importrun_undo", run.pk), digest=store.plan_undo(run).digest, reason=WHY)


def an_import_from_the_desk(w):
    file = SimpleUploadedFile("v.xml", volume_xml(1).replace("at 1.", "at one.").encode())
    w.post(reverse("admin:archive_importrun_add"), file=file, state="draft")
    run = ImportRun.objects.first()
    w.post(w.address("importrun_confirm", run.pk), sha256=run.sha256)
    import_confirmed()


CONTENT = (
    the_page_of_the_record, the_page_of_the_record_without_a_reason, a_correspondent_in_its_row, a_footnote_in_its_row,
    a_file_number_in_a_new_row, the_text_in_the_notation, the_text_as_tei, the_text_without_a_reason,
    an_edit_that_waited_and_is_published, a_return_to_an_earlier_version, find_and_replace, a_field_set_for_many,
    the_undoing_of_a_bulk_change, a_spreadsheet, a_split_of_an_authority, a_second_import, a_second_import_that_moves_a_paper,
    the_undoing_of_an_import, an_import_from_the_desk,
)  # fmt: skip


def named(ways):
    return pytest.mark.parametrize("way", ways, ids=lambda way: way.__name__)


@named(CONTENT)
def test_whatever_changes_a_paper_leaves_a_version_with_who_when_and_why(way, world):
    began, snapshots = timezone.now(), {1: content()}
    way(world)
    document = Document.objects.for_record().get()
    versions = list(document.versions.order_by("number"))
    assert [version.number for version in versions] == list(range(1, document.version + 1))
    assert document.version > 1
    # The earlier content is kept, whole.
    assert versions[0].record == snapshots[1]
    assert content() != versions[-2].record
    latest = versions[-1]
    assert latest.record is None
    assert latest.user == world.user
    assert latest.reason
    assert began <= latest.at <= timezone.now()
    if WHY in inspect.getsource(way) or "WHY" in inspect.getsource(way):
        assert WHY in latest.reason
    page = world.client.get(world.address("document_history")).content.decode()
    assert latest.reason in page
    # Every version leads back.
    store.restore(document, 1, user=world.user)
    assert store.load(Document.objects.for_record().get()).text == versions[0].record["record"]["text"]


def test_a_new_paper_begins_with_a_version(world):
    text = "840.48/1\n\nThe Consul at Lima to the Secretary of State\n\nLima, May 1, 1901.\n\nAll is well.\n"
    page = world.client.post(reverse("admin:archive_document_enter"), {"text": text}, follow=True)
    world.post(page.request["PATH_INFO"], **fields_of(page.content.decode()) | {"action": "save"})
    for document in Document.objects.all():
        version = document.versions.get()
        assert (version.number, version.user) == (1, world.user)
        assert version.reason


# --- Ways that leave their word elsewhere ---------------------------------------------------------------------------


STEPS = {
    "submit": ("draft",), "return": ("draft", "submit"), "publish": ("draft",), "withdraw": ("draft", "publish"),
    "reinstate": ("draft", "publish", "withdraw"), "discard": ("draft",), "recover": ("draft", "discard"),
}  # fmt: skip


def test_every_step_of_the_workflow_is_in_the_table():
    assert set(STEPS) == set(workflow.STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_kept_with_who_when_and_why(name, world):
    for before in STEPS[name][1:]:
        workflow.take(world.document, before, user=world.user, comment="before")
    world.post(world.address("document_step"), step=name, comment=WHY)
    last = Transition.objects.order_by("pk").last()
    assert (last.to_state, last.user, last.comment) == (workflow.STEPS[name].ends, world.user, WHY)
    assert Transition.objects.count() == len(STEPS[name])
    assert WHY in world.client.get(world.address("document_history")).content.decode()


def test_a_merge_and_its_undoing_are_kept_and_the_paper_is_what_it_was(world):
    before = content()
    office = Correspondent.objects.exclude(office=None).first().office
    kept = Office.objects.create(name="Legation", slug="legation", key="by hand", status="accepted")
    address = reverse("admin:archive_office_merge") + f"?ids={kept.pk},{office.pk}"
    reported = f"{kept.pk},{','.join(str(pk) for pk in sorted((kept.pk, office.pk)))}"
    world.post(address, keep=str(kept.pk), records=[kept.pk, office.pk], reported=reported, merge="1", reason=WHY)
    done = Merge.objects.get()
    assert (done.user, done.reason) == (world.user, WHY)
    assert done.moved["correspondent.office"]
    assert content() != before
    world.post(reverse("admin:archive_office_unmerge", args=[done.pk]))
    done.refresh_from_db()
    assert done.undone_by == world.user
    assert content() == before


def test_the_undoing_of_an_import_that_removes_papers_is_kept_with_the_run(world):
    digest = store.plan_undo(world.run).digest
    world.post(world.address("importrun_undo", world.run.pk), digest=digest, reason=WHY)
    world.run.refresh_from_db()
    said = world.run.report["undone"]
    assert (said["by"], said["reason"], said["removed"]) == ("ada", WHY, [world.document.source_id])


def test_a_doubt_dismissed_is_kept_with_who_when_and_why(world):
    doubt = world.document.warnings.create(code="no-date", message="No date.")
    world.post(world.address("document_dismiss", world.document.pk, doubt.pk), reason=WHY)
    doubt.refresh_from_db()
    assert (doubt.dismissed_by, doubt.dismissed_reason) == (world.user, WHY)


def test_a_word_on_a_reference_is_kept_and_so_is_its_taking_back(world):
    world.edit(text=world.record().text.replace("came", "came with your 554 of March 11"))
    reference = Reference.objects.first()
    address = reverse("admin:archive_reference_change", args=[reference.pk])
    world.post(address, verdict="rejected", scope="one", reason=WHY)
    decision = ReferenceDecision.objects.get()
    assert (decision.user, decision.reason) == (world.user, WHY)
    chosen = {"action": "withdraw_verdicts", "_selected_action": [reference.pk]}
    world.post(reverse("admin:archive_reference_changelist"), **chosen)
    assert not ReferenceDecision.objects.exists()
    assert LogEntry.objects.filter(user=world.user, object_id=str(reference.pk)).first().change_message


@pytest.mark.parametrize("model", [Office, Volume, FilingTerm])
def test_what_is_edited_in_a_form_of_its_own_can_be_taken_back(model, world):
    row = model.objects.first() or model.objects.create(code="9", name="Nine", scheme="decimal-1910", facet="class")
    name = "title" if model is Volume else "name"
    before = getattr(row, name)
    admin = f"admin:archive_{model._meta.model_name}"
    address = reverse(f"{admin}_change", args=[row.pk])
    for value in ("First words", "Second words"):
        form = f"{model._meta.model_name}_form"
        world.post(address, **world.fields(address, form) | {name: value, "_why": f"{WHY} for {value}"})
    row.refresh_from_db()
    assert getattr(row, name) == "Second words" != before
    versions = Version.objects.get_for_object(row)
    assert [version.field_dict[name] for version in versions] == ["Second words", "First words"]
    assert {version.revision.user for version in versions} == {world.user}
    assert [version.revision.comment.partition(" Why: ")[2] for version in versions] == [
        f"{WHY} for Second words", f"{WHY} for First words",
    ]  # fmt: skip
    back = reverse(f"{admin}_revision", args=[row.pk, versions[1].pk])
    world.post(back, **world.fields(back, form))
    row.refresh_from_db()
    assert getattr(row, name) == "First words"


# --- Nothing else writes papers -------------------------------------------------------------------------------------


def test_no_command_that_makes_derived_data_anew_changes_a_paper(world):
    workflow.take(world.document, "publish", user=world.user)
    before = content()
    for name in ("rebuild_html", "rebuild_search", "resolve_references"):
        call_command(name, verbosity=0)
    assert content() == before
    assert DocumentVersion.objects.count() == 1


def test_the_tables_of_a_paper_are_written_by_the_store_and_the_workflow_alone():
    """The words of the source: nobody else saves, updates or deletes documents or their parts."""
    from tests.support.paths import ROOT

    parts = ("Document", "DocumentText", "Footnote", "PageBreak", "Correspondent", "DocumentFileNumber")
    writes = ("create", "bulk_create", "update", "bulk_update", "update_or_create", "get_or_create", "delete")
    allowed = {"archive/store", "archive/workflow", "archive/migrations"}
    found = []
    for path in (ROOT / "archive").rglob("*.py"):
        name = str(path.relative_to(ROOT))
        if any(name.startswith(place) for place in allowed):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if any(f"{part}.objects" in line and f".{write}(" in line for part in parts for write in writes):
                found.append(f"{name}:{number}: {line.strip()}")
    assert found == []
