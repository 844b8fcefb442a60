"""Entries of lists of persons: surnames without apostrophes and numbers of kings, as names are compared now."""

from django.db import migrations
from django.db.models import Q

from archive.identity import surname

_BATCH = 500


def find(apps, schema_editor):
    """Find the surnames again that may be read otherwise now."""
    entries = apps.get_model("archive", "ListedPerson").objects
    # "O’Connor", "Hussein I, ibn Talal".
    some = Q(surname__contains="'") | Q(name__contains=" I") | Q(name__contains=" V")
    rows = list(entries.filter(some).only("name", "surname"))
    for row in rows:
        row.surname = surname(row.name)
    entries.bulk_update(rows, ["surname"], batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [("archive", "0025_missions_of_offices")]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
