"""Unfinished entries: a text read as it will be saved, with its fields, its doubts at their places, and the page it becomes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from archive import rendering, store
from archive.desk import fields
from archive.desk.held import HeldPaper, held_papers
from archive.desk.name_matches import NameMatch, name_matches
from archive.desk.tei import from_tei, to_tei
from archive.errors import OutOfTime, Refused
from archive.models import Document, Entry, SearchWord
from archive.models.slugs import free_slugs, name_slug
from archive.parsing.notation import NotationError, why_not, with_notation, write_notation
from archive.parsing.printed import read_pasted
from archive.parsing.transcription.tidying import Change, changes_of
from archive.records import DocumentRecord, ReadingWarning, from_json, to_json

#: The most words that are looked up among those of the archive.
_MOST_WORDS = 900
#: No paper is longer; a longer text is refused before it is read.
LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a text says instead, so that nothing remains to be doubted: the words from ``start`` to ``end`` become ``words``."""

    name: str
    start: int
    end: int
    words: str

    @property
    def key(self) -> str:
        """What a form says to choose it."""
        return f"{self.start} {self.words}"

    def put(self, text: str) -> str:
        """Return the text with it."""
        return text[: self.start] + self.words + text[self.end :]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt with its place in the text as offsets, if it has one, and with what settles it."""

    number: int
    message: str
    start: int | None = None
    end: int | None = None
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryReading:
    """What is read in an entry. ``record`` is ``None`` if it can't be read; ``problems`` are the reasons.

    ``held`` are papers in the archive that it probably is.
    """

    record: DocumentRecord | None = None
    html: str = ""
    notes_html: str = ""
    problems: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    matches: tuple[NameMatch, ...] = ()
    held: tuple[HeldPaper, ...] = ()
    cleaning: tuple[Change, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


def begin_edit(
    user, document: Document, record: DocumentRecord, form: str = "", *, version: int | None = None, token: str = ""
) -> Entry:
    """Return an unsaved entry that edits a document from ``record``, in the notation if that can write all of it.

    ``record`` is that of the document at ``version`` (by default the current one), or of the waiting edit with ``token``.
    Raises :class:`~archive.errors.Refused` if ``form`` is the notation and can't write the text.
    """
    form = form or (Entry.Form.TEI if why_not(record.text, record.footnotes) else Entry.Form.NOTATION)
    text = to_tei(record) if form == Entry.Form.TEI else write_notation(record.text, record.footnotes)
    base = to_json(record)
    version = document.version if version is None else version
    return Entry(user=user, document=document, base=base, base_version=version, base_token=token, form=form, text=text)


def read_entry(entry: Entry) -> EntryReading:
    """Read an entry. Never raises."""
    if not entry.text.strip():
        return EntryReading()
    if len(entry.text) > LONGEST:
        return EntryReading(problems=(f"The text is longer than {LONGEST:,} characters, which no paper is.",))
    try:
        return _reading(entry)
    except OutOfTime as refused:
        return EntryReading(problems=(str(refused),))


def _reading(entry: Entry) -> EntryReading:
    placed: list[ReadingWarning] = []
    try:
        record = _read(entry)
    except NotationError as error:
        doubts = _placed(entry.text, None, list(error.problems))
        return EntryReading(problems=tuple(_with_place(problem) for problem in error.problems), doubts=doubts)
    except (Refused, ValueError) as error:
        return EntryReading(problems=(str(error),))
    values = fields.read_values(record, entry.values)
    record, problems = fields.corrected(record, entry.values)
    placed += [*record.warnings, *store.warnings_about(record), *_unrecognised(record)]
    page = rendering.render_document(record.text, record.footnotes)
    return EntryReading(
        record=record,
        html=page.html,
        notes_html=page.notes_html,
        problems=tuple(problems),
        doubts=_placed(entry.text, record, placed, settled=entry.form == Entry.Form.TRANSCRIPTION),
        matches=tuple(name_matches(record, entry.user)),
        held=tuple(held_papers(record, entry)),
        cleaning=tuple(cleaning(entry)),
        values=values,
    )


def _read(entry: Entry) -> DocumentRecord:
    if entry.form == Entry.Form.TRANSCRIPTION:
        name = entry.name or "transcription"
        return read_pasted(entry.text.replace("\r\n", "\n"), source_id=name, name="The text")
    base = from_json(entry.base)
    return with_notation(base, entry.text) if entry.form == Entry.Form.NOTATION else from_tei(base, entry.text)


def cleaning(entry: Entry) -> list[Change]:
    """Return what could be cleaned in a transcription."""
    return changes_of(entry.text, _known_words) if entry.form == Entry.Form.TRANSCRIPTION else []


def _known_words(words: Collection[str]) -> set[str]:
    """Return those of the words that the papers of the archive have."""
    return set(SearchWord.objects.filter(word__in=sorted(words)[:_MOST_WORDS]).values_list("word", flat=True))


def _with_place(warning: ReadingWarning) -> str:
    return f"Line {warning.line}, column {warning.column}: {warning.message}" if warning.line else warning.message


def _unrecognised(record: DocumentRecord) -> list[ReadingWarning]:
    """Return a doubt if there is a heading and no sender was recognised in it."""
    known = any(who.office or who.person for who in record.senders)
    letters = record.kind not in {"editorial note", "minutes", "agreement", "statement", "press release", "transcript"}
    if known or not record.heading or not letters:
        return []
    return [ReadingWarning("sender-not-recognised", "The sender was not recognised in the heading.")]


_QUOTED = re.compile(r"[Ff]ootnote (\S+?)[ ,.]")
#: The label of a footnote where the footnote begins: "[^1]:", "[1]", "1.", "1)".
_LABEL_OF_NOTE = re.compile(
    r"^[ \t]*+(?:\[\^(?P<explicit>[^\]\s]{1,20})\]:|\[?(?P<label>[^\s.)\[\]^]{1,20})[.)\]])", re.MULTILINE
)


def _placed(
    text: str, record: DocumentRecord | None, warnings: list[ReadingWarning], *, settled: bool = False
) -> tuple[Doubt, ...]:
    """Return the doubts with their places, in the order of the text; those without a place come last.

    ``settled`` adds what settles them, which only a transcription can say.
    """
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    labels: dict[str, tuple[int, int]] = {}
    for match in _LABEL_OF_NOTE.finditer(text):
        labels.setdefault(match["explicit"] or match["label"], match.span())
    found = []
    for warning in dict.fromkeys(warnings):
        start = end = None
        if warning.line and warning.line < len(starts):
            start = min(starts[warning.line - 1] + max((warning.column or 1) - 1, 0), len(text))
            word = re.compile(r"\S+" if warning.column else r".*").match(text, start)
            end = word.end() if word else min(start + 1, len(text))
        elif span := place_of(text, record, warning, labels):
            start, end = span
        found.append((start if start is not None else len(text) + 1, warning, start, end))
    found.sort(key=lambda item: item[0])
    return tuple(
        Doubt(n, warning.message, start, end, _remedies(text, warning, start) if settled else ())
        for n, (_, warning, start, end) in enumerate(found, 1)
    )


#: The number that a doubt about an anchor is about.
_NUMBER_IN_DOUBT = re.compile(r"The number (\d+) ")


def _remedies(text: str, warning: ReadingWarning, start: int | None) -> tuple[Remedy, ...]:
    """Return what a person can say about a number in a transcription that may be the anchor of a footnote: that it is one, or none."""
    number = _NUMBER_IN_DOUBT.match(warning.message)
    if warning.code not in ("anchor-doubtful", "anchor-without-footnote") or start is None or number is None:
        return ()
    end = start + len(number[1])
    if text[start:end] != number[1]:
        return ()
    first = start
    while first and text[first - 1].isdigit():
        first -= 1
    none = Remedy("It is no footnote", first, end, f"[={text[first:end]}]")
    if warning.code == "anchor-without-footnote":
        return (none,)
    return none, Remedy("It is one", start, end, f"[^{number[1]}]")


def place_of(
    text: str, record: DocumentRecord | None, warning: ReadingWarning, labels: dict[str, tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the place of a doubt that a check found: the footnote (``labels`` has their places), number or heading that it is about."""
    if record is None:
        return None
    if "footnote" in warning.code and (label := _QUOTED.search(warning.message + " ")):
        return labels.get(label[1])
    needles = [number.printed for number in record.file_numbers if number.printed in warning.message]
    if "sender" in warning.code or "heading" in warning.code:
        needles.append(record.heading)
    if not needles and len(record.file_numbers) == 1 and ("suffix" in warning.code or "number" in warning.code):
        needles.append(record.file_numbers[0].printed)
    for needle in needles:
        at = text.find(needle) if needle else -1
        if at >= 0:
            return at, at + len(needle)
    return None


def marked(text: str, doubts: tuple[Doubt, ...]) -> list[tuple[str, int]]:
    """Return the text in pieces, each with the number of the doubt that it is marked with, or 0."""
    pieces: list[tuple[str, int]] = []
    position = 0
    for doubt in doubts:
        if doubt.start is None or doubt.end is None or doubt.start < position or doubt.start >= doubt.end:
            continue
        pieces += [(text[position : doubt.start], 0), (text[doubt.start : doubt.end], doubt.number)]
        position = doubt.end
    return [*pieces, (text[position:], 0)]


def new_id(record: DocumentRecord, name: str = "") -> str:
    """Return an unused id for a new paper, made from the name of its file, or from its numbers and heading."""
    number = record.file_numbers[0].printed if record.file_numbers else ""
    words = name or " ".join(part for part in (record.heading[:80], number, record.number) if part)
    slug = name_slug(words, "paper")[:120].strip("-") or "paper"
    return free_slugs([slug], Document.objects, "source_id")[0]
