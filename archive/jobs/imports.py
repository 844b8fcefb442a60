"""The job of an import that was uploaded and confirmed."""

from __future__ import annotations

from collections.abc import Callable

from archive.errors import Outdated
from archive.importing.runs import Progress, import_upload
from archive.jobs.kind import Whole
from archive.jobs.starting import start
from archive.models import ImportRun, Job


class ImportKind(Whole):
    """Import the upload of the job's run. A paper that is there already is unchanged, so it can begin again from the start."""

    name = "import"
    permission = "archive.add_importrun"

    def begin(self, job: Job) -> None:
        before = [ImportRun.Status.PREVIEWED, ImportRun.Status.CANCELLED, ImportRun.Status.FAILED]
        if not ImportRun.objects.filter(pk=job.run_id, status__in=before).update(status=ImportRun.Status.QUEUED):
            raise Outdated(f"{job.run.name} is not waiting for confirmation.")

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        def progress(now: Progress) -> None:
            job.done, job.total = now.done, now.total or job.total
            Job.objects.filter(pk=job.pk).update(done=job.done, total=job.total)
            stop_if_cancelled()

        job.counts = import_upload(job.run, progress=progress).counts
        job.save(update_fields=["counts"])

    def stop(self, job: Job) -> None:
        # One that was cancelled while it waited has not begun, and can be confirmed again.
        ImportRun.objects.filter(pk=job.run_id, status=ImportRun.Status.QUEUED).update(
            status=ImportRun.Status.PREVIEWED
        )


def start_import(run: ImportRun, *, user) -> Job:
    """Queue the import of a previewed upload. Of two confirmations exactly one counts; the other raises ``Outdated``."""
    return start(ImportKind.name, [], what=f"Import of {run.name}", user=user, run=run, total=run.total or 0)
