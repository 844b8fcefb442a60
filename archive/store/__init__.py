"""The one door between records and the database.

Everything that writes a document goes through here: imports and transcriptions with :func:`save` or
:func:`save_batch`, forms that edit the models directly inside :func:`changing`, and :func:`restore` for going back.
Each write happens in one transaction with its HTML, its checks, its history and its search entry. :func:`load` is
the inverse of saving: ``load(save(record).document) == record``.
"""

from archive.records import fingerprint
from archive.sql.statistics import refresh_statistics
from archive.store.authorities import authority_key
from archive.store.checking import check
from archive.store.dismissing import dismiss, reopen
from archive.store.duplicates import find_duplicates
from archive.store.files import file_number_for
from archive.store.history import changing, restore, save_identified
from archive.store.identifying import identify, split
from archive.store.loading import description, description_of_volume, load, snapshot
from archive.store.merging import CannotMerge, merge, undo_merge
from archive.store.rows import find_all_references
from archive.store.saving import Incoming, Saved, Stale, claim, save, save_batch, settle_reading
from archive.store.texts import check_html, html_of, rebuild_html
from archive.store.undoing import CannotUndo, Undoing, plan_undo, undo_bulk, undo_run, why_not_undone
from archive.store.volumes import load_volume, save_volume

__all__ = [
    "CannotMerge",
    "CannotUndo",
    "Incoming",
    "Saved",
    "Stale",
    "Undoing",
    "authority_key",
    "changing",
    "check",
    "claim",
    "check_html",
    "description",
    "description_of_volume",
    "dismiss",
    "file_number_for",
    "find_all_references",
    "find_duplicates",
    "fingerprint",
    "html_of",
    "identify",
    "load",
    "load_volume",
    "merge",
    "plan_undo",
    "rebuild_html",
    "reopen",
    "refresh_statistics",
    "restore",
    "save",
    "save_batch",
    "save_identified",
    "save_volume",
    "settle_reading",
    "snapshot",
    "split",
    "undo_bulk",
    "undo_merge",
    "undo_run",
    "why_not_undone",
]
