"""The citations of a bibliography or of a book's footnotes: one on a line, or several in a note, with other words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive import filing
from archive.deadline import check
from archive.parsing.citations.grammar import read_citation
from archive.parsing.citations.papers import PaperCitation, read_paper, read_people
from archive.parsing.citations.places import (
    ADDRESS,
    SERIES_NAME,
    PaperAddress,
    VolumeCitation,
    read_address,
    read_place,
    read_place_again,
)

#: Longer citations are cut here: a citation is a sentence, and the rest of a note speaks of something else.
_LONGEST = 600
_SERIES = re.compile(rf"(?<!\w){SERIES_NAME}|(?<!\w)frus\d{{4}}", re.IGNORECASE)
_IBID = re.compile(r"(?<!\w)ibid(?:em)?(?!\w)\.?[\s,:;]*", re.IGNORECASE)
#: What ends a citation within a note: a semicolon, or a stop after which a new sentence begins.
_END = re.compile(
    r";\s+|(?<=[\w)”\"][.])\s+(?=(?:See|Cf|Also|For|Compare|Ibid|On|In|The|This|And|But|Memorandum|Memcon|Telegram|Tel|Letter)\b)"
)
_LABEL = re.compile(r"^\s*(?:\[?\(?\d{1,4}[.)\]]+\s+|\d{1,4}\s+(?=\D)|[*†‡•–—-]\s+)")
_OPENING = re.compile(
    r"^(?:(?:see(?:\s+also)?|cf\.?|compare|also|and|but|quoted\s+in|cited\s+in|printed\s+in|reprinted\s+in|in|for\s+[^,:]{1,80}?,?\s+see)[\s,:]+)+",
    re.IGNORECASE,
)
_TRIMMED = 8


@dataclass(frozen=True, slots=True)
class Citation:
    """What one citation says: where it is printed or held, and what paper it is. ``text`` are its words.

    ``numbers`` are file numbers in their normal form. ``is_again`` is true if the volume is that of the citation before it ("ibid.").
    """

    text: str
    place: VolumeCitation | None = None
    address: PaperAddress | None = None
    numbers: tuple[str, ...] = ()
    paper: PaperCitation | None = None
    is_again: bool = False

    @classmethod
    def of(cls, read: VolumeCitation | PaperAddress | PaperCitation, text: str = "") -> Citation:
        """Return what :func:`read_citation` read as a citation."""
        return cls(
            text,
            read if isinstance(read, VolumeCitation) else None,
            read if isinstance(read, PaperAddress) else None,
            (),
            read if isinstance(read, PaperCitation) else None,
        )

    def __bool__(self) -> bool:
        return bool(self.place or self.address or self.numbers or self.paper)

    @property
    def parts(self) -> list[str]:
        """What it says, in words: the paper, and where it is."""
        return [*(str(part) for part in (self.paper, self.address, self.place) if part), *self.numbers]

    def __str__(self) -> str:
        return "; ".join(self.parts)


def split_notes(text: str) -> Iterator[str]:
    """Yield the words of each citation of a text: a line each, and the parts of a note that semicolons and sentences divide."""
    for line in text.splitlines():
        check()
        line = _LABEL.sub("", " ".join(line.split()))
        start = 0
        for end in _END.finditer(line):
            if line.count("(", start, end.start()) > line.count(")", start, end.start()):
                continue  # the names of editors in a bracket: "(Washington: GPO, 1975; reprint)"
            yield from _piece(line[start : end.start()])
            start = end.end()
        yield from _piece(line[start:])


def _piece(words: str) -> Iterator[str]:
    if words.strip(" ,.;:"):
        yield words.strip()


def read_notes(text: str) -> Iterator[Citation]:
    """Yield what each citation of a text says; one that says nothing that can be looked up is false."""
    before = None
    for words in split_notes(text):
        citation = read_note(words, before)
        if citation:
            before = citation
        yield citation


def read_note(words: str, before: Citation | None = None) -> Citation:
    """Return what one citation says. ``before`` is the citation before it, which "ibid." means."""
    check()
    words = words.strip()
    text = _OPENING.sub("", words[:_LONGEST]).strip(" ,;")
    whole = read_citation(text)
    if whole:
        return Citation.of(whole, words)
    citation = Citation(words)
    if match := ADDRESS.search(text):
        address = read_address(match[0])
        text = f"{text[: match.start()]} {text[match.end() :]}".strip(" ,.;")
        if isinstance(address, PaperAddress):
            citation = replace(citation, address=address)
        elif address and address.is_exact:
            citation = replace(citation, place=address)
    if match := _IBID.search(text):
        again = _again(text[match.end() :], before)
        citation = again and replace(again, text=words) or citation
        text = text[: match.start()]
    elif match := _SERIES.search(text):
        place = _first_place(text[match.start() :])
        citation = replace(citation, place=citation.place or place)
        text = text[: match.start()] if place else text
    found = [one for one in filing.find_numbers(text) if one.number.scheme not in (filing.UNKNOWN, filing.RECORD_GROUP)]
    whole_numbers = [one for one in found if one.number.enclosure or one.number.date] or found
    numbers = tuple(dict.fromkeys(one.number.normal for one in whole_numbers))
    if found:
        text = text[: found[0].start]
    text = text.strip(" ,.;:(")
    paper = _paper(text)
    if citation.is_again and paper is None and citation.paper and text:
        return replace(citation, paper=None)
    return replace(citation, numbers=citation.numbers or numbers, paper=paper or citation.paper)


def _paper(text: str) -> PaperCitation | None:
    """Return the paper that words name, without what else is said at their ends: "… , Central Files", "… , Top Secret"."""
    for _ in range(_TRIMMED):
        text = filing.without_surroundings(text).strip(" ,.;:(") if text else ""
        if not text:
            return None
        if paper := read_paper(text) or read_people(text, loosely=True):
            return paper
        text = text.rpartition(",")[0]
    return None


def _first_place(text: str) -> VolumeCitation | None:
    """Return the place that the first words cite, up to the comma after which something else is said."""
    for _ in range(_TRIMMED):
        if place := read_place(text.strip(" ,.;:()[]")):
            return place
        text = text.rpartition(",")[0] or text.rpartition(" ")[0]
    return None


def _again(text: str, before: Citation | None) -> Citation | None:
    """Return the citation before, at another place of its volume where the words after "ibid." cite one."""
    if before is None:
        return None
    rest = text.strip(" ,.;:)")
    if not rest:
        return replace(before, is_again=True)
    place = read_place_again(rest, before.place) if before.place else None
    return Citation("", place=place, is_again=True) if place else None
