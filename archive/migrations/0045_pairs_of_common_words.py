"""Pairs of common words in the postings, by which PostgreSQL finds phrases of words that most papers have."""

from django.db import migrations

from archive.search.phrases import pairs_in
from archive.search.postings import add_phrases
from archive.search.weights import COLUMNS

_BATCH = 500


def _pairs(texts):
    return {pair: 1 for text in texts for pair in pairs_in(text)}


def add(apps, schema_editor):
    """Add the pairs of the entries that there are."""
    if schema_editor.connection.vendor != "postgresql":
        return
    texts = apps.get_model("archive", "SearchText").objects.order_by("pk").values_list("pk", *COLUMNS)
    after = 0
    while rows := list(texts.filter(pk__gt=after)[:_BATCH]):
        add_phrases(((pk, columns) for pk, *columns in rows), _pairs)
        after = rows[-1][0]


def remove(apps, schema_editor):
    """Remove all pairs."""
    apps.get_model("archive", "SearchPosting").objects.filter(token__startswith="0b").delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0044_holders_counted")]

    operations = [migrations.RunPython(add, remove)]
