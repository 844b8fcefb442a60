"""The head of a document in a printed edition of another country: everything above its text, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from archive.dating import Dateline, read_date
from archive.deadline import check
from archive.parsing.letters.kinds import kind_of
from archive.parsing.offices import has_title
from archive.parsing.printed.parties import Parties, parties_of
from archive.parsing.printed.pieces import LONGEST, MARKS, Piece, address, dateline, lead_of, pieces_of
from archive.parsing.transcription.layout import Paragraph
from archive.parsing.transcription.lines import Block
from archive.records import CorrespondentRecord, DateRecord

#: The most lines above a heading, of it, and below it.
_MOST_ABOVE, _MOST_OF_HEADING, _MOST_BELOW = 6, 5, 14
#: The lines that are looked at to recognise a document.
LINES = _MOST_ABOVE + _MOST_OF_HEADING + _MOST_BELOW
_NUMBER_BEFORE = re.compile(r"(?P<number>\d{1,4}[A-Za-z]?)\.?\s+(?=[A-ZÀ-Ý])")
#: A heading goes on in the next line after these, or where that begins with a small letter.
_GOES_ON = re.compile(
    r"(?:[,–-]|\b(?:to|of|the|for|in|and|an|den|die|der|des|du|de|la|le|à|au|aux|et|und|al|alla|del))$", re.IGNORECASE
)
_OPENS_SIDE = re.compile(r"(?:to|TO|an|AN|à|À|au|AU|aux|AUX|al|AL|alla)\s")
_LONGEST_SUBJECT = 160
_DAY_ALONE = re.compile(r"(?:le |am )?(?P<day>\d{1,2})(?:er|\.)?(?=,|$)")
#: Words of telegrams that other countries have and the United States have not.
_FOREIGN_WORDS = re.compile(
    r"cablegram|savingram|saving|teleprinter|telegraphic|fernschreiben|t[ée]l[ée]gramme|telegramm\b", re.IGNORECASE
)


@dataclass
class Head:
    """The lines of a head as paragraphs, the number of lines that it takes, and what it says."""

    above: list[Paragraph]
    heading: Paragraph
    below: list[Paragraph]
    lines: int
    parties: Parties
    pieces: list[Piece] = field(default_factory=list)

    def of(self, role: str) -> Iterator[Piece]:
        """Yield the pieces with a role."""
        return (piece for piece in self.pieces if piece.role == role)

    @property
    def dated(self) -> Dateline:
        """The place and date, the hour of despatch with them; empty if none is printed."""
        found = next((piece.dated for piece in self.of("dateline") if piece.dated), None) or Dateline()
        sent = next((piece.words[0] for piece in self.of("received") if piece.words), "")
        if found.date and sent and not found.date.time:
            return replace(found, date=replace(found.date, time=sent))
        return found

    @property
    def received(self) -> DateRecord | None:
        """The date of receipt."""
        found = next((piece for piece in self.of("received") if piece.received), None)
        sent = self.dated.date
        year = int(sent.earliest[:4]) if sent and sent.earliest else None
        if found is None:
            return self.dated.received
        if sent and (day := _DAY_ALONE.match(found.number)) and len(sent.edtf) == 10:
            return _in_month_of(sent, int(day["day"]), found.number)
        return read_date(found.number, year=year) or DateRecord(found.number)

    @property
    def is_foreign(self) -> bool:
        """Whether it is certainly none of *Foreign Relations*: by its files, its address, its language or its kinds of telegrams."""
        files = list(self.of("file"))
        besides = any(piece.role in {"number", "dateline", "kind"} for piece in self.pieces)
        if any(self.of("address")) or any(piece.kind != "canadian" for piece in files):
            return True
        if (files or not self.parties.english) and besides:
            return True
        if any(_FOREIGN_WORDS.search(word) for piece in self.of("number") for word in piece.words):
            return True
        named = any(map(_is_at_its_post, self.parties.senders + self.parties.recipients))
        return named and self.parties.complete and besides


def _in_month_of(sent: DateRecord, day: int, printed: str) -> DateRecord:
    """Return the day of receipt of which only the day of the month is printed: the first such day on or after that of writing."""
    first = date.fromisoformat(sent.earliest)
    following = (first + timedelta(days=after) for after in range(32))
    found = next((one for one in following if one.day == day), None)
    iso = found.isoformat() if found else ""
    hour = printed.partition(",")[2].strip(" .")
    return DateRecord(printed, iso, iso, iso, hour)


def _is_at_its_post(party: CorrespondentRecord) -> bool:
    at_post = party.place and not party.office and party.printed.endswith(f"({party.place})")
    return bool(party.person and at_post and has_title(party.printed))


def head_of(lines: Sequence[Block], *, file_at_end: bool = False) -> Head | None:
    """Return the head that the first lines of a text are; ``None`` if they are none of another country's edition.

    ``file_at_end`` says that the text ends with a file as Australian documents do.
    """
    check()
    lines = lines[:LINES]
    above, pieces, at = _lead(lines)
    found = _heading(lines, at) or _any_heading(lines, at, pieces)
    if found is None:
        return None
    begins, parties, number = found
    below, more, end = _below(lines, begins, parties)
    if number:
        pieces.insert(0, Piece("document number", 0, 0, number=number))
    heading = lines[at].cut(0)
    for line in lines[at + 1 : begins]:
        heading.join(line)
    head = Head(above, Paragraph(heading), below, end, parties, [*pieces, *_in_heading(heading.text), *more])
    described = parties.complete or any(head.of("dateline"))
    return head if head.is_foreign or (file_at_end and described) else None


def _lead(lines: Sequence[Block]) -> tuple[list[Paragraph], list[Piece], int]:
    above: list[Paragraph] = []
    pieces: list[Piece] = []
    for at, line in enumerate(lines[:_MOST_ABOVE]):
        found = list(lead_of(line.text)) if len(line.text) <= LONGEST else []
        if not found or re.search(r"\w", MARKS.sub("", line.text[found[-1].end :])):
            return above, pieces, at
        pieces += found
        above += _paragraphs(line, found)
    return above, pieces, min(len(lines), _MOST_ABOVE)


def _heading(lines: Sequence[Block], start: int) -> tuple[int, Parties, str] | None:
    """Return the line after a heading that begins at ``start``, what it says, and the document's number before it."""
    words = number = ""
    found: Parties | None = None
    for at in range(start, min(start + _MOST_OF_HEADING, len(lines))):
        line = MARKS.sub("", lines[at].text).strip()
        if len(line) > LONGEST:
            break
        if at == start and (before := _NUMBER_BEFORE.match(line)):
            number, line = before["number"], line[before.end() :]
        elif at > start and (pieces_of(lines[at].text) or not _continues(words, line, found)):
            break
        words = f"{words} {line}".strip()
        found = parties_of(_without_receipt(words)) or found
        end = at + 1
    if found is None:
        return None
    return end, found, number


