"""A small archive of one volume with chapters, and papers of several certain, uncertain and unknown days."""

import pytest

from archive import store
from archive.models import Document, State, Volume
from archive.records import DivisionRecord, FileNumberRecord, VolumeRecord
from archive.store import Incoming
from tests.support.records import document_record

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


@pytest.fixture
def volume(db) -> Volume:
    """A volume with a preface, a compilation of two chapters, and a chapter with the editors' words alone."""
    empty = f"<div {_TEI}/>"
    divisions = (
        DivisionRecord("preface", "section", "Preface", f"<div {_TEI}><head>Preface</head><p>Of this book.</p></div>", 1, part="front"),
        DivisionRecord("comp1", "compilation", "Ruritania", empty, 2),
        DivisionRecord("ch1", "chapter", "Refugees", empty, 1, "comp1"),
        DivisionRecord("ch2", "chapter", "Railways", empty, 2, "comp1"),
        DivisionRecord("ch3", "chapter", "Elsewhere", f"<div {_TEI}><head>Elsewhere</head><p>[See part 2.]</p></div>", 3, "comp1"),
    )  # fmt: skip
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania", divisions=divisions))
    return Volume.objects.get(slug="vol")


@pytest.fixture
def paper(volume):
    """A function that adds the number-th paper of the volume: published, in chapter ch1, unless changed."""

    def add(number: int, *, state: str = State.PUBLISHED, division: str = "ch1", **changes) -> Document:
        changes.setdefault("heading", f"Paper {number}")
        changes.setdefault(
            "file_numbers",
            (FileNumberRecord(f"840.48 Refugees/{number}", f"840.48 Refugees/{number}", "decimal-1910"),),
        )
        record = document_record(f"vol#d{number}", document_number=str(number), **changes)
        where = volume.divisions.get(source_id=division) if division else None
        store.save_batch([Incoming(record, volume, where, number)], state=state)
        return Document.objects.get(source_id=record.source_id)

    return add
