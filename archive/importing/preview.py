"""What an upload would change, before it is confirmed: at once for a small one, else beside the server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path

from archive.deadline import check
from archive.importing.papers import Kept, PaperWriter
from archive.importing.processes import ReadingProcesses
from archive.importing.rereading import Numbering, batches_of
from archive.importing.runs import Progress, Tally, gone
from archive.importing.sources import open_source
from archive.models import ImportRun
from archive.parsing.formats import HEAD, reader_of
from archive.store import Incoming

_SHOWN = 10


def preview(data: bytes, name: str, *, user, state: str) -> ImportRun:
    """Read an upload without writing any of it, and keep its bytes for the confirmation.

    The run's ``report`` holds counts, the first documents and the warnings. Raises
    :class:`archive.parsing.errors.SourceError` for a file that can't be imported; nothing is stored then.
    """
    run = ImportRun(name=name, state=state, upload=data, user=user)
    _read(run)
    run.save()
    return run


def receive(data: bytes, name: str, *, user, state: str) -> ImportRun:
    """Keep an upload that :func:`preview_received` will read. Raises :class:`~archive.parsing.errors.SourceError` if nothing can."""
    reader_of(data[:HEAD], name)
    return ImportRun.objects.create(name=name, state=state, upload=data, user=user, status=ImportRun.Status.READING)


def preview_received(run: ImportRun, *, progress: Callable[[Progress], None]) -> None:
    """Read an upload that was received, as :func:`preview` does; after an interruption it begins again.

    Raises :class:`~archive.parsing.errors.SourceError`.
    """
    _read(run, progress)
    run.save(update_fields=["sha256", "total", "counts", "report", "status"])


def _read(run: ImportRun, progress: Callable[[Progress], None] = lambda progress: None) -> None:
    """Note in an unsaved run what its upload would change."""
    with tempfile.TemporaryDirectory() as directory, ReadingProcesses() as processes:
        path = Path(directory) / "upload"
        path.write_bytes(run.upload)
        source = open_source(path, run.name, processes)
        tally, done = Tally.of(source), 0
        first: list[tuple[int, dict]] = []
        # As the import does it, up to the database: what that refuses is seen here.
        writer = PaperWriter(source, rehearse=True, state=run.state, user=run.user)
        volume, divisions = writer.place

        def numbered(numbering: Numbering) -> None:
            tally.numbering = numbering

        for batch in batches_of(source.documents(), volume, divisions, numbered):
            check()
            lines = []
            for incoming, paper in zip(batch, writer.save(batch), strict=True):
                tally.add(paper)
                if isinstance(incoming, Incoming) and isinstance(paper, Kept):
                    lines.append((incoming.position, paper.record))
            first = sorted([*first, *((at, _line(record)) for at, record in lines[:_SHOWN])], key=itemgetter(0))[
                :_SHOWN
            ]
            done += len(batch)
            progress(Progress(done, source.count))
        if volume:
            tally.conflicts += gone(volume, tally.numbering, tally.seen, dry_run=True)
        run.status = ImportRun.Status.PREVIEWED
        run.sha256, run.total, run.counts = source.sha256, source.count, dict(tally.outcomes)
        run.report = tally.as_report() | {
            "first": [line for _, line in first],
            "volume": source.volume.title if source.volume else "",
        }


def _line(record) -> dict:
    return {
        "source_id": record.source_id,
        "kind": record.kind,
        "heading": record.heading,
        "date": record.date.printed if record.date else "",
        "file_numbers": [number.printed for number in record.file_numbers],
        "warnings": [warning.message for warning in record.warnings],
    }
