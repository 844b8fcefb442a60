"""Running an import: batches in transactions, progress that others can see, a report at the end.

Killed at any moment, a run leaves whole documents only; the next run of the same source skips what is there and
completes the rest. A document that was edited in the archive is never overwritten: it is listed as a conflict.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from django.db import transaction
from django.utils import timezone

from archive import store
from archive.errors import Cancelled
from archive.importing.afterwards import Afterwards
from archive.importing.papers import Kept, PaperWriter
from archive.importing.processes import ReadingProcesses
from archive.importing.rereading import Numbering, batches_of, ids_in_volume
from archive.importing.sources import Source, open_source
from archive.models import Document, ImportRun, State, Volume
from archive.parsing.errors import SourceError
from archive.parsing.reader import Unread
from archive.records import DocumentRecord, ReadingWarning, from_json, to_json
from archive.sql.batches import short_batches
from archive.store.saving import CHANGED, CONFLICT, CREATED, UNCHANGED

#: The outcome of a paper that can't be read or kept; the code of the warning with its reason.
REFUSED = "refused"

#: A paper that its source now has under another id; its address is the same.
MOVED = "moved"

#: How many places of one kind of warning a report lists; all are counted.
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run: documents done, and how many there are, if known."""

    done: int
    total: int | None


@dataclass
class Tally:
    """What a run's report is made from."""

    outcomes: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    warnings: Counter = field(default_factory=Counter)
    places: dict[str, list[dict]] = field(default_factory=dict)
    conflicts: list[dict] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    seen: set[str] = field(default_factory=set)

    def add(self, paper: Kept | Unread) -> None:
        """Count one document, with its warnings, its conflict, or the reason why it was refused."""
        if isinstance(paper, Unread):
            self.seen.add(paper.source_id)
            self.outcomes[REFUSED] += 1
            self.warn(ReadingWarning(REFUSED, paper.reason, paper.line), paper.source_id)
            return
        record, outcome = paper.record, paper.saved.outcome
        self.seen.add(record.source_id)
        if outcome == CONFLICT:
            self.conflicts.append(_conflict(record, paper.saved.document))
        if outcome in (CHANGED, UNCHANGED) and record.source_id in self.numbering.moved:
            outcome = MOVED
        self.outcomes[outcome] += 1
        self.kinds[record.kind or "unknown"] += 1
        for warning in record.warnings:
            self.warn(warning, record.source_id)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return a tally with nothing but the warnings about the volume itself."""
        tally = cls()
        if source.volume:
            for warning in source.volume.warnings:
                tally.warn(warning, source.volume.source_id)
        return tally

    def warn(self, warning, source_id: str) -> None:
        """Count one warning, and keep its place."""
        self.warnings[warning.code] += 1
        places = self.places.setdefault(warning.code, [])
        if len(places) < _LISTED:
            places.append({"document": source_id, "line": warning.line, "message": warning.message})

    def as_report(self) -> dict:
        """Return the report as JSON data."""
        return {
            "outcomes": dict(self.outcomes),
            "kinds": dict(self.kinds.most_common()),
            "warnings": {
                code: {"count": count, "first": self.places[code]} for code, count in self.warnings.most_common()
            },
            "conflicts": self.conflicts,
            "moved": [{"document": name, "was": was} for name, was in self.numbering.moved.items()],
        }


def import_source(
    path: Path,
    *,
    name: str = "",
    state: str = State.PUBLISHED,
    user=None,
    dry_run: bool = False,
    run: ImportRun | None = None,
    origin: str = "",
    processes: ReadingProcesses | None = None,
    afterwards: Afterwards | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
    pause: bool = True,
) -> ImportRun:
    """Import a source and return the finished run with its report.

    ``state`` is that of new documents. ``processes`` read the source; by default some are started, and ended afterwards. What follows
    from several volumes is done at the end, unless ``afterwards`` does it for several imports. A
    ``dry_run`` writes nothing but its own report. With ``pause``, others get their turn to write again and again. Raises
    :class:`SourceError` for a source that can't be read, which the run records too.
    """
    if processes is None:
        with ReadingProcesses() as own:
            return import_source(
                path, name=name, state=state, user=user, dry_run=dry_run, run=run, origin=origin, processes=own,
                afterwards=afterwards, progress=progress, pause=pause,
            )  # fmt: skip
    source = None
    if run is None:
        source = open_source(
            path, name, processes
        )  # before the run is created: a source that can't be opened leaves none
        run = ImportRun.objects.create(name=source.name, sha256=source.sha256, user=user, dry_run=dry_run)
    try:
        source = source or open_source(path, name, processes)
        if run.sha256 and run.sha256 != source.sha256:
            raise SourceError("is not the file that was previewed", source.name)
        run.total = source.count
        run.save(update_fields=["total"])
        how = {"state": state, "dry_run": dry_run, "origin": origin, "progress": progress, "pause": pause}
        with nullcontext(afterwards) if afterwards else Afterwards() as following:
            tally = _import(source, run, following, **how)
    except BaseException as error:
        run.status = ImportRun.Status.CANCELLED if isinstance(error, Cancelled) else ImportRun.Status.FAILED
        run.error, run.finished_at = str(error) or repr(error), timezone.now()
        run.save(update_fields=["status", "error", "finished_at"])
        raise
    moves = store.moves_of(run)
    run.report = tally.as_report() | ({"moved": moves} if moves else {})
    run.counts = dict(tally.outcomes)
    run.status, run.finished_at = ImportRun.Status.DONE, timezone.now()
    run.save(update_fields=["report", "counts", "status", "finished_at"])  # and not the upload, again
    return run


def _import(
    source: Source, run: ImportRun, afterwards: Afterwards, *, state, dry_run, origin, progress, pause
) -> Tally:
    tally = Tally.of(source)
    how = {"state": state, "user": run.user, "reason": f"import of {source.name}", "run": run}
    writer = PaperWriter(source, rehearse=dry_run, origin=origin, **how)
    volume, divisions = writer.place
    #: Papers on whose ids, places or volume something depends that is brought up to date here, if they are not saved.
    followed: set[int] = set()
    if volume and writer.retitled and not dry_run:
        followed |= set(Document.objects.filter(volume=volume).values_list("pk", flat=True))

    def numbered(numbering: Numbering) -> None:
        tally.numbering = numbering
        if not dry_run and (renamed := numbering.renamed()):
            followed.update(store.renumber(renamed, run))

    for batch in batches_of(source.documents(), volume, divisions, numbered, pause=pause):
        # The run's sign of life goes into the same transaction as the documents that it counts.
        with transaction.atomic():
            if not dry_run:
                incoming = [one for one in batch if isinstance(one, store.Incoming)]
                _place_edited(incoming, tally.numbering, run, source)
            kept = writer.save(batch)
            run.done += len(batch)
            run.alive_at = timezone.now()
            run.save(update_fields=["done", "alive_at"])
        for paper in kept:
            tally.add(paper)
        saved = [paper.saved for paper in kept if isinstance(paper, Kept)]
        followed -= {result.document.pk for result in saved if result.outcome == CHANGED}
        progress(Progress(run.done, run.total))
    for some in short_batches(sorted(followed), pause=pause):
        store.follow(some)
    if not dry_run:
        afterwards.imported(volume)
    if volume:
        tally.conflicts += gone(volume, tally.numbering, tally.seen, dry_run=dry_run)
    return tally


def gone(volume: Volume, numbering: Numbering, seen: set[str], *, dry_run: bool) -> list[dict]:
    """Return the papers of a volume that its source does not have: those that it had before, and those entered by hand."""
    by_hand = Document.objects.filter(volume=volume).exclude(source_id__startswith=f"{volume.slug}#")
    ids = [name if dry_run else numbering.displaced.get(name, name) for name in numbering.gone]
    ids += [name for name in by_hand.order_by("pk").values_list("source_id", flat=True) if name not in seen]
    return [{"document": source_id, "fields": [], "gone": True} for source_id in ids]


def _place_edited(batch: list[store.Incoming], numbering: Numbering, run: ImportRun, source: Source) -> None:
    """Let the papers that somebody has edited follow their source in ids, numbers and order, where only these have changed."""
    ids = ids_in_volume(numbering.renamed())
    same = {incoming.record.source_id: incoming for incoming in batch if incoming.same_words}
    rows = Document.objects.for_record().filter(source_id__in=same)
    for document in rows.prefetch_related("versions"):
        incoming = same[document.source_id]
        (base,) = [row.record for row in document.versions.all() if row.number == document.source_version]
        record = store.with_new_ids(store.load(document), ids, from_json(base["record"]), incoming.record)
        store.save(record, edit=True, user=run.user, reason=f"import of {source.name}", run=run)
        store.settle_reading(document.source_id, incoming.record, taken=False)
    followed = [one for one in batch if one.same_words or one.record.source_id in numbering.moved]
    store.place_edited({one.record.source_id: (one.division and one.division.pk, one.position) for one in followed})


def _conflict(record: DocumentRecord, document: Document) -> dict:
    """Return the fields in which the new reading differs from the edited document, with the reading, for settling the conflict."""
    current = replace(store.load(document), source_id=record.source_id)
    names = [name for name in DocumentRecord.__dataclass_fields__ if getattr(current, name) != getattr(record, name)]
    return {"document": record.source_id, "fields": names, "record": to_json(record)}


def import_upload(run: ImportRun, *, progress: Callable[[Progress], None]) -> ImportRun:
    """Import the bytes of a confirmed upload. After an interruption it begins again and skips what is there."""
    ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.RUNNING, alive_at=timezone.now(), done=0)
    run.refresh_from_db()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "upload"
        path.write_bytes(run.upload)
        return import_source(path, name=run.name, user=run.user, run=run, state=run.state, progress=progress)


__all__ = ["CREATED", "UNCHANGED", "Progress", "import_source", "import_upload"]
