"""What to request in the archives' reading room: the originals of some papers by record group, series and segment, box, folder and file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive import filing
from archive.models import Document, Unit
from archive.parsing.holdings import Holding, read_holding


@dataclass
class FileToRequest:
    """A file, lot, box or folder to request, with the numbers to look for in it and the papers that have them."""

    file: str
    box: str
    folder: str
    papers: list[tuple[str, Document]] = field(default_factory=list)

    @property
    def unit(self) -> Unit | None:
        """The box or folder among the holdings of the archives, if the papers are all in one."""
        units = {document.held_in for _, document in self.papers}
        return units.pop() if len(units) == 1 else None


@dataclass
class Segment:
    """Files that are stored together: a record group, a series and a segment, as far as they are known."""

    record_group: str
    series: str
    segment: str
    files: list[FileToRequest] = field(default_factory=list)

    @property
    def has_files(self) -> bool:
        """Whether any of it has a file's number."""
        return any(file.file for file in self.files)

    @property
    def has_boxes(self) -> bool:
        """Whether the box or folder of any is known."""
        return any(file.box or file.folder for file in self.files)


@dataclass(frozen=True, slots=True)
class PullList:
    """The segments in order; ``described`` are papers of which only the source note tells where they are, ``unknown`` those without any."""

    segments: list[Segment]
    described: list[Document]
    unknown: list[Document]


def pull_list(documents: Iterable[Document]) -> PullList:
    """Return the list for these papers, fetched with ``for_list()`` and their holdings. A paper with several numbers is listed under each.

    The record group and segment follow from the file number; box and folder, and all of it where there is no number, from the source note.
    """
    segments: dict[tuple[str, str, str], dict[tuple, FileToRequest]] = {}
    described, unknown = [], []

    def put(segment: tuple[str, str, str], file: str, sort_key: str, held: Holding, printed: str) -> None:
        key = (sort_key, file, _natural(held.box), _natural(held.folder))
        files = segments.setdefault(segment, {})
        files.setdefault(key, FileToRequest(file, held.box, held.folder)).papers.append((printed, document))

    for document in documents:
        held = read_holding(document.collection)
        placed = False
        boxed = bool(held.box or held.folder)
        for row in document.document_file_numbers.all():
            if boxed and row.file_number.scheme == filing.COLLECTION:
                continue  # the same words, which the source note's box and folder divide better
            year = document.date_earliest.year if document.date_earliest else None
            holding = filing.whereabouts(filing.parse(row.file_number.normal, year), year)
            if holding is not None:
                placed = True
                file = row.file_number.file
                segment = (holding.record_group, holding.series, holding.segment)
                put(segment, file.normal, file.sort_key, held, row.printed)
        if placed:
            continue
        if boxed:
            series = ", ".join(part for part in (document.repository, held.series) if part)
            put((held.record_group, series, ""), "", "", held, "")
        else:
            (described if document.repository or document.collection else unknown).append(document)
    ordered = sorted(segments.items(), key=lambda row: (not row[0][0], row[0]))
    return PullList(
        [Segment(*key, [files[name] for name in sorted(files)]) for key, files in ordered], described, unknown
    )


def _natural(label: str) -> tuple:
    """Return what labels are sorted by: box 9 comes before box 12."""
    return tuple((part.zfill(8), part) for part in re.findall(r"\d+|\D+", label))
