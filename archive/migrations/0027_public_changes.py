"""When what the public sees of each paper last changed. The triggers that write the table come after each ``migrate`` (archive/store/changes.py)."""

import django.db.models.deletion
from django.db import migrations, models

def note_changes_so_far(apps, schema_editor):
    """Note the papers that are public, or were, by when they were last published, edited or withdrawn."""
    document, change, version, step = (
        apps.get_model("archive", name) for name in ("Document", "PublicChange", "DocumentVersion", "Transition")
    )
    of_paper = {"document": models.OuterRef("pk")}
    edited = version.objects.filter(number=models.OuterRef("version"), **of_paper)
    moved = step.objects.filter(**of_paper).order_by("-at")
    papers = document.objects.filter(state="published") | document.objects.filter(
        state="withdrawn", published_at__isnull=False
    )
    papers = papers.annotate(edited=models.Subquery(edited.values("at")[:1]), moved=models.Subquery(moved.values("at")[:1]))
    rows = sorted(
        (max(filter(None, (published, edited, moved)), default=created).replace(microsecond=0), pk, slug)
        for pk, slug, created, published, edited, moved in papers.values_list(
            "pk", "slug", "created_at", "published_at", "edited", "moved"
        )
    )
    change.objects.bulk_create(
        [change(slug=slug, document_id=pk, at=at, sets="") for at, pk, slug in rows], batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [("archive", "0026_surnames_without_apostrophes")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=200, unique=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("sets", models.TextField(blank=True)),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="public_change",
                        to="archive.document",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(note_changes_so_far, migrations.RunPython.noop),
    ]
