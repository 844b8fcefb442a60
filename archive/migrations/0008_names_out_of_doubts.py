"""Take the ids of other papers out of the messages of doubts, and note which authorities archivists made."""

import re

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Cast

_SHARED = re.compile(r"(The number (.+) is used by another paper, too): .*\.", re.DOTALL)
_DUPLICATE = re.compile(r"It may be the paper (.+) once more: (the same .+)", re.DOTALL)
_BATCH = 500
#: Django's mark of a log entry about something new.
_ADDITION = 1


def reword(apps, schema_editor):
    warnings, documents = apps.get_model("archive", "DocumentWarning"), apps.get_model("archive", "Document")
    batch = []
    coded = warnings.objects.filter(Q(code__startswith="file-number-shared") | Q(code="likely-duplicate"))
    for row in coded.order_by("pk").iterator():
        if match := _SHARED.fullmatch(row.message):
            row.message, row.number = f"{match[1]}.", match[2]
        elif match := _DUPLICATE.fullmatch(row.message):
            row.message = f"It may be another paper once more: {match[2]}"
            row.other = documents.objects.filter(source_id=match[1]).only("pk").first()
        else:
            continue
        batch.append(row)
        if len(batch) == _BATCH:
            warnings.objects.bulk_update(batch, ["message", "number", "other"])
            batch = []
    warnings.objects.bulk_update(batch, ["message", "number", "other"])


def note_made(apps, schema_editor):
    entries, types = apps.get_model("admin", "LogEntry"), apps.get_model("contenttypes", "ContentType")
    for name in ("person", "office", "mission", "place"):
        rows = apps.get_model("archive", name).objects
        rows.filter(Q(key__startswith="made:") | Q(key__startswith="split:")).update(made_by_hand=True)
        if kind := types.objects.filter(app_label="archive", model=name).first():
            added = entries.objects.filter(content_type=kind, action_flag=_ADDITION)
            rows.filter(
                pk__in=added.annotate(pk_there=Cast("object_id", models.BigIntegerField())).values("pk_there")
            ).update(made_by_hand=True)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0007_doubts_without_names"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(reword, migrations.RunPython.noop),
        migrations.RunPython(note_made, migrations.RunPython.noop),
    ]
