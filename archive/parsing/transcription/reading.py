"""Transcriptions to records: finding the papers in a text, their headings, footnotes and paragraphs, and reading them.

The layout of the text tells what each line is, and it becomes TEI with anchors. The words of heading, file line and date line are
then read by the same :func:`archive.parsing.tei.description.describe` that reads volumes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from archive.parsing.errors import SourceError
from archive.parsing.headings import read_heading
from archive.parsing.kinds import read_type_line
from archive.parsing.offices import place_of
from archive.parsing.plain import plain_text
from archive.parsing.references import find_references
from archive.parsing.source_notes import is_source_note
from archive.parsing.tei.description import describe
from archive.parsing.tei.document import pages_of
from archive.parsing.tei.names import serialised
from archive.parsing.transcription.anchors import Candidate, candidates
from archive.parsing.transcription.building import Line, note_text
from archive.parsing.transcription.composing import compose
from archive.parsing.transcription.layout import (
    HEAD_ROLES,
    Paragraph,
    bare_line,
    is_file_line,
    is_heading,
    is_lot,
    split_paragraphs,
)
from archive.parsing.transcription.lines import check_text, decode
from archive.parsing.transcription.matching import match, run_without_list
from archive.parsing.transcription.notes import words_before
from archive.parsing.transcription.segments import Segment, split_segments
from archive.parsing.transcription.tables import CELL
from archive.records import DocumentRecord, FootnoteRecord, ReadingWarning

_DEPARTMENT = re.compile(r"(?:(?:Acting |Under |Assistant )?Secretary of State|Department of State)\b")
#: The most lines above a heading, and their greatest length.
_MOST_BEFORE = 10
_LONGEST_BEFORE = 200
#: The most characters of a heading that nobody knows.
_LONGEST_TITLE = 300
#: The most lines at the beginning that may name the files a paper is in.
_MOST_FILES = 4
#: A heading with the paper's number in its volume: "19. National Security Study Memorandum 185".
_NUMBERED_TITLE = re.compile(r"(?:\d{1,4}[a-z]?\.|No\. ?\d{1,4}|\[\d{1,4}\]) ?[A-Z“\"\[]")
_SENTENCE_END = re.compile(r"[.!?:…][”’\"')\]]{0,3}$")
_QUOTES = frozenset("“”\"‘'«")
#: Characters of a broken word that a doubt about it shows, on both sides of its hyphen.
_LONGEST_WORD = 60


@dataclass
class Paper:
    """One paper's paragraphs: those above its heading, the heading if it has one, those between it and the text, and the text."""

    above: list[Paragraph]
    heading: Paragraph | None
    below: list[Paragraph]
    body: list[Paragraph]
    warnings: list[ReadingWarning] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line of its heading, or its first."""
        return self.opening.block.line

    @property
    def opening(self) -> Paragraph:
        """Its heading, or its first line."""
        return self.heading or [*self.above, *self.body][0]


def read_source(data: bytes, name: str) -> list[DocumentRecord]:
    """Return the papers in a file of transcriptions, in order. Raises :class:`SourceError`."""
    return [read_paper(source_id, paper) for source_id, paper in cut_papers(data, name)]


def cut_papers(data: bytes, name: str) -> list[tuple[str, Paper]]:
    """Return the papers of a file of transcriptions, not yet read, each with its ``source_id``. Raises :class:`SourceError`.

    A single paper's ``source_id`` is the file's name without ending; of several, that name with "#1", "#2" ….
    """
    text = decode(data, name)
    papers = _papers(split_paragraphs(text))
    stem = PurePath(name).stem or name
    ids = [stem] if len(papers) == 1 else [f"{stem}#{number}" for number in range(1, len(papers) + 1)]
    return list(zip(ids, papers, strict=True))


def read_transcription(text: str, *, source_id: str, name: str) -> DocumentRecord:
    """Return the one paper of a text, which messages call ``name``. Raises :class:`SourceError` if it is none, or several."""
    papers = _papers(split_paragraphs(check_text(text, name)))
    if len(papers) > 1:
        raise SourceError("has a second paper here, where one was expected", name, papers[1].line)
    return read_paper(source_id, papers[0])


# --- papers ---------------------------------------------------------------------------------------------------------------


def _papers(paragraphs: list[Paragraph]) -> list[Paper]:
    starts = _starts(paragraphs)
    ends = [*starts[1:], len(paragraphs)]
    return [_paper(paragraphs[start:end]) for start, end in zip(starts, ends, strict=True)]


def _starts(paragraphs: list[Paragraph]) -> list[int]:
    """Return where papers begin: at the first lines above each further heading that is not an enclosure's.

    A paper without any sentence has not been told yet; what follows its heading belongs to it.
    """
    starts = [0]
    found_heading = told = False
    enclosed = False
    above = 0
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role == "enclosure":
            enclosed = True
        elif (
            not paragraph.role
            and not (paragraph.item and found_heading)
            and _opens_paper(paragraph, paragraphs, above, index)
        ):
            if found_heading and told and not enclosed and above != starts[-1]:
                starts.append(above)
                told = False
            found_heading, enclosed = True, False
        elif paragraph.role in {"", "source"}:
            told = told or _SENTENCE_END.search(bare_line(paragraph.text)) is not None
        if paragraph.role not in HEAD_ROLES:
            enclosed = enclosed and paragraph.role == "enclosure"
            above = index + 1
        elif paragraph.role == "file" and index and paragraphs[index - 1].role not in HEAD_ROLES:
            enclosed = False
    return starts


def _opens_paper(paragraph: Paragraph, paragraphs: list[Paragraph], above: int, index: int) -> bool:
    """Return whether a line is a heading: among the first lines by its words, later only if it certainly opens another paper."""
    if not is_heading(paragraph.text):
        return False
    if index < _MOST_BEFORE and above == 0:
        return True
    if paragraph.text[:1] in _QUOTES:
        return False
    if any(p.role == "file" for p in paragraphs[above:index]):
        return True
    words = bare_line(paragraph.text)
    read = read_heading(words)
    if read.family not in {"from-to", "a-to-b"} or words.endswith(("?", "!", ":", ".”")):
        return False
    named = all(any(party.office or party.person for party in side) for side in (read.senders, read.recipients))
    told = read.kind or any(party.person or party.place for side in (read.senders, read.recipients) for party in side)
    numbered = read.document_number or any(p.role in {"number", "kind"} for p in paragraphs[above:index])
    dated = any(
        p.role in {"dateline", "received"} for p in [*paragraphs[above:index], *paragraphs[index + 1 : index + 3]]
    )
    return bool(named and told and (numbered or dated))


def _paper(paragraphs: list[Paragraph]) -> Paper:
    """Return a paper's parts: the first line that can be one is its heading, even if nobody knows its words."""
    for paragraph in paragraphs[:_MOST_FILES]:
        noted = paragraph.item and is_source_note(paragraph.text[paragraph.item.length :])
        if not paragraph.role and not noted and is_lot(paragraph.text):
            paragraph.role = "file"
    place = _heading_place(paragraphs)
    if place is None:
        place = next((i for i, p in enumerate(paragraphs) if p.role not in HEAD_ROLES), 0)
        return Paper(paragraphs[:place], None, [], paragraphs[place:])
    rest = further = place + 1
    while further < len(paragraphs) and paragraphs[further].role in HEAD_ROLES - {"document number"}:
        further += 1
        if paragraphs[further - 1].role != "page":
            rest = further
    return Paper(paragraphs[:place], paragraphs[place], paragraphs[place + 1 : rest], paragraphs[rest:])


