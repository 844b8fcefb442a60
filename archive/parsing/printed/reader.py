"""The reader of plain copies of printed editions of other countries."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from archive.errors import Refused
from archive.parsing.letters.dodis import day_of_meeting, note_says
from archive.parsing.letters.languages import inferred_language
from archive.parsing.plain import plain_text
from archive.parsing.printed.heads import LINES, Head, head_of
from archive.parsing.printed.parties import parties_of
from archive.parsing.printed.pieces import AUSTRALIAN_FILE, MARKS
from archive.parsing.reader import PartsReading, Placed, read_or_reason
from archive.parsing.transcription import read_transcription
from archive.parsing.transcription.building import note_text
from archive.parsing.transcription.layout import Paragraph, split_paragraphs
from archive.parsing.transcription.lines import Block, check_text, decode
from archive.parsing.transcription.reader import NO_TEXT
from archive.parsing.transcription.reading import Paper, read_paper
from archive.records import DocumentRecord, FileNumberRecord, FootnoteRecord

#: The most lines at which a further document is looked for in one text, and the bytes by which one is recognised.
_MOST_TRIED, _HEAD = 500, 8_000
_OPENS = re.compile(
    r"(?:(?:No|Nr)\.?\s?)?\d{1,4}[A-Za-z]?\.?(?=\s*$|\s+[A-ZÀ-Ý])|(?:https?://)?dodis\.ch/", re.IGNORECASE
)
#: The paper's own number at the opening of its text: "No 2714. Je réponds", "Nr. 12. Der Botschafter".
_OWN_NUMBER = re.compile(r"^(?:N[or]\.?|N[°º])\s?(?P<number>\d{1,5})\.?\s(?=[A-ZÀ-Ý])", re.MULTILINE)
#: Doubts about a head that the transcription's own grammar could not read.
_OF_THE_HEAD = frozenset(
    "heading-not-understood no-date own-number-unread kind-inferred sender-not-recognised recipient-not-recognised".split()
)


class PrintedReader:
    """Plain copies of documents from printed editions of other countries."""

    name = "printed"
    words = "a document of another country's printed edition as plain text"
    streams = False

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether a text begins with the head of such a document."""
        if head.startswith(NO_TEXT) or b"\0" in head[:_HEAD] or head.lstrip()[:1] == b"<":
            return False
        try:
            text = check_text(head[:_HEAD].decode("utf-8-sig", errors="ignore"), name)
        except Refused:
            return False
        return (
            head_of(_lines(text)[:LINES], file_at_end=bool(AUSTRALIAN_FILE.search(head.decode("utf-8", "ignore"))))
            is not None
        )

    def open(self, path: Path, name: str) -> PartsReading[tuple[str, str, int]]:
        """Open a file of such documents. Raises :class:`archive.parsing.errors.SourceError`."""
        text = decode(path.read_bytes(), name)
        texts = cut_documents(text)
        stem = Path(name).stem or name
        ids = [stem] if len(texts) == 1 else [f"{stem}#{number}" for number in range(1, len(texts) + 1)]
        return PartsReading(
            [(one, *part) for one, part in zip(ids, texts, strict=True)], lambda part: _read(*part, name)
        )


def read_pasted(text: str, *, source_id: str, name: str) -> DocumentRecord:
    """Return the one paper of a text in any printed form. Raises :class:`archive.parsing.errors.SourceError` if it is none, or several."""
    checked = check_text(text, name)
    record = _document(checked, 1, source_id) if len(cut_documents(checked)) == 1 else None
    return record or _with_foreign_parties(read_transcription(text, source_id=source_id, name=name))


def _with_foreign_parties(record: DocumentRecord) -> DocumentRecord:
    """Return a record with the parties of a heading in French, German or Italian that stands below a head of *Foreign Relations*."""
    parties = None if record.senders or record.recipients else parties_of(record.heading)
    if parties is None or parties.english:
        return record
    words = plain_text(record.text)
    unread = next((w for w in record.warnings if w.code == "heading-not-understood"), None)
    languages, doubts = inferred_language(words, unread.line or 1 if unread else 1)
    number = record.number or next((match["number"] for match in [_OWN_NUMBER.search(words)] if match), "")
    return replace(
        record,
        senders=parties.senders,
        recipients=parties.recipients,
        kind=record.kind or parties.kind,
        number=number,
        languages=languages or record.languages,
        warnings=(*(w for w in record.warnings if w is not unread), *doubts),
    )


def _read(source_id: str, text: str, first_line: int, name: str) -> Placed:
    def read() -> DocumentRecord:
        return _document(text, first_line, source_id) or read_transcription(text, source_id=source_id, name=name)

    return read_or_reason(read, source_id, first_line), ""


