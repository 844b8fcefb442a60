"""Search in arrays: what papers have a word and how much it weighs, and what they are counted and ordered by.

The entries are made again at the end of ``migrate``, because they are those of an older index.
"""

from django.db import migrations, models

import archive.models.fields


def store_as_they_are(apps, schema_editor):
    """PostgreSQL would try to compress every array that it writes, which gains nothing."""
    if schema_editor.connection.vendor == "postgresql":
        for table in ("archive_searchposting", "archive_searchcolumn"):
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN papers SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("archive", "0017_groups_of_similar_authorities")]

    operations = [
        migrations.RemoveField(model_name="searchentry", name="facets"),
        migrations.CreateModel(
            name="SearchColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField()),
                ("block", models.IntegerField()),
                ("version", models.BigIntegerField(db_default=0, help_text="Another one after every change.")),
                ("papers", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name", "block"), name="search_column_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchPosting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", archive.models.fields.OrderedTextField()),
                ("block", models.IntegerField()),
                ("papers", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "block"), name="search_posting_once")],
            },
        ),
        migrations.RunPython(store_as_they_are, migrations.RunPython.noop),
    ]
