"""The job of a bulk change: papers as they were previewed are changed; those that somebody has edited since are left out and named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from archive import bulk
from archive.errors import Outdated, Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import BulkChange, Document, Job
from archive.sql.batches import batches

LEFT_OUT = "left out"


class BulkChangeKind(Kind):
    """Items are ``[document, version]``, or ``[row]`` for a spreadsheet, whose rows have their versions themselves."""

    name = "bulk change"
    permission = "archive.add_bulkchange"

    def begin(self, job: Job) -> None:
        before = BulkChange.Status.DONE if job.done else BulkChange.Status.PREPARED
        mine = BulkChange.objects.filter(pk=job.bulk_id, status=before)
        if not mine.update(status=BulkChange.Status.WORKING, user=job.user, reason=job.reason):
            raise Outdated("This change has been made already.")

    def work(self, job: Job, items: list) -> Outcome:
        change, outcome = job.bulk, Outcome()
        ids = [item[0] for item in items]
        if change.kind == BulkChange.Kind.SPREADSHEET:
            planned = bulk.plan_rows(change, ids)
            lock([one.document.pk for one in planned if one.document])
        else:
            lock(ids)
            expected = dict(items)
            planned = []
            for one in bulk.plan_documents(change, ids):
                if one.document.version != expected.pop(one.document.pk):
                    outcome.note(one.name, LEFT_OUT, "It has been edited since the preview.")
                else:
                    planned.append(one)
            for pk in expected:
                outcome.note(str(pk), LEFT_OUT, "It is not in the archive any more.")
        agreed = {tuple(each) for each in change.parameters.get("new", ())}
        planned = [_unless_new(one, agreed) for one in planned]
        bulk.write(change, planned, user=job.user, reason=job.reason)
        for one in planned:
            if one.problem:
                outcome.note(one.name, LEFT_OUT, one.problem)
            else:
                outcome.counts["changed" if one.changes else "unchanged"] += 1
        return outcome

    def finish(self, job: Job) -> None:
        end_change(job, BulkChange.Status.DONE)

    def stop(self, job: Job) -> None:
        end_change(job, BulkChange.Status.DONE if job.done else BulkChange.Status.PREPARED)

    def name_of(self, item: list) -> str:
        return Document.objects.filter(pk=item[0]).values_list("source_id", flat=True).first() or str(item[0])


@transaction.atomic
def start_bulk_change(
    change: BulkChange, shown: str, *, new: Iterable[tuple[str, str]] = (), user=None, reason: str = ""
) -> Job:
    """Start making a prepared change, if it is still what was shown, by its digest.

    ``new`` are the kinds and keys of the records that it may make; papers that would need another are left out.

    Raises :class:`~archive.errors.Outdated` if a document, or the change itself, has changed since then, and
    :class:`~archive.errors.Refused` if it has no documents.
    """
    change.refresh_from_db()
    if change.status != BulkChange.Status.PREPARED:
        raise Outdated("This change has been made already.")
    if bulk.digest(change) != shown:
        raise Outdated("Something has changed since you looked. Please look again.")
    if change.kind == BulkChange.Kind.SPREADSHEET:
        items = [[position] for position in range(bulk.size_of(change))]
    else:
        items = [list(pair) for pair in sorted(bulk.versions_of(change).items())]
    if not items:
        raise Refused("Nothing would be changed.")
    if new := sorted(new):
        change.parameters["new"] = new
        change.save(update_fields=["parameters"])
    what = f"{change.get_kind_display().capitalize()} ({len(items):,})"
    return start(BulkChangeKind.name, items, what=what, user=user, reason=reason, bulk=change)


def _unless_new(one: bulk.PlannedChange, agreed: set[tuple[str, str]]) -> bulk.PlannedChange:
    """Return the planned change, left out if it would make records that nobody agreed to."""
    if one.problem or not (asked := [new for new in one.new if (new.kind, new.key) not in agreed]):
        return one
    names = "; ".join(f"{new.kind} “{new.name}”" for new in asked)
    return replace(one, problem=f"A new record would have been made that was not ticked: {names}.")


def end_change(job: Job, status: str) -> None:
    """Note in a bulk change what its job did."""
    job.bulk.refresh_from_db(fields=["status"])
    job.bulk.status, job.bulk.counts = status, job.counts
    job.bulk.done_at = job.finished_at if job.done else None
    job.bulk.save(update_fields=["status", "counts", "done_at"])


def lock(ids: list[int]) -> None:
    """Lock documents until the end of the transaction, so that nobody edits them between a plan and its writing."""
    for some in batches(sorted(ids), 500):
        list(Document.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
