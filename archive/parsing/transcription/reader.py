"""The format of transcriptions: papers as plain text."""

from __future__ import annotations

from pathlib import Path

from archive.parsing.reader import PartsReading, Placed, read_or_reason
from archive.parsing.transcription.reading import Paper, cut_papers, read_paper

#: How files begin that are certainly not text: ZIP (word processors' files, too), gzip, older Word files, PNG, JPEG.
NO_TEXT = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")


class TranscriptionReader:
    """Transcriptions. It takes every file that may be text, to report what is wrong with it and in which line, so it comes last."""

    name = "transcription"
    words = "a transcription as plain text"
    streams = False

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether a file may be text by its first bytes."""
        return not head.startswith(NO_TEXT)

    def open(self, path: Path, name: str) -> PartsReading[tuple[str, Paper]]:
        """Open a file of transcriptions. Raises :class:`archive.parsing.errors.SourceError`."""
        return PartsReading(cut_papers(path.read_bytes(), name), _read)


def _read(part: tuple[str, Paper]) -> Placed:
    source_id, paper = part
    return read_or_reason(lambda: read_paper(source_id, paper), source_id, paper.line), ""
