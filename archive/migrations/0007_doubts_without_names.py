"""What a doubt is about besides its own paper, as links and not as words; which authorities archivists made."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0006_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="documentwarning",
            name="number",
            field=models.CharField(blank=True),
        ),
        migrations.AddField(
            model_name="documentwarning",
            name="other",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="archive.document",
            ),
        ),
        migrations.AddField(
            model_name="mission",
            name="made_by_hand",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Made by an archivist, and not proposed from the words of a paper.",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="made_by_hand",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Made by an archivist, and not proposed from the words of a paper.",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="made_by_hand",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Made by an archivist, and not proposed from the words of a paper.",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="made_by_hand",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Made by an archivist, and not proposed from the words of a paper.",
            ),
        ),
        migrations.AddIndex(
            model_name="documentwarning",
            index=models.Index(
                condition=models.Q(("other__isnull", False)), fields=["other"], name="document_warning_other"
            ),
        ),
    ]
