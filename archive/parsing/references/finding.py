"""References in a document: the grammar's and the file numbers, with what the editors say and mark about each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from archive import filing
from archive.parsing.fragments import Fragments, Mark, MarkedText
from archive.parsing.references.grammar import FoundReference, continued, matches
from archive.parsing.references.markup import is_address, read_target
from archive.records import DocumentRecord, ReferenceRecord

_NOT_PRINTED = re.compile(r"[Nn](?:ot|either|one|either is) printed")
_NOT_FOUND = re.compile(r"[Nn](?:ot|either|one) (?:been )?(?:found|identified|located)")
_SENTENCE_END = re.compile(r"\.(?<![ap]\.m\.)(?<!No\.)(?<!\bpp\.)(?<!\bp\.)(?<!vol\.)\s+(?=[A-Z])|;\s|\n")
#: What may stand between a paper and the place where the editors printed it: "(printed as ", ", see ".
_PRINTED_AS = re.compile(
    r"[\s,;(]*(?:(?:is\s|are\s|was\s)?(?:printed|published)?\s?(?:as|in|in full)?\s?(?:[Ss]ee\s)?(?:also\s)?(?:the\s)?)[(\s]*$"
)
#: How a footnote opens that says where a paper is: "See Document 45", "Ante, p. 12", "Supra."
_SEE = re.compile(
    r"^\W*(?:(?:For text,?\s)?[Ss]ee\s|[Pp]rinted (?:as|in|on)\s|[Dd]ated .{0,40}?[,;] (?:see\s)?|This is\s|Reference is to\s)?$"
)
_PLACES = frozenset({"document", "page", "volume", "nearby", "footnote"})
#: Kinds that are no paper of their own: places in print, and numbers.
NOT_PAPERS = _PLACES | {"ibid", "file number"}


def find(text: str) -> list[FoundReference]:
    """The references in a plain text, in order, none overlapping another; ``details`` holds what is stated, no more."""
    numbers = list(_file_numbers(text))
    starts = [number.start for number in numbers]

    def free(match: FoundReference) -> bool:
        near = bisect_left(starts, match.end)
        return near == 0 or numbers[near - 1].end <= match.start

    found = list(numbers)
    last = 0
    for match in matches(text):
        if match.start < last or not free(match):
            continue
        more = [item for item in continued(match, text) if free(item)] if match.kind not in NOT_PAPERS else []
        found += [match, *more]
        last = found[-1].end
    found.sort(key=lambda match: match.start)
    for match in found:
        _add_editors_word(match, text)
    _add_file_numbers(found, text)
    return found


def _sentence_after(text: str, place: int) -> str:
    after = text[place : place + 600]
    end = _SENTENCE_END.search(after)
    return after[: end.start()] if end else after


def _file_numbers(text: str) -> Iterator[FoundReference]:
    """The file numbers of a text; none goes on from one line to the next, where another block begins."""
    start = 0
    for line in text.split("\n"):
        for found in filing.find_numbers(line):
            details = {"normal": found.number.normal, "scheme": found.number.scheme}
            yield FoundReference(start + found.start, start + found.end, "file number", details)
        start += len(line) + 1


def _add_editors_word(match: FoundReference, text: str) -> None:
    """Add ``printed: False`` or ``found: False`` where the same sentence says so of the reference."""
    sentence = _sentence_after(text, match.end)
    if _NOT_PRINTED.search(sentence):
        match.details["printed"] = False
    if _NOT_FOUND.search(sentence):
        match.details["found"] = False


def _add_file_numbers(found: list[FoundReference], text: str) -> None:
    """A file number after a paper in the same sentence is that paper's: "telegram 12, May 3 (611.93/5–358)"."""
    paper: FoundReference | None = None
    for match in found:
        if match.kind not in NOT_PAPERS:
            paper = match
        elif match.kind == "file number" and paper and "file" not in paper.details:
            between = text[paper.end : match.start]
            if len(between) < 120 and not re.search(r"[a-z)]\.\s+[A-Z]|\n", between):
                paper.details["file"] = [match.details["scheme"], match.details["normal"]]
                match.details["of"] = ["", paper.start]
            paper = None


