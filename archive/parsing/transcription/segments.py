"""Separating lists of footnotes from the text: at its end, or at the foot of each page.

Numbered lines are a list of footnotes only if their labels are those of anchors in the text before them. A paper's own numbered
paragraphs stay where they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.deadline import check
from archive.parsing.source_notes import is_source_note
from archive.parsing.transcription.anchors import LIKELY, SURE, Candidate, candidates
from archive.parsing.transcription.building import unfinished
from archive.parsing.transcription.layout import Paragraph
from archive.parsing.transcription.lines import Block
from archive.parsing.transcription.matching import Matched, match
from archive.parsing.transcription.notes import Item, Label, NoteList, loose_label

#: Openings of editors' footnotes that are rare at the opening of a numbered paragraph.
_EDITORS_WORDS = re.compile(
    r"^(?:See\b|Not (?:printed|found|attached)|Neither|None|Ante\b|Post\b|Supra|Infra|Ibid|For (?:text|documentation|previous|a)\b"
    r"|Printed|Source:|Reference is|The reference|Apparently|Presumably|Text in|Dated|Brackets|Omission|Filed|Same as|Foreign Relations"
    r"|Department of State|Telegram|Despatch|Signed|Marginal|Handwritten|Sent|Received|Repeated|Drafted)"
)
#: Styles of labels that a paper's own paragraphs do not have.
_NOTE_STYLES = frozenset({"explicit", "bracketed", "raised", "sign", "lettered"})
#: Styles that a paper's own paragraphs have more often than its footnotes.
_TEXT_STYLES = frozenset({"round", "letter"})
_LOOSE_FORMS = frozenset({SURE["round"], SURE["letter"]})
#: The most characters of a line that may be a signature, and the most paragraphs without label inside one footnote.
_LONGEST_SIGNATURE, _LONGEST_NOTE = 60, 30
#: The most lists that are tried, and the most work on them (the items of each, and what may be an anchor before it): a text with more
#: is not a paper and must not cost hours. Its numbered lines stay paragraphs.
_MOST_TRIED, _MOST_STEPS = 500, 30_000
#: The most beginnings that are tried of the list at the end.
_MOST_BEGINNINGS = 12
#: A list of more items is not a list of footnotes.
_MOST_ITEMS = 500


@dataclass
class Segment:
    """A stretch of text with the list of footnotes that follows it; ``head`` are the lines above the text.

    ``sources`` are source notes by themselves, without a number. ``doubtful`` is a numbered line that may begin a list of footnotes, but
    stays in the text.
    """

    body: list[Paragraph]
    notes: NoteList = field(default_factory=NoteList)
    head: list[Paragraph] = field(default_factory=list)
    sources: list[Paragraph] = field(default_factory=list)
    doubtful: Paragraph | None = None
    renumbered: bool = True

    @property
    def blocks_of_head(self) -> int:
        """How many of its blocks are of the lines above the text."""
        return len(_with_anchors(self.head))

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
    """Paragraphs from ``start`` to ``end`` that may be a list of footnotes; ``loose`` if a label may be a paragraph's."""

    start: int
    end: int
    notes: NoteList
    loose: bool = False


def split_segments(head: list[Paragraph], body: list[Paragraph]) -> list[Segment]:
    """Return the text without its lists of footnotes, in order, each part with the list after it; the last segment may have no list."""
    sources = [p for p in body if _is_source(p)]
    body = [p for p in body if not _is_source(p)] if sources else body
    at_end, held = _with_list_at_end(head, body)
    segments = [at_end]
    if any(paragraph.item for paragraph in body):
        by_page, held_by_page = _with_lists_by_page(head, body)
        ruled = any(segment.notes.announced for segment in by_page)
        if held_by_page > held or (ruled and held_by_page == held):
            segments = by_page
    segments[-1].sources = sources
    return segments


def _is_source(paragraph: Paragraph) -> bool:
    return paragraph.role == "source" and not paragraph.text.startswith("[")


