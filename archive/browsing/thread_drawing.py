"""The drawing of a thread: a lane for each side, its papers by date, and a line for each reference."""

from __future__ import annotations

from archive import pictures
from archive.pictures import Arrow, Box
from archive.references.threads import Thread, lanes


def draw_thread(thread: Thread) -> str:
    """Return the thread as SVG, ``""`` if there are not two papers in it."""
    if len(thread.entries) < 2:
        return ""
    sides = lanes(thread.entries)
    lane_of = {name: index for index, name in enumerate(sides)}
    boxes = [
        Box(
            entry.key,
            lane_of.get(entry.sender, len(sides) - 1),
            entry.name,
            f"{entry.day.day} {entry.day:%b %Y}" if entry.day else "",
            entry.described,
            entry.url,
            held=entry.document is not None,
            here=entry.here,
        )
        for entry in thread.entries
    ]
    arrows = [
        Arrow(entry.key, other.key, answer, f"{entry.name} {'answers' if answer else 'refers to'} {other.name}")
        for entry in thread.entries
        for others, answer in ((entry.answers, True), (entry.cites, False))
        for other in others
    ]
    return pictures.thread(
        boxes,
        arrows,
        sides,
        name="thread",
        title="The exchange as a picture",
        description="A lane for each side, the papers from top to bottom by date, a line for each reference. "
        "The list below says the same.",
    )
