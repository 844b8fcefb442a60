"""A small archive of one volume with chapters, and papers of several certain, uncertain and unknown days."""

import pytest

from archive import store
from archive.models import Document, State, Volume
from archive.records import DivisionRecord, FileNumberRecord, VolumeRecord
from archive.store import Incoming
from tests.support.records import document_record

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


@pytest.fixture(scope="module")
def volume(module_db) -> Volume:
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


@pytest.fixture(scope="module")
def paper(volume):
    """A function that adds the number-th paper of the volume: published, in chapter ch1, unless changed."""

    def add(number: int, *, state: str = State.PUBLISHED, division: str = "ch1", **changes) -> Document:
        store.save_batch([_incoming(volume, number, division, changes)], state=state)
        return Document.objects.get(source_id=f"vol#d{number}")

    return add


@pytest.fixture(scope="module")
def papers_at_once(volume):
    """A function that adds published papers of these numbers together, which is quicker: ``papers_at_once(range(3, 21))``."""

    def add(numbers, *, division: str = "ch1", **changes) -> None:
        incoming = [_incoming(volume, number, division, changes) for number in numbers]
        store.save_batch(incoming, state=State.PUBLISHED)

    return add


def _incoming(volume: Volume, number: int, division: str, changes: dict) -> Incoming:
    printed = f"840.48 Refugees/{number}"
    numbers = (FileNumberRecord(printed, printed, "decimal-1910"),)
    changes = {"heading": f"Paper {number}", "file_numbers": numbers} | changes
    record = document_record(f"vol#d{number}", document_number=str(number), **changes)
    return Incoming(record, volume, volume.divisions.get(source_id=division) if division else None, number)