def _heading_place(paragraphs: list[Paragraph]) -> int | None:
    """Return which paragraph is the heading; ``None`` if the text begins at once."""
    title = _title_place(paragraphs)
    if title is not None and _NUMBERED_TITLE.match(paragraphs[title].text):
        return title
    dated = False
    for index, paragraph in enumerate(paragraphs[: _MOST_BEFORE + 1]):
        dated = dated or paragraph.role == "dateline"
        if title is not None and title < index and dated:
            break
        if not paragraph.role and is_heading(paragraph.text):
            return index
        if paragraph.role == "kind" and is_heading(paragraph.text) and not _heading_follows(paragraphs[index + 1 :]):
            return index
        if len(paragraph.text) > _LONGEST_BEFORE:
            break
    return title


def _title_place(paragraphs: list[Paragraph]) -> int | None:
    """Return the first line that is no file number, date or the like, if it is as short as a title and something follows."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role in HEAD_ROLES or (paragraph.item and paragraph.item.length == len(paragraph.text)):
            continue
        short = len(paragraph.text) <= _LONGEST_TITLE and not (
            paragraph.text.endswith((".", ":", ";", ",")) and len(paragraph.text) > 100
        )
        return index if short and not paragraph.role and index + 1 < len(paragraphs) else None
    return None


def _heading_follows(paragraphs: list[Paragraph]) -> bool:
    for paragraph in paragraphs[:5]:
        if paragraph.role in HEAD_ROLES:
            continue
        return not paragraph.role and is_heading(paragraph.text)
    return False


# --- reading --------------------------------------------------------------------------------------------------------------


def read_paper(source_id: str, paper: Paper) -> DocumentRecord:
    """Return the record of a paper."""
    warnings: list[ReadingWarning] = list(paper.warnings)
    head = [*paper.above, *([paper.heading] if paper.heading else []), *paper.below]
    lines = {id(paragraph.block): Line(paragraph.block) for paragraph in [*head, *paper.body]}
    footnotes: list[FootnoteRecord] = []
    segments = split_segments(head, paper.body)
    for segment in segments:
        footnotes += _take_notes(segment, lines, len(footnotes), warnings)
    body = [paragraph for segment in segments for paragraph in segment.body]
    warnings += _broken_words(body)
    warnings += _running_heads([*head, *body])
    division = compose(paper.above, paper.heading, paper.below, body, lines)
    notes = tuple(footnotes)
    pages = pages_of(division, None)
    described = describe(division, notes, paper.line)
    described.pop("document_number")
    column = paper.opening.column
    warnings = [
        *(replace(w, column=w.column or column) for w in described.pop("warnings")),
        *warnings,
    ]
    if not described["kind"] and notes and notes[0].kind == "source":
        described["kind"] = read_type_line(plain_text(notes[0].text)[:_LONGEST_BEFORE])[1]
    if not described["kind"] and described["number"] and (kind := _kind_by_number(paper, described)):
        described["kind"] = kind
        message = f"A numbered paper between a mission and the Department is taken for {'an' if kind[0] in 'aei' else 'a'} {kind}."
        warnings.append(ReadingWarning("kind-inferred", message, paper.line, column))
    record = DocumentRecord(
        source_id=source_id,
        text=serialised(division),
        document_number=division.get("n", ""),
        footnotes=notes,
        pages=pages,
        warnings=tuple(sorted(warnings, key=lambda w: (w.line or 0, w.column or 0))),
        **described,
    )
    return replace(record, references=find_references(record))


def _kind_by_number(paper: Paper, described: dict[str, Any]) -> str:
    """Return the kind that a line "No. 71" gives to a paper between a mission and the Department; ``""`` if it is none."""
    if not any(p.role == "number" for p in [*paper.above, *paper.below]):
        return ""
    for kind, senders, recipients in (
        ("despatch", described["senders"], described["recipients"]),
        ("instruction", described["recipients"], described["senders"]),
    ):
        if (
            any(_DEPARTMENT.match(one.office) for one in recipients)
            and all(place_of(one.office) for one in senders)
            and senders
        ):
            return kind
    return ""


def _running_heads(paragraphs: list[Paragraph]) -> list[ReadingWarning]:
    """Return a warning about the running heads that were taken for page marks."""
    heads = [paragraph for paragraph in paragraphs if paragraph.running_head]
    if not heads:
        return []
    many = f"{len(heads)} running heads were" if len(heads) > 1 else "A running head was"
    message = f"{many} taken for page marks and left out: “{heads[0].running_head}”."
    return [ReadingWarning("running-heads", message, *heads[0].block.place(0))]


def _broken_words(body: list[Paragraph]) -> list[ReadingWarning]:
    """Return warnings about words broken at a line's end, whose hyphen may be their own or not."""
    found = []
    for paragraph in body:
        for start in paragraph.block.starts[1:]:
            if paragraph.text[start - 1] == "-":
                first, second = (
                    paragraph.text[max(0, start - _LONGEST_WORD) : start],
                    paragraph.text[start : start + _LONGEST_WORD],
                )
                word = re.split(r"\s", first)[-1] + re.split(r"\s", second)[0]
                message = f"“{word.strip('.,;:()“”')}” was broken at a line's end; its hyphen is kept."
                found.append(ReadingWarning("word-broken", message, *paragraph.block.place(start - 1)))
    return found


