"""The jobs that undo an import or a bulk change, some papers at a time: those that were changed last go first."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive import store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import BulkChange, DocumentVersion, ImportRun, Job

REMOVED, RESTORED, KEPT = "removed", "restored", "kept"


#: Items that come after the versions of an import that renumbered papers: their ids go back at once, what depends on each afterwards.
_IDS_BACK, _FOLLOW = "ids back", "follow"
#: The steps of a load of authority files (:func:`archive.store.steps_to_undo`).
_STEPS = ("step", "tables", "paper", "doubt")


class _Undoing(Kind):
    """Items are the ids of versions."""

    # Papers that go together share most of their words, so that more at once cost less each.
    most = 500

    def _undone(self, change: ImportRun | BulkChange, job: Job, items: list) -> Outcome:
        undone, outcome = store.undo_some(change, items, user=job.user, reason=job.reason), Outcome()
        for source_id in undone.removed:
            outcome.note(source_id, REMOVED)
        for source_id in undone.restored:
            outcome.note(source_id, RESTORED)
        for source_id, why in undone.kept:
            outcome.note(source_id, KEPT, why)
        return outcome

    def name_of(self, item: int | list) -> str:
        if not isinstance(item, int):
            return " ".join(map(str, item))
        version = DocumentVersion.objects.filter(pk=item).select_related("document").first()
        return version.document.source_id if version else str(item)


class UndoImportKind(_Undoing):
    """Undo an import. Items are the ids of versions, and then, if it renumbered papers, ``["ids back"]`` and ``["follow", paper]``.

    Of a load of authority files they are its steps.
    """

    name = "undo import"
    permission = "archive.change_importrun"

    def begin(self, job: Job) -> None:
        if job.run.jobs.exclude(pk=job.pk).filter(status__in=Job.OPEN).exists():
            raise Refused("It is being undone.")

    def work(self, job: Job, items: list) -> Outcome:
        versions = [item for item in items if isinstance(item, int)]
        outcome = self._undone(job.run, job, versions) if versions else Outcome()
        if [_IDS_BACK] in items:
            store.renumber_back(job.run)
        store.follow([item[1] for item in items if not isinstance(item, int) and item[0] == _FOLLOW])
        steps = [item for item in items if not isinstance(item, int) and item[0] in _STEPS]
        for why in store.undo_steps(steps) if steps else ():
            outcome.note(job.run.name, KEPT, why)
        return outcome

    def finish(self, job: Job) -> None:
        lines: dict[str, list] = {REMOVED: [], RESTORED: [], KEPT: []}
        for name, outcome, why in job.lines.values_list("name", "outcome", "why"):
            lines.setdefault(outcome, []).append({"document": name, "why": why} if outcome == KEPT else name)
        run = job.run
        run.refresh_from_db(fields=["status", "report"])
        run.status = ImportRun.Status.UNDONE
        run.report = (run.report or {}) | {
            "undone": {
                "by": job.user.get_username() if job.user else "",
                "at": timezone.now().isoformat(timespec="seconds"),
                "reason": job.reason,
                **lines,
            }
        }
        run.save(update_fields=["status", "report"])
        store.remove_empty_signposts(run.started_at)
        store.gather_again(run.started_at)


class UndoBulkChangeKind(_Undoing):
    """Undo a bulk change. The parameters are the records it made that had public pages before, by kind."""

    name = "undo bulk change"
    permission = "archive.change_bulkchange"

    def begin(self, job: Job) -> None:
        mine = BulkChange.objects.filter(pk=job.bulk_id, status=BulkChange.Status.DONE)
        if not mine.update(status=BulkChange.Status.WORKING):
            raise Refused("This change has not been made, or has been undone already.")

    def work(self, job: Job, items: list) -> Outcome:
        return self._undone(job.bulk, job, items)

    def finish(self, job: Job) -> None:
        store.remove_made(job.bulk, job.parameters, job.reason)
        BulkChange.objects.filter(pk=job.bulk_id).update(
            status=BulkChange.Status.UNDONE, undone_by=job.user, undone_at=timezone.now()
        )

    def stop(self, job: Job) -> None:
        BulkChange.objects.filter(pk=job.bulk_id).update(status=BulkChange.Status.DONE)


def why_not_undone(change: ImportRun | BulkChange) -> str:
    """Return why an import or a bulk change can't be undone now, in words, or ``""`` if it can."""
    if isinstance(change, ImportRun):
        if problem := store.why_not_undone(change):
            return problem
    elif change.status == BulkChange.Status.WORKING:
        return "It is under way."
    elif change.status != BulkChange.Status.DONE:
        return "This change has not been made, or has been undone already."
    if _begun(change):
        return "Undoing it has begun and was stopped: continue that job."
    return ""


def open_undoing(change: ImportRun | BulkChange) -> Job | None:
    """Return the job that undoes it now, or was interrupted and goes on where it stopped; ``None`` if there is none."""
    return _undoing(change).filter(status__in=Job.OPEN).first()


@transaction.atomic
def start_undoing(change: ImportRun | BulkChange, *, user=None, reason: str = "") -> Job:
    """Start undoing an import or a bulk change as a whole. Raises :class:`~archive.errors.Refused` if that can't be."""
    # Locked and read again, so that of two people who undo it exactly one does.
    type(change).objects.select_for_update().filter(pk=change.pk).values_list("pk").first()
    change.refresh_from_db(fields=["status"])
    if problem := why_not_undone(change):
        raise Refused(problem)
    versions = store.versions_to_undo(change)
    if isinstance(change, ImportRun):
        what = f"Undo of import {change.pk}, {change.name}"
        moved = sorted({one["id"] for one in store.moves_of(change)})
        items = [
            *versions,
            *store.steps_to_undo(change),
            *([[_IDS_BACK]] if moved else []),
            *([_FOLLOW, pk] for pk in moved),
        ]
        return start(UndoImportKind.name, items, what=what, user=user, reason=reason, run=change)
    public = store.public_made(change)
    what = f"Undo of {change}"
    return start(UndoBulkChangeKind.name, versions, what=what, user=user, parameters=public, reason=reason, bulk=change)


def _begun(change: ImportRun | BulkChange) -> bool:
    """Return whether a job that undoes it was stopped between two batches."""
    return _undoing(change).filter(done__gt=0, status__in=[Job.Status.CANCELLED, Job.Status.FAILED]).exists()


def _undoing(change: ImportRun | BulkChange) -> QuerySet[Job]:
    return change.jobs.filter(kind__in=[UndoImportKind.name, UndoBulkChangeKind.name])
