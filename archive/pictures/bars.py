"""Counts over time: bars, one series upwards and a second one, if there is one, downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.pictures.svg import frame, linked, tag, text, ticks

_WIDTH, _LEFT, _TOP, _BOTTOM = 760, 46, 12, 26
_UP = 130
_MOST_LABELS = 11
_WIDEST = 56


@dataclass(frozen=True, slots=True)
class Bar:
    """A step of time: its label, its count, the words for it, its page, and the count of the second series."""

    label: str
    count: int
    words: str
    url: str = ""
    other: int = 0
    chosen: bool = False


def timeline(bars: Sequence[Bar], *, name: str, title: str, description: str) -> str:
    """Draw the bars in order, evenly spaced, with a scale. There must be a bar for every step, the empty ones included."""
    two = any(bar.other for bar in bars)
    marks = ticks(max((max(bar.count, bar.other) for bar in bars), default=0))
    unit = _UP / marks[-1]
    below = [mark for mark in marks[1:] if mark < marks[1] + max((bar.other for bar in bars), default=0)] if two else []
    base, height = _TOP + _UP, _TOP + _UP + (below[-1] * unit if two else 0) + _BOTTOM
    step = min((_WIDTH - _LEFT - 6) / max(len(bars), 1), _WIDEST)
    parts = [_scale(marks, below, unit, base)]
    every = -(-len(bars) // _MOST_LABELS)
    for place, bar in enumerate(bars):
        x = _LEFT + place * step
        wide = max(step - (2 if step > 6 else 0.5), 0.5)
        shapes = tag("rect", class_="hit", x=x, y=float(_TOP), width=step, height=float(height - _TOP - _BOTTOM))
        kind = "bar-up is-chosen" if bar.chosen else "bar-up"
        if bar.count:
            tall = max(bar.count * unit, 1.0)
            shapes += tag("rect", class_=kind, x=x, y=base - tall, width=wide, height=tall)
        if bar.other:
            shapes += tag("rect", class_="bar-down", x=x, y=float(base), width=wide, height=max(bar.other * unit, 1.0))
        if bar.count or bar.other:
            parts.append(linked(shapes, bar.url, bar.words, class_="step"))
        if place % every == 0:
            parts.append(text(bar.label, x + wide / 2, float(height - 8), class_="tick", text_anchor="middle"))
    parts.append(tag("line", class_="axis", x1=_LEFT, x2=_WIDTH, y1=base, y2=base))
    has_links = any(bar.url and (bar.count or bar.other) for bar in bars)
    return frame(parts, name=name, title=title, description=description, width=_WIDTH, height=height, linked=has_links)


def _scale(above: list[int], below: list[int], unit: float, base: float) -> str:
    lines = []
    for marks, down in ((above, -unit), (below, unit)):
        for mark in marks:
            y = base + mark * down
            lines.append(tag("line", class_="grid", x1=_LEFT, x2=_WIDTH, y1=y, y2=y))
            lines.append(text(f"{mark:,}", _LEFT - 6, y + 4, class_="tick", text_anchor="end"))
    return tag("g", "".join(lines), aria_hidden="true")
