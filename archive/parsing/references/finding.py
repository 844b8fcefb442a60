"""References in a document: what the patterns and the file numbers find, with what the editors state and mark about each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive import filing
from archive.deadline import check
from archive.parsing.fragments import Fragments, Mark, MarkedText
from archive.parsing.references import paper_patterns, print_patterns
from archive.parsing.references.markup import is_address, read_target
from archive.parsing.references.paper_patterns import continued
from archive.parsing.references.patterns import FoundReference, Grammar
from archive.parsing.references.remarks import NOT_FOUND, NOT_PRINTED, add_remarks
from archive.records import DocumentRecord, ReferenceRecord

#: What may stand between a paper and the place where the editors printed it: "(printed as ", ", see ".
_PRINTED_AS = re.compile(
    r"[\s,;(]*(?:(?:is\s|are\s|was\s)?(?:printed|published)?\s?(?:as|in|in full)?\s?(?:[Ss]ee\s)?(?:also\s)?(?:the\s)?)[(\s]*$"
)
#: How a footnote begins that tells where a paper is: "See Document 45", "Ante, p. 12", "Supra."
_SEE = re.compile(
    r"^\W*(?:(?:For text,?\s)?[Ss]ee\s|[Pp]rinted (?:as|in|on)\s|[Dd]ated .{0,40}?[,;] (?:see\s)?|This is\s|Reference is to\s)?$"
)
#: How far into a footnote its opening words reach, and the most references of a list that are paired with those of another.
_LONGEST_OPENING, _LONGEST_LIST = 2_000, 100
#: How many years before and after a paper those may be of which it gives number and year.
_OLDEST, _NEWEST = 40, 2
_A_YEAR = re.compile(r"(?<![\w–/-])(?:1[89]\d\d|20[0-2]\d)(?![\w–/-])")
_IN_PRINT = frozenset({"document", "page", "volume", "nearby", "footnote"})
#: Kinds that are no paper of their own: places in print, and numbers.
NOT_PAPERS = _IN_PRINT | {"ibid", "file number"}

#: The patterns of papers come first: where both match, a paper is meant.
GRAMMAR = Grammar([*paper_patterns.PATTERNS, *print_patterns.PATTERNS])


def find(text: str) -> list[FoundReference]:
    """Return the references in a plain text, in order, none overlapping another; ``details`` has what is stated, no more."""
    numbers = list(_file_numbers(text))
    starts = [number.start for number in numbers]

    def is_free(reference: FoundReference) -> bool:
        near = bisect_left(starts, reference.end)
        return near == 0 or numbers[near - 1].end <= reference.start

    found = list(numbers)
    last = 0
    for reference in GRAMMAR.matches(text):
        if reference.start < last or not is_free(reference):
            continue
        more = continued(reference, text) if reference.kind not in NOT_PAPERS else []
        found += [reference, *filter(is_free, more)]
        last = found[-1].end
    found.sort(key=lambda reference: reference.start)
    add_remarks(found, [one for one in found if one.kind not in NOT_PAPERS], text)
    _add_file_numbers(found, text)
    return found


def _file_numbers(text: str) -> Iterator[FoundReference]:
    """Yield the file numbers of a text; none goes on from one line to the next, where another block begins."""
    start = 0
    for line in text.split("\n"):
        check()
        for found in filing.find_numbers(line):
            details = {"normal": found.number.normal, "scheme": found.number.scheme}
            yield FoundReference(start + found.start, start + found.end, "file number", details)
        start += len(line) + 1


def _add_file_numbers(found: list[FoundReference], text: str) -> None:
    """Add a file number to the paper before it in the same sentence: "telegram 12, May 3 (611.93/5–358)"."""
    paper: FoundReference | None = None
    for reference in found:
        if reference.kind not in NOT_PAPERS:
            paper = reference
        elif reference.kind == "file number" and paper and "file" not in paper.details:
            between = text[paper.end : reference.start]
            if len(between) < 120 and not re.search(r"[a-z)]\.\s+[A-Z]|\n", between):
                paper.details["file"] = [reference.details["scheme"], reference.details["normal"]]
                reference.details["of"] = ["", paper.start]
            paper = None


# --- a whole document -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Passage:
    """One text of a document, the text itself or a footnote, with its references and marks."""

    where: str
    text: str
    found: list[FoundReference]
    marks: list[Mark]


def find_references(
    record: DocumentRecord, *, use_markup: bool = True, fragments: Fragments | None = None
) -> tuple[ReferenceRecord, ...]:
    """Return all references in a document's text and footnotes, as records with spans in the plain text of each.

    File numbers in a source note are left out, since they are the document's own. Besides what is stated, ``details`` has
    ``target``, the target of the source's own markup (with ``use_markup``); ``file``, the file number that the editors give
    for a paper; ``see``, the place in which they state that it is printed; ``of``, for those two, the paper that they belong to.
    ``fragments`` are the record's, where they have been parsed before.
    """
    marked_text = (fragments or Fragments()).marked_text
    text = _passage("text", marked_text(record.text), use_markup)
    passages = [text]
    for note in record.footnotes:
        passage = _passage(f"footnote:{note.order}", marked_text(note.text), use_markup)
        if note.kind == "source":
            passage.found = [reference for reference in passage.found if reference.kind != "file number"]
            for reference in passage.found:
                reference.details.pop("file", None)
        passages.append(passage)
    for passage in passages:
        if record.year:
            passage.found = _with_numbers_for_years(passage.found, passage.text, record.year)
        elif record.date is None or not record.date.earliest:
            _add_years_before(passage)
    text.found = _without_its_own(text, record)
    _join_notes(passages)
    for passage in passages:
        _join_places(passage)
    return tuple(
        ReferenceRecord(
            reference.kind,
            passage.text[reference.start : reference.end],
            passage.where,
            reference.start,
            reference.end,
            reference.details,
        )
        for passage in passages
        for reference in passage.found
    )


def _with_numbers_for_years(found: list[FoundReference], text: str, written: int) -> list[FoundReference]:
    """Return the references with the next number of a list in place of a year in which no paper of this one's time was written.

    In a telegram of 1949 "Embtels 1805, July 25, 1859 and 1889" name three telegrams, and none of 1859.
    """
    result = []
    for reference in found:
        date = reference.details.get("date", {})
        year = date.get("year")
        end = text.find(str(year), reference.start, reference.end) if year else -1
        if "number" not in reference.details or end < 0 or -_OLDEST <= year - written <= _NEWEST:
            result.append(reference)
            continue
        shared = {name: value for name, value in reference.details.items() if name in {"whose", "from", "to", "series"}}
        date = {name: value for name, value in date.items() if name != "year"}
        before = len(text[reference.start : end].rstrip(" ,"))
        result.append(replace(reference, end=reference.start + before, details=reference.details | {"date": date}))
        result.append(FoundReference(end, reference.end, reference.kind, {"number": str(year), **shared}))
    return result


def _add_years_before(passage: _Passage) -> None:
    """Add to papers of a document without a date the year that stands before them in the same passage."""
    years = [(match.start(), int(match[0])) for match in _A_YEAR.finditer(passage.text)]
    for reference in passage.found:
        if reference.kind not in NOT_PAPERS and "year" not in reference.details.get("date", {}):
            before = bisect_left(years, (reference.start, 0))
            if before:
                reference.details["year_before"] = years[before - 1][1]


def _without_its_own(passage: _Passage, record: DocumentRecord) -> list[FoundReference]:
    """Return the references of a document's text without those to the document itself: its number, its source, its pages."""
    own = {number.replace("–", "-") for number in (record.number, *record.other_numbers) if number}
    own |= {re.sub(r"^([A-Z]+)-(?=\d)", r"\1 ", number) for number in own}  # a series is found apart from its number
    of_source = _lines_of(passage.text, set(record.source_note.split("\n")))
    return [
        reference
        for reference in passage.found
        if not _is_own_number(reference, own)
        and not of_source(reference)
        and (record.kind == "editorial note" or not _is_authors_page(reference, passage.text))
    ]


