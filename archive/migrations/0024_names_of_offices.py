"""Offices: other names, dates and predecessors."""

import django.db.models.deletion
from django.db import migrations, models

import archive.models.authorities


class Migration(migrations.Migration):
    dependencies = [("archive", "0023_words_of_posts")]

    operations = [
        migrations.AddField(
            model_name='office',
            name='dates',
            field=models.CharField(blank=True, help_text='When there was such an office, as EDTF.', validators=[archive.models.authorities.validate_edtf]),
        ),
        migrations.AddField(
            model_name='office',
            name='other_names',
            field=models.TextField(blank=True, help_text='Other names of the office, one a line.'),
        ),
        migrations.AddField(
            model_name='office',
            name='predecessor',
            field=models.ForeignKey(blank=True, help_text='The office that it continues.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='archive.office'),
        ),
    ]
