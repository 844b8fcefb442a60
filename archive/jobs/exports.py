"""The job that writes many papers into one file: a spreadsheet to edit and import, or TEI."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive import bulk, store
from archive.errors import Refused
from archive.exports.tei import corpus, volume_tei
from archive.jobs.kind import Whole
from archive.jobs.results import result_of
from archive.jobs.starting import start
from archive.models import Document, Job, Volume
from archive.sql.batches import batches

#: Papers that are read together.
_READ = 100
#: The most papers of one file by its ending: a spreadsheet is no longer than one that can be imported.
MOST = {"csv": bulk.MOST_ROWS, "xlsx": bulk.MOST_ROWS, "tei": bulk.MOST_DOCUMENTS}


class ExportKind(Whole):
    """Items are the ids of documents in the order of the file; of a volume's own TEI, ``volume`` is its id."""

    name = "export"
    permission = "archive.add_bulkchange"

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        with result_of(job) as path:
            pieces = _pieces(job, _documents(job, stop_if_cancelled))
            with path.open("wb") as file:
                for piece in pieces:
                    file.write(piece if isinstance(piece, bytes) else piece.encode())
        job.counts = {"exported": job.done}
        job.save(update_fields=["counts"])


def _pieces(job: Job, documents: Iterator[Document]) -> Iterator[str] | list[bytes]:
    if job.parameters["form"] == "csv":
        return bulk.csv_of(documents)
    if job.parameters["form"] == "xlsx":
        return [bulk.xlsx_of(documents)]
    records = (store.load(document) for document in documents)
    if "volume" not in job.parameters:
        return corpus(records, f"{len(job.items)} documents")
    volume = Volume.objects.filter(pk=job.parameters["volume"]).first()
    if volume is None:
        raise Refused("The volume is not in the archive any more.")
    return volume_tei(store.load_volume(volume), records)


def _documents(job: Job, stop_if_cancelled: Callable[[], None]) -> Iterator[Document]:
    job.done = 0
    for some in batches(job.items, _READ):
        stop_if_cancelled()
        found = Document.objects.for_record().in_bulk(some)
        yield from (found[pk] for pk in some if pk in found)
        job.done += len(some)
        Job.objects.filter(pk=job.pk).update(done=job.done)


def start_export(ids: list[int], form: str, *, user=None) -> Job:
    """Queue writing documents into a file: ``"csv"``, ``"xlsx"`` or ``"tei"``. Raises :class:`~archive.errors.Refused` for too many."""
    if len(ids) > MOST[form]:
        raise Refused(f"Please select {MOST[form]:,} documents at most.")
    file = "papers.xml" if form == "tei" else f"papers.{form}"
    what = f"Export as {form.upper()} ({len(ids):,})"
    return start(ExportKind.name, ids, what=what, user=user, parameters={"form": form, "file": file})


def start_volume_export(volume: Volume, *, user=None) -> Job:
    """Queue writing a volume, papers that are not public included, as TEI."""
    ids = list(volume.documents.order_by("position", "pk").values_list("pk", flat=True))
    parameters = {"form": "tei", "volume": volume.pk, "file": f"{volume.slug}.xml"}
    return start(ExportKind.name, ids, what=f"Export of {volume.slug} as TEI", user=user, parameters=parameters)
