"""Separating lists of footnotes from the text: at its end, or at the foot of each page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.deadline import check
from archive.parsing.transcription.building import unfinished
from archive.parsing.transcription.layout import Paragraph
from archive.parsing.transcription.lines import Block
from archive.parsing.transcription.notes import Candidate, Item, Label, NoteList, candidates, match

#: Openings of editors' footnotes that are rare at the opening of a numbered paragraph.
_EDITORS_WORDS = re.compile(
    r"^(?:See\b|Not (?:printed|found|attached)|Neither|None|Ante\b|Post\b|Supra|Infra|Ibid|For (?:text|documentation|previous|a)\b"
    r"|Printed|Source:|Reference is|The reference|Apparently|Presumably|Text in|Dated|Brackets|Omission|Filed|Same as|Foreign Relations"
    r"|Department of State|Telegram|Despatch|Signed|Marginal|Handwritten|Sent|Received|Repeated|Drafted)"
)
#: The most paragraphs without label inside one footnote.
_LONGEST_NOTE = 12
#: The most lists that are tried, and the most work on them (the items of each, and what may be an anchor before it): a text with more
#: is not a paper and must not cost hours. Its numbered lines stay paragraphs.
_MOST_TRIED, _MOST_STEPS = 500, 200_000
#: A list of more items is not a list of footnotes.
_MOST_ITEMS = 500


@dataclass
class Segment:
    """A stretch of text with the list of footnotes that follows it; ``head`` are the lines above the text.

    ``sources`` are source notes by themselves, without a number.
    """

    body: list[Paragraph]
    notes: NoteList = field(default_factory=NoteList)
    head: list[Paragraph] = field(default_factory=list)
    sources: list[Paragraph] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """The blocks that can have its anchors, in order."""
        return _with_anchors([*self.head, *self.body])


def _with_anchors(paragraphs: list[Paragraph]) -> list[Block]:
    """Return the blocks that can have anchors."""
    return [paragraph.block for paragraph in paragraphs if paragraph.role not in {"file", "page"}]


@dataclass
class _Before:
    """What may be an anchor in the text before a list, collected as the text goes on."""

    count: int = 0
    found: list[Candidate] = field(default_factory=list)

    def add(self, *paragraphs: Paragraph) -> None:
        """Add the candidates of further paragraphs."""
        blocks = _with_anchors([*paragraphs])
        self.found += candidates(blocks, self.count)
        self.count += len(blocks)


@dataclass
class _Run:
    """Paragraphs from ``start`` to ``end`` that may be a list of footnotes."""

    start: int
    end: int
    notes: NoteList


def split_segments(head: list[Paragraph], body: list[Paragraph]) -> list[Segment]:
    """Return the text without its lists of footnotes, in order, each part with the list after it; the last segment may have no list."""
    sources = [paragraph for paragraph in body if paragraph.role == "source"]
    body = [paragraph for paragraph in body if paragraph.role != "source"]
    segments: list[Segment] = []
    pending: list[Paragraph] = []
    before = _Before()
    before.add(*head)
    index = tried = steps = 0
    while index < len(body):
        check()
        first = not segments and not pending
        run = None if first or steps > _MOST_STEPS else _run(body, index)
        if run:
            tried += run.end < len(body)
            steps += run.end - run.start + len(before.found)
        if run and (tried <= _MOST_TRIED or run.end == len(body)) and _is_list(run, before.found, pending, body):
            segments.append(Segment(pending, run.notes, head if not segments else []))
            pending, before, index = [], _Before(), run.end
        else:
            pending.append(body[index])
            before.add(body[index])
            index += 1
    if pending or not segments:
        segments.append(Segment(pending, head=head if not segments else []))
    segments[-1].sources = sources
    return segments


def _run(body: list[Paragraph], start: int) -> _Run | None:
    """Return the longest list that begins at a paragraph: labels in order, with the paragraphs that continue a footnote."""
    index = start
    announced = body[index].role == "rule"
    while index < len(body) and body[index].role == "rule":
        index += 1
    if index == len(body) or not body[index].item:
        return None
    before, first = body[start - 1].item if start else None, body[index].item
    if before and first and first.continues(before):
        return None  # numbered paragraphs of the text
    items: list[Item] = []
    last: Label | None = None
    while index < len(body) and len(items) < _MOST_ITEMS:
        paragraph = body[index]
        label = paragraph.item
        if label and (last is None or label.follows(last)):
            items.append(Item(label.text, [paragraph.block.cut(label.length)], label.explicit))
            last = label
            index += 1
            continue
        more = _continuation(body, index, items, last) if last else 0
        if not more:
            break
        for paragraph in body[index : index + more]:
            items[-1].paragraphs.append(paragraph.block)
        index += more
    return _Run(start, index, NoteList(items, announced)) if items else None


def _continuation(body: list[Paragraph], index: int, items: list[Item], last: Label) -> int:
    """Return how many paragraphs from here continue the last footnote."""
    more = 0
    while index + more < len(body) and more <= _LONGEST_NOTE:
        paragraph = body[index + more]
        if paragraph.role in {"page", "file", "enclosure", "rule", "source"}:
            break
        if paragraph.item:
            return more if paragraph.item.continues(last) else 0
        more += 1
    if index + more >= len(body) and more:
        deeper = all(p.column > 2 for p in body[index:])
        quoted = items[-1].paragraphs[-1].text.endswith((":", "—")) or all(p.text[:1] in '“"' for p in body[index:])
        return more if deeper or quoted else 0
    return 0


def _is_list(run: _Run, found: list[Candidate], before: list[Paragraph], body: list[Paragraph]) -> bool:
    """Return whether a run is a list of footnotes: by how it is written, and by the anchors ``found`` in the text before it."""
    items = run.notes.items
    if all(item.explicit for item in items):
        return True
    after = body[run.end : run.end + 1]
    if after and after[0].item and after[0].role != "page":
        return False  # numbered paragraphs, directly followed by another numbering
    matched = match(found, items)
    sure = {index for candidate, index in matched.anchors.items() if candidate.weight >= 1}
    share = len(sure) / len(items)
    if not after:
        if run.notes.announced or sure:
            return share >= 0.3 or run.notes.announced or _looks_edited(items)
        return _looks_edited(items) or all(p.column > 2 for p in body[run.start : run.end])
    at_foot = after[0].role == "page" or bool(before and unfinished(before[-1].text, after[0].text))
    return share >= (0.5 if at_foot or run.notes.announced else 0.75)


def _looks_edited(items: list[Item]) -> bool:
    return sum(bool(_EDITORS_WORDS.match(item.paragraphs[0].text)) for item in items) * 2 >= len(items)
