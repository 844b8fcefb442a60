"""One bad paper takes no volume down, and a preview and a dry run say of any volume what its import will do."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from archive import store
from archive.deriving import Derived, derive
from archive.errors import OutOfTime, Refused, reason_of
from archive.importing.papers import Kept, PaperWriter
from archive.importing.preview import preview
from archive.importing.processes import ReadingProcesses
from archive.importing.rereading import batches_of
from archive.importing.runs import import_source
from archive.importing.sources import Source
from archive.models import Document, ImportRun, Office, Volume
from archive.parsing.reader import Unread, read_or_reason
from archive.records import DateRecord, VolumeRecord
from tests.support.mutants import mutants
from tests.support.paths import SHAPES
from tests.support.records import document_record

#: Of 2,000 volumes with one change each; ``CHANCERY_MUTANTS=1`` tries all.
EVERY = int(os.environ.get("CHANCERY_MUTANTS", "83"))


def papers(count: int, bad: set[int]) -> list[Derived | Unread]:
    """Return papers ready to be saved; the days of the bad ones are in no calendar, which only the database's rows notice."""
    impossible = DateRecord("February 31", "1901-02-31", "1901-02-31", "1901-02-31")
    records = [document_record(f"vol#d{number}", number=str(number)) for number in range(1, count + 1)]
    return [
        derive(replace(record, date=impossible) if number in bad else record)
        for number, record in enumerate(records, 1)
    ]


def source(reading: list) -> Source:
    return Source("vol.xml", Path("vol.xml"), "0" * 64, VolumeRecord("vol", "A volume"), len(reading), reading)


def saved_by(writer: PaperWriter, reading: list) -> list[Kept | Unread]:
    (batch,) = batches_of(reading, None, {}, lambda numbering: None)
    placed = [one if isinstance(one, Unread) else replace(one, volume=writer.place[0]) for one in batch]
    return writer.save(placed)


@pytest.mark.django_db
@pytest.mark.parametrize("rehearse", [False, True])
@pytest.mark.parametrize("bad", [set(), {1}, {4, 5}, {9}, set(range(1, 10))], ids=str)
def test_bad_papers_are_refused_one_by_one_and_the_others_are_saved(bad, rehearse):
    reading = [*papers(9, bad), Unread("vol#d10", 12, "no paper")]
    results = saved_by(PaperWriter(source(reading), rehearse=rehearse), reading)
    refused = {result.source_id: result.reason for result in results if isinstance(result, Unread)}
    assert refused == {"vol#d10": "no paper"} | {f"vol#d{number}": "day is out of range for month" for number in bad}
    assert [result.record.source_id for result in results if isinstance(result, Kept)] == [
        f"vol#d{number}" for number in range(1, 10) if number not in bad
    ]
    saved = {} if rehearse else {f"vol#d{number}": number for number in range(1, 10) if number not in bad}
    assert dict(Document.objects.values_list("source_id", "position")) == saved
    assert Volume.objects.exists() != rehearse
    assert Office.objects.exists() == bool(saved)


@pytest.mark.django_db
def test_a_rehearsal_compares_with_what_is_there():
    first = papers(3, set())
    saved_by(PaperWriter(source(first)), first)
    before = [store.load(row) for row in Document.objects.for_record()]
    again = [first[0], derive(replace(first[1].record, summary="Another.")), *papers(4, set())[3:]]
    results = saved_by(PaperWriter(source(again), rehearse=True), again)
    assert [result.saved.outcome for result in results] == ["unchanged", "changed", "created"]
    assert [store.load(row) for row in Document.objects.for_record()] == before


def broken():
    raise KeyError("paper")


def late():
    raise OutOfTime("The time is up.")


def test_what_a_reader_raises_is_a_reason_but_for_the_end_of_time():
    assert read_or_reason(lambda: 1, "d1", 2) == 1
    assert read_or_reason(broken, "d1", 2) == Unread("d1", 2, "'paper'")
    with pytest.raises(OutOfTime):
        read_or_reason(late, "d1", 2)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Refused("No.", "line 1"), "No."),
        (ValueError("a\n  b"), "a b"),
        (KeyError(), "KeyError"),
        (ValueError("x" * 500), "x" * 200 + " …"),
        (ValueError("\x1b[2J"), "?[2J"),
    ],
)
def test_a_reason_is_one_short_line(error, reason):
    assert reason_of(error) == reason


def outcome(run) -> tuple | str:
    """Return what a run says of its papers, or its refusal."""
    try:
        done: ImportRun = run()
    except Refused as refused:
        return str(refused)
    counts = {code: found["count"] for code, found in done.report["warnings"].items()}
    return done.counts, counts, [conflict["document"] for conflict in done.report["conflicts"]]


@pytest.mark.once
@pytest.mark.django_db
def test_preview_dry_run_and_import_agree_about_every_volume(tmp_path):
    path = tmp_path / "volume.xml"
    disagree = {}
    with ReadingProcesses(0) as processes:
        for what, data in mutants(SHAPES.read_bytes(), every=EVERY):
            path.write_bytes(data)
            with transaction.atomic():
                previewed = outcome(lambda data=data: preview(data, "volume.xml", user=None, state="published"))
                rehearsed = outcome(lambda: import_source(path, processes=processes, dry_run=True))
                written = Document.objects.exists() or Volume.objects.exists()
                imported = outcome(lambda: import_source(path, processes=processes))
                if written or not previewed == rehearsed == imported:
                    disagree[what] = (previewed, rehearsed, imported)
                transaction.set_rollback(True)
    assert disagree == {}
