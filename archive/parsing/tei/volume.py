"""A volume in two quick passes: first its frame (header, divisions, lists), then its documents one by one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from archive.parsing.errors import SourceError
from archive.parsing.plain import attributes_of
from archive.parsing.reader import Placed, read_or_reason
from archive.parsing.tei import frame
from archive.parsing.tei.document import Surroundings, read_document
from archive.parsing.tei.ids import free_id, is_usable_id
from archive.parsing.tei.names import DIV, PB, TEI, XML_ID, emptied, parent_of
from archive.parsing.tei.safety import LARGEST_FILE, parse, steps
from archive.records import ReadingWarning, VolumeRecord

#: Page ids of volumes that were never printed and count the pages of each document from 1.
_ONLINE_PAGE = re.compile(r"d\d+\w*[-_]")


@dataclass
class _Plan:
    """What the first pass found: an id for each division and document in order of their opening tags."""

    documents: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    divisions: list[str] = field(default_factory=list)
    warnings: dict[int, list[ReadingWarning]] = field(default_factory=dict)


class VolumeReading:
    """A volume being read: ``volume`` is there at once, and iterating yields ``(document, division id)`` as they are read.

    It can be iterated again. Memory does not grow with the number of documents.
    """

    def __init__(self, source: Path | BinaryIO, name: str) -> None:
        self._source, self.name = source, name
        self._plan = _Plan()
        with _Opened(source) as stream:
            self.volume: VolumeRecord = self._read_frame(stream)
        if not self._plan.documents:
            raise SourceError('holds no documents (no <div type="document">)', name)

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self._plan.documents)

    def __iter__(self) -> Iterator[Placed]:
        return self.select(lambda index: True)

    def select(self, requested: Callable[[int], bool]) -> Iterator[Placed]:
        """Yield the documents, with their divisions, for whose index ``requested`` is true; the others are skipped."""
        with _Opened(self._source) as stream:
            yield from self._documents(stream, requested)

    def _read_frame(self, stream: BinaryIO) -> VolumeRecord:
        plan = self._plan
        warnings: list[ReadingWarning] = []
        taken: dict[str, int] = {}
        open_divisions: list[str] = []
        depth_in_document = 0

        def name_of(element: etree._Element, fallback: str, line: int) -> tuple[str, ReadingWarning | None]:
            own_id = element.get(XML_ID, "")
            usable = is_usable_id(own_id)
            unique = free_id(own_id if usable else fallback, taken)
            if own_id and not usable:
                return unique, ReadingWarning(
                    "unusable-id", f"The id “{own_id[:40]}” fits in no address; it is called “{unique}”.", line
                )
            if own_id and own_id != unique:
                return unique, ReadingWarning(
                    "duplicate-id", f"The id “{own_id}” is used again; this one is called “{unique}”.", line
                )
            kind = element.get("type", "division")[:40]
            missing = ReadingWarning("missing-id", f"A {kind} has no xml:id; it is called “{unique}”.", line)
            return unique, None if own_id else missing

        def handle(event: str, element: etree._Element, line: int) -> None:
            nonlocal depth_in_document
            if event == "start" and element.getparent() is None and element.tag != TEI:
                raise SourceError(f"is XML but not TEI: its root element is <{element.tag[:60]}>", self.name, line)
            if element.tag != DIV:
                return
            document = element.get("type") == "document"
            if depth_in_document:
                depth_in_document += 1 if event == "start" else -1
                if not depth_in_document:
                    emptied(element)
                    element.set("type", "document")
                    element.set("target", f"#{plan.documents[-1]}")
            elif event == "end":
                open_divisions.pop()
            elif document:
                depth_in_document = 1
                count = len(plan.documents) + 1
                source_id, warning = name_of(element, f"document-{count}", line)
                if warning:
                    plan.warnings.setdefault(count - 1, []).append(warning)
                plan.documents.append(source_id)
                plan.parents.append(open_divisions[-1] if open_divisions else "")
            else:
                source_id, warning = name_of(element, f"division-{len(plan.divisions) + 1}", line)
                if warning:
                    warnings.append(warning)
                plan.divisions.append(source_id)
                open_divisions.append(source_id)

        root = parse(stream, self.name, handle)
        volume = frame.read_frame(root, plan.divisions, self.name, tuple(warnings))
        if not is_usable_id(volume.source_id):
            raise SourceError(f"has the id “{volume.source_id[:40]}”, which fits in no address", self.name)
        return volume

    def _documents(self, stream: BinaryIO, requested: Callable[[int], bool]) -> Iterator[Placed]:
        ready: list[Placed] = []
        volume_id, count, depth = self.volume.source_id, 0, 0
        page = page_before = None
        line_of_document = 1

        def handle(event: str, element: etree._Element, line: int) -> None:
            nonlocal count, depth, page, page_before, line_of_document
            if element.tag == PB:
                if event == "start":
                    page = attributes_of(element)
            elif event == "start":
                if depth:
                    depth += 1
                elif element.get("type") == "document":
                    depth, line_of_document = 1, line
                    page_before = None if page is None or _ONLINE_PAGE.match(page.get(XML_ID, "")) else page
            elif depth:
                depth -= 1
                if not depth:
                    if requested(count):
                        around = Surroundings(
                            f"{volume_id}#{self._plan.documents[count]}", line_of_document, page_before,
                            tuple(self._plan.warnings.get(count, ())),
                        )  # fmt: skip
                        read = read_or_reason(
                            partial(read_document, element, around), around.source_id, line_of_document
                        )
                        ready.append((read, self._plan.parents[count]))
                    count += 1
                    emptied(element)
                    while (before := element.getprevious()) is not None:
                        parent_of(before).remove(before)
            else:
                emptied(element)

        for _ in steps(stream, self.name, [DIV, PB], handle):
            yield from ready
            ready.clear()


class _Opened:
    """A path that is opened and closed, or a file object that stays open."""

    def __init__(self, source: Path | BinaryIO) -> None:
        self._source = source

    def __enter__(self) -> BinaryIO:
        self._stream = self._source.open("rb") if isinstance(self._source, Path) else self._source
        return self._stream

    def __exit__(self, *_: object) -> None:
        if isinstance(self._source, Path):
            self._stream.close()


def read_volume(path_or_file: Path | str | BinaryIO, *, name: str | None = None) -> VolumeReading:
    """Open a volume in TEI. A file object must be binary; ``name`` is what messages call it.

    Raises :class:`SourceError` (file, line, reason) for what is not a safe, well-formed TEI volume with documents; the whole
    file is checked before the first document is read.
    """
    if isinstance(path_or_file, str | Path):
        path = Path(path_or_file)
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise SourceError(f"is larger than {LARGEST_FILE // 1024 // 1024} MB", name or path.name)
            return VolumeReading(path, name or path.name)
        except OSError as error:
            raise SourceError(error.strerror or str(error), name or path.name) from error
    stream = path_or_file if path_or_file.seekable() else io.BytesIO(path_or_file.read(LARGEST_FILE + 1))
    return VolumeReading(stream, name or getattr(stream, "name", "") or "volume")
