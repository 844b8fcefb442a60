"""The warnings about file numbers: numbers that several papers have, on all of them, and the vocabulary in force."""

import pytest

from archive import store
from archive.models import Document, DocumentFileNumber, DocumentWarning, FilingTerm, ImportRun
from archive.records import DateRecord, FileNumberRecord
from archive.store import Incoming, shared_numbers
from tests.support.jobs import undo
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


def save(*papers: tuple[str, str], **how) -> None:
    """Papers of these names and numbers, in one batch."""
    batch = [
        Incoming(
            document_record(name, file_numbers=(FileNumberRecord(number),), references=(), date=DateRecord("undated"))
        )
        for name, number in papers
    ]
    store.save_batch(batch, **how)


def shared() -> dict[str, list[str]]:
    """Codes of the warnings about shared numbers, by paper."""
    rows = DocumentWarning.objects.filter(code__startswith="file-number-shared").order_by("document__source_id", "code")
    found: dict[str, list[str]] = {}
    for name, code in rows.values_list("document__source_id", "code"):
        found.setdefault(name, []).append(code)
    return found


def test_both_papers_of_a_serial_number_say_so(client):
    save(("a", "840.48 Refugees/17"))
    assert shared() == {}
    save(("b", "840.48—refugees/17"), ("c", "840.48 Refugees/18"))
    assert shared() == {"a": ["file-number-shared"], "b": ["file-number-shared"]}
    doubt = DocumentWarning.objects.get(document__source_id="a", code="file-number-shared")
    assert doubt.message == "The number 840.48 Refugees/17 is used by another paper, too."
    assert doubt.number == "840.48 Refugees/17"


def test_what_is_written_does_not_depend_on_how_many_papers_come_together():
    papers = [(f"{name}{n}", f"840.48 Refugees/{n}") for n in range(3) for name in ("a", "b")]
    save(*papers)
    together = set(DocumentWarning.objects.values_list("document__source_id", "code", "order"))
    Document.objects.all().delete()
    for paper in papers:
        save(paper)
    assert set(DocumentWarning.objects.values_list("document__source_id", "code", "order")) == together


def test_papers_of_one_day_have_a_code_of_their_own():
    save(("a", "711.5800/4-2155"), ("b", "711.5800/4–2155"))
    assert shared() == {"a": ["file-number-shared-day"], "b": ["file-number-shared-day"]}


def test_a_bare_file_is_meant_for_many_papers():
    save(("a", "POL 27 VIET S"), ("b", "POL 27 VIET S"), ("c", "Lot 64 D 535"), ("d", "Lot 64 D 535"))
    assert shared() == {}


def test_the_warning_goes_from_both_when_one_paper_is_corrected():
    save(("a", "840.48 Refugees/17"), ("b", "840.48 Refugees/17"))
    save(("b", "840.48 Refugees/71"), edit=True)
    assert shared() == {}


def test_a_form_that_changes_the_number_brings_both_in_step():
    save(("a", "840.48 Refugees/17"), ("b", "840.48 Refugees/18"))
    document = Document.objects.get(source_id="b")
    with store.changing(document):
        row = DocumentFileNumber.objects.get(document=document)
        row.printed, row.file_number = "840.48 Refugees/17", store.file_number_for("840.48 Refugees/17")
        row.save()
    assert set(shared()) == {"a", "b"}


def test_undoing_an_import_takes_the_warning_from_the_paper_that_stays():
    save(("a", "840.48 Refugees/17"))
    run = ImportRun.objects.create(status="done")
    save(("b", "840.48 Refugees/17"), run=run)
    assert set(shared()) == {"a", "b"}
    undo(run)
    assert shared() == {}


def test_a_dismissed_warning_stays_dismissed_at_the_next_save(django_user_model):
    save(("a", "840.48 Refugees/17"), ("b", "840.48 Refugees/17"))
    DocumentWarning.objects.filter(document__source_id="a").update(dismissed_reason="Both have it.")
    save(("a", "840.48 Refugees/17"), ("c", "POL 1 US"), edit=True)
    with store.changing(Document.objects.get(source_id="a")) as document:
        Document.objects.filter(pk=document.pk).update(drafting="Somebody")
    kept = DocumentWarning.objects.get(document__source_id="a", code="file-number-shared")
    assert kept.dismissed_reason == "Both have it."


def test_sharing_asks_as_many_questions_for_twenty_papers_as_for_two(django_assert_num_queries):
    save(("a1", "840.48 Refugees/17"), ("a2", "840.48 Refugees/17"))
    save(*((f"b{number}", f"840.48 Refugees/{number // 2 + 20}") for number in range(20)))
    for names in ("a", "b"):
        documents = list(Document.objects.filter(source_id__startswith=names))
        with django_assert_num_queries(4):
            shared_numbers.warn_of_shared(documents)


def test_a_country_that_archivists_added_is_no_longer_unknown():
    save(("a", "8ZZ.00/5"), ("b", "869Y.00/5"))
    assert DocumentWarning.objects.filter(document__source_id="b", code="file-country-unknown").exists()
    FilingTerm.objects.create(scheme="decimal-1910", facet="country", code="69Y", name="Ruritania", source="Desk")
    save(("b2", "869Y.00/6"))
    assert not DocumentWarning.objects.filter(document__source_id="b2", code="file-country-unknown").exists()
