"""The sums of papers' texts, by which a change that nobody made is noticed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0030_notes")]

    operations = [
        migrations.CreateModel(
            name="Fixity",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="fixity",
                        serialize=False,
                        to="archive.document",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
            ],
        ),
    ]
