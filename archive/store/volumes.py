"""Save volumes with their divisions and lists in the database, and read them back as records."""

from __future__ import annotations

from django.db import transaction

from archive.identity import surname
from archive.models import Division, ListedPerson, Term, Volume
from archive.records import DivisionRecord, PersonRecord, TermRecord, VolumeRecord
from archive.store.mentions import follow_list


@transaction.atomic
def save_volume(record: VolumeRecord, *, sha256: str = "", origin: str = "") -> tuple[Volume, dict[str, Division]]:
    """Save a volume and its tree; return it with its divisions by ``source_id``. Existing rows keep their identity."""
    volume, _ = Volume.objects.update_or_create(
        slug=record.source_id,
        defaults={
            "title": record.title,
            "series": record.series,
            "number": record.number,
            "subject": record.subject,
            "editors": list(record.editors),
            "publisher": record.publisher,
            "published": record.published,
            "header": record.header,
            "skeleton": record.skeleton,
            "source_sha256": sha256,
            "origin": origin,
        },
    )
    divisions = _save_divisions(volume, record.divisions)
    persons = {
        row.source_id: {"name": row.name, "surname": surname(row.name), "description": row.description}
        for row in record.persons
    }
    terms = {row.source_id: {"term": row.term, "expansion": row.expansion} for row in record.terms}
    if changed := _save_list(volume, ListedPerson, persons):
        follow_list(volume, changed)
    _save_list(volume, Term, terms)
    return volume, divisions


def _save_divisions(volume: Volume, wanted: tuple[DivisionRecord, ...]) -> dict[str, Division]:
    present = {division.source_id: division for division in volume.divisions.all()}
    saved: dict[str, Division] = {}
    positions: dict[str, int] = {}
    # Paths are unique in a volume: move the present ones out of the way before the new order is written.
    for division in present.values():
        Division.objects.filter(pk=division.pk).update(path=f"~{division.pk}")
    for read in wanted:
        parent = saved.get(read.parent_id)
        positions[read.parent_id] = positions.get(read.parent_id, 0) + 1
        step = f"{positions[read.parent_id]:04d}"
        division = present.pop(read.source_id, None) or Division(volume=volume, source_id=read.source_id)
        division.parent = parent
        division.path = f"{parent.path}.{step}" if parent else step
        division.kind, division.number, division.heading = read.kind, read.number, read.heading
        division.part, division.text = read.part, read.text
        division.save()
        saved[read.source_id] = division
    for division in present.values():
        if not division.documents.exists():
            division.delete()
    return saved


def _save_list(volume: Volume, model, wanted: dict[str, dict[str, str]]) -> set[str]:
    """Make the list the wanted one, and return the ids of the entries that are new, gone or changed."""
    present = {row.source_id: row for row in model.objects.filter(volume=volume)}
    new = [model(volume=volume, source_id=key, **values) for key, values in wanted.items() if key not in present]
    changed = []
    for key, values in wanted.items():
        row = present.get(key)
        if row and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    model.objects.bulk_create(new, batch_size=500)
    if changed:
        model.objects.bulk_update(changed, list(next(iter(wanted.values()))), batch_size=500)
    model.objects.filter(volume=volume).exclude(source_id__in=wanted).delete()
    return {row.source_id for row in new + changed} | (present.keys() - wanted.keys())


def load_volume(volume: Volume) -> VolumeRecord:
    """Return the record of a volume as it is now: the inverse of :func:`save_volume`, without its reader's warnings."""
    order = {}
    divisions = []
    for number, row in enumerate(volume.divisions.order_by("path"), 1):
        order[row.pk] = row.source_id
        divisions.append(
            DivisionRecord(
                source_id=row.source_id,
                kind=row.kind,
                heading=row.heading,
                text=row.text,
                order=number,
                parent_id=order.get(row.parent_id, ""),
                number=row.number,
                part=row.part,
            )
        )
    return VolumeRecord(
        source_id=volume.slug,
        title=volume.title,
        series=volume.series,
        number=volume.number,
        subject=volume.subject,
        editors=tuple(volume.editors),
        publisher=volume.publisher,
        published=volume.published,
        header=volume.header,
        skeleton=volume.skeleton,
        divisions=tuple(divisions),
        persons=tuple(PersonRecord(p.source_id, p.name, p.description) for p in volume.listed_persons.order_by("pk")),
        terms=tuple(TermRecord(t.source_id, t.term, t.expansion) for t in volume.terms.order_by("pk")),
    )
