"""What to ask for in the archives' reading room: the originals of some papers by record group, series and segment, and file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive import filing
from archive.models import Document


@dataclass
class Wanted:
    """A file (or lot) to ask for, with the numbers to look for in it and the papers that bear them."""

    file: str
    sort_key: str
    papers: list[tuple[str, Document]] = field(default_factory=list)


@dataclass
class Shelf:
    """Files that are kept together: a record group, a series and a segment, as far as they are known."""

    record_group: str
    series: str
    segment: str
    files: list[Wanted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PullList:
    """Shelves in order; ``described`` are papers whose source note alone says where they are; ``unknown`` says nothing."""

    shelves: list[Shelf]
    described: list[Document]
    unknown: list[Document]


def pull_list(documents: Iterable[Document]) -> PullList:
    """The list for these papers, fetched with ``for_list()``. A paper with several numbers stands under each."""
    shelves: dict[tuple[str, str, str], dict[tuple[str, str], Wanted]] = {}
    described, unknown = [], []
    for document in documents:
        placed = False
        for row in document.document_file_numbers.all():
            year = document.date_earliest.year if document.date_earliest else None
            holding = filing.whereabouts(filing.parse(row.file_number.normal, year), year)
            if holding is None:
                continue
            placed = True
            files = shelves.setdefault((holding.record_group, holding.series, holding.segment), {})
            file = row.file_number.file
            wanted = files.setdefault((file.sort_key, file.normal), Wanted(file.normal, file.sort_key))
            wanted.papers.append((row.printed, document))
        if not placed:
            (described if document.repository or document.collection else unknown).append(document)
    ordered = sorted(shelves.items(), key=lambda row: (not row[0][0], row[0]))
    return PullList(
        [Shelf(*key, [files[name] for name in sorted(files)]) for key, files in ordered], described, unknown
    )
