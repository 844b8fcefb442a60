"""The workflow of documents: who may see and change which, and every step from draft to withdrawn.

The one place that decides who may do what with a document; pages only call it. ``roles`` says what each role may do,
``steps`` what may be done with a document as it stands, ``content`` writes what was entered or edited.
"""

from archive.workflow.content import discard_edit, edit, enter, publish_edit, restore
from archive.workflow.steps import (
    STEPS,
    ReasonMissing,
    Step,
    TooLate,
    may_edit,
    may_take,
    sees_all,
    steps,
    take,
    visible,
)

__all__ = [
    "STEPS",
    "ReasonMissing",
    "Step",
    "TooLate",
    "discard_edit",
    "edit",
    "enter",
    "may_edit",
    "may_take",
    "publish_edit",
    "restore",
    "sees_all",
    "steps",
    "take",
    "visible",
]
