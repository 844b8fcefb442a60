"""What an upload would change, before it is confirmed."""

from __future__ import annotations

import tempfile
from operator import itemgetter
from pathlib import Path

from archive.deadline import check
from archive.importing.papers import Kept, PaperWriter
from archive.importing.processes import ReadingProcesses
from archive.importing.rereading import Numbering, batches_of
from archive.importing.runs import BATCH, Tally, gone
from archive.importing.sources import open_source
from archive.models import ImportRun
from archive.store import Incoming

_SHOWN = 10


def preview(data: bytes, name: str, *, user, state: str) -> ImportRun:
    """Read an upload without writing any of it, and keep its bytes for the confirmation.

    The run's ``report`` holds counts, the first documents and the warnings. Raises
    :class:`archive.parsing.errors.SourceError` for a file that can't be imported; nothing is stored then.
    """
    with tempfile.TemporaryDirectory() as directory, ReadingProcesses() as processes:
        path = Path(directory) / "upload"
        path.write_bytes(data)
        source = open_source(path, name, processes)
        tally = Tally.of(source)
        first: list[tuple[int, dict]] = []
        # As the import does it, up to the database: what that refuses is seen here.
        writer = PaperWriter(source, rehearse=True, state=state, user=user)
        volume, divisions = writer.place

        def numbered(numbering: Numbering) -> None:
            tally.numbering = numbering

        for batch in batches_of(source.documents(), volume, divisions, BATCH, numbered):
            check()
            lines = []
            for incoming, paper in zip(batch, writer.save(batch), strict=True):
                tally.add(paper)
                if isinstance(incoming, Incoming) and isinstance(paper, Kept):
                    lines.append((incoming.position, paper.record))
            first = sorted([*first, *((at, _line(record)) for at, record in lines[:_SHOWN])], key=itemgetter(0))[
                :_SHOWN
            ]
        if volume:
            tally.conflicts += gone(volume, tally.numbering, tally.seen, dry_run=True)
        return ImportRun.objects.create(
            name=name,
            sha256=source.sha256,
            status=ImportRun.Status.PREVIEWED,
            state=state,
            upload=data,
            total=source.count,
            counts=dict(tally.outcomes),
            report=tally.as_report()
            | {"first": [line for _, line in first], "volume": source.volume.title if source.volume else ""},
            user=user,
        )


def _line(record) -> dict:
    return {
        "source_id": record.source_id,
        "kind": record.kind,
        "heading": record.heading,
        "date": record.date.printed if record.date else "",
        "file_numbers": [number.printed for number in record.file_numbers],
        "warnings": [warning.message for warning in record.warnings],
    }
