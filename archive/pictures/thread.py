"""A thread: a lane for each side, papers from top to bottom in order of time, and a curve for each reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.pictures.svg import frame, linked, shortened, tag, text

_WIDTH, _TOP, _GAP = 960, 56, 14
#: Height of a box with name and day in one line and in two, and the width below which two are needed.
_ONE_LINE, _TWO_LINES, _NARROW = 32, 48, 250


@dataclass(frozen=True, slots=True)
class Box:
    """A paper: its key, its lane, a name and a day to show, its words, and a page. ``held`` is False for a gap."""

    key: str
    lane: int
    name: str
    day: str
    words: str
    url: str = ""
    held: bool = True
    here: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A reference of the paper of one key to that of another; ``answer`` is true if it answers it."""

    source: str
    target: str
    answer: bool
    words: str


def thread(
    boxes: Sequence[Box], arrows: Sequence[Arrow], lanes: Sequence[str], *, name: str, title: str, description: str
) -> str:
    """Draw a thread. Boxes come in order of time."""
    width = _WIDTH / max(len(lanes), 1)
    box_width = min(width - 28, 300)
    narrow = box_width < _NARROW
    box_height = _TWO_LINES if narrow else _ONE_LINE
    row_height = box_height + _GAP
    row = {box.key: index for index, box in enumerate(boxes)}
    lane = {box.key: box.lane for box in boxes}

    def middle(key: str) -> tuple[float, float]:
        return width * (lane[key] + 0.5), _TOP + row_height * row[key] + box_height / 2

    height = _TOP + row_height * len(boxes) + 8
    parts = []
    for index, words in enumerate(lanes):
        x = width * (index + 0.5)
        parts.append(tag("line", class_="lane", x1=x, x2=x, y1=34, y2=height))
        parts.append(text(shortened(words, 34), x, 22, class_="lane-name", text_anchor="middle"))
    drawn = [arrow for arrow in arrows if arrow.source in row and arrow.target in row]
    parts += [_arrow(arrow, middle(arrow.source), middle(arrow.target), box_width / 2) for arrow in drawn]
    for box in boxes:
        x, y = middle(box.key)
        kind = "thread-box" + ("" if box.held else " thread-gap") + (" thread-here" if box.here else "")
        left, right = x - box_width / 2, x + box_width / 2
        shapes = tag("rect", class_=kind, x=left, y=y - box_height / 2, width=box_width, height=box_height, rx=3)
        if narrow:
            shapes += text(shortened(box.name, int(box_width / 9)), left + 10, y - 3, class_="node-name")
            shapes += text(box.day, left + 10, y + 14, class_="tick")
        else:
            shapes += text(shortened(box.name, int(box_width / 12)), left + 10, y + 5, class_="node-name")
            shapes += text(box.day, right - 10, y + 4, class_="tick", text_anchor="end")
        parts.append(linked(shapes, box.url, box.words, class_="node"))
    has_links = any(box.url for box in boxes)
    return frame(parts, name=name, title=title, description=description, width=_WIDTH, height=height, linked=has_links)


def _arrow(arrow: Arrow, start: tuple[float, float], end: tuple[float, float], half: float) -> str:
    (x1, y1), (x2, y2) = start, end
    if x1 == x2:
        # Within a lane the curve goes around on the right, wider for papers further back.
        out = 12 + min(abs(y1 - y2) * 0.18, 60)
        x1, x2 = x1 + half, x2 + half
        path = f"M{x1:.1f} {y1:.1f}C{x1 + out:.1f} {y1:.1f} {x2 + out:.1f} {y2:.1f} {x2 + 8:.1f} {y2:.1f}"
        tip = f"M{x2:.1f} {y2:.1f}l9 -4v8z"
    else:
        side = 1 if x2 > x1 else -1
        x1, x2 = x1 + side * half, x2 - side * half
        bend = (x2 - x1) / 2
        path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2 - side * 8:.1f} {y2:.1f}"
        tip = f"M{x2:.1f} {y2:.1f}l{-9 * side} -4v8z"
    kind = "thread-answer" if arrow.answer else "thread-cites"
    shapes = tag("path", class_=f"thread-line {kind}", d=path, fill="none") + tag(
        "path", class_=f"thread-tip {kind}", d=tip
    )
    return linked(shapes, "", arrow.words, class_="edge")
