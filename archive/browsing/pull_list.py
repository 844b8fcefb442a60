"""What to request in the archives' reading room: the originals of some papers by record group, series and segment, and file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive import filing
from archive.models import Document


@dataclass
class FileToRequest:
    """A file (or lot) to request, with the numbers to look for in it and the papers that have them."""

    file: str
    sort_key: str
    papers: list[tuple[str, Document]] = field(default_factory=list)


@dataclass
class Segment:
    """Files that are stored together: a record group, a series and a segment, as far as they are known."""

    record_group: str
    series: str
    segment: str
    files: list[FileToRequest] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PullList:
    """The segments in order; ``described`` are papers of which only the source note tells where they are, ``unknown`` those without any."""

    segments: list[Segment]
    described: list[Document]
    unknown: list[Document]


def pull_list(documents: Iterable[Document]) -> PullList:
    """Return the list for these papers, fetched with ``for_list()``. A paper with several numbers is listed under each."""
    segments: dict[tuple[str, str, str], dict[tuple[str, str], FileToRequest]] = {}
    described, unknown = [], []
    for document in documents:
        placed = False
        for row in document.document_file_numbers.all():
            year = document.date_earliest.year if document.date_earliest else None
            holding = filing.whereabouts(filing.parse(row.file_number.normal, year), year)
            if holding is None:
                continue
            placed = True
            files = segments.setdefault((holding.record_group, holding.series, holding.segment), {})
            file = row.file_number.file
            file_to_request = files.setdefault((file.sort_key, file.normal), FileToRequest(file.normal, file.sort_key))
            file_to_request.papers.append((row.printed, document))
        if not placed:
            (described if document.repository or document.collection else unknown).append(document)
    ordered = sorted(segments.items(), key=lambda row: (not row[0][0], row[0]))
    return PullList(
        [Segment(*key, [files[name] for name in sorted(files)]) for key, files in ordered], described, unknown
    )
