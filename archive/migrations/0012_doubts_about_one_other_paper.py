"""Remove the doubts about numbers that several papers have, which is normal, and the column that they needed."""

from django.db import migrations


def remove(apps, schema_editor):
    warnings = apps.get_model("archive", "DocumentWarning").objects
    warnings.filter(code__in=["file-number-shared", "file-number-shared-day"]).delete()


class Migration(migrations.Migration):
    # PostgreSQL does not alter a table in the transaction that deleted rows of it, while their triggers wait.
    atomic = False

    dependencies = [("archive", "0011_previews_in_jobs")]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.RemoveField("documentwarning", "number"),
    ]