def _is_own_number(reference: FoundReference, own: set[str]) -> bool:
    """Return whether a reference is the paper's own number at its opening: "CA–5671", "Gocus 590."."""
    details = reference.details
    if reference.start >= 400 or "number" not in details or details.keys() & {"whose", "from", "to", "date"}:
        return False
    return (f"{details['series']} {details['number']}" if "series" in details else details["number"]) in own


def _is_authors_page(reference: FoundReference, text: str) -> bool:
    """Return whether a page is one that the paper's author mentions: of the paper's enclosure, not of the volume."""
    if reference.kind != "page" or reference.details.keys() & {"where", "target", "ibid"}:
        return False
    before = text[max(0, reference.start - 400) : reference.start]
    return before.rfind("[") <= before.rfind("]")


def _lines_of(text: str, lines: set[str]) -> Callable[[FoundReference], bool]:
    """Return whether a reference is on one of these lines.

    On a source note's line it tells where the paper itself is, and is no reference.
    """
    starts, among = [], []
    place = 0
    for line in text.split("\n"):
        starts.append(place)
        among.append(line in lines)
        place += len(line) + 1

    def is_among(reference: FoundReference) -> bool:
        first, last = (bisect_right(starts, at) - 1 for at in (reference.start, reference.end))
        return first == last and among[first]

    return is_among


