"""What an upload would change, before it is confirmed."""

from __future__ import annotations

import tempfile
from operator import itemgetter
from pathlib import Path

from archive import store
from archive.importing.processes import ReadingProcesses
from archive.importing.rereading import Numbering, batches_of
from archive.importing.runs import BATCH, Tally, gone, tally_batch
from archive.importing.sources import open_source
from archive.models import Division, ImportRun, Volume

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
        tally = Tally()
        first: list[tuple[int, dict]] = []
        volume = Volume.objects.filter(slug=source.volume.source_id).first() if source.volume else None
        divisions = {row.source_id: row for row in Division.objects.filter(volume=volume)} if volume else {}
        seen: set[str] = set()

        def numbered(numbering: Numbering) -> None:
            tally.numbering = numbering

        for batch in batches_of(source.documents(), volume, divisions, BATCH, numbered):
            tally_batch(tally, batch, store.save_batch(batch, dry_run=True))
            seen |= {incoming.record.source_id for incoming in batch}
            lines = [(incoming.position, _line(incoming.record)) for incoming in batch[:_SHOWN]]
            first = sorted([*first, *lines], key=itemgetter(0))[:_SHOWN]
        if volume:
            tally.conflicts += gone(volume, tally.numbering, seen, dry_run=True)
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
