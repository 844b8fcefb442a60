"""The jobs of an upload: the preview of a large one, and the import once it is confirmed."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from archive.errors import Outdated
from archive.importing.preview import preview, preview_received, receive
from archive.importing.runs import Progress, import_upload
from archive.jobs.kind import Whole
from archive.jobs.starting import start
from archive.models import ImportRun, Job

#: Bytes of an upload that is read for its preview at once: in well under a second.
_READ_AT_ONCE = 100_000


class _OfUpload(Whole):
    """A job on the upload of its run."""

    permission = "archive.add_importrun"
    #: The states of a run in which the job may be queued, what the run is then, and what it is again if the job ends before it began.
    before: tuple[str, ...] = ()
    queued = back = ""

    def begin(self, job: Job) -> None:
        if not ImportRun.objects.filter(pk=job.run_id, status__in=self.before).update(status=self.queued, error=""):
            raise Outdated(f"{job.run.name} is not waiting for this.")

    def stop(self, job: Job) -> None:
        mine = ImportRun.objects.filter(pk=job.run_id, status=self.queued)
        mine.update(status=self.back or job.status, error="" if self.back else job.error)

    @staticmethod
    def _progress(job: Job, stop_if_cancelled: Callable[[], None]) -> Callable[[Progress], None]:
        def progress(now: Progress) -> None:
            job.done, job.total = now.done, now.total or job.total
            Job.objects.filter(pk=job.pk).update(done=job.done, total=job.total)
            stop_if_cancelled()

        return progress


class PreviewKind(_OfUpload):
    """Read the upload of the job's run for its preview."""

    name = "preview"
    before = (ImportRun.Status.READING, ImportRun.Status.CANCELLED, ImportRun.Status.FAILED)
    queued = ImportRun.Status.READING

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        preview_received(job.run, progress=self._progress(job, stop_if_cancelled))
        job.counts = {f"would be {outcome}": count for outcome, count in job.run.counts.items()}
        job.save(update_fields=["counts"])


class ImportKind(_OfUpload):
    """Import the upload of the job's run. A paper that is there already is unchanged, so it can begin again from the start."""

    name = "import"
    before = (ImportRun.Status.PREVIEWED, ImportRun.Status.CANCELLED, ImportRun.Status.FAILED)
    queued, back = ImportRun.Status.QUEUED, ImportRun.Status.PREVIEWED

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        job.counts = import_upload(job.run, progress=self._progress(job, stop_if_cancelled)).counts
        job.save(update_fields=["counts"])


def start_preview(data: bytes, name: str, *, user, state: str) -> ImportRun:
    """Read an upload for its preview, a large one in a job; return its run.

    Raises ``PermissionDenied``, or :class:`~archive.parsing.errors.SourceError` for a file that can't be read, if that is seen at once;
    nothing is stored then.
    """
    if len(data) <= _READ_AT_ONCE:
        return preview(data, name, user=user, state=state)
    with transaction.atomic():
        run = receive(data, name, user=user, state=state)
        start(PreviewKind.name, [], what=f"Preview of {name}", user=user, run=run)
    return run


def start_import(run: ImportRun, *, user) -> Job:
    """Queue the import of a previewed upload. Of two confirmations exactly one counts; the other raises ``Outdated``."""
    return start(ImportKind.name, [], what=f"Import of {run.name}", user=user, run=run, total=run.total or 0)