# --- the list at the end ------------------------------------------------------------------------------------------------------


def _with_list_at_end(head: list[Paragraph], body: list[Paragraph]) -> tuple[Segment, int]:
    """Return the text and the list at its end, and how many of its footnotes have a likely anchor."""
    starts = _beginnings(body, first=0 if head else 1)
    before = _Before()
    before.add(*head)
    founds: dict[int, list[Candidate]] = {}
    for start, stop in zip([0, *starts], starts, strict=False):
        before.add(*body[start:stop])
        founds[stop] = list(before.found)
    best: tuple[float, _Run, Matched] | None = None
    for start in starts:
        check()
        run = _run_to_end(body, start)
        if not run:
            continue
        matched = match(founds[start], run.notes.items, head=len(_with_anchors(head)))
        if not _is_list_at_end(run, matched, body):
            continue
        value = _value(run, matched, body)
        if best is None or value >= best[0]:
            best = value, run, matched
    if best:
        start = best[1].start
        while start and body[start - 1].role == "rule":
            start -= 1
        return Segment(body[:start], best[1].notes, head), _held(best[1], best[2])
    doubtful = next((body[start] for start in starts if _looks_like_notes(body, start)), None)
    return Segment(body, head=head, doubtful=doubtful), 0


def _held(run: _Run, matched: Matched) -> int:
    """Return how many footnotes of a list certainly have an anchor."""
    return matched.found if run.notes.announced else matched.likely


def _value(run: _Run, matched: Matched, body: list[Paragraph]) -> float:
    """Return how well a list at the end agrees with its text, to choose among its beginnings."""
    items = run.notes.items
    edited = sum(bool(_EDITORS_WORDS.match(item.paragraphs[0].text)) for item in items)
    source = is_source_note(items[0].paragraphs[0].text[:200])
    agreed = (
        2 * matched.likely + 0.5 * (matched.found - matched.likely) - 3 * len(matched.missing) - len(matched.orphans)
    )
    return agreed + min(edited, 3) + 3 * source + _is_compact(body, run.start)


def _beginnings(body: list[Paragraph], first: int) -> list[int]:
    """Return where a list that goes on to the end may begin, in order: at a first label, or one that does not go on from that before it.

    None is before the ``first`` paragraph. A paper without any text can only have the note of its source.
    """
    last: Label | None = None
    starts = []
    for index, paragraph in enumerate(body):
        label = _label(paragraph)
        if not label or index < first or not (index or is_source_note(paragraph.text[label.length :][:200])):
            continue
        if label.begins() or (label.style != "letter" and not (last and label.continues(last, gap=1))):
            starts.append(index)
        last = label
    return starts[-_MOST_BEGINNINGS:]


def _label(paragraph: Paragraph) -> Label | None:
    if paragraph.role in {"page", "file", "rule", "source"} or paragraph.is_ellipsis:
        return None
    return paragraph.item or loose_label(paragraph.block)


def _run_to_end(body: list[Paragraph], start: int) -> _Run | None:
    """Return the list from a paragraph to the end of the text: labels in order, and between them paragraphs that continue a footnote."""
    items: list[Item] = []
    last: Label | None = None
    more = 0
    loose = True
    for index in range(start, len(body)):
        paragraph = body[index]
        if paragraph.role in {"page", "file", "enclosure", "rule", "source"} or len(items) > _MOST_ITEMS:
            return None
        label = _label(paragraph)
        if label and (_goes_on_with(label, last, index - start) or _is_beside(paragraph, body[start])):
            rest = [] if label.alone else [paragraph.block.cut(label.length)]
            if label.alone and index + 1 == len(body):
                return None
            items.append(Item(label.text, rest, label.explicit))
            last = label if label.ordinals or last is None else last
            loose = label.style in _TEXT_STYLES
            more = 0
        else:
            items[-1].paragraphs.append(paragraph.block)
            more += bool(len(items[-1].paragraphs) > 1)
            if more > _LONGEST_NOTE:
                return None
    if more and _is_signature(body[-1], body[-2]):
        return None
    if more and _is_text_after(body, start, more, last):
        return None
    if not all(item.paragraphs for item in items):
        return None
    announced = bool(start and body[start - 1].role == "rule")
    return _Run(start, len(body), NoteList(items, announced), loose)


