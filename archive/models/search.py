"""Search entries: what is derived from public documents so that they can be found. All of it can be deleted and rebuilt.

Only published documents have entries, so no draft can appear in a count, a rank or a suggestion. Triggers made by the
migrations keep SQLite's full-text table and the counts up to date with these tables, whoever writes them.
"""

from django.db import models

from archive.models.documents import Document
from archive.models.fields import OrderedTextField


class SearchEntry(models.Model):
    """The narrow part of an entry: what orders and what dates.

    ``first_day`` and ``last_day`` are day numbers (``date.toordinal``), null where open or unknown.
    """

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="search_entry")
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    day = models.IntegerField(help_text="By which entries are ordered; unknown dates come last.")
    shelf = OrderedTextField(help_text="By which entries stand in shelf order.")
    digest = models.CharField(help_text="Of everything that the entry was made from.")

    class Meta:
        indexes = [
            models.Index(fields=["day", "document"], name="search_by_day"),
            models.Index(fields=["shelf", "document"], name="search_by_shelf"),
        ]

    def __str__(self):
        return f"search entry of {self.document_id}"


class SearchText(models.Model):
    """The tokens of an entry, by weight; the content of SQLite's full-text table."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")
    title = models.TextField(blank=True)
    correspondents = models.TextField(blank=True)
    body = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    fields = models.TextField(blank=True)

    def __str__(self):
        return f"search text of {self.document_id}"


class SearchFacet(models.Model):
    """That a public document has a value of a facet. Narrow, and read from its two indexes alone."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+", db_index=False)
    facet = models.CharField()
    value = OrderedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value", "document"], name="search_facet_once"),
            models.UniqueConstraint(fields=["document", "facet", "value"], name="search_facet_of_document"),
        ]

    def __str__(self):
        return f"{self.facet} {self.value}"


class SearchPosting(models.Model):
    """The papers of one block that have a token, each with the token's weight; see :mod:`archive.search.postings`."""

    token = OrderedTextField()
    block = models.IntegerField()
    papers = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "block"], name="search_posting_once")]

    def __str__(self):
        return f"{self.token} in block {self.block}"


class SearchColumn(models.Model):
    """One property of the papers of one block: their days, or the values of a facet; see :mod:`archive.search.columns`."""

    name = models.CharField()
    block = models.IntegerField()
    version = models.BigIntegerField(db_default=0, help_text="Another one after every change.")
    papers = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "block"], name="search_column_once")]

    def __str__(self):
        return f"{self.name} of block {self.block}"


class SearchCount(models.Model):
    """How many public documents have a value of a facet; triggers update it."""

    facet = models.CharField()
    value = OrderedTextField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="search_count_once")]

    def __str__(self):
        return f"{self.facet} {self.value}: {self.count}"


class SearchWord(models.Model):
    """A word of a public document, present or former, for similar spellings."""

    word = OrderedTextField(primary_key=True)

    def __str__(self):
        return self.word
