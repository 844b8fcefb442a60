"""Entries of volumes' lists of persons: the surname that they are found by, and what ties them to people."""

from django.db import migrations, models

from archive.identity import surname

_BATCH = 500


def tie(apps, schema_editor):
    """Note the surnames of the entries there are, and the people that papers were identified with by them."""
    entries, people = apps.get_model("archive", "ListedPerson"), apps.get_model("archive", "Person")
    by_key = dict(people.objects.filter(key__contains="#").values_list("key", "pk"))
    batch = []
    for row in entries.objects.select_related("volume").order_by("pk").iterator():
        row.surname = surname(row.name)
        row.person_id = row.person_id or by_key.get(f"{row.volume.slug}#{row.source_id}")
        batch.append(row)
        if len(batch) == _BATCH:
            entries.objects.bulk_update(batch, ["surname", "person"])
            batch = []
    entries.objects.bulk_update(batch, ["surname", "person"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0012_doubts_about_one_other_paper")]

    operations = [
        migrations.AddField(
            model_name="listedperson",
            name="certainty",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="listedperson",
            name="surname",
            field=models.CharField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="listedperson",
            name="tied_by_hand",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="listedperson",
            name="why",
            field=models.CharField(blank=True, editable=False),
        ),
        migrations.RunPython(tie, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="listedperson",
            index=models.Index(fields=["surname"], name="listed_person_surname"),
        ),
    ]
