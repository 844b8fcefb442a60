"""The sums of scans, by which a file that is another or gone is noticed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0034_requests_of_jobs")]

    operations = [
        migrations.CreateModel(
            name="ScanFixity",
            fields=[
                ("name", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
            ],
        ),
    ]