def _goes_on_with(label: Label, last: Label | None, count: int) -> bool:
    """Return whether a label is that of the next footnote of a list, after ``count`` paragraphs."""
    if last is None or label.style == "sign" or (last.style == "sign" and count == 1):
        return True
    # A source note can have a number of its own: 1, 1, 2.
    return label.continues(last, gap=1) or (count == 1 and label == last and label.ordinals == (1,))


def _is_signature(paragraph: Paragraph, before: Paragraph) -> bool:
    """Return whether the last line is not a footnote's but signs the text."""
    short = len(paragraph.text) <= _LONGEST_SIGNATURE and paragraph.column <= 2 and paragraph.group != before.group
    return short and paragraph.text[-1].isalnum()


def _is_beside(paragraph: Paragraph, first: Paragraph) -> bool:
    """Return whether a labelled line is written as the first of an indented list, so that its footnote is one of its own."""
    same = paragraph.item and first.item and paragraph.item.style == first.item.style
    return bool(same) and paragraph.column == first.column > 2


def _is_text_after(body: list[Paragraph], start: int, more: int, last: Label | None) -> bool:
    """Return whether the last paragraphs are not a footnote's but the text's, which goes on after a page's footnotes."""
    if start and unfinished(body[start - 1].text, body[-more].text):
        return True
    following = {str(number + 1) for number in last.ordinals} if last else set()
    after = candidates([paragraph.block for paragraph in body[-more:]])
    return any(c.label in following and c.weight >= LIKELY for c in after)


def _is_list_at_end(run: _Run, matched: Matched, body: list[Paragraph]) -> bool:
    """Return whether the last lines are a list of footnotes: by the anchors of the text before it, and by how it is written."""
    items = run.notes.items
    if all(item.explicit for item in items):
        return True
    edited = run.notes.announced or _looks_edited(items)
    compact = _is_compact(body, run.start)
    share = matched.found / len(items)
    if run.loose and any(p.group != body[run.start].group for p in body[run.start :]):
        # "(1)" and "a." under one another may be footnotes; with blank lines between them they are only if the text has "word(1)".
        return share == 1 and all(candidate.weight in _LOOSE_FORMS for candidate in matched.anchors)
    if run.loose:
        return matched.likely > 0 and share >= 0.5
    if share == 1:
        return edited or compact or 2 * matched.likely >= len(items)
    if not matched.likely:
        return edited
    return edited or share >= 0.6 or (compact and share >= 0.4)


def _is_compact(body: list[Paragraph], start: int) -> bool:
    """Return whether a list's lines are written as no paragraphs are: indented, under one another, or with labels of their own kind."""
    labelled = [paragraph for paragraph in body[start:] if paragraph.item]
    if not labelled:
        return False
    first = labelled[0]
    if first.item and first.item.style in _NOTE_STYLES:
        return True
    together = len(labelled) > 1 and all(p.group == first.group for p in labelled) and start > 0
    return all(p.column > 2 for p in labelled) or (together and body[start - 1].group != first.group)


def _looks_like_notes(body: list[Paragraph], start: int) -> bool:
    run = _run_to_end(body, start)
    return bool(run and not run.loose and _is_compact(body, start))


def _looks_edited(items: list[Item]) -> bool:
    return sum(bool(_EDITORS_WORDS.match(item.paragraphs[0].text)) for item in items) * 2 >= len(items)


# --- lists at the feet of pages ------------------------------------------------------------------------------------------------


