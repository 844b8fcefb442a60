"""Who held which office becomes part of search entries, and is counted as facets are.

The words of the entries stay as they are, so that the end of ``migrate`` makes them again without reading a text.
"""

from django.db import migrations


def note_outdated(apps, schema_editor):
    schema_editor.execute(
        "UPDATE archive_searchentry SET digest = 'outdated 6-' || substr(digest, 3) WHERE substr(digest, 1, 2) = '5-'"
    )


class Migration(migrations.Migration):
    dependencies = [("archive", "0043_holdings")]

    operations = [migrations.RunPython(note_outdated, migrations.RunPython.noop)]
