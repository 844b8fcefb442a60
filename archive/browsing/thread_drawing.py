"""The drawing of a thread: a lane for each side, its papers by date, and a line for each reference."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive import pictures
from archive.pictures import Arrow, Box
from archive.references.threads import Thread, lanes


def draw_thread(thread: Thread) -> str:
    """Return the thread as SVG, ``""`` if there are not two papers in it."""
    if len(thread.entries) < 2:
        return ""
    sides = lanes(thread.entries)
    answers, refers = _("%(paper)s answers %(other)s"), _("%(paper)s refers to %(other)s")
    lane_of = {name: index for index, name in enumerate(sides)}
    boxes = [
        Box(
            entry.key,
            lane_of.get(entry.sender, len(sides) - 1),
            entry.name,
            date_format(entry.day, pgettext("date format", "j M Y")) if entry.day else "",
            entry.described,
            entry.url,
            held=entry.document is not None,
            here=entry.here,
        )
        for entry in thread.entries
    ]
    arrows = [
        Arrow(entry.key, other.key, answer, words % {"paper": entry.name, "other": other.name})
        for entry in thread.entries
        for others, answer, words in ((entry.answers, True, answers), (entry.cites, False, refers))
        for other in others
    ]
    return pictures.thread(
        boxes,
        arrows,
        [side or _("Others") for side in sides],
        name="thread",
        title=_("The exchange as a diagram"),
        description=_(
            "A lane for each side, the papers from top to bottom by date, a line for each reference. "
            "The list below has the same papers."
        ),
    )
