"""Remove filing terms whose code is another since: the built-in vocabulary has them under their new one."""

from django.db import migrations

from archive.filing.schemes import DECIMAL_1950

#: Facet, context and code of terms of the decimal file of 1950–63.
_RENAMED = (("country", "", "51G"), ("subject", "2", "1122"), ("subject", "2", "1141"))


def remove(apps, schema_editor):
    terms = apps.get_model("archive", "FilingTerm").objects.filter(scheme=DECIMAL_1950)
    for facet, context, code in _RENAMED:
        terms.filter(facet=facet, context=context, code=code).delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0008_names_out_of_doubts")]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
