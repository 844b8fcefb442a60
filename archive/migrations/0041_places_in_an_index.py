"""Indexes that alone answer whether a place has a public paper: PostgreSQL read the papers of a large archive instead, for a minute and more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def drop_trigger(apps, schema_editor):
    """Let SQLite make the table of documents anew, which a trigger of another table names. After every ``migrate`` it is made again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS public_change_volume")


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0040_topics'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop_trigger, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='correspondent',
            name='correspondent_place',
        ),
        migrations.AlterField(
            model_name='document',
            name='place',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='archive.place'),
        ),
        migrations.AddIndex(
            model_name='correspondent',
            index=models.Index(condition=models.Q(('place__isnull', False)), fields=['place', 'document'], name='correspondent_place'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['place', 'state'], name='document_by_place'),
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_trigger),
    ]