def _is_own(match: FoundReference, own: set[str]) -> bool:
    """Whether a match is the paper's own number at its opening: "CA–5671", "Gocus 590."."""
    said = match.details
    name = f"{said['series']} {said['number']}" if "series" in said and "number" in said else said.get("number")
    return match.start < 400 and name in own and not said.keys() & {"whose", "from", "to", "date"}


def _is_authors_page(match: FoundReference, text: str) -> bool:
    """Whether a page is one that the paper's author speaks of: of the paper's own enclosure, not of the volume."""
    if match.kind != "page" or match.details.keys() & {"where", "target", "ibid"}:
        return False
    before = text[max(0, match.start - 400) : match.start]
    return before.rfind("[") <= before.rfind("]")


def _line_of(match: FoundReference, text: str) -> str:
    """The line on which a match stands; a source note's says where the paper itself is, and is no reference."""
    start = text.rfind("\n", 0, match.start) + 1
    end = text.find("\n", match.end)
    return text[start : end if end >= 0 else None]


@dataclass(slots=True)
class _Place:
    """One text of a document: the text itself or a footnote, what was found in it, and its marks."""

    where: str
    text: str
    found: list[FoundReference]
    marks: list[Mark]


def find_references(
    record: DocumentRecord, *, use_markup: bool = True, fragments: Fragments | None = None
) -> tuple[ReferenceRecord, ...]:
    """All references in a document's text and footnotes, as records with spans in each place's plain text.

    A source note in a footnote is searched for everything but file numbers, which are the document's own. ``details`` holds beside
    what is stated: ``target``, the source's own markup (with ``use_markup``); ``file``, the file number that the
    editors give for a paper; ``see``, the place in which they say it is printed; ``of``, for those two, whose they are.
    ``fragments`` are the record's, where they have been parsed before.
    """
    marked_text = (fragments or Fragments()).marked_text
    read = [_place("text", marked_text(record.text), use_markup)]
    for note in record.footnotes:
        place = _place(f"footnote:{note.order}", marked_text(note.text), use_markup)
        if note.kind == "source":
            place.found = [match for match in place.found if match.kind != "file number"]
            for match in place.found:
                match.details.pop("file", None)
        read.append(place)
    own = {number.replace("–", "-") for number in (record.number, *record.other_numbers) if number}
    own |= {re.sub(r"^([A-Z]+)-(?=\d)", r"\1 ", number) for number in own}  # a series is found apart from its number
    lines = record.source_note.split("\n")
    read[0].found = [m for m in read[0].found if not _is_own(m, own) and _line_of(m, read[0].text) not in lines]
    if record.kind != "editorial note":
        read[0].found = [match for match in read[0].found if not _is_authors_page(match, read[0].text)]
    _join_notes(read)
    for place in read:
        _join_places(place)
    return tuple(
        ReferenceRecord(
            match.kind, place.text[match.start : match.end], place.where, match.start, match.end, match.details
        )
        for place in read
        for match in place.found
    )


def _place(where: str, read: MarkedText, use_markup: bool) -> _Place:
    found = find(read.text)
    if use_markup:
        found = _with_targets(
            found, [mark for mark in read.marks if mark.kind == "ref" and mark.start < mark.end], read.text
        )
    return _Place(where, read.text, found, read.marks)


def _with_targets(found: list[FoundReference], refs: list[Mark], text: str) -> list[FoundReference]:
    """The references with the source's own targets; what the source marks and the grammar does not find is added."""
    added = []
    for ref in refs:
        if is_address(ref.value):
            continue
        inside = [
            match for match in found if match.start < ref.end and ref.start < match.end and match.kind != "file number"
        ]
        free = [match for match in inside if "target" not in match.details and match.kind in _PLACES]
        if free:
            # The last in the markup: of "footnote 3, Document 12" in two, the nearer to the target's own number.
            free[-1].details["target"] = ref.value
        elif not any(match.start < ref.end and ref.start < match.end for match in found):
            added.append(FoundReference(ref.start, ref.end, read_target(ref.value).kind, {"target": ref.value}))
    return sorted(found + added, key=lambda match: match.start)


