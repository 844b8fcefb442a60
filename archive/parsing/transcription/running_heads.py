"""Running heads of scanned books: "914            SOVIET UNION" is the top of page 914, and none of its paper's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parsing.transcription.lines import Block

_LONGEST = 120
#: A page number and a title in capitals, with a gap between them; one blank is enough beside the title of a volume.
_LEFT = re.compile(r"(?P<page>\d{1,4}|\[\d{1,4}\])(?P<gap> +)(?P<title>[^a-z ][^a-z]*)")
_RIGHT = re.compile(r"(?P<title>[^a-z]*[^a-z ])(?P<gap> +)(?P<page>\d{1,4}|\[\d{1,4}\])")
_TITLE = re.compile(r"[A-Z]{3}")
_OF_VOLUME = re.compile(r"FOREIGN RELATIONS|\bVOL(?:UME|\.)")
_GAP, _WIDE_GAP = 2, 4
#: Pages may have no running head: this many pages further on is still the same count.
_NEXT = 3


@dataclass(frozen=True, slots=True)
class _Head:
    label: str
    page: int
    gap: int
    of_volume: bool


def without_running_heads(groups: list[list[Block]]) -> dict[int, str]:
    """Replace running heads in groups of lines by marks of their pages; return their words by line.

    A line is one if it names the volume, or is alone between blank lines with a wide gap, or if other such lines count on with it.
    """
    found = [
        (group, index, head)
        for group in groups
        for index, line in enumerate(group)
        if len(line.text) <= _LONGEST and (head := _read(line.text))
    ]
    heads: dict[int, str] = {}
    for place, (group, index, head) in enumerate(found):
        beside = [found[other][2].page - head.page for other in (place - 1, place + 1) if 0 <= other < len(found)]
        counted = (place and -_NEXT <= beside[0] <= -1) or (place + 1 < len(found) and 1 <= beside[-1] <= _NEXT)
        alone = len(group) == 1 and head.gap >= _WIDE_GAP
        if head.of_volume or alone or (counted and head.gap >= _GAP):
            line = group[index]
            heads[line.line] = " ".join(line.text.split())
            group[index] = line.renamed(f"[Page {head.label}]")
    return heads


def _read(text: str) -> _Head | None:
    match = _LEFT.fullmatch(text) or _RIGHT.fullmatch(text)
    if not match or not _TITLE.search(match["title"]):
        return None
    return _Head(
        match["page"], int(match["page"].strip("[]")), len(match["gap"]), bool(_OF_VOLUME.search(match["title"]))
    )