def _passage(where: str, read: MarkedText, use_markup: bool) -> _Passage:
    found = find(read.text)
    if use_markup:
        refs = [mark for mark in read.marks if mark.kind == "ref" and mark.start < mark.end]
        found = _with_targets(found, refs)
    return _Passage(where, read.text, found, read.marks)


def _with_targets(found: list[FoundReference], refs: list[Mark]) -> list[FoundReference]:
    """Return the references with the source's own targets, and with what the source marks and the patterns do not find."""
    added = []
    starts = [reference.start for reference in found]
    for ref in refs:
        if is_address(ref.value):
            continue
        first = max(bisect_right(starts, ref.start) - 1, 0)
        near = found[first : bisect_left(starts, ref.end)]
        over = [reference for reference in near if ref.start < reference.end]
        free = [reference for reference in over if "target" not in reference.details and reference.kind in _IN_PRINT]
        if free:
            # The last in the markup: of "footnote 3, Document 12" in two, the nearer to the target's own number.
            free[-1].details["target"] = ref.value
        elif not over:
            added.append(FoundReference(ref.start, ref.end, read_target(ref.value).kind, {"target": ref.value}))
    return sorted(found + added, key=lambda reference: reference.start)


# --- ties between references ----------------------------------------------------------------------------------------


def _join_notes(passages: list[_Passage]) -> None:
    """Add to references what the footnotes at their end state: not printed, the file number, the place in print."""
    notes = {passage.where: passage for passage in passages}
    openings: dict[str, _Opening] = {}
    for passage in passages:
        ends = {one.end: place for place, one in enumerate(passage.found) if one.kind not in _IN_PRINT | {"ibid"}}
        for mark in passage.marks:
            if mark.kind != "anchor":
                continue
            place = next((ends[mark.start - gap] for gap in (0, 1, 2) if mark.start - gap in ends), None)
            note = notes.get(f"footnote:{mark.value}")
            if place is None or note is None or note is passage:
                continue
            reference = passage.found[place]
            reference.details["footnote"] = int(mark.value) if mark.value.isdigit() else mark.value
            if NOT_PRINTED.match(note.text):
                reference.details["printed"] = False
            if NOT_FOUND.match(note.text):
                reference.details["found"] = False
            if reference.kind != "file number":
                if note.where not in openings:  # many anchors may lead to one note
                    openings[note.where] = _opening_of(note)
                _take_from_note(place, passage, note, openings[note.where])


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a footnote begins with: file numbers that belong to no paper yet, and lists of places in print."""

    numbers: list[FoundReference]
    lists: list[list[FoundReference]]


def _opening_of(note: _Passage) -> _Opening:
    opening = _Opening([], [])
    for index, noted in enumerate(note.found):
        if noted.kind not in NOT_PAPERS or noted.start > _LONGEST_OPENING:
            break  # the note goes on about another paper
        if noted.kind == "file number" and "of" not in noted.details:
            opening.numbers.append(noted)
        elif noted.kind in _IN_PRINT and _SEE.match(note.text[: noted.start]):
            opening.lists.append(_list_after(note, index))
    opening.numbers.reverse()
    return opening


def _take_from_note(place: int, passage: _Passage, note: _Passage, opening: _Opening) -> None:
    """Give the paper at a place among the found the file number or the places in print with which the footnote at its end begins."""
    paper = passage.found[place]
    if opening.numbers and "file" not in paper.details:
        noted = opening.numbers.pop()
        paper.details["file"] = [noted.details["scheme"], noted.details["normal"]]
        noted.details["of"] = [passage.where, paper.start]
    for places in opening.lists:
        if "see" not in paper.details:
            _pair_off(passage, _list_before(passage, place), note, places)


def _join_places(passage: _Passage) -> None:
    """Give papers the place in print that follows them: "Telegram 164, February 13, p. 227"."""
    for index, (paper, place) in enumerate(zip(passage.found, passage.found[1:], strict=False), 1):
        if paper.kind in NOT_PAPERS or place.kind not in _IN_PRINT - {"footnote"} or "see" in paper.details:
            continue
        if place.start - paper.end < 30 and _PRINTED_AS.match(passage.text[paper.end : place.start]):
            _pair_off(passage, _list_before(passage, index - 1), passage, _list_after(passage, index))
    for reference in passage.found:
        if reference.details.get("of", ["x"])[0] == "":
            reference.details["of"] = [passage.where, reference.details["of"][1]]


def _list_before(passage: _Passage, index: int) -> list[FoundReference]:
    """Return the papers of the list that ends with the index-th: "Telegrams 194 and 198"."""
    first = index
    while (
        first > max(0, index - _LONGEST_LIST)
        and _same_list(passage, passage.found[first - 1], passage.found[first])
        and passage.found[first - 1].kind == passage.found[index].kind
    ):
        first -= 1
    return passage.found[first : index + 1]


def _list_after(passage: _Passage, index: int) -> list[FoundReference]:
    """Return the places in print of the list that begins with the index-th: "pp. 237 and 240"."""
    items = [passage.found[index]]
    for reference in passage.found[index + 1 : index + 1 + _LONGEST_LIST]:
        if reference.kind != items[0].kind or not _same_list(passage, items[-1], reference):
            break
        items.append(reference)
    return items


def _same_list(passage: _Passage, one: FoundReference, other: FoundReference) -> bool:
    return bool(re.fullmatch(r",? (?:and |or )?|[–-]", passage.text[one.end : other.start]))


def _pair_off(
    passage: _Passage, papers: list[FoundReference], printed_in: _Passage, places: list[FoundReference]
) -> None:
    """Give each paper its place in print; nothing if the lists are not of one length."""
    is_range = len(places) == 2 and printed_in.text[places[0].end : places[1].start] in {"–", "-"}
    if is_range and len(papers) == 1:
        places = places[:1]
    if len(papers) != len(places):
        return
    for paper, place in zip(papers, places, strict=True):
        if "see" not in paper.details and "of" not in place.details:
            paper.details["see"] = [printed_in.where, place.start]
            place.details["of"] = [passage.where, paper.start]