def _take_notes(
    segment: Segment, lines: dict[int, Line], taken: int, warnings: list[ReadingWarning]
) -> list[FootnoteRecord]:
    """Return a segment's footnotes, and put their anchors into ``lines``; ``taken`` footnotes came before."""
    blocks = segment.blocks
    found = candidates(blocks)
    items = segment.notes.items
    matched = match(found, items, head=segment.blocks_of_head, renumbered=segment.renumbered)
    labels: dict[int, str] = {}
    anchors: dict[int, str] = {}
    starts = {(c.block, c.end): c.start for c in matched.anchors}
    for candidate, index in matched.anchors.items():
        block = blocks[candidate.block]
        # Of "12", the anchors of 1 and 2, both are after the same word.
        start = starts.get((candidate.block, candidate.start), candidate.start)
        lines[id(block)].anchors.append((_widened(candidate, block.text), taken + index + 1))
        labels.setdefault(index, candidate.label)
        anchors.setdefault(index, words_before(block.text, start).rpartition(CELL)[2])
    for index in matched.missing:
        item = items[index]
        line, column = item.paragraphs[0].place(0)
        if not is_source_note(item.paragraphs[0].text):
            message = f"Footnote {item.label} has no anchor in the text."
            warnings.append(ReadingWarning("footnote-without-anchor", message, line, column))
    if not items and (run := run_without_list(found)):
        begin, end = run
        line, column = blocks[begin.block].place(begin.start)
        message = f"The numbers {begin.label} to {end.label} look like those of footnotes that were not copied; they stay in the text."
        warnings.append(ReadingWarning("notes-not-copied", message, line, column))
        matched.orphans = []
    for candidate in matched.orphans:
        line, column = blocks[candidate.block].place(candidate.start)
        words = words_before(blocks[candidate.block].text, candidate.start)
        message = (
            f"The number {candidate.label} after “{words}” looks like a footnote's, but there is no such footnote."
        )
        warnings.append(ReadingWarning("anchor-without-footnote", message, line, column))
    for candidate in matched.doubtful:
        line, column = blocks[candidate.block].place(candidate.start)
        label = items[matched.anchors[candidate]].label
        message = f"The number {candidate.label} is taken for the anchor of footnote {label}, which is doubtful."
        warnings.append(ReadingWarning("anchor-doubtful", message, line, column))
    renumbered = [index for index, label in labels.items() if label != items[index].label]
    if renumbered:
        first = min(renumbered)
        line, column = items[first].paragraphs[0].place(0)
        message = f"The list counts its footnotes from {items[first].label}, the text from {labels[first]}; the text's numbers are kept."
        warnings.append(ReadingWarning("footnotes-renumbered", message, line, column))
    if segment.doubtful:
        line, column = segment.doubtful.block.place(0)
        message = "The numbered lines from here look like footnotes, but the text has no anchors for them; they stay in the text."
        warnings.append(ReadingWarning("numbered-lines-kept", message, line, column))
    notes = [
        FootnoteRecord(
            order=taken + index + 1,
            label=labels.get(index, item.label),
            text=note_text(item.paragraphs, labels.get(index, item.label)),
            kind="source"
            if is_source_note(words := item.paragraphs[0].text) or (not index and is_file_line(words))
            else "footnote",
            anchor=anchors.get(index, ""),
        )
        for index, item in enumerate(items)
    ]
    for paragraph in segment.sources:
        order = taken + len(notes) + 1
        notes.append(FootnoteRecord(order, "", note_text([paragraph.block], ""), "source"))
    return notes


def _widened(candidate: Candidate, text: str) -> Candidate:
    """Return the candidate with the blank before a number that is separate from the word."""
    start = candidate.start
    if start and text[start - 1] == " " and text[candidate.end : candidate.end + 1] in {" ", ""}:
        start -= 1
    return replace(candidate, start=start)
