"""What an upload would change, before it is confirmed."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

from archive import store
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import BATCH, Tally
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
        tally, first, total = Tally(), [], 0
        volume = Volume.objects.filter(slug=source.volume.source_id).first() if source.volume else None
        divisions = {row.source_id: row for row in Division.objects.filter(volume=volume)} if volume else {}
        documents = enumerate(source.documents(), 1)
        while batch := [
            store.Incoming(read.record, volume, divisions.get(read.division), position, read)
            for position, read in islice(documents, BATCH)
        ]:
            for incoming, result in zip(batch, store.save_batch(batch, dry_run=True), strict=True):
                tally.add(incoming.record, result.outcome)
            first += [_line(incoming.record) for incoming in batch[: _SHOWN - len(first)]]
            total += len(batch)
        return ImportRun.objects.create(
            name=name,
            sha256=source.sha256,
            status=ImportRun.Status.PREVIEWED,
            state=state,
            upload=data,
            total=total,
            counts=dict(tally.outcomes),
            report=tally.as_report() | {"first": first, "volume": source.volume.title if source.volume else ""},
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
