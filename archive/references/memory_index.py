"""Papers by key in memory, from records: what the measuring uses, without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from archive.folding import fold
from archive.parsing.fragments import pages_of_anchors
from archive.records import CorrespondentRecord, DocumentRecord
from archive.references.keys import Key, keys_of_volume
from archive.references.matching import Id
from archive.references.papers import Paper, all_keys, side


def _paper_of(record: DocumentRecord, volume: str = "", position: int = 0) -> Paper:
    """Return the paper that a record describes, with its ``source_id`` as id."""
    when = record.date
    return Paper(
        id=record.source_id,
        source_id=record.source_id,
        volume=volume,
        position=position,
        document_number=record.document_number,
        kind=record.kind,
        numbers=tuple(number for number in (record.number, *record.other_numbers) if number),
        earliest=_day(when.earliest) if when else None,
        latest=_day(when.latest) if when else None,
        time=when.time if when else "",
        senders=side([(c.office, c.place, c.temporary_place) for c in record.senders], record.place),
        recipients=side([(c.office, c.place, c.temporary_place) for c in record.recipients]),
        sender_words=_words(record.senders),
        recipient_words=_words(record.recipients),
        heading=record.heading,
        place=record.place,
    )


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _words(correspondents: Iterable[CorrespondentRecord]) -> str:
    return fold(" ".join(c.printed for c in correspondents))


class MemoryIndex:
    """Papers by key, for as many records as fit into memory; see :class:`archive.references.matching.PaperIndex`."""

    def __init__(self) -> None:
        self._papers: dict[Key, list[Paper]] = defaultdict(list)
        self._footnotes: dict[Id, list[tuple[Id, str, str]]] = {}
        self._volumes: dict[Key, list[str]] = defaultdict(list)
        self._known: set[str] = set()
        self._records: dict[Id, DocumentRecord] = {}

    def add(self, record: DocumentRecord, volume: str = "", position: int = 0) -> Paper:
        """Add a record and return its paper."""
        paper = _paper_of(record, volume, position)
        self._records[paper.id] = record
        numbers = [(number.scheme, number.normal) for number in record.file_numbers if number.normal]
        for key in all_keys(paper, [page.label for page in record.pages], numbers):
            self._papers[key].append(paper)
        self._footnotes[paper.id] = [
            (note.source_id or note.order, note.label, note.source_id) for note in record.footnotes
        ]
        if volume and volume not in self._known:
            self._known.add(volume)
            for key in keys_of_volume(volume):
                self._volumes[key].append(volume)
        return paper

    def papers(self, key: Key) -> list[Paper]:
        return self._papers.get(key, [])

    def footnotes(self, paper: Paper) -> Iterable[tuple[Id, str, str]]:
        return self._footnotes.get(paper.id, ())

    def footnote_pages(self, paper: Paper) -> dict[Id, str]:
        record = self._records[paper.id]
        ids = {note.order: note.source_id or note.order for note in record.footnotes}
        first = next((page.label for page in record.pages if not page.within), "")
        return {ids[order]: page for order, page in pages_of_anchors(record.text, first).items() if order in ids}

    def volumes(self, key: Key) -> list[str]:
        return self._volumes.get(key, [])

    def kind_of(self, id_: Id | None) -> str:
        """Return the kind of a paper that was added, ``""`` if it has none."""
        return self._records[id_].kind if id_ in self._records else ""
