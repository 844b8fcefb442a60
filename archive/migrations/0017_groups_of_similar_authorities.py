"""Likely duplicates are found when somebody looks; what was decided about them, and merges of several records, are rows of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_KINDS = [("person", "person"), ("office", "office"), ("mission", "mission"), ("place", "place")]


def decisions(apps, schema_editor):
    """Keep what archivists decided: dismissed pairs are not the same, and each merge is a decision."""
    decision = apps.get_model("archive", "IdentityDecision")
    for kind, _ in _KINDS:
        records = {pk: (key, name) for pk, key, name in apps.get_model("archive", kind).objects.values_list("pk", "key", "name")}
        pairs = apps.get_model("archive", "LikelyDuplicate").objects.filter(kind=kind, dismissed_at__isnull=False)
        for pair in pairs.order_by("pk"):
            if pair.first in records and pair.second in records:
                (one, name), (other, other_name) = records[pair.first], records[pair.second]
                row = decision.objects.create(
                    kind=kind,
                    verdict="not",
                    keys=[one, other],
                    names=[name, other_name],
                    reason=pair.dismissed_reason,
                    user_id=pair.dismissed_by_id,
                )
                decision.objects.filter(pk=row.pk).update(at=pair.dismissed_at)
        for merge in apps.get_model("archive", "Merge").objects.filter(kind=kind, undone_at=None).order_by("pk"):
            if merge.kept in records and merge.merged in records:
                row = decision.objects.create(
                    kind=kind,
                    verdict="same",
                    keys=[records[merge.kept][0], records[merge.merged][0]],
                    names=[merge.kept_name, merge.merged_name],
                    reason=merge.reason,
                    user_id=merge.user_id,
                )
                decision.objects.filter(pk=row.pk).update(at=merge.at)
                type(merge).objects.filter(pk=merge.pk).update(decision=row)


def jobs(apps, schema_editor):
    """Let jobs that wait or were stopped name the merge of each paper."""
    for job in apps.get_model("archive", "Job").objects.filter(kind__in=["merge", "undo merge"]).exclude(status="done"):
        if merge := job.parameters.pop("merge", None):
            job.parameters["merges"] = [merge]
            job.items = [[merge, paper] for paper in [*job.items, None]]
            job.total = len(job.items)
            job.save(update_fields=["parameters", "items", "total"])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("archive", "0016_mentions_in_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=_KINDS, max_length=10)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "the same"), ("not", "not the same"), ("later", "put off")], max_length=10
                    ),
                ),
                ("keys", models.JSONField(default=list)),
                ("names", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("undone_at", None)), fields=["kind", "verdict"], name="identity_decision"
                    ),
                    models.Index(fields=["user", "id"], name="identity_decision_by_user"),
                ],
            },
        ),
        migrations.AddField(
            model_name="merge",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merges",
                to="archive.identitydecision",
            ),
        ),
        migrations.RunPython(decisions, migrations.RunPython.noop),
        migrations.RunPython(jobs, migrations.RunPython.noop),
        migrations.DeleteModel(name="LikelyDuplicate"),
    ]
