"""PostgreSQL keeps the tokens of entries in their order, as SQLite does: entries that have only the text's are made again by ``migrate``."""

from django.db import migrations


def outdate(apps, schema_editor):
    """Let all entries of PostgreSQL be those of an older version."""
    if schema_editor.connection.vendor == "postgresql":
        apps.get_model("archive", "SearchEntry").objects.update(digest="")


class Migration(migrations.Migration):
    dependencies = [("archive", "0027_public_changes")]

    operations = [migrations.RunPython(outdate, migrations.RunPython.noop)]
