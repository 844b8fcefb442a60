"""Hashes of other words side by side in the postings, by which PostgreSQL leaves out papers that do not have a phrase."""

from django.db import migrations
from django.db.models import Max

from archive.search.phrases import hashes_in
from archive.search.postings import BLOCK, add_phrases
from archive.search.weights import COLUMNS


def add(apps, schema_editor):
    """Add the hashes of the entries that there are."""
    if schema_editor.connection.vendor != "postgresql":
        return
    texts = apps.get_model("archive", "SearchText").objects.order_by("pk")
    last = texts.aggregate(last=Max("pk"))["last"] or 0
    # A block at once, so that each of its rows is written once.
    for first in range(0, last + 1, BLOCK):
        rows = texts.filter(pk__gte=first, pk__lt=first + BLOCK).values_list("pk", *COLUMNS).iterator()
        add_phrases(((pk, columns) for pk, *columns in rows), hashes_in)


def remove(apps, schema_editor):
    """Remove all hashes."""
    apps.get_model("archive", "SearchPosting").objects.filter(token__startswith="0d").delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0046_phrases_of_many_papers")]

    operations = [migrations.RunPython(add, remove)]
