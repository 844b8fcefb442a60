"""Whom the papers mention that are there already: a migration of its own, because PostgreSQL changes no table with writes to be checked."""

from collections import Counter, defaultdict

from django.db import migrations

from archive.identity import join_entries, read_entry, years_of
from archive.models.slugs import free_slugs, name_slug
from archive.parsing.authority_names import is_person
from archive.parsing.marked_names import mentioned_persons
from archive.records import CorrespondentRecord, DocumentRecord, FootnoteRecord

_BATCH = 200


def find(apps, schema_editor):
    """Find whom the papers there are mention, and tie the entries of lists that they name to people."""
    documents, entries = apps.get_model("archive", "Document"), apps.get_model("archive", "ListedPerson")
    rows = apps.get_model("archive", "PersonMention")
    for volume in entries.objects.order_by("volume").values_list("volume", flat=True).distinct():
        listed = {entry.source_id: entry for entry in entries.objects.filter(volume=volume)}
        papers = documents.objects.filter(volume=volume).select_related("text").order_by("pk")
        for document in papers.prefetch_related("correspondents", "footnotes").iterator(chunk_size=_BATCH):
            rows.objects.bulk_create(
                rows(document=document, source_id=source_id, count=count, entry=listed.get(source_id))
                for source_id, count in mentioned_persons(_record(document)).items()
            )
    _tie(apps, set(rows.objects.filter(entry__person=None).values_list("entry", flat=True)) - {None})
    for entry, person in entries.objects.exclude(mentions=None).exclude(person=None).values_list("pk", "person").distinct():
        rows.objects.filter(entry=entry).update(person=person)


def _record(document):
    """Return of a document's record what names in it are found by."""
    return DocumentRecord(
        document.source_id,
        document.text.tei if hasattr(document, "text") else "",
        senders=tuple(CorrespondentRecord("", person_id=row.person_source_id) for row in document.correspondents.all()),
        footnotes=tuple(FootnoteRecord(note.order, note.label, note.text) for note in document.footnotes.all()),
    )


def _tie(apps, loose):
    """Tie these entries as an import does: to the person whom an entry of that surname that speaks of the same one is tied to, or a new one."""
    entries, people = apps.get_model("archive", "ListedPerson"), apps.get_model("archive", "Person")
    by_surname = defaultdict(list)
    for row in entries.objects.select_related("volume").order_by("pk"):
        by_surname[row.surname].append(row)
    changed = []
    for surname, same in by_surname.items():
        wanted = [row for row in same if row.pk in loose and is_person(row.name)]
        if not wanted:
            continue
        by_id = {row.pk: row for row in same}
        read = [read_entry(row.pk, row.volume.slug, row.name, row.description, years_of(row.volume.title)) for row in same]
        groups = join_entries(entry for entry in read if entry)
        for row in wanted:
            group = [by_id[entry.id] for entry in groups.of(row.pk)] if surname else []
            tied = Counter(other.person_id for other in group if other.person_id)
            if tied:
                row.person_id = min(tied, key=lambda person: (-tied[person], person))
                reason = groups.reason(row.pk)
                row.why, row.certainty = reason.why, reason.certainty
            else:
                key = f"{row.volume.slug}#{row.source_id}"
                (slug,) = free_slugs([name_slug(row.name, "person")], people.objects)
                person, _ = people.objects.get_or_create(key=key, defaults={"name": row.name, "slug": slug})
                while person.merged_into_id:
                    person = person.merged_into
                row.person = person
            changed.append(row)
    entries.objects.bulk_update(changed, ["person", "why", "certainty"], batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [("archive", "0015_person_mentions")]
    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
