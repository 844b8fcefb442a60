"""What an import reads: a volume in TEI, or transcriptions, told apart by their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.deriving import Derived, derive
from archive.importing.processes import ReadingProcesses
from archive.parsing.errors import SourceError
from archive.parsing.transcription import read_source
from archive.records import VolumeRecord

_LONGEST_SOURCE = 64 * 1024 * 1024
#: A smaller volume is read before another process has started.
_WORTH_A_PROCESS = 512 * 1024


@dataclass(frozen=True)
class Source:
    """An opened source: its name, bytes and hash, and the volume that it is, if it is one."""

    name: str
    path: Path
    sha256: str
    volume: VolumeRecord | None
    count: int
    _reading: Iterable[Derived]

    def documents(self) -> Iterator[Derived]:
        """The documents in order, each with what was worked out of it; once only."""
        yield from self._reading


def open_source(path: Path, name: str, readers: ReadingProcesses) -> Source:
    """Open a file for import, to be read by ``readers`` if it is large enough for that.

    Raises :class:`SourceError` with the file and line if it is not something to import.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > _LONGEST_SOURCE:
            raise SourceError(f"is larger than {_LONGEST_SOURCE // 1024 // 1024} MB", name, None)
        with path.open("rb") as file:
            start = file.read(4096)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(error.strerror or str(error), name, None) from error
    if looks_like_xml(start):
        reading = (readers if _is_worth_a_process(size) else ReadingProcesses(0)).read(path, name)
        return Source(name, path, sha256, reading.volume, reading.count, reading)
    records = read_source(path.read_bytes(), name)
    return Source(name, path, sha256, None, len(records), (derive(record) for record in records))


def expect_sources(paths: Iterable[Path], readers: ReadingProcesses) -> None:
    """Let ``readers`` begin with files that will be opened in this order, those of them that they are to read."""
    for path in paths:
        with suppress(OSError), path.open("rb") as file:  # what is wrong with it will be said when it is opened
            if looks_like_xml(file.read(4096)) and _is_worth_a_process(path.stat().st_size):
                readers.expect(path, path.name)


def _is_worth_a_process(size: int) -> bool:
    return _WORTH_A_PROCESS <= size <= _LONGEST_SOURCE


def looks_like_xml(start: bytes) -> bool:
    """Whether a file's first bytes are those of an XML file, in any of the usual encodings."""
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
