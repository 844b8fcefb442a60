"""File numbers: the files of the shelf, the numbers in them, which papers have them, and the filing vocabularies.

The same digits mean different files before and after 1950, so a file is known by its scheme and its normal form.
What the parts mean is in :mod:`archive.filing`; ``sort_key`` is its order on the shelf.
"""

from django.db import models

from archive.models.documents import Document
from archive.models.fields import OrderedTextField
from archive.models.parts import DocumentPartManager
from archive.web.hrefs import href


class FileManager(models.Manager):
    def get_by_natural_key(self, scheme, normal):
        return self.get(scheme=scheme, normal=normal)


class File(models.Model):
    """A file: everything of a number up to its enclosure or date suffix ("840.48 Refugees")."""

    scheme = models.CharField()
    normal = models.CharField()
    slug = models.CharField()
    class_code = models.CharField("class", blank=True)
    country_code = models.CharField("country", blank=True)
    second_country_code = models.CharField("second country", blank=True)
    subject = models.CharField(blank=True)
    qualifier = models.CharField(blank=True)
    sort_key = OrderedTextField(db_index=True)

    objects = FileManager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "normal"], name="file_once"),
            models.UniqueConstraint(fields=["scheme", "slug"], name="file_slug_once"),
        ]
        indexes = [
            models.Index(fields=["scheme", "class_code", "country_code", "sort_key"], name="file_on_shelf"),
            models.Index(fields=["normal"], name="file_normal"),
        ]

    def __str__(self):
        return self.normal

    def natural_key(self):
        return (self.scheme, self.normal)

    def get_absolute_url(self):
        return href("archive:file", self.scheme, self.slug)


class FileNumberManager(models.Manager):
    def get_by_natural_key(self, scheme, normal):
        return self.get(scheme=scheme, normal=normal)


class FileNumber(models.Model):
    """A whole file number in its normal form; papers may share it, and it may be cited without being held."""

    file = models.ForeignKey(File, models.PROTECT, related_name="numbers")
    scheme = models.CharField()
    normal = models.CharField()
    enclosure = models.CharField(blank=True)
    date = models.DateField("date of a date suffix", null=True, blank=True)
    sort_key = OrderedTextField(db_index=True)

    objects = FileNumberManager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(fields=["scheme", "normal"], name="file_number_once")]
        indexes = [models.Index(fields=["normal"], name="file_number_normal")]

    def __str__(self):
        return self.normal

    def natural_key(self):
        return (self.scheme, self.normal)

    natural_key.dependencies = ["archive.file"]

    def get_absolute_url(self):
        return self.file.get_absolute_url()


class DocumentFileNumber(models.Model):
    """A file number of a document, as printed; a number that could not be read has a row all the same."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="document_file_numbers", db_index=False)
    order = models.PositiveIntegerField(default=1)
    printed = models.CharField()
    file_number = models.ForeignKey(FileNumber, models.PROTECT, related_name="document_file_numbers")

    objects = DocumentPartManager()

    class Meta:
        ordering = ["document", "order"]
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="document_file_number_once")]

    def __str__(self):
        return self.printed

    def natural_key(self):
        return (*self.document.natural_key(), self.order)

    natural_key.dependencies = ["archive.document", "archive.filenumber"]


class FilingTermManager(models.Manager):
    def get_by_natural_key(self, scheme, facet, context, code):
        return self.get(scheme=scheme, facet=facet, context=context, code=code)


class FilingTerm(models.Model):
    """A word of a filing vocabulary: what a class, country, subject or area code means in its era, and by what source.

    ``context`` narrows a code to where it holds (a subject to its class); ``equivalent`` is the code for the same
    matter in the next scheme, where known.
    """

    scheme = models.CharField()
    facet = models.CharField()
    context = models.CharField(blank=True)
    code = models.CharField()
    name = models.CharField()
    equivalent = models.CharField(blank=True)
    source = models.CharField(blank=True)

    objects = FilingTermManager()

    class Meta:
        ordering = ["scheme", "facet", "context", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "facet", "context", "code"], name="filing_term_once")]

    def __str__(self):
        return f"{self.code}: {self.name}"

    def natural_key(self):
        return (self.scheme, self.facet, self.context, self.code)


class FilingEdition(models.Model):
    """One row whose token changes with every write of a filing term; triggers change it."""

    token = models.CharField()

    def __str__(self):
        return self.token
