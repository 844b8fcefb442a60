"""Making a dump: volume by volume, each paper read once for all files, in flat memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from archive import store
from archive.errors import Refused
from archive.exports.dump.package import write_package
from archive.exports.dump.tables import FOOTNOTES, PAPERS, TABLES, Row, paper_ids
from archive.exports.dump.writers import JsonLines, Parquet, Sqlite, Writer
from archive.exports.tei import volume_tei
from archive.models import PublicChange, public
from archive.records import DocumentRecord, FootnoteRecord, VolumeRecord
from archive.sql.batches import batches

_WRITERS: dict[str, Callable[[Path], Writer]] = {"jsonl": JsonLines, "parquet": Parquet, "sqlite": Sqlite}
#: What can be made. TEI is a file of all volumes.
FORMATS = (*_WRITERS, "tei")
_AT_ONCE = 256  # a power of two, which queries are prepared for


def dump(
    folder: Path,
    formats: Collection[str] = FORMATS,
    *,
    since: datetime | None = None,
    licence: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write what is public into an empty folder, and return the number of papers.

    With ``since`` these are the papers that have changed for the public since then; authorities and volumes are whole. ``progress`` is
    called with how many papers are done and how many there are. Raises :class:`~archive.errors.Refused` for a folder with something in it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    made = timezone.now()
    last = PublicChange.objects.aggregate(last=Max("pk"))["last"] or 0
    writers = [_WRITERS[name](folder) for name in formats if name in _WRITERS]
    whole = _Dump(writers, since, progress)
    paths: list[Path] = []
    if "tei" in formats:
        paths.append(folder / "tei.zip")
        with zipfile.ZipFile(paths[0], "w", zipfile.ZIP_DEFLATED, compresslevel=1) as held:
            for name, pieces in whole.volumes():
                with held.open(f"{name}.xml", "w", force_zip64=True) as file:
                    file.writelines(piece.encode() for piece in pieces)
    else:
        for _, pieces in whole.volumes():
            for _ in pieces:
                pass
    for table in TABLES:
        if not table.of_papers:
            rows = table.rows(since) if table.name == "removed" else table.rows()
            for some in batches(rows, _AT_ONCE):
                whole.write(table, some)
    for writer in writers:
        paths += writer.close()
    write_package(folder, paths, made=made, last_change=last, since=since, licence=licence)
    return whole.done


class _Dump:
    """What is written and how far it is."""

    def __init__(self, writers: list[Writer], since: datetime | None, progress: Callable[[int, int], None]) -> None:
        self._writers, self._since, self._progress = writers, since, progress
        self._total, self.done = paper_ids(since).count(), 0

    def write(self, table, rows: list[Row]) -> None:
        """Write rows of a table into every file."""
        for writer in self._writers:
            writer.write(table, rows)

    def volumes(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the name of each volume and its TEI in pieces; while a piece is taken, the rows of its papers are written."""
        papers = paper_ids(self._since)
        for volume in public.volumes().order_by("slug"):
            own = papers.filter(volume=volume)
            if own.exists():
                yield volume.slug, volume_tei(store.load_volume(volume), self._records(own))
        alone = papers.filter(volume=None)
        if alone.exists():
            yield "papers", volume_tei(VolumeRecord("papers", "Papers that are of no volume"), self._records(alone))

    def _records(self, papers) -> Iterator[DocumentRecord]:
        for ids in batches(list(papers.values_list("pk", flat=True)), _AT_ONCE):
            found = {table.name: list(table.rows(ids)) for table in TABLES if table.of_papers}
            for table in TABLES:
                if table.of_papers:
                    self.write(table, found[table.name])
            yield from _texts(found[PAPERS.name], found[FOOTNOTES.name])
            self.done += len(ids)
            self._progress(self.done, self._total)


def _texts(papers: list[Row], footnotes: list[Row]) -> Iterator[DocumentRecord]:
    """Yield the records that TEI is made of, from rows of the two tables."""
    notes: dict[str, list[FootnoteRecord]] = {}
    for row in footnotes:
        note = dict(zip(FOOTNOTES.fields, row, strict=True))
        notes.setdefault(note["paper"], []).append(FootnoteRecord(note["order"], note["label"], note["tei"]))
    for row in papers:
        paper = dict(zip(PAPERS.fields, row, strict=True))
        yield DocumentRecord(
            paper["source_id"],
            paper["tei"],
            heading=paper["heading"],
            source_note=paper["source_note"],
            languages=tuple(paper["languages"]),
            footnotes=tuple(sorted(notes.get(paper["id"], ()), key=lambda note: note.order)),
        )
