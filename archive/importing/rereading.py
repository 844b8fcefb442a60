"""A volume that is read again: its papers are compared with what the archive holds of it before anything is written."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import F

from archive import store
from archive.deriving import Derived
from archive.importing.recognising import Likeness, likeness_of, recognise
from archive.models import Division, Document, DocumentVersion, Volume
from archive.parsing.reader import Unread
from archive.records import from_json
from archive.sql.batches import batches, short_batches

T = TypeVar("T")

#: Papers in the first batch, and the fewest and most in any: every batch costs about seventy queries. Where nothing else runs, thirty
#: papers take 0.1 seconds, or 0.2 if they have changed.
_FIRST, _LEAST, _MOST = 30, 10, 200
#: Papers in each batch where nobody waits: most volumes are one.
_UNHURRIED = 400
#: What is added to the id of a paper that the source no longer has, if another paper has its id now.
_FORMER = "former"


@dataclass(frozen=True, slots=True)
class _Held:
    """A paper as the archive holds it: its id here, the reading that it was made from, and its place in the volume."""

    pk: int
    fingerprint: str
    place: tuple[int | None, int]


@dataclass
class Numbering:
    """What became of the ids of a volume's papers.

    ``moved`` has the earlier id of each paper that the source now calls otherwise; ``new`` the ids of new papers that another paper
    has had; ``gone`` the papers that the source no longer has, and ``displaced`` those of them whose id another paper has now, with
    the id that they get. ``same_words`` are the ids of edited papers that the source has as it had them, but for ids and numbers.
    """

    moved: dict[str, str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    displaced: dict[str, str] = field(default_factory=dict)
    same_words: set[str] = field(default_factory=set)

    def held_as(self, source_id: str) -> str | None:
        """Return the id under which the archive holds a paper, ``""`` if it is new although the id is not; otherwise ``None``."""
        return "" if source_id in self.new else self.moved.get(source_id)

    def renamed(self) -> dict[str, str]:
        """Return the new id of each held paper that gets one, or another place, by its present one."""
        stay = {name: name for name in self.same_words if name not in self.moved}
        return stay | {was: name for name, was in self.moved.items()} | self.displaced


def batches_of(
    documents: Iterable[Derived | Unread],
    volume: Volume | None,
    divisions: dict[str, Division],
    numbered: Callable[[Numbering], None],
    *,
    pause: bool = True,
) -> Iterator[list[store.Incoming | Unread]]:
    """Yield the documents of a source as they are to be saved, and those that can't be read, with the reason.

    They come in short batches (:mod:`archive.sql.batches`): whoever takes one saves it in a transaction, and others get their turn
    before the next. Without ``pause`` nobody else is waited for, and the batches are larger.
    Of a volume that the archive holds, those that have not changed come first; then ``numbered`` is called, before the others come.
    """
    if volume is None or not papers_of_source(volume).exists():
        for batch in _batches(enumerate(documents, 1), pause):
            yield [
                read
                if isinstance(read, Unread)
                else store.Incoming(read.record, volume, divisions.get(read.division), position, read)
                for position, read in batch
            ]
        return
    with Rereading(volume, divisions, pause=pause) as again:
        yield from again.unchanged(documents)
        numbered(again.numbering)
        yield from again.rest()


def _batches(papers: Iterable[T], pause: bool) -> Iterator[list[T]]:
    return short_batches(papers, first=_FIRST, least=_LEAST, most=_MOST) if pause else batches(papers, _UNHURRIED)


class Rereading:
    """The papers of a volume of which the archive holds some.

    First take :meth:`unchanged`, which reads the source to its end and sets what has changed aside, in a file, so that memory does not
    grow with the volume; then ``numbering`` is known, and :meth:`rest` yields what was set aside.
    """

    def __init__(self, volume: Volume, divisions: dict[str, Division], *, pause: bool = True) -> None:
        self._volume, self._divisions = volume, divisions
        self._pause = pause
        self._held = {
            source_id: _Held(pk, fingerprint, tuple(place))
            for source_id, pk, fingerprint, *place in papers_of_source(volume)
            .order_by("position", "pk")
            .values_list("source_id", "pk", "source_fingerprint", "division", "position")
        }
        self._aside = tempfile.TemporaryFile()  # noqa: SIM115
        self._lots = 0
        self._read: dict[str, Likeness] = {}
        self._stay: set[str] = set()
        self.numbering = Numbering()

    def __enter__(self) -> Rereading:
        return self

    def __exit__(self, *_: object) -> None:
        self._aside.close()

    def unchanged(self, documents: Iterable[Derived | Unread]) -> Iterator[list[store.Incoming | Unread]]:
        """Yield the papers that are as the archive holds them, at the same place, a batch at a time; a batch may be empty.

        Those that can't be read are among them: if the archive holds them, they stay as they are.
        """
        for batch in _batches(enumerate(documents, 1), self._pause):
            same: list[tuple[int, Derived | Unread]] = []
            aside: list[tuple[int, Derived]] = []
            for position, read in batch:
                if isinstance(read, Unread):
                    self._stay.add(read.source_id)
                    same.append((position, read))
                else:
                    (same if self._is_same(position, read) else aside).append((position, read))
            if aside:
                pickle.dump(aside, self._aside, pickle.HIGHEST_PROTOCOL)
                self._lots += 1
            yield [read if isinstance(read, Unread) else self._incoming(at, read) for at, read in same]
        self._compare()

    def rest(self) -> Iterator[list[store.Incoming]]:
        """Yield the other papers, a batch at a time, in order."""
        for batch in _batches(self._set_aside(), self._pause):
            yield [self._incoming(*one) for one in batch]

    def _set_aside(self) -> Iterator[tuple[int, Derived]]:
        self._aside.seek(0)
        for _ in range(self._lots):
            yield from pickle.load(self._aside)  # noqa: S301

    def _incoming(self, position: int, read: Derived) -> store.Incoming:
        division = self._divisions.get(read.division)
        name = read.record.source_id
        same_words = name in self.numbering.same_words
        held_as = self.numbering.held_as(name)
        return store.Incoming(read.record, self._volume, division, position, read, held_as, same_words)

    def _is_same(self, position: int, read: Derived) -> bool:
        """Return whether a paper is as it is held, at its place; otherwise note what it can be recognised by."""
        name = read.record.source_id
        held = self._held.get(name)
        if held and held.fingerprint == read.fingerprint:
            self._stay.add(name)
            division = self._divisions.get(read.division)
            return held.place == (division and division.pk, position)
        self._read[name] = likeness_of(read.record)
        return False

    def _compare(self) -> None:
        held = {name: row.pk for name, row in self._held.items() if name not in self._stay}
        if not held:
            return
        found = recognise(self._read, _likenesses(held))
        kept = set(found.values())
        gone = [name for name in held if name not in kept]
        self.numbering = Numbering(
            moved={name: was for name, was in found.items() if name != was},
            new={name for name in self._read if name not in found and name in self._held},
            gone=gone,
            displaced={name: self._former(name) for name in gone if name in self._read},
            same_words=self._same_words(found, held),
        )

    def _former(self, name: str) -> str:
        taken = self._held.keys() | self._read.keys()
        number, former = 1, f"{name}-{_FORMER}"
        while former in taken:
            number, former = number + 1, f"{name}-{_FORMER}-{number + 1}"
        return former

    def _same_words(self, found: dict[str, str], held: dict[str, int]) -> set[str]:
        """Return the ids of the edited papers whose words are those of the reading that the edits were made on."""
        pks = {held[was]: name for name, was in found.items()}
        same = set()
        for some in batches(pks, _MOST):
            rows = DocumentVersion.objects.filter(document__in=some, number=F("document__source_version"))
            edited = rows.exclude(document__version=F("document__source_version")).exclude(record__isnull=True)
            for pk, record in edited.values_list("document", "record"):
                if likeness_of(from_json(record["record"])).digest == self._read[pks[pk]].digest:
                    same.add(pks[pk])
        return same


def papers_of_source(volume: Volume) -> Any:
    """Return the papers of a volume that came from its source, and not from hands: they have the volume's id in theirs."""
    return Document.objects.filter(volume=volume, source_id__startswith=f"{volume.slug}#")


def _likenesses(held: dict[str, int]) -> dict[str, Likeness]:
    """Return what held papers are recognised by, in the same order; ``held`` has their ids here by their source ids."""
    found: dict[str, Likeness] = {}
    for names in batches(held, 100):
        rows = Document.objects.for_record().filter(pk__in=[held[name] for name in names])
        found |= {row.source_id: likeness_of(store.load(row)) for row in rows}
    return {name: found[name] for name in held}


def ids_in_volume(renamed: dict[str, str]) -> dict[str, str]:
    """Return ids as a volume's own markup has them: "d12" for "frus1948v05p1#d12"."""
    return {was.rpartition("#")[2]: name.rpartition("#")[2] for was, name in renamed.items()}
