"""The one door between records and the database."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from archive import filing, search, store
from archive.deriving import derive
from archive.errors import Outdated
from archive.models import (
    Correspondent,
    Document,
    DocumentWarning,
    File,
    FileNumber,
    Footnote,
    ImportRun,
    Office,
    Person,
    Place,
    Reference,
    State,
    Volume,
)
from archive.parsing.references import find_references
from archive.records import CorrespondentRecord, DateRecord, DocumentRecord, FileNumberRecord
from tests.support.jobs import undo
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


def in_own_normal_form(record: DocumentRecord) -> DocumentRecord:
    """The record with file numbers read by the grammar, as a reader makes them."""
    read = [filing.parse(number.printed, record.year) for number in record.file_numbers]
    return replace(record, file_numbers=tuple(FileNumberRecord(n.printed, n.normal, n.scheme) for n in read))


@pytest.fixture
def record():
    return in_own_normal_form(document_record())


def test_loading_is_the_inverse_of_saving(record):
    saved = store.save(record)
    assert saved.outcome == "created"
    assert store.load(Document.objects.get(pk=saved.document.pk)) == record


def test_an_empty_record_comes_back_empty():
    record = DocumentRecord("bare", '<div xmlns="http://www.tei-c.org/ns/1.0" type="document"/>')
    assert store.load(store.save(record).document) == record


def test_saving_twice_changes_nothing(record):
    first = store.save(record)
    again = store.save(record)
    assert again.outcome == "unchanged"
    assert again.document.version == 1
    assert list(first.document.versions.values_list("number", flat=True)) == [1]


def test_a_new_reading_replaces_the_old_and_keeps_rows(record):
    saved = store.save(record)
    note = Footnote.objects.get(document=saved.document, order=2)
    changed = replace(record, heading="Another heading", footnotes=record.footnotes[1:] and record.footnotes)
    changed = replace(changed, place="", text=record.text.replace("Your 7 arrived", "It arrived"))
    changed = replace(changed, references=find_references(changed))
    assert store.save(changed).outcome == "changed"
    document = Document.objects.get(pk=saved.document.pk)
    assert store.load(document) == changed
    assert document.version == 2
    assert document.place is None
    assert Footnote.objects.get(document=document, order=2).pk == note.pk
    assert [row.printed for row in Reference.objects.filter(document=document)] == ["840.48 Refugees/16", "p. 40"]


def test_an_edited_document_is_not_overwritten_by_a_new_reading(record):
    store.save(record)
    edited = replace(record, heading="Corrected by an archivist")
    store.save(edited, edit=True)
    result = store.save(replace(record, classification="Confidential"))
    assert result.outcome == "conflict"
    assert store.load(Document.objects.get()) == edited


def test_an_unchanged_source_leaves_an_edited_document_alone(record):
    store.save(record)
    store.save(replace(record, heading="Corrected by an archivist"), edit=True)
    assert store.save(record).outcome == "unchanged"


def test_a_dry_run_writes_nothing(record):
    from archive.store.saving import Incoming, save_batch

    assert [saved.outcome for saved in save_batch([Incoming(record)], dry_run=True)] == ["created"]
    assert not Document.objects.exists()
    assert not Office.objects.exists()


def test_a_failed_write_leaves_nothing_behind(record):
    broken = replace(record, date=DateRecord("x", "1940-02-02", "1940-01-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        store.save(broken)
    assert not Document.objects.exists()
    assert not File.objects.exists()


def test_an_inferred_date_needs_a_reason(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        store.save(replace(record, date=DateRecord(earliest="1944-03-21", certainty="inferred")))


def test_the_same_words_are_the_same_authorities(record):
    store.save(record)
    other = replace(
        record,
        source_id="vol#d2",
        senders=(CorrespondentRecord("THE AMBASSADOR …", "AMBASSADOR IN RURITANIA", "quill", "Ruritania"),),
    )
    store.save(other)
    assert Office.objects.filter(name__icontains="ambassador").count() == 1
    assert Person.objects.count() == 1
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Ruritania", "Strelsau"]
    assert Office.objects.get(name="Ambassador in Ruritania").place.name == "Ruritania"


def test_a_person_is_known_by_name_and_office_together(record):
    store.save(record)
    elsewhere = CorrespondentRecord("The Consul at Zenda (Quill)", "Consul at Zenda", "Quill", "Zenda")
    store.save(replace(record, source_id="vol#d2", senders=(elsewhere,)))
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["quill", "quill-2"]


def test_a_marked_person_is_known_by_volume_and_id(record):
    volume = Volume.objects.create(slug="vol", title="A volume")
    volume.listed_persons.create(source_id="p_QA1", name="Quill, Ada", description="Ambassador in Ruritania")
    marked = CorrespondentRecord("Quill", person="Quill", person_id="p_QA1")
    document = store.save(replace(record, senders=(marked,)), volume=volume).document
    assert document.correspondents.get(role="sender").person.name == "Quill, Ada"


def test_a_merged_authority_stands_for_the_one_it_was_merged_into(record):
    store.save(record)
    kept = Office.objects.create(name="Envoy in Ruritania", slug="envoy", key="envoy")
    Office.objects.filter(name="Ambassador in Ruritania").update(merged_into=kept)
    document = store.save(replace(record, source_id="vol#d2")).document
    assert document.correspondents.get(role="sender").office == kept


def test_an_identification_by_hand_outlives_the_same_words(record):
    document = store.save(record).document
    chosen = Person.objects.create(name="Quill, Bea", slug="quill-bea", key="by hand")
    Correspondent.objects.filter(document=document, role="sender").update(person=chosen)
    store.save(replace(record, heading="Newly read"))
    assert Correspondent.objects.get(document=document, role="sender").person == chosen


def test_a_cited_number_is_on_the_shelf_without_its_document(record):
    store.save(record)
    assert FileNumber.objects.filter(normal=filing.normalise("840.48 Refugees/16")).get().citations.count() == 1


def test_changing_keeps_history_and_everything_derived_in_step(record):
    user = User.objects.create(username="archivist")
    document = store.save(record).document
    with store.changing(document, user=user, reason="typing error"):
        Footnote.objects.filter(document=document, order=1).update(label="8")
    versions = list(document.versions.order_by("number"))
    assert [version.user for version in versions] == [None, user]
    assert versions[0].record["record"]["footnotes"][0]["label"] == "9"
    assert versions[1].record is None
    assert "8" in Document.objects.get().text.notes_html


def test_changing_nothing_makes_no_version(record):
    document = store.save(record).document
    with store.changing(document):
        Footnote.objects.filter(document=document, order=1).update(label="9")
    assert document.versions.count() == 1


def test_of_two_edits_of_one_version_the_second_is_refused(record):
    document = store.save(record).document
    store.save(replace(record, heading="First"), edit=True, expected_version=1)
    with pytest.raises(Outdated):
        store.save(replace(record, heading="Second"), edit=True, expected_version=1)
    with pytest.raises(Outdated), store.changing(document, expected_version=1):
        pass
    assert Document.objects.get().heading == "First"


def test_restoring_returns_to_an_earlier_version_and_its_identifications(record):
    document = store.save(record).document
    chosen = Person.objects.create(name="Quill, Bea", slug="quill-bea", key="by hand")
    with store.changing(document, reason="identified"):
        Correspondent.objects.filter(document=document, role="sender").update(person=chosen)
    store.save(replace(record, senders=()), edit=True)
    store.restore(document, 2)
    restored = Document.objects.get()
    assert store.load(restored) == record
    assert restored.version == 4
    assert restored.correspondents.get(role="sender").person == chosen


def test_an_import_is_undone_as_a_whole(record):
    store.save(record)
    run = ImportRun.objects.create(name="volume", status="done")
    store.save(replace(record, heading="New reading"), run=run)
    store.save(replace(record, source_id="vol#d2"), run=run)
    store.save(replace(record, source_id="vol#d3"), run=run)
    store.save(replace(record, source_id="vol#d3", heading="Edited since"), edit=True)
    assert undo(run) == {"removed": 1, "restored": 1, "kept": 1}
    assert store.load(Document.objects.get(source_id="vol#d1")) == record
    assert not Document.objects.filter(source_id="vol#d2").exists()
    assert Document.objects.get(source_id="vol#d3").heading == "Edited since"


def test_a_dismissed_warning_stays_dismissed(record):
    document = store.save(record).document
    DocumentWarning.objects.filter(document=document, source="reader").update(dismissed_reason="looked at the scan")
    store.save(replace(record, heading="Newly read"))
    assert document.warnings.get(source="reader").dismissed_reason == "looked at the scan"


def test_a_batch_read_before_is_written_as_each_of_its_papers_would_be(record):
    records = [replace(record, source_id=f"v#d{n}", heading=f"{record.heading} {n}") for n in range(24)]
    by_one = [store.save(each, state=State.PUBLISHED).document for each in records[:12]]
    batch = [store.Incoming(each, derived=derive(each)) for each in records[12:]]
    together = [saved.document for saved in store.save_batch(batch, state=State.PUBLISHED)]
    assert search.check_entries() == []
    for one, other in zip(by_one, together, strict=True):
        said = [
            [
                (row.kind, row.printed, row.status, row.reason, row.wanted, row.unheld_id)
                for row in document.references.all()
            ]
            for document in (one, other)
        ]
        assert said[0] == said[1] != []
        assert list(one.keys.values_list("key")) == list(other.keys.values_list("key")) != []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's index has no segments")
def test_imports_leave_no_heap_of_segments_behind(record):
    for start in range(0, 400, 10):
        records = [replace(record, source_id=f"v#d{n}", references=()) for n in range(start, start + 10)]
        store.save_batch([store.Incoming(each, derived=derive(each)) for each in records], state=State.PUBLISHED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM archive_fulltext_idx")
        assert cursor.fetchone()[0] <= 32  # where the table merges at the latest, by migration 0002


def test_a_batch_costs_the_same_queries_for_twelve_and_thirty(record):
    # One reference each: SQLite takes 999 values at a time, which is more statements for many rows, but not one for each.
    record = replace(record, text=record.text.replace("Your 7 arrived", "It arrived"), footnotes=record.footnotes[1:])
    record = replace(record, text=record.text.replace('<anchor type="footnote" n="1"/>', ""))
    # Few facets, for the same reason.
    record = replace(record, classification="", place="", kind="")

    def batch(start, count):
        return [store.Incoming(replace(record, source_id=f"v#d{n}")) for n in range(start, start + count)]

    store.save_batch(batch(0, 2), state=State.PUBLISHED)
    from django.test.utils import CaptureQueriesContext

    counts = []
    for start, size in ((10, 12), (100, 30)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            store.save_batch(batch(start, size), state=State.PUBLISHED)
        counts.append(len(queries))
    assert counts[0] == counts[1]