def _join_notes(read: list[_Place]) -> None:
    """What a footnote that hangs on a reference says of it: not printed, its file number, where it is printed."""
    notes = {place.where: place for place in read}
    for place in read:
        ends = {match.end: match for match in place.found if match.kind not in _PLACES | {"ibid"}}
        for mark in place.marks:
            if mark.kind != "anchor":
                continue
            match = next((ends[mark.start - gap] for gap in (0, 1, 2) if mark.start - gap in ends), None)
            note = notes.get(f"footnote:{mark.value}")
            if match is None or note is None or note is place:
                continue
            match.details["footnote"] = int(mark.value) if mark.value.isdigit() else mark.value
            if _NOT_PRINTED.match(note.text):
                match.details["printed"] = False
            if _NOT_FOUND.match(note.text):
                match.details["found"] = False
            if match.kind != "file number":
                _take_from_note(match, place, note)


def _take_from_note(match: FoundReference, place: _Place, note: _Place) -> None:
    """The file number or the places in print with which a note opens belong to the paper that it hangs on."""
    for index, said in enumerate(note.found):
        if said.kind not in NOT_PAPERS:
            return  # the note goes on to speak of another paper
        if said.kind == "file number" and "of" not in said.details and "file" not in match.details:
            match.details["file"] = [said.details["scheme"], said.details["normal"]]
            said.details["of"] = [place.where, match.start]
        elif said.kind in _PLACES and "see" not in match.details and _SEE.match(note.text[: said.start]):
            _pair_off(place, _run_before(place, match), note, _run_after(note, index))


def _join_places(place: _Place) -> None:
    """A place in print right after a paper says where that is printed: "Telegram 164, February 13, p. 227"."""
    for index, (paper, said) in enumerate(zip(place.found, place.found[1:], strict=False), 1):
        if paper.kind in NOT_PAPERS or said.kind not in _PLACES - {"footnote"} or "see" in paper.details:
            continue
        if said.start - paper.end < 30 and _PRINTED_AS.match(place.text[paper.end : said.start]):
            _pair_off(place, _run_before(place, paper), place, _run_after(place, index))
    for match in place.found:
        if match.details.get("of", ["x"])[0] == "":
            match.details["of"] = [place.where, match.details["of"][1]]


def _run_before(place: _Place, last: FoundReference) -> list[FoundReference]:
    """The papers of one list that ends with this one: "Telegrams 194 and 198"."""
    index = place.found.index(last)
    run = [last]
    while index and _same_list(place, place.found[index - 1], run[0]) and place.found[index - 1].kind == last.kind:
        index -= 1
        run.insert(0, place.found[index])
    return run


def _run_after(place: _Place, index: int) -> list[FoundReference]:
    """The places in print of one list that begins with the index-th: "pp. 237 and 240"."""
    run = [place.found[index]]
    for match in place.found[index + 1 :]:
        if match.kind != run[0].kind or not _same_list(place, run[-1], match):
            break
        run.append(match)
    return run


def _same_list(place: _Place, one: FoundReference, other: FoundReference) -> bool:
    return bool(re.fullmatch(r",? (?:and |or )?|[–-]", place.text[one.end : other.start]))


def _pair_off(place: _Place, papers: list[FoundReference], where: _Place, printed: list[FoundReference]) -> None:
    """Each paper with its own place; of lists that are not of one length nothing is told."""
    ranged = len(printed) == 2 and where.text[printed[0].end : printed[1].start] in {"–", "-"}
    if ranged and len(papers) == 1:
        printed = printed[:1]
    if len(papers) != len(printed):
        return
    for paper, said in zip(papers, printed, strict=True):
        if "see" not in paper.details and "of" not in said.details:
            paper.details["see"] = [where.where, said.start]
            said.details["of"] = [place.where, paper.start]