def _with_lists_by_page(head: list[Paragraph], body: list[Paragraph]) -> tuple[list[Segment], int]:
    """Return the text and its lists at the feet of pages, and how many of their footnotes have a likely anchor."""
    segments: list[Segment] = []
    pending: list[Paragraph] = []
    before = _Before()
    before.add(*head)
    after_rules = _after_rules(body)
    index = tried = steps = held = 0
    while index < len(body):
        check()
        first = not segments and not pending and not (head and body[index].role == "rule")
        run = None if first or steps > _MOST_STEPS or tried > _MOST_TRIED else _run(body, index, after_rules[index])
        matched = None
        steps += run.end - run.start if run else 0
        if run and _ends_a_page(run, pending, body):
            tried += 1
            steps += len(before.found)
            in_head = 0 if segments else len(_with_anchors(head))
            matched = match(before.found, run.notes.items, head=in_head, renumbered=False)
        if run and matched and _is_list_of_page(run, matched):
            segments.append(Segment(pending, run.notes, head if not segments else [], renumbered=False))
            held += _held(run, matched)
            pending, before, index = [], _Before(), run.end
        else:
            pending.append(body[index])
            before.add(body[index])
            index += 1
    if not segments:
        return [], 0
    last, found = _with_list_at_end([], pending)
    if pending:
        segments.append(last)
    return segments, held + found


def _after_rules(body: list[Paragraph]) -> list[int]:
    """Return for each paragraph the index of the first from it on that is no rule."""
    found = [len(body)]
    for index in range(len(body) - 1, -1, -1):
        found.append(found[-1] if body[index].role == "rule" else index)
    return found[:0:-1]


def _run(body: list[Paragraph], start: int, index: int) -> _Run | None:
    """Return the longest list that begins at a paragraph: labels in order, with the paragraphs that continue a footnote.

    ``index`` is that of the first paragraph from ``start`` on that is no rule.
    """
    announced = index > start
    if index == len(body) or not (body[index].item or (announced and _label(body[index]))):
        return None
    before, first = body[start - 1].item if start else None, body[index].item
    if before and first and first.continues(before):
        return None  # numbered paragraphs of the text
    items: list[Item] = []
    last: Label | None = None
    while index < len(body) and len(items) < _MOST_ITEMS:
        paragraph = body[index]
        label = paragraph.item or (_label(paragraph) if announced else None)
        if label and (last is None or label.follows(last) or (announced and label.style == "sign")):
            items.append(Item(label.text, [paragraph.block.cut(label.length)], label.explicit))
            last = label if label.ordinals or last is None else last
            index += 1
            continue
        more = _continuation(body, index, last, announced=announced) if last else 0
        if not more:
            break
        for paragraph in body[index : index + more]:
            items[-1].paragraphs.append(paragraph.block)
        index += more
    return (
        _Run(start, index, NoteList(items, announced)) if items and all(i.paragraphs[0].text for i in items) else None
    )


def _continuation(body: list[Paragraph], index: int, last: Label, *, announced: bool) -> int:
    """Return how many paragraphs from here continue the last footnote of a page: those before its next, or before the page's end."""
    more = 0
    while index + more < len(body) and more <= _LONGEST_NOTE:
        paragraph = body[index + more]
        if paragraph.role == "page":
            return more if announced else 0
        if paragraph.role in {"file", "enclosure", "rule", "source"}:
            break
        if paragraph.item:
            return more if paragraph.item.continues(last) else 0
        more += 1
    return more if announced and index + more >= len(body) else 0


def _ends_a_page(run: _Run, before: list[Paragraph], body: list[Paragraph]) -> bool:
    """Return whether a run of numbered lines is at the foot of a page: before a page break, the end, or the rest of a sentence."""
    if run.notes.announced or all(item.explicit for item in run.notes.items) or run.end == len(body):
        return True
    after = body[run.end]
    return after.role == "page" or bool(before and unfinished(before[-1].text, after.text))


def _is_list_of_page(run: _Run, matched: Matched) -> bool:
    items = run.notes.items
    if all(item.explicit for item in items):
        return True
    if run.notes.announced:
        return 2 * matched.found >= len(items)
    return matched.likely == len(items)
