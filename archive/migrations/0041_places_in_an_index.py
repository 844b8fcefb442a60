"""Indexes that alone answer whether a place has a public paper: PostgreSQL read the papers of a large archive instead, for a minute and more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0040_topics'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
    ]
