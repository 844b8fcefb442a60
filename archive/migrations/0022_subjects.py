"""The printed subjects of papers, read from their texts."""

from django.db import migrations, models
from lxml import etree

from archive.parsing.plain import parse_fragment
from archive.parsing.subjects import read_subject

_BATCH = 500


def read_subjects(apps, schema_editor):
    documents, texts = apps.get_model("archive", "Document"), apps.get_model("archive", "DocumentText")
    batch = []
    for pk, tei in texts.objects.filter(tei__icontains="subj").values_list("document_id", "tei").iterator():
        try:
            subject = read_subject(parse_fragment(tei))
        except etree.XMLSyntaxError:  # the paper's doubts report it
            continue
        if subject:
            batch.append(documents(pk=pk, subject=subject))
        if len(batch) == _BATCH:
            documents.objects.bulk_update(batch, ["subject"])
            batch = []
    documents.objects.bulk_update(batch, ["subject"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0021_records_that_are_no_names")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="subject",
            field=models.TextField("subject as printed", blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(read_subjects, migrations.RunPython.noop),
    ]
