"""Jobs in tests: done here and now, as ``run_jobs`` does them beside the server."""

from __future__ import annotations

from archive import bulk, jobs
from archive.models import BulkChange, ImportRun, Job, Merge


def run_all() -> list[Job]:
    """Do all jobs that wait, and return them."""
    done = []
    while job := jobs.run_waiting():
        done.append(job)
    return done


def ended(job: Job) -> Job:
    """Do a job, and all before it, and return it as it is then."""
    run_all()
    job.refresh_from_db()
    return job


def apply(change: BulkChange, shown: str = "", **how) -> BulkChange:
    """Make a prepared bulk change, as it is now unless a digest is given, and return it."""
    ended(jobs.start_bulk_change(change, shown or bulk.digest(change), **how))
    change.refresh_from_db()
    return change


def undo(change: ImportRun | BulkChange, **how) -> dict[str, int]:
    """Undo an import or a bulk change, and return what became of its papers."""
    counts = ended(jobs.start_undoing(change, **how)).counts
    change.refresh_from_db()
    return {"removed": 0, "restored": 0, "kept": 0} | counts


def merge(kept, merged, **how) -> Merge:
    """Merge two authorities, and return the row of that."""
    return Merge.objects.get(pk=ended(jobs.start_merge(kept, merged, **how)).parameters["merges"][0])


def unmerge(done: Merge, **how) -> None:
    """Undo a merge."""
    ended(jobs.start_unmerge(done, **how))
    done.refresh_from_db()


def identify(correspondents, kind: str, authority, **how) -> BulkChange:
    """Identify correspondents, and return the bulk change."""
    return ended(jobs.start_identifying(correspondents, kind, authority, **how)).bulk


def split(authority, correspondents, name: str, **how):
    """Split an authority, and return the new one and the bulk change."""
    new, job = jobs.start_splitting(authority, correspondents, name, **how)
    return new, ended(job).bulk


def import_confirmed() -> ImportRun | None:
    """Do the next import that was confirmed, and return its run."""
    job = jobs.run_waiting()
    return ImportRun.objects.get(pk=job.run_id) if job else None
