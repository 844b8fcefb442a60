"""An archive with something of every kind that a reader can meet, and an address of every kind of page in it."""

from __future__ import annotations

from datetime import date

from django.core.management import call_command

from archive import store
from archive.importing.runs import import_source
from archive.models import Document, Erratum, ErrorReport, Mission, State, UnheldPaper, Volume
from archive.records import DivisionRecord, FileNumberRecord, VolumeRecord
from archive.store import Incoming
from tests.support.paths import SHAPES
from tests.support.records import QUILL, RAVEN, SECRETARY, dated, document_record
from tests.support.telegrams import MOSCOW, STATE, telegram
from tests.support.topics import make_topics

_EMPTY = '<div xmlns="http://www.tei-c.org/ns/1.0"/>'
#: Which paper has a topic and an original whose place is known, and these.
_PLACED = 3
_ELSEWHERE = {"topics": ("Railways",), "repository": "Royal Archives", "collection": "Embassy Files, Railways, Box 3"}
_DAYS = ["1938-03-05", "1938-03-06", "1938-03-05", "1938-07-01", "1939-01-02", "1939-05-06", "", "1938-03-09"]


def build() -> None:
    """Make it: the first document, a volume of hard shapes with enclosures, eight papers of a chapter, and an exchange with a gap."""
    call_command("load_first_documents", verbosity=0)
    import_source(SHAPES)
    make_topics("Transport", ("Railways", "Transport"))
    divisions = (
        DivisionRecord("comp1", "compilation", "Ruritania", _EMPTY, 1),
        DivisionRecord("ch1", "chapter", "Railways", _EMPTY, 1, "comp1"),
    )
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania", divisions=divisions))
    volume = Volume.objects.get(slug="vol")
    chapter = volume.divisions.get(source_id="ch1")
    store.save_batch(
        [Incoming(_paper(number, day), volume, chapter, number) for number, day in enumerate(_DAYS, 1)],
        state=State.PUBLISHED,
    )
    for record in (
        telegram(900, (3, 10), heading="The first telegram", text="May I ask?"),
        telegram(554, (3, 11), heading="The answer", sender=STATE, recipient=MOSCOW, text="Your 900 March 10. Yes."),
        telegram(1020, (3, 24), heading="The last telegram", text="Department’s 554 of March 11, and 556 of March 12."),
    ):
        store.save(record, state=State.PUBLISHED)
    paper = Document.objects.get(source_id="vol#d1")
    Erratum.objects.create(document=paper, date=date(2026, 1, 2), text="“read” for “red”.")
    ErrorReport.objects.create(document=paper, text="Is it red?")
    Mission.objects.filter(key="mission:ruritania").update(
        name="Embassy in Ruritania", slug="embassy-in-ruritania", made_by_hand=True
    )


def _paper(number: int, day: str):
    sides = (
        {"senders": (QUILL,), "recipients": (SECRETARY,)}
        if number % 2
        else {"senders": (SECRETARY,), "recipients": (RAVEN,)}
    )
    return document_record(
        f"vol#d{number}",
        document_number=str(number),
        heading=f"Paper {number} on the railway",
        date=dated(day),
        file_numbers=(FileNumberRecord(f"840.48 Refugees/{number}", f"840.48 Refugees/{number}", "decimal-1910"),),
        **sides,
        **(_ELSEWHERE if number == _PLACED else {}),
    )


def addresses() -> list[str]:
    """Return an address of every kind of public page, some in several states; ``test_every_page`` checks that no kind is missing."""
    report = ErrorReport.objects.first().get_absolute_url()
    unheld = UnheldPaper.objects.get(key__contains="556").get_absolute_url()
    return [
        "/", "/about/", "/search/?q=railway", "/search/?q=railwya", "/search/?q=document+1&sort=date",
        "/search/?q=railway&sender-office=ambassador-in-ruritania", "/search/", "/search/?q=nothing", "/search/?since=1950-02-30",
        "/search/sender-office/?q=railway", "/data/",
        "/documents/vol-d1/", "/documents/vol-d1/#page-41", "/documents/vol-d1/?view=understood",
        "/documents/made1950v01-d1/", "/documents/made1950v01-d1/?view=understood", "/documents/made1950v01-d2/",
        "/documents/made1950v01-d4a/", "/documents/vol-d1/cite/", "/documents/vol-d1/like/", "/documents/vol-d1/report/", report,
        "/documents/v-d554/", "/documents/v-d554/thread/", "/not-held/", unheld,
        "/volumes/", "/volumes/vol/", "/volumes/made1950v01/", "/volumes/vol/ch1/", "/volumes/made1950v01/persons/",
        "/people/", "/people/quill/", "/offices/", "/offices/ambassador-in-ruritania/", "/missions/", "/missions/embassy-in-ruritania/",
        "/places/", "/places/ruritania/", "/chronology/", "/chronology/1938/", "/chronology/1938/03/",
        "/chronology/1938/03/05/", "/chronology/1938/03/05/hours/", "/chronology/1944/03/10/hours/",
        "/chronology/undated/", "/topics/", "/topics/railways/", "/holdings/", "/holdings/royal-archives/",
        "/charts/", "/charts/?q=railway&office-order=name", "/find-many/", "/files/",
        "/files/?q=840*", "/files/decimal-1910/", "/files/decimal-1910/class-8/",
        "/files/decimal-1910/class-8/country-40/", "/files/decimal-1910/class-8/country-40/subject-48/",
        "/files/subject-numeric/class-POL/subject-27/", "/files/decimal-1910/840.48-refugees/",
        "/files/decimal-1910/840.48-refugees/cited/", "/selection/", "/selection/?ids=vol-d1,vol-d2,gone",
        "/selection/read/?ids=vol-d1,vol-d2,made1950v01-d1", "/selection/cite/?ids=vol-d1,made1950v01-d1&style=bluebook",
        "/selection/pull-list/?ids=vol-d1,vol-d2,made1950v01-d2",
        "/api/", "/nowhere/",
    ]  # fmt: skip
