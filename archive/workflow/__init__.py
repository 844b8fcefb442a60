"""The workflow of documents: who may see and change which, and every step from draft to withdrawn.

The one place that decides who may do what with a document; pages only call it. ``roles`` lists what each role may do,
``visibility`` who sees which record, ``steps`` what may be done with a document in each state, and ``content`` writes what was
entered or edited, ``originals`` attaches images of a paper's original, ``restrictions`` closes papers until a day,
and ``redactions`` withholds passages.
"""

from archive.workflow.content import discard_edit, edit, enter, is_own, publish_edit, restore
from archive.workflow.notes import colleagues, notes_on, settle_note, write_note
from archive.workflow.originals import LONGEST_LABEL, attach, may_attach, remove
from archive.workflow.redactions import reveal, reveal_due, withhold
from archive.workflow.restrictions import Terms, lift, may_restrict, open_due, restrict
from archive.workflow.steps import (
    STEPS,
    Step,
    available_steps,
    may_edit,
    may_take,
    take,
    take_all,
)
from archive.workflow.visibility import sees_all, visible

__all__ = [
    "LONGEST_LABEL",
    "STEPS",
    "Step",
    "Terms",
    "attach",
    "available_steps",
    "colleagues",
    "discard_edit",
    "edit",
    "enter",
    "is_own",
    "lift",
    "may_attach",
    "may_edit",
    "may_restrict",
    "may_take",
    "notes_on",
    "open_due",
    "publish_edit",
    "remove",
    "restore",
    "restrict",
    "reveal",
    "reveal_due",
    "sees_all",
    "settle_note",
    "take",
    "take_all",
    "visible",
    "withhold",
    "write_note",
]
