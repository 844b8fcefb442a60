"""The formats that sources come in, and the reader of each."""

from __future__ import annotations

from pathlib import Path

from archive.errors import Refused, reason_of
from archive.parsing.errors import SourceError
from archive.parsing.letters.correspondence import LetterReader
from archive.parsing.letters.dodis import DodisReader
from archive.parsing.printed import PrintedReader
from archive.parsing.reader import Reader, Reading
from archive.parsing.tei.reader import FrusReader
from archive.parsing.transcription.reader import TranscriptionReader

#: In the order in which they are tried: the first that recognises a source reads it.
READERS: tuple[Reader, ...] = (LetterReader(), DodisReader(), FrusReader(), PrintedReader(), TranscriptionReader())

#: Bytes of a source by which it is recognised: headers of TEI files are long.
HEAD = 64 * 1024
LARGEST_SOURCE = 64 * 1024 * 1024


def reader_of(head: bytes, name: str) -> Reader:
    """Return the reader of a source by its first bytes and its name. Raises :class:`SourceError` if there is none."""
    for reader in READERS:
        if reader.recognises(head, name):
            return reader
    readable = ", ".join(reader.words for reader in READERS)
    raise SourceError(f"is nothing that we can read: {readable}", name)


def reader_for(path: Path, name: str) -> Reader:
    """Return the reader of a file. Raises :class:`SourceError` if it can't be opened, is too large, or is in no format that we know."""
    try:
        if path.stat().st_size > LARGEST_SOURCE:
            raise SourceError(f"is larger than {LARGEST_SOURCE // 1024 // 1024} MB", name)
        with path.open("rb") as file:
            return reader_of(file.read(HEAD), name)
    except OSError as error:
        raise SourceError(error.strerror or str(error), name) from error


def open_reading(path: Path, name: str = "") -> Reading:
    """Open a file with the reader of its format. ``name`` is what messages call it, by default the file's name.

    Raises :class:`SourceError`.
    """
    name = name or path.name
    try:
        return reader_for(path, name).open(path, name)
    except OSError as error:
        raise SourceError(error.strerror or str(error), name) from error
    except (Refused, MemoryError):
        raise
    except Exception as error:  # what a hostile file may make of a reader has no end
        raise SourceError(f"cannot be read: {reason_of(error)}", name) from error
