"""The format of volumes in TEI, as the Office of the Historian publishes *Foreign Relations of the United States*."""

from __future__ import annotations

import re
from pathlib import Path

from archive.parsing.tei.volume import VolumeReading, read_volume

_TEI = re.compile(rb"<(?:\w+:)?TEI\b")
_HEAD = 4096


class FrusReader:
    """Volumes in TEI. It takes all XML, to refuse with a reason what is not TEI: readers of other XML come before it."""

    name = "frus"
    words = "a volume in TEI"
    streams = True

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether a file's first bytes are those of XML, in any of the usual encodings."""
        return _bare(head).startswith(b"<")

    def open(self, path: Path, name: str) -> VolumeReading:
        """Open a volume. Raises :class:`archive.parsing.errors.SourceError`."""
        return read_volume(path, name=name)


def opens_with_tei(head: bytes) -> bool:
    """Return whether the root element is ``TEI``, by a file's first bytes."""
    return bool(_TEI.search(_bare(head)))


def volumes_in(path: Path) -> list[Path]:
    """Return the volumes of a folder by name, or the file itself if ``path`` is not a folder."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and _is_volume(file))


def _is_volume(path: Path) -> bool:
    with path.open("rb") as file:
        return opens_with_tei(file.read(_HEAD))


def _bare(head: bytes) -> bytes:
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
