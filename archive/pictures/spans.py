"""Terms of office and the like: a row for each on one scale of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.pictures.svg import frame, linked, shortened, tag, text

_WIDTH, _LEFT, _ROW, _TOP = 760, 220, 26, 26
#: Letters that the room left of the bars has for certain.
_LABEL = 26


@dataclass(frozen=True, slots=True)
class Span:
    """Somebody, from the first day to the last; ``stated`` is true if a record states it, and not only papers show it."""

    name: str
    first: date
    last: date
    words: str
    url: str = ""
    stated: bool = False


def spans(rows: Sequence[Span], *, name: str, title: str, description: str) -> str:
    """Draw the rows from top to bottom on one scale of years."""
    first = min((row.first for row in rows), default=date(1900, 1, 1)).replace(month=1, day=1)
    last = max((row.last for row in rows), default=date(1900, 12, 31)).replace(month=12, day=31)
    unit = (_WIDTH - _LEFT - 10) / max((last - first).days, 1)
    height = _TOP + _ROW * len(rows) + 6
    years = range(first.year, last.year + 2)
    every = max(-(-len(years) // 9), 1)
    parts = []
    for year in years[::every]:
        x = _LEFT + ((date(year, 1, 1) - first).days if year <= 9999 else (last - first).days) * unit
        parts.append(tag("line", class_="grid", x1=x, x2=x, y1=18, y2=height))
        parts.append(text(str(year), min(x, _WIDTH - 16), 12, class_="tick", text_anchor="middle"))
    for place, row in enumerate(rows):
        y = _TOP + place * _ROW
        start, end = (_LEFT + (day - first).days * unit for day in (row.first, row.last))
        shapes = text(shortened(row.name, _LABEL), _LEFT - 10, y + 16, class_="node-name", text_anchor="end")
        kind = "span-stated" if row.stated else "span-seen"
        shapes += tag("rect", class_=kind, x=start, y=y + 5, width=max(end - start, 4.0), height=14, rx=2)
        parts.append(linked(shapes, row.url, row.words, class_="step"))
    has_links = any(row.url for row in rows)
    return frame(parts, name=name, title=title, description=description, width=_WIDTH, height=height, linked=has_links)
