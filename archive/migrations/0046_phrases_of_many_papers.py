"""Phrases that many papers have in the postings, by which PostgreSQL finds them."""

from django.db import migrations
from django.db.models import Max

from archive.search.phrases import pairs_in, phrases_in
from archive.search.postings import BLOCK, add_phrases
from archive.search.weights import COLUMNS


def _besides_pairs(texts):
    return {phrase: 1 for text in texts for phrase in phrases_in(text).difference(pairs_in(text))}


def add(apps, schema_editor):
    """Add the phrases of the entries that there are, besides pairs of common words, which have postings already."""
    if schema_editor.connection.vendor != "postgresql":
        return
    texts = apps.get_model("archive", "SearchText").objects.order_by("pk")
    last = texts.aggregate(last=Max("pk"))["last"] or 0
    # A block at once, so that each of its rows is written once.
    for first in range(0, last + 1, BLOCK):
        rows = texts.filter(pk__gte=first, pk__lt=first + BLOCK).values_list("pk", *COLUMNS).iterator()
        add_phrases(((pk, columns) for pk, *columns in rows), _besides_pairs)


def remove(apps, schema_editor):
    """Remove all that are no pairs of common words."""
    postings = apps.get_model("archive", "SearchPosting").objects
    tokens = postings.filter(token__startswith="0b").values_list("token", flat=True).distinct()
    phrases = [token for token in tokens if token not in pairs_in(token.removeprefix("0b").split("0"))]
    postings.filter(token__in=phrases).delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0045_pairs_of_common_words")]

    operations = [migrations.RunPython(add, remove)]
