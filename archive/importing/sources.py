"""The source of an import: a file with its hash, read by the reader of its format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.deriving import Derived
from archive.importing.processes import ReadingProcesses
from archive.parsing.errors import SourceError
from archive.parsing.formats import reader_for
from archive.parsing.reader import Unread
from archive.records import VolumeRecord

#: A smaller source is read before another process has started.
_WORTH_A_PROCESS = 512 * 1024


@dataclass(frozen=True)
class Source:
    """An opened source: its name, path and hash, and the volume that it is, if it is one."""

    name: str
    path: Path
    sha256: str
    volume: VolumeRecord | None
    count: int
    _reading: Iterable[Derived | Unread]

    def documents(self) -> Iterator[Derived | Unread]:
        """Yield the documents in order, each with what is derived from it, or why it can't be read; possible once."""
        yield from self._reading


def open_source(path: Path, name: str, processes: ReadingProcesses) -> Source:
    """Open a file for import, to be read by ``processes`` if it is large enough for that.

    Raises :class:`archive.parsing.errors.SourceError` with the file and line if it can't be imported.
    """
    name = name or path.name
    reading = (processes if _is_worth_a_process(path) else ReadingProcesses(0)).read(path, name)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(name, path, sha256, reading.volume, reading.count, reading)


def expect_sources(paths: Iterable[Path], processes: ReadingProcesses) -> None:
    """Let ``processes`` begin with those of these files that they will read; the files are opened later, in this order."""
    expected = [path for path in paths if _is_worth_a_process(path)]
    for turn, path in enumerate(expected):
        # The first is shared: until it is there, the writer has nothing to do.
        processes.expect(path, path.name, whole=turn > 0 and len(expected) > processes.number)


def _is_worth_a_process(path: Path) -> bool:
    try:
        return reader_for(path, path.name).streams and path.stat().st_size >= _WORTH_A_PROCESS
    except SourceError:  # opening it gives the reason again
        return False