def _any_heading(lines: Sequence[Block], at: int, above: list[Piece]) -> tuple[int, Parties, str] | None:
    """Return a heading that names no side ("Extract from Cabinet Conclusions"), if a file or an address stands above it and more below."""
    if at + 1 >= len(lines) or len(lines[at].text) > LONGEST or not any(p.role in {"file", "address"} for p in above):
        return None
    within = range(at + 1, min(at + _MOST_OF_HEADING, len(lines)))
    ends = next((end for end in within if pieces_of(lines[end].text)), 0) or next(
        (end for end in within if kind_of(lines[end - 1].text)), 0
    )
    if not ends or any(line.text.rstrip().endswith((".", ":")) for line in lines[at : ends - 1]):
        return None
    words = " ".join(MARKS.sub("", line.text) for line in lines[at:ends])
    kind = next((kind for line in lines[at:ends] if (kind := kind_of(line.text))), "")
    return (ends, Parties(kind=kind), "") if len(words) <= LONGEST else None


def _continues(words: str, line: str, found: Parties | None) -> bool:
    """Return whether a line goes on with a heading."""
    if found and found.complete and words.endswith("."):
        return False
    return bool(
        _GOES_ON.search(words)
        or _OPENS_SIDE.match(line)
        or line[:1].islower()
        or (words.isupper() and line.isupper() and not (found and found.complete))
    )


def _without_receipt(words: str) -> str:
    """Return a heading without the receipt and the date at its end."""
    cut = re.search(r"\s*\((?:Received|Rec[’']d|Reçue?)\b[^()]{0,60}\)\.?$", words)
    words = words[: cut.start()] if cut else words
    dated = re.search(r",\s(?=\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4}$)", words)
    return words[: dated.start()] if dated else words


def _in_heading(heading: str) -> list[Piece]:
    """Return the receipt and the date that a heading has at its end: "(Received 5 May, 8.20 p.m.)", ", 31 March 1979"."""
    words = MARKS.sub("", heading).strip()
    left = _without_receipt(words)
    rest = words[len(left) :].strip(" ,")
    pieces = list(pieces_of(rest)) if rest else []
    return [piece for piece in pieces if piece.role in {"received", "dateline"}]


def _below(lines: Sequence[Block], at: int, parties: Parties) -> tuple[list[Paragraph], list[Piece], int]:
    """Return the lines below a heading, their pieces, and the line at which the text begins."""
    below: list[Paragraph] = []
    pieces: list[Piece] = []
    for _ in range(_MOST_BELOW):
        if at >= len(lines):
            break
        line = lines[at]
        found = pieces_of(line.text) or _address(line.text)
        if not found and not _is_subject(lines, at, pieces):
            break
        pieces += found
        below += _paragraphs(line, found) if found else [Paragraph(line, "kind")]
        at += 1
        if parties.complete and any(piece.role == "dateline" for piece in found) and _numbered_text(lines, at):
            break
    return below, pieces, at


def _address(line: str) -> tuple[Piece, ...]:
    found = address(line.strip())
    return (found,) if found and found.end == len(line.strip()) else ()


def _is_subject(lines: Sequence[Block], at: int, pieces: list[Piece]) -> bool:
    """Return whether a line is a subject between a heading and a date line that follows it at once."""
    if any(piece.role == "dateline" for piece in pieces) or len(lines[at].text) > _LONGEST_SUBJECT:
        return False
    following = lines[at + 1 : at + 3]
    return not lines[at].text.rstrip().endswith((".", ":")) and any(
        any(piece.role == "dateline" for piece in pieces_of(line.text)) for line in following
    )


def _numbered_text(lines: Sequence[Block], at: int) -> bool:
    """Return whether the next line is the first of a text that is numbered: "1. Your telegram"."""
    return at < len(lines) and bool(re.match(r"1\.\s", lines[at].text))


_ROLES = {"dateline": "dateline", "received": "received", "marking": "marking", "document number": "document number"}


def _paragraphs(line: Block, pieces: Sequence[Piece]) -> list[Paragraph]:
    """Return a line cut at its pieces, each a paragraph with its role; what stands between two belongs to the first."""
    starts = [0, *(piece.start for piece in pieces[1:]), len(line.text)]
    made = []
    for piece, start, end in zip(pieces, starts, starts[1:], strict=False):
        block = line.cut(start, end)
        if block.text:
            made.append(Paragraph(block, _ROLES.get(piece.role, "kind")))
    return made


__all__ = ["LINES", "Head", "dateline", "head_of"]
