"""A draft of one clerk that shares as much as it can with papers that others see, and is full of a word that is nowhere else."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User

from archive import references, store, workflow
from archive.models import (
    BulkChange,
    Document,
    Erratum,
    ErrorReport,
    ImportRun,
    Mission,
    Office,
    OfficeHolding,
    OriginalImage,
    Person,
    PersonName,
    State,
    Volume,
)
from archive.records import CorrespondentRecord, FileNumberRecord, FootnoteRecord, VolumeRecord
from archive.store import Incoming
from tests.support.jobs import merge
from tests.support.records import document_record

CANARY = "Xylophagous"
#: Names of people, offices, places, files, volumes and terms that exist in the draft only.
PERSON, OFFICE, PLACE = f"{CANARY}son", f"{CANARY} Envoy in {CANARY}ia", f"{CANARY}ia"
NUMBER = f"840.48 {CANARY}/1"
#: The number of a published paper and, once it is there, of the draft.
SHARED = "840.48 Refugees/17"
#: The number of no published paper, which one cites.
CITED = "840.48 Refugees/16"
_SECRET = CorrespondentRecord(f"The {OFFICE} ({PERSON})", OFFICE, PERSON, PLACE)
_EARLIER, _TWIN = "vol#earlier", "vol#twin"


def set_scene(writer: User) -> None:
    """Add to an archive what a secret draft can be compared with: the writer's own earlier draft, and papers that others see."""
    store.save(document_record(_EARLIER, heading="Of no interest", file_numbers=(), date=None), user=writer)
    store.save(document_record(_TWIN, document_number="9"), state=State.PUBLISHED)
    references.resolve_all()


def _secret(source_id: str):
    """Return a record that may be the published twin once more, with everything that only it names."""
    record = document_record(source_id, document_number="77")
    note = f'<note xmlns="http://www.tei-c.org/ns/1.0" n="9">{CANARY} (840.48 {CANARY}/2).</note>'
    return replace(
        record,
        text=record.text.replace("arrived", CANARY),
        senders=(*record.senders, _SECRET),
        place=PLACE,
        footnotes=(FootnoteRecord(1, "9", note, anchor=CANARY), *record.footnotes[1:]),
        file_numbers=(*record.file_numbers, FileNumberRecord(NUMBER), FileNumberRecord(CITED)),
    )


def add_secrets(writer: User, archivist: User) -> None:
    """Write the secret draft, in every way in which one can come to be, and let archivists work on it."""
    # An earlier draft becomes the twin of a later published paper, whose doubts are about it.
    store.save(_secret(_EARLIER), edit=True, user=writer)
    store.save_volume(VolumeRecord("hidden", f"{CANARY} papers"))
    hidden = Incoming(
        replace(_secret("hidden#d1"), heading=f"{CANARY} alone"), Volume.objects.get(slug="hidden"), None, 1
    )
    vol = Incoming(_secret("vol#secret"), Volume.objects.get(slug="vol"), None, 99)
    hidden, secret = (saved.document for saved in store.save_batch([hidden, vol], user=writer))
    workflow.take(hidden, "submit", user=writer)
    person, office = Person.objects.get(name=PERSON), Office.objects.get(name=OFFICE)
    Person.objects.filter(pk=person.pk).update(status="accepted")
    PersonName.objects.create(person=person, name=f"Old {CANARY}")
    holder = Person.objects.get(slug="quill")
    OfficeHolding.objects.create(person=holder, office=office, edtf="1938")
    known = Office.objects.get(name="Ambassador in Ruritania")
    Mission.objects.filter(pk=known.mission_id).update(place=office.place)
    store.save(
        document_record("vol#merged", heading=CANARY, senders=(CorrespondentRecord("x", "Consul", f"Quill {CANARY}"),)),
        user=writer,
    )
    merge(holder, Person.objects.get(name=f"Quill {CANARY}"), user=archivist, reason=CANARY)
    ErrorReport.objects.create(document=secret, text=CANARY)
    Erratum.objects.create(document=secret, text=CANARY)
    OriginalImage.objects.create(
        document=secret, order=1, label=CANARY, sha256="0" * 64, ending="png", width=1, height=1
    )
    BulkChange.objects.create(
        kind="set", documents=[secret.pk], parameters={"values": {"number": CANARY}}, user=archivist
    )
    ImportRun.objects.create(name=CANARY, status="done", user=archivist)
    edited = Document.objects.get(source_id="vol#d2")
    workflow.edit(
        edited,
        store.load(Document.objects.for_record().get(pk=edited.pk)),
        user=archivist,
        reason=CANARY,
        version=edited.version,
    )


def compare_again() -> None:
    """Save the published twin again and resolve all references, so that whatever is derived of all papers is found again."""
    with store.changing(Document.objects.get(source_id=_TWIN)) as twin:
        Document.objects.filter(pk=twin.pk).update(drafting="Drafted by Raven.")
    twin.versions.update(at="2026-01-02T00:00Z")
    references.resolve_all()
