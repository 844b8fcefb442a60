"""What the reader of a format is: how it recognises its sources, and how it yields their records.

To add a format, write a module with a class of the protocol :class:`Reader`, and list the class in
:data:`archive.parsing.formats.READERS`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from archive.errors import Cancelled, OutOfTime, reason_of
from archive.records import DocumentRecord, VolumeRecord

_log = logging.getLogger(__name__)
Part = TypeVar("Part")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper of a source that can't be read or kept, while the others can: its id, its line if that is known, and the reason."""

    source_id: str
    line: int | None
    reason: str


def read_or_reason(read: Callable[[], Read], source_id: str, line: int | None = None) -> Read | Unread:
    """Return what ``read`` returns for one paper, or why it can't: one bad paper must not take a volume down.

    The end of memory or of the time that a request has is not about one paper and is raised.
    """
    try:
        return read()
    except (MemoryError, OutOfTime, Cancelled):
        raise
    except Exception as error:
        _log.info("%s could not be read", source_id, exc_info=True)
        return Unread(source_id, line, reason_of(error))


#: A record, or why there is none, and the id of the division of its volume; ``""`` where there are no divisions.
Placed = tuple[DocumentRecord | Unread, str]


class Reading(Protocol):
    """An opened source. Iterating yields its documents in order, as they are read; it can be iterated again."""

    @property
    def volume(self) -> VolumeRecord | None:
        """The volume that the source is, or ``None`` for papers without a volume of their own."""

    @property
    def count(self) -> int:
        """The number of documents."""

    def __iter__(self) -> Iterator[Placed]: ...

    def select(self, requested: Callable[[int], bool]) -> Iterator[Placed]:
        """Yield the documents for whose index, from 0, ``requested`` is true.

        Processes that share a source read a part of it each, so the others should cost little.
        """


class Reader(Protocol):
    """A format that sources come in."""

    @property
    def name(self) -> str:
        """A short name, unique among the formats."""

    @property
    def words(self) -> str:
        """The format in words for people, with an article: "a volume in TEI"."""

    @property
    def streams(self) -> bool:
        """Whether a source is read piece by piece, so that several processes can share a large one without much memory each."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether a source is of this format, by its first bytes and its file name. Cheap; never raises."""

    def open(self, path: Path, name: str) -> Reading:
        """Open a source, which messages call ``name``. Raises :class:`archive.parsing.errors.SourceError`."""


@dataclass(frozen=True, slots=True)
class PartsReading(Generic[Part]):
    """A source that is cut into parts when it is opened; ``read`` makes a document of a part."""

    parts: Sequence[Part]
    read: Callable[[Part], Placed]
    volume: VolumeRecord | None = None

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self.parts)

    def __iter__(self) -> Iterator[Placed]:
        return map(self.read, self.parts)

    def select(self, requested: Callable[[int], bool]) -> Iterator[Placed]:
        """Yield the documents for whose index ``requested`` is true; the others are not read."""
        return (self.read(part) for index, part in enumerate(self.parts) if requested(index))