def _lines(text: str, first_line: int = 1) -> list[Block]:
    """Return the lines of a text that have words, as blocks."""
    return [Block.of_line(line, number) for number, line in enumerate(text.split("\n"), first_line) if line.strip()]


def cut_documents(text: str) -> list[tuple[str, int]]:
    """Return the documents of a text, each with the line on which it begins."""
    lines = _lines(text)
    file_at_end = bool(AUSTRALIAN_FILE.search(text))
    starts, tried = [lines[0].line], 0
    for index in range(1, len(lines)):
        apart = lines[index].line > lines[index - 1].line + 1
        if apart and tried < _MOST_TRIED and _OPENS.match(lines[index].text):
            tried += 1
            if head_of(lines[index : index + LINES], file_at_end=file_at_end):
                starts.append(lines[index].line)
    raw = text.split("\n")
    ends = [*(start - 1 for start in starts[1:]), len(raw)]
    return [("\n".join(raw[start - 1 : end]), start) for start, end in zip(starts, ends, strict=True)]


def _document(text: str, first_line: int, source_id: str) -> DocumentRecord | None:
    """Return the record of a document; ``None`` if its head is not understood."""
    lines = _lines(text, first_line)
    head = head_of(lines[:LINES], file_at_end=bool(AUSTRALIAN_FILE.search(text)))
    if head is None or head.lines >= len(lines):
        return None
    begins = lines[head.lines].line
    body = split_paragraphs("\n".join(text.split("\n")[begins - first_line :]), begins)
    files = [words for piece in head.of("file") for words in piece.words]
    at_end = [paragraph for paragraph in body if AUSTRALIAN_FILE.fullmatch(paragraph.text)]
    text_alone = [paragraph for paragraph in body if paragraph not in at_end]
    record = read_paper(source_id, Paper(head.above, head.heading, head.below, _without_numbered_heads(text_alone)))
    for paragraph in at_end:
        match = AUSTRALIAN_FILE.fullmatch(paragraph.text)
        files += [match["file"]] if match else []
        note = FootnoteRecord(len(record.footnotes) + 1, "", note_text([paragraph.block], ""), "source")
        record = replace(record, footnotes=(*record.footnotes, note))
    return _with_head(record, head, files)


def _without_numbered_heads(body: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a text; at its opening no line is a file line or a number of *Foreign Relations*."""
    for paragraph in body:
        if paragraph.role in {"file", "number", "document number"}:
            paragraph.role = ""
    return body


def _with_head(record: DocumentRecord, head: Head, files: list[str]) -> DocumentRecord:
    dated = head.dated
    numbers = list(head.of("number"))
    kind = next((piece.kind for piece in [*numbers, *head.of("kind")] if piece.kind), "") or head.parties.kind
    source = next((note for note in record.footnotes[:1] if note.kind == "footnote" and not head.parties.english), None)
    noted_kind, shelfmark = note_says(plain_text(source.text).replace("\n", " ")) if source else ("", "")
    if source and shelfmark:
        files = [*files, shelfmark]
        record = replace(record, footnotes=(replace(source, kind="source"), *record.footnotes[1:]))
    place = dated.place.title() if dated.place.isupper() else dated.place
    date = dated.date or day_of_meeting(MARKS.sub("", record.heading)) or record.date
    understood = head.parties.senders or head.parties.recipients or kind
    kept = {"no-date"} if date is None else set()
    kept |= set() if understood else {"heading-not-understood"}
    warnings = [w for w in record.warnings if w.code not in _OF_THE_HEAD - kept]
    languages, doubts = (
        ((), []) if head.parties.english else inferred_language(plain_text(record.text), head.heading.block.line)
    )
    return replace(
        record,
        languages=languages,
        document_number=next((piece.number for piece in head.of("document number")), ""),
        kind=kind or noted_kind,
        number=next((piece.number for piece in numbers), ""),
        other_numbers=tuple(piece.number for piece in numbers[1:]),
        senders=head.parties.senders,
        recipients=head.parties.recipients,
        date=date,
        received=head.received or record.received,
        place=place if dated.date else record.place,
        classification=next((piece.kind for piece in head.of("marking") if piece.kind), ""),
        distribution=tuple(dict.fromkeys(word for piece in head.of("marking") for word in piece.words)),
        source_note=record.source_note or (plain_text(source.text) if source and shelfmark else "; ".join(files)),
        file_numbers=tuple(FileNumberRecord(words) for words in dict.fromkeys(files)),
        warnings=(*warnings, *doubts),
    )
