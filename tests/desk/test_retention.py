"""Shortening histories: what goes is the text of versions that were replaced long ago; who, when and why stays, and what is needed."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from archive import jobs, store, workflow
from archive.models import Document, DocumentVersion, Job, State, Transition
from tests.support.jobs import ended
from tests.support.records import document_record

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def aged(document: Document, *years: float) -> None:
    """Let the versions of a document be so many years old, the first one first."""
    for number, age in enumerate(years, 1):
        when = timezone.now() - timedelta(days=366 * age)
        DocumentVersion.objects.filter(document=document, number=number).update(at=when)


def with_versions(name: str, number: int, **how) -> Document:
    document = store.save(document_record(name, summary="1"), **how).document
    for version in range(2, number + 1):
        document = store.save(document_record(name, summary=str(version)), edit=True, reason=f"why {version}").document
    return document


def kept(document: Document) -> list[int]:
    rows = DocumentVersion.objects.filter(document=document, record__isnull=False)
    return sorted(rows.values_list("number", flat=True))


def test_only_texts_that_nothing_needs_go_and_who_did_it_is_listed(client, archivist, administrator):
    plain, stepped, young = with_versions("p#1", 6), with_versions("p#2", 6), with_versions("p#3", 6)
    aged(plain, 9, 8, 7, 6, 5.5, 5)
    aged(stepped, 9, 8, 7, 6, 5.5, 5)
    aged(young, 9, 8, 2, 1, 1, 1)
    step = Transition.objects.create(document=stepped, from_state=State.REVIEW, to_state=State.PUBLISHED)
    Transition.objects.filter(pk=step.pk).update(at=timezone.now() - timedelta(days=366 * 6.5))
    edited = with_versions("p#4", 6, state=State.PUBLISHED)
    workflow.edit(edited, document_record("p#4", summary="waits"), user=archivist, reason="why", version=6)
    aged(edited, 9, 8, 7, 6, 5.5, 5)
    edited.pending_edit.base_version = 4
    edited.pending_edit.save()
    read_again = with_versions("p#5", 6)
    Document.objects.filter(pk=read_again.pk).update(source_version=3)
    aged(read_again, 9, 8, 7, 6, 5.5, 5)
    before = {document.pk: store.snapshot(document) for document in Document.objects.for_record()}

    call_command("trim_history", "3")
    assert not Job.objects.exists()
    assert kept(plain) == [1, 2, 3, 4, 5]
    with pytest.raises(CommandError, match="no administrator"):
        call_command("trim_history", "3", "--drop", "--by", "archivist", "--reason", "space")
    with pytest.raises(CommandError, match="say why"):
        call_command("trim_history", "3", "--drop", "--by", "administrator")
    with pytest.raises(CommandError, match="must name"):
        call_command("trim_history", "3", "--drop", "--reason", "space")
    call_command("trim_history", "3", "--drop", "--by", "administrator", "--reason", "space")

    assert kept(plain) == [1, 5]
    assert kept(stepped) == [1, 3, 5]
    assert kept(young) == [1, 2, 3, 4, 5]
    assert kept(edited) == [1, 4, 5]
    assert kept(read_again) == [1, 3, 5]
    assert DocumentVersion.objects.filter(document=plain).count() == 6
    assert {document.pk: store.snapshot(document) for document in Document.objects.for_record()} == before
    client.force_login(administrator)
    assert "Shortening of histories before" in client.get(reverse("admin:activity")).content.decode()
    page = client.get(reverse("admin:archive_document_history", args=[plain.pk])).content.decode()
    assert page.count("Its text is no longer kept.") == 3
    assert "why 3" in page
    assert page.count("Return to version") == 2
    with pytest.raises(CommandError, match="No text is that old"):
        call_command("trim_history", "3", "--drop", "--by", "administrator", "--reason", "again")


def test_what_is_needed_when_the_job_comes_to_it_is_kept(administrator):
    document = with_versions("p#1", 4)
    aged(document, 9, 8, 7, 6)
    job = jobs.start_shortening(timezone.now() - timedelta(days=366), user=administrator, reason="space")
    Document.objects.filter(pk=document.pk).update(source_version=2)
    assert ended(job).counts == {"kept": 1}
    assert kept(document) == [1, 2, 3]
