"""The doubts of the checks: by the vocabulary in force, and found again for documents that stay as they are."""

from io import StringIO

import pytest
from django.core.management import call_command

from archive import store
from archive.models import DocumentWarning, FilingTerm
from archive.records import FileNumberRecord
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


def save(name: str, number: str) -> None:
    store.save(document_record(name, file_numbers=(FileNumberRecord(number),), references=()))


def codes(name: str) -> list[str]:
    rows = DocumentWarning.objects.filter(document__source_id=name, source="check")
    return list(rows.values_list("code", flat=True))


def test_a_country_that_archivists_added_is_no_longer_unknown():
    save("b", "869Y.00/5")
    assert "file-country-unknown" in codes("b")
    FilingTerm.objects.create(scheme="decimal-1910", facet="country", code="69Y", name="Ruritania", source="Desk")
    save("b2", "869Y.00/6")
    assert "file-country-unknown" not in codes("b2")


def test_doubts_are_found_again_for_documents_that_stay_as_they_are():
    save("a", "869Y.00/5")
    save("b", "840.48 Refugees/5")
    kept = DocumentWarning.objects.get(document__source_id="a", code="file-country-unknown")
    reader = DocumentWarning.objects.filter(source="reader").count()
    kept.document.warnings.create(source="check", code="of-an-earlier-rule", message="It was doubted once.")
    output = StringIO()
    call_command("rebuild_doubts", stdout=output, stderr=StringIO())
    assert "1 documents have other doubts now" in output.getvalue()
    assert codes("a") == ["file-country-unknown"]
    assert DocumentWarning.objects.get(document__source_id="a", code="file-country-unknown").pk == kept.pk
    assert DocumentWarning.objects.filter(source="reader").count() == reader
    assert store.rebuild_doubts() == 0


def test_papers_that_share_a_number_are_no_doubt():
    for name in ("a", "b"):
        save(name, "840.48 Refugees/17")
    assert [code for name in ("a", "b") for code in codes(name) if code.startswith("file-")] == []
