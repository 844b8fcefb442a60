"""What lists of the desk call their records; nothing in the database changes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0012_search_in_bulk'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='documentwarning',
            options={'ordering': ['document', 'order'], 'verbose_name': 'doubt'},
        ),
        migrations.AlterModelOptions(
            name='errorreport',
            options={'ordering': ['-pk'], 'verbose_name': "reader's report", 'verbose_name_plural': "readers' reports"},
        ),
        migrations.AlterModelOptions(
            name='unheldpaper',
            options={'ordering': ['day', 'year', 'pk'], 'verbose_name': 'paper not held', 'verbose_name_plural': 'papers not held'},
        ),
    ]
