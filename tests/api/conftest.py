"""One small archive for the tests of a module that only read it, as programs do."""

import pytest
from django.db import transaction

from archive import references, store
from archive.models import Mission, State, Volume
from archive.records import DivisionRecord, VolumeRecord
from archive.store import Incoming
from tests.support.records import document_record
from tests.support.telegrams import MOSCOW, STATE, telegram
from tests.support.topics import make_topics

_EMPTY = '<div xmlns="http://www.tei-c.org/ns/1.0"/>'


def build() -> None:
    """Make a volume of four papers, and an exchange with a gap."""
    store.save_volume(
        VolumeRecord(
            "vol", "Papers of 1938, Ruritania", divisions=(DivisionRecord("ch1", "chapter", "Railways", _EMPTY, 1),)
        )
    )
    volume = Volume.objects.get(slug="vol")
    chapter = volume.divisions.get()
    make_topics("Relief")
    records = [
        document_record(f"vol#d{number}", document_number=str(number), topics=("Relief",)) for number in range(1, 5)
    ]
    store.save_batch(
        [Incoming(record, volume, chapter, at) for at, record in enumerate(records, 1)], state=State.PUBLISHED
    )
    for record in (
        telegram(554, (3, 11), heading="The answer", sender=STATE, recipient=MOSCOW, text="Your 900 March 10. Yes."),
        telegram(1020, (3, 24), heading="The last telegram", text="Department’s 554 of March 11, and 556 of March 12."),
    ):
        store.save(record, state=State.PUBLISHED)
    references.resolve_all()
    Mission.objects.filter(key="mission:ruritania").update(name="Embassy in Ruritania", slug="embassy-in-ruritania")


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    """The archive of :func:`build`, which is gone after the module. What a test changes is undone after the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        yield
        transaction.set_rollback(True)
