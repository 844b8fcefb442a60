"""Jobs: whatever may take over a second runs here, beside the server, in short transactions, and can be watched and cancelled.

The functions ``start_…`` check the permission and queue a job, or do a small one at once; ``run_waiting`` works through the queue, one job
after the other. A job that was interrupted, by whatever, goes on where it stopped, and deals with each record exactly once. Kinds of jobs
are modules behind one protocol, :class:`archive.jobs.kind.Kind`; CONTRIBUTING says how to add one.
"""

from archive.jobs.authorities import (
    start_accepting,
    start_following_topics,
    start_identifying,
    start_renaming,
    start_splitting,
)
from archive.jobs.backups import start_backup
from archive.jobs.bulk_changes import start_bulk_change
from archive.jobs.data import start_publishing_data
from archive.jobs.decisions import WITHDRAW, start_deciding, start_dismissing
from archive.jobs.exports import start_export, start_volume_export
from archive.jobs.holdings import start_placing
from archive.jobs.imports import start_import, start_preview
from archive.jobs.kind import AT_ONCE, KINDS
from archive.jobs.merging import start_merge, start_undoing_decision, start_unmerge
from archive.jobs.one_runner import a_runner_works, one_runner
from archive.jobs.rebuilding import REBUILT, start_rebuilding
from archive.jobs.removing import start_removing, start_restoring
from archive.jobs.restrictions import start_lifting, start_opening, start_restricting
from archive.jobs.results import kept_until, may_fetch, remove_old_results, result
from archive.jobs.retention import start_shortening
from archive.jobs.running import run_to_end, run_waiting
from archive.jobs.starting import ahead_of, cancel, may_be_undone, resume, undo, why_not_resumed
from archive.jobs.undoing import open_undoing, start_undoing, why_not_undone
from archive.jobs.workflow_steps import start_step

__all__ = [
    "AT_ONCE",
    "KINDS",
    "REBUILT",
    "WITHDRAW",
    "a_runner_works",
    "ahead_of",
    "cancel",
    "kept_until",
    "may_be_undone",
    "may_fetch",
    "one_runner",
    "open_undoing",
    "remove_old_results",
    "result",
    "resume",
    "run_to_end",
    "run_waiting",
    "start_accepting",
    "start_backup",
    "start_bulk_change",
    "start_deciding",
    "start_dismissing",
    "start_export",
    "start_following_topics",
    "start_identifying",
    "start_import",
    "start_lifting",
    "start_merge",
    "start_opening",
    "start_placing",
    "start_preview",
    "start_publishing_data",
    "start_rebuilding",
    "start_removing",
    "start_renaming",
    "start_restoring",
    "start_restricting",
    "start_shortening",
    "start_splitting",
    "start_step",
    "start_undoing",
    "start_undoing_decision",
    "start_unmerge",
    "start_volume_export",
    "undo",
    "why_not_resumed",
    "why_not_undone",
]
