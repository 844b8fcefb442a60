"""Reading a volume in another process, ahead of the one that writes: documents arrive with what else must be worked out of their text.

The other process needs no database. It is held up when nobody takes what it has read, so memory stays flat, and it ends by itself
when this one is gone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from lxml import etree

from archive.parsing import tei
from archive.parsing.errors import SourceError
from archive.parsing.references import find_references
from archive.records import DocumentRecord, ReferenceRecord, VolumeRecord
from archive.rendering import Rendered, render_document

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as read, with the division that it stands in, the references in its text and its HTML."""

    record: DocumentRecord
    division: str
    references: tuple[ReferenceRecord, ...]
    rendered: Rendered


class ReadingAhead:
    """A volume being read elsewhere: ``volume`` and ``count`` are there at once; iterating, which can be done once, gives the documents.

    Raises :class:`SourceError` like :func:`archive.parsing.tei.read_volume`.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        # A new interpreter and no fork: a database connection of this process must not be shared.
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe(duplex=False)
        self._process = context.Process(target=_read, args=(str(path), name, other), daemon=True)
        self._process.start()
        other.close()
        self.volume: VolumeRecord
        self.volume, self.count = self._next()

    def __iter__(self) -> Iterator[Prepared]:
        try:
            while documents := self._next():
                yield from documents
        finally:
            self.close()

    def close(self) -> None:
        """Stop reading."""
        self._connection.close()
        self._process.terminate()
        self._process.join()

    def _next(self):
        try:
            message, problem = self._connection.recv()
        except EOFError as error:
            self.close()
            raise SourceError(
                "could not be read to its end: the process that read it was stopped", self._name
            ) from error
        if problem:
            self.close()
            raise SourceError(*problem)
        return message


def prepare(record: DocumentRecord, division: str) -> Prepared:
    """A document with what else is worked out of its text."""
    try:
        rendered = render_document(record.text, record.footnotes)
    except etree.XMLSyntaxError:  # the checks will say so
        rendered = Rendered("", "")
    return Prepared(record, division, find_references(record), rendered)


def _read(path: str, name: str, connection: Connection) -> None:
    """What runs in the other process. Nobody listens any more if a message can't be sent."""
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt), connection:
        try:
            reading = tei.read_volume(Path(path), name=name)
            connection.send(((reading.volume, reading.count), None))
            waiting: list[Prepared] = []
            for record, division in reading:
                waiting.append(prepare(record, division))
                if len(waiting) == _AT_ONCE:
                    connection.send((waiting, None))
                    waiting = []
            for last in (waiting, []) if waiting else ([],):
                connection.send((last, None))
        except SourceError as error:
            connection.send((None, (error.message, error.name, error.line)))
