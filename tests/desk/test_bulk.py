"""Bulk changes: the preview is what is written, each record has its history, and one undo takes all of it back."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from archive import bulk, search, store
from archive.admin import bulk as admin_bulk
from archive.bulk.fields import FIELDS, value_of, with_values
from archive.bulk.replacing import PLACES, replace_in, replacer
from archive.errors import Outdated, Refused
from archive.jobs import exports
from archive.models import BulkChange, Document, DocumentVersion, Office, Person, Place, State
from archive.records import DateRecord
from archive.search import understand
from tests.support.jobs import apply, identify, undo
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def paper(number: int, **changes) -> Document:
    record = document_record(f"vol#d{number}", number=str(number), **changes)
    return store.save(record, state=State.PUBLISHED).document


def prepared(kind: str, documents, **parameters) -> BulkChange:
    return BulkChange.objects.create(kind=kind, documents=[d.pk for d in documents], parameters=parameters)


def replacing(documents, find: str, put: str, *places: str, match_case=True, whole_words=False) -> BulkChange:
    places = list(places) or list(PLACES)
    return prepared(
        "replace", documents, find=find, put=put, places=places, match_case=match_case, whole_words=whole_words
    )


def snapshots() -> dict:
    return {d.pk: store.snapshot(d) for d in Document.objects.for_record().order_by("pk")}


def done(change: BulkChange, **how) -> BulkChange:
    return apply(change, **how)


# --- Replacing in a record ------------------------------------------------------------------------------------------


def test_words_are_replaced_between_the_tags_and_never_in_them():
    text = (
        f'<div {NAMESPACE} type="document"><!-- note --><head>note the head</head><p rend="note">A note<pb n="note"/>, '
        'noted.<anchor type="footnote" n="1"/> note</p></div>'
    )
    record = document_record(text=text)
    changed = replace_in(record, replacer("note", "N"), {"text"})
    assert changed.text == (
        f'<div {NAMESPACE} type="document"><!-- note --><head>note the head</head><p rend="note">A N<pb n="note"/>, '
        'Nd.<anchor type="footnote" n="1"/> N</p></div>'
    )
    whole = replace_in(record, replacer("NOTE", "N", match_case=False, whole_words=True), {"text"})
    assert "A N<pb" in whole.text
    assert "noted." in whole.text
    both = replace_in(replace(record, heading="note the head"), replacer("note", "N"), {"heading"})
    assert both.heading == "N the head"
    assert "<head>N the head</head>" in both.text
    assert "A note" in both.text


@pytest.mark.parametrize("find", ["absent", ".", "&", "<p>", "\\1"])
def test_what_is_not_found_stays_letter_for_letter(find):
    record = document_record(text=f'<div {NAMESPACE}  type="document"><p >one</p></div>', footnotes=(), summary="")
    assert replace_in(record, replacer(find, "x"), {"text", "footnotes"}) == record


def test_what_is_put_in_is_text_and_not_markup():
    changed = replace_in(document_record(), replacer("read", "<b>&\\1"), {"text"})
    assert "&lt;b&gt;&amp;\\1" in changed.text


def test_footnotes_and_text_are_told_apart():
    changed = replace_in(document_record(), replacer("Not printed", "Printed"), {"text"})
    assert changed == document_record()
    changed = replace_in(document_record(), replacer("Not printed", "Printed"), {"footnotes"})
    assert "Printed (840.48" in changed.footnotes[0].text


# --- Planning, applying, undoing ------------------------------------------------------------------------------------


def test_what_was_previewed_is_written_with_history_and_undone_as_a_whole(archivist):
    documents = [
        paper(1),
        paper(2),
        paper(3, text=f'<div {NAMESPACE} type="document"><p>Nothing here.</p></div>', footnotes=()),
    ]
    before = snapshots()
    change = replacing(documents, "arrived", "came", "text")
    planned = bulk.plan(change)
    assert [one.changes for one in planned] == [True, True, False]
    assert snapshots() == before
    done(change, user=archivist, reason="a misreading")
    assert change.counts == {"changed": 2, "unchanged": 1}
    for one, document in zip(planned, documents, strict=True):
        now = store.load(Document.objects.for_record().get(pk=document.pk))
        assert replace(now, references=()) == replace(one.after, references=())
    versions = DocumentVersion.objects.filter(bulk=change)
    assert {(v.user, v.reason) for v in versions} == {(archivist, "a misreading")}
    assert len(search.search(understand("came")).hits) == 2
    assert undo(change, user=archivist)["restored"] == 2
    assert snapshots() == before
    assert len(search.search(understand("arrived")).hits) == 2
    assert search.check_entries() == []
    assert store.check_html() == []


def test_a_plan_that_is_not_true_any_more_writes_nothing():
    documents = [paper(1), paper(2)]
    change = replacing(documents, "arrived", "came", "text")
    looked_at = bulk.digest(change)
    with store.changing(documents[0]):
        Document.objects.filter(pk=documents[0].pk).update(summary="Edited.")
    before = snapshots()
    with pytest.raises(Outdated, match="look again"):
        apply(change, looked_at)
    assert snapshots() == before
    change.refresh_from_db()
    assert change.status == "prepared"
    done(change)
    with pytest.raises(Outdated, match="already"):
        apply(change, looked_at)


def test_a_paper_edited_after_a_bulk_change_is_left_alone_by_its_undo():
    documents = [paper(1), paper(2)]
    change = done(replacing(documents, "arrived", "came", "text"))
    with store.changing(Document.objects.get(pk=documents[0].pk)):
        Document.objects.filter(pk=documents[0].pk).update(summary="Edited.")
    assert undo(change) == {"removed": 0, "restored": 1, "kept": 1}
    assert "came" in Document.objects.get(pk=documents[0].pk).text.tei
    assert "arrived" in Document.objects.get(pk=documents[1].pk).text.tei


def test_a_change_keeps_with_whom_correspondents_were_identified():
    document = paper(1)
    change = identify(document.correspondents.filter(role="sender"), "person", None)
    done(replacing([document], "arrived", "came", "text"))
    assert document.correspondents.get(role="sender").person is None
    assert undo(change)["kept"] == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "postcard"}, "no kind of paper"),
        ({"date": "March 5"}, "no date in EDTF"),
        ({"date": "1938-03", "date_certainty": "inferred", "date_reason": ""}, "needs its reason"),
        ({"date": "1938-03", "date_certainty": "guessed"}, "no certainty"),
        ({"summary": "a\0b"}, "cannot be kept"),
        ({"summary": "x" * 2001}, "more than 2000"),
    ],
)
def test_what_cannot_stand_in_a_field_is_said(values, message):
    with pytest.raises(Refused, match=message):
        with_values(document_record(), values)


def test_fields_are_read_and_set_in_one_form():
    for record in (document_record(), document_record(date=None), document_record(date=DateRecord("undated"))):
        assert with_values(record, {name: value_of(record, name) for name in FIELDS}) == record
    changed = with_values(document_record(), {"date": "1938-03", "date_certainty": "inferred", "date_reason": "File."})
    assert (changed.date.earliest, changed.date.latest, changed.date.printed) == (
        "1938-03-01",
        "1938-03-31",
        "March 5, 1938",
    )
    assert with_values(document_record(), {"distribution": "Niact; Eyes Only"}).distribution == ("Niact", "Eyes Only")


# --- Spreadsheets ---------------------------------------------------------------------------------------------------


def exported(*documents) -> list[dict]:
    text = "".join(bulk.csv_of(Document.objects.for_record().filter(pk__in=[d.pk for d in documents]).order_by("pk")))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def as_csv(rows: list[dict]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def imported(content: bytes, name="papers.csv") -> BulkChange:
    rows = bulk.read_spreadsheet(content, 500).rows
    return BulkChange.objects.create(
        kind="spreadsheet",
        parameters={"file": name, "rows": rows},
        documents=list(Document.objects.filter(source_id__in=[row["id"] for row in rows]).values_list("pk", flat=True)),
    )


def test_a_spreadsheet_that_comes_back_as_it_went_changes_nothing():
    documents = [
        paper(1, summary="=SUM(A1)", collection="'quoted", drafting="+1 -2", repository="Łódź; “x”, y\nz"),
        paper(2, date=None),
    ]
    rows = Document.objects.for_record().order_by("pk")
    assert exported(*documents)[0]["summary"] == "'=SUM(A1)"
    for content in ("".join(bulk.csv_of(rows)).encode(), bulk.xlsx_of(rows)):
        assert [(one.changes, one.problem) for one in bulk.plan(imported(content))] == [(False, ""), (False, "")]


def test_edited_rows_are_applied_and_each_wrong_row_says_why():
    documents = [paper(number) for number in range(1, 6)]
    rows = exported(*documents)
    rows[0]["classification"] = "Top Secret"
    rows[1]["kind"] = "postcard"
    rows[2]["summary"] = "New."
    rows.append({**rows[4], "summary": "Twice."})
    rows.append({**rows[4], "id": "vol#d99"})
    with store.changing(documents[2]):
        Document.objects.filter(pk=documents[2].pk).update(summary="Edited meanwhile.")
    change = imported(as_csv(rows))
    problems = [one.problem for one in bulk.plan(change)]
    assert problems[0] == problems[3] == problems[4] == ""
    assert "no kind of paper" in problems[1]
    assert problems[2] == "The row is from version 1; the paper is at version 2 by now."
    assert "further up" in problems[5]
    assert "no paper with this id" in problems[6]
    done(change)
    assert change.counts == {"changed": 1, "unchanged": 2, "left out": 4}
    assert Document.objects.get(pk=documents[0].pk).classification == "Top Secret"
    assert Document.objects.get(pk=documents[2].pk).summary == "Edited meanwhile."
    undo(change)
    assert Document.objects.get(pk=documents[0].pk).classification == "Secret"


def test_file_numbers_come_back_and_new_ones_are_read():
    one, other = paper(1), paper(2)
    rows = exported(one, other)
    before = one.document_file_numbers.get().printed
    assert rows[0]["file_numbers"] == before
    rows[0]["file_numbers"] += "; 740.00119 Control (Germany)/3–2548; 740.00119 Control (Germany)/3–2548"
    done(change := imported(as_csv(rows)))
    assert change.counts == {"changed": 1, "unchanged": 1}
    printed = [row.printed for row in one.document_file_numbers.order_by("order")]
    assert printed == [before, "740.00119 Control (Germany)/3–2548"]
    undo(change)
    assert one.document_file_numbers.count() == 1


def test_parties_come_back_are_read_as_in_headings_and_make_nobody_unasked(client, archivist):
    one, other = paper(1), paper(2)
    rows = exported(one, other)
    assert rows[0]["senders"] == "The Ambassador in Ruritania (Quill)"
    rows[0]["senders"] = "The Ambassador in Ruritania (Quill); the Minister in Norway (Bay)"
    rows[1] |= {"recipients": "the Secretary of Stat", "place": "Strelsau"}
    before = {model: set(model.objects.values_list("name", flat=True)) for model in (Person, Office, Place)}
    kept = one.correspondents.get(role="sender")
    client.force_login(archivist)
    upload = SimpleUploadedFile("papers.csv", as_csv(rows))
    page = client.post(reverse("admin:archive_bulkchange_upload"), {"file": upload}, follow=True)
    asked = re.findall(r'name="new" value="([^"]+)"', page.content.decode())
    assert asked == [
        "office minister in norway",
        "person bay|minister in norway",
        "place norway",
        "office secretary of stat",
    ]
    assert re.search(r"Did you mean\s+Secretary of State\?", page.content.decode())
    change = BulkChange.objects.get()
    shown = {"apply": "1", "digest": bulk.digest(change), "new": asked[:3]}
    client.post(reverse("admin:archive_bulkchange_prepare", args=[change.pk]), shown)
    change.refresh_from_db()
    assert change.counts == {"changed": 1, "left out": 1}
    assert [(c.office.name, c.person.name) for c in one.correspondents.filter(role="sender").order_by("order")] == [
        ("Ambassador in Ruritania", "Quill"),
        ("Minister in Norway", "Bay"),
    ]
    assert one.correspondents.get(role="sender", order=1) == kept
    left_out = change.jobs.get().lines.get()
    assert (left_out.name, "office “Secretary of Stat”" in left_out.why) == ("vol#d2", True)
    addresses = [Person.objects.get(name="Bay").get_absolute_url(), Place.objects.get(name="Norway").get_absolute_url()]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    undo(change)
    assert {model: set(model.objects.values_list("name", flat=True)) for model in before} == before
    assert [client.get(address).status_code for address in addresses] == [410, 410]


def test_an_undo_keeps_whom_others_name_by_now():
    one, other = paper(1), paper(2)
    rows = exported(one, other)
    rows[0] |= {"senders": "the Minister in Norway (Bay)", "place": "Oslo"}
    change = imported(as_csv(rows))
    done(change, new=[(new.kind, new.key) for new in bulk.all_new_names(change)])
    with store.changing(other):
        Document.objects.filter(pk=other.pk).update(place=Place.objects.get(name="Oslo"))
    undo(change)
    assert Place.objects.filter(name="Oslo").exists()
    assert not Person.objects.filter(name="Bay").exists()


def test_wrong_rows_come_first_with_their_places_and_unknown_columns_are_named(client, archivist):
    rows = exported(paper(1), paper(2))
    rows[0] |= {"summary": "New.", "colour": "red"}
    rows[1] |= {"kind": "postcard", "colour": "blue"}
    client.force_login(archivist)
    upload = SimpleUploadedFile("papers.csv", as_csv(rows))
    page = client.post(reverse("admin:archive_bulkchange_upload"), {"file": upload}, follow=True).content.decode()
    assert "These columns mean nothing here and are left out: colour." in page
    assert 0 < page.index("Row 3:") < page.index("no kind of paper") < page.index("Row 2:")


def test_a_workbook_whose_cells_became_numbers_and_days_is_understood():
    document = paper(1, date=None)
    book = Workbook()
    from datetime import datetime

    book.active.append(["id", "version", "number", "date", "date_certainty", "date_reason"])
    book.active.append([document.source_id, 1, 17.0, datetime(1938, 3, 5), "inferred", "The file."])  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    done(imported(out.getvalue(), "papers.xlsx"))
    document.refresh_from_db()
    assert (document.number, document.date_edtf, document.date_reason) == ("17", "1938-03-05", "The file.")


def test_formulas_cannot_come_out_of_a_workbook():
    paper(1, summary="=1+1")
    sheet = load_workbook(io.BytesIO(bulk.xlsx_of(Document.objects.for_record()))).active
    cells = {cell.value: cell.data_type for row in sheet for cell in row}
    assert cells["=1+1"] == "s"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must name the columns"),
        (b"id,summary\na,b\n", "must name the columns"),
        (b"id,version,kind,kind\na,1,b,c\n", "there twice"),
        (b"id,version\n\xff,1\n", "UTF-8"),
        (b"id,version\na\0,1\n", "no text has"),
        (b"id,version\n" + b"a,1\n" * 501, "more than 500 rows"),
        (b"PK\x03\x04nonsense", "cannot be read"),
        (bomb, "unpacks to more"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than"),
    ],
)
def test_files_that_are_no_spreadsheet_of_ours_are_refused_with_a_sentence(content, message):
    with pytest.raises(Refused, match=message):
        bulk.read_spreadsheet(content() if callable(content) else content, 500)


# --- The pages of the desk ------------------------------------------------------------------------------------------


LIST = "admin:archive_document_changelist"


def act(client, action: str, documents, **more):
    data = {"action": action, "_selected_action": [d.pk for d in documents], **more}
    return client.post(reverse(LIST), data)


def test_find_and_replace_on_the_pages(client, archivist):
    documents = [paper(1), paper(2)]
    client.force_login(archivist)
    here = act(client, "find_and_replace", documents).url
    assert client.get(here).status_code == 200
    data = {"preview": "1", "find": "arrived", "put": "<came>", "places": ["text"], "match_case": "on"}
    page = client.post(here, data, follow=True).content.decode()
    assert "<del>arrived</del>" in page
    assert "<ins>&lt;came&gt;</ins>" in page
    assert "2 of 2 would change" in page
    change = BulkChange.objects.get()
    stale = client.post(here, {"apply": "1", "digest": "0" * 64}, follow=True).content.decode()
    assert "Please look again." in stale
    digest = bulk.digest(change)
    page = client.post(here, {"apply": "1", "digest": digest, "reason": "misread"}, follow=True).content.decode()
    assert "Find and replace (2): 2 changed." in page
    change.refresh_from_db()
    assert (change.user, change.reason, change.status) == (archivist, "misread", "done")
    assert client.get(here).status_code == 302
    undo = reverse("admin:archive_bulkchange_undo", args=[change.pk])
    assert "2 papers that it changed would return" in client.get(undo).content.decode()
    data = {"digest": store.plan_undo(change).digest, "reason": "read rightly"}
    assert "2 restored" in client.post(undo, data, follow=True).content.decode()
    assert documents[0].versions.first().reason == f"undo of {change}: read rightly"


def test_setting_a_field_on_the_pages(client, archivist):
    documents = [paper(1), paper(2)]
    client.force_login(archivist)
    here = act(client, "set_field", documents).url
    wrong = client.post(here, {"preview": "1", "field": "kind", "value": "postcard"}).content.decode()
    assert "Kinds of paper are" in wrong
    client.post(here, {"preview": "1", "field": "repository", "value": "National Archives"})
    change = BulkChange.objects.get()
    client.post(here, {"apply": "1", "digest": bulk.digest(change)})
    assert set(Document.objects.values_list("repository", flat=True)) == {"National Archives"}


def test_a_spreadsheet_on_the_pages(client, archivist):
    documents = [paper(1), paper(2)]
    client.force_login(archivist)
    response = act(client, "export_csv", documents)
    assert response["Content-Disposition"] == 'attachment; filename="papers.csv"'
    assert act(client, "export_xlsx", documents).content[:2] == b"PK"
    edited = response.getvalue().decode().replace("Secret", "Top Secret")
    url = reverse("admin:archive_bulkchange_upload")
    assert client.get(url).status_code == 200
    bad = client.post(url, {"file": SimpleUploadedFile("x.csv", b"nonsense")}).content.decode()
    assert "must name the columns" in bad
    page = client.post(url, {"file": SimpleUploadedFile("x.csv", edited.encode())}, follow=True).content.decode()
    assert "<ins>Top Secret</ins>" in page or "<ins>Top</ins>" in page or "Top " in page
    assert "2 of 2 would change" in page


def test_too_many_are_refused(client, archivist, monkeypatch):
    monkeypatch.setattr(admin_bulk, "_EXPORTED", 0)
    monkeypatch.setitem(exports.MOST, "xlsx", 1)
    client.force_login(archivist)
    answer = client.post(
        reverse(LIST), {"action": "export_xlsx", "_selected_action": [paper(1).pk, paper(2).pk]}, follow=True
    )
    assert "Please select 1 documents at most" in answer.content.decode()


def test_a_clerk_changes_nothing_in_bulk(client, clerk, archivist):
    document = paper(1)
    client.force_login(clerk)
    act(client, "find_and_replace", [document])
    assert not BulkChange.objects.exists()
    change = replacing([document], "arrived", "came", "text")
    for name in ("prepare", "undo"):
        assert (
            client.post(reverse(f"admin:archive_bulkchange_{name}", args=[change.pk]), {"apply": "1"}).status_code
            == 403
        )
    assert client.get(reverse("admin:archive_bulkchange_upload")).status_code == 403
    assert "arrived" in Document.objects.get().text.tei
