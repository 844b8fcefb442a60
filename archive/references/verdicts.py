"""An archivist's verdict on a reference: confirmed, corrected or rejected. It outlives reruns and new readings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from archive.errors import Refused
from archive.models import Document, Reference, ReferenceDecision
from archive.references.resolving import occurrences, refresh

Verdict = ReferenceDecision.Verdict


def paper_named(words: str) -> Document | None:
    """Return the document that somebody names by its id, its address or the last part of that."""
    words = words.strip().replace("\0", "")
    if not words:
        return None
    slug = words.rstrip("/").rpartition("/")[2]
    return (
        Document.objects.filter(source_id=words).first() or Document.objects.filter(slug=slug).exclude(slug="").first()
    )


@transaction.atomic
def decide(
    reference: Reference,
    verdict: str,
    *,
    user=None,
    target: Document | None = None,
    note: int | None = None,
    reason: str = "",
    job=None,
) -> ReferenceDecision:
    """Save a verdict and resolve the document again. ``target`` is needed to correct; to confirm, it is what was found.

    ``job`` is the job that gives the verdict, by which it can be taken back.

    Raises :class:`archive.errors.Refused` where the verdict names no paper.
    """
    if verdict == Verdict.CONFIRMED:
        target = target or reference.target_document or _only_candidate(reference)
        note = note or (reference.target_footnote.order if reference.target_footnote else None)
        if target is None:
            raise Refused("There is no one paper to confirm; correct it by naming the paper.")
    if verdict == Verdict.CORRECTED and target is None:
        raise Refused("Name the paper that it leads to.")
    mine = occurrences(list(Reference.objects.filter(document=reference.document_id).order_by("order")))
    kind, printed, occurrence = next(key for key, row in mine.items() if row.pk == reference.pk)
    named = target if verdict != Verdict.REJECTED else None
    decision, _ = ReferenceDecision.objects.update_or_create(
        source_id=reference.document.source_id,
        kind=kind,
        printed=printed,
        occurrence=occurrence,
        defaults={
            "verdict": verdict,
            "target_source_id": named.source_id if named else "",
            "target_note": note if named else None,
            "reason": reason,
            "user": user,
            "job": job,
        },
    )
    refresh([reference.document_id])
    return decision


def _only_candidate(reference: Reference) -> Document | None:
    if len(reference.candidates) != 1:
        return None
    return Document.objects.public().filter(pk=reference.candidates[0][0]).first()


@transaction.atomic
def withdraw(references: Iterable[Reference]) -> int:
    """Withdraw verdicts, so that resolving decides again, and return how many."""
    references = list(references)
    ids = {row.decision_id for row in references} - {None}
    ReferenceDecision.objects.filter(pk__in=ids).delete()
    refresh({row.document_id for row in references})
    return len(ids)
