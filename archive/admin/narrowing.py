"""What narrows the lists of the desk by words that one types: a volume, a year, a person, an office, a file."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet

from archive import filing, workflow
from archive.models import Correspondent, DocumentFileNumber
from archive.web.requests import as_number, clean


class TypedFilter(admin.SimpleListFilter):
    """A filter with a field to type in. A subclass has ``title``, ``parameter_name`` and :meth:`narrowed`."""

    template = "admin/typed_filter.html"

    def __init__(self, request, params, model, model_admin):
        self.user = request.user
        self.others = [(name, value) for name, value in request.GET.items() if name not in (self.parameter_name, "p")]
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        """Return something, so that the filter is shown: there is nothing to choose from."""
        return [("", "")]

    def choices(self, changelist):
        """Return what the template needs."""
        return [{"name": self.parameter_name, "value": self.value() or "", "others": self.others}]

    def queryset(self, request, queryset):
        words = clean(self.value() or "")
        return self.narrowed(queryset, words) if words else queryset

    def narrowed(self, rows: QuerySet, words: str) -> QuerySet:
        """Return the rows that fit the words."""
        raise NotImplementedError


class VolumeFilter(TypedFilter):
    """Papers of a volume."""

    title = "volume"
    parameter_name = "in_volume"

    def narrowed(self, rows, words):
        return rows.filter(volume__slug=words)


class DoubtVolumeFilter(VolumeFilter):
    """Doubts about papers of a volume."""

    def narrowed(self, rows, words):
        return rows.filter(document__volume__slug=words)


class YearFilter(TypedFilter):
    """Papers that may be of a year."""

    title = "year"
    parameter_name = "year"

    def narrowed(self, rows, words):
        year = as_number(words, 0, 9999)
        if not year:
            return rows.none()
        return rows.filter(date_earliest__lte=f"{year:04}-12-31", date_latest__gte=f"{year:04}-01-01")


class _CorrespondentFilter(TypedFilter):
    def narrowed(self, rows, words):
        named = Correspondent.objects.filter(
            document=OuterRef("pk"), **{f"{self.parameter_name}__name__icontains": words}
        )
        return rows.filter(Exists(named))


class PersonFilter(_CorrespondentFilter):
    """Papers that a person wrote or received."""

    title = "person"
    parameter_name = "person"


class OfficeFilter(_CorrespondentFilter):
    """Papers that an office wrote or received."""

    title = "office"
    parameter_name = "office"


class FileFilter(TypedFilter):
    """Papers of a file, or with a file number, in any spelling."""

    title = "file"
    parameter_name = "file"
    #: The field of the rows that is the paper.
    paper = "pk"

    def narrowed(self, rows, words):
        read = filing.parse_query(words)
        if read is None:
            return rows.none()
        numbers = workflow.visible(DocumentFileNumber.objects.all(), self.user).filter(
            document=OuterRef(self.paper), file_number__sort_key__gte=read.low, file_number__sort_key__lt=read.high
        )
        return rows.filter(Exists(numbers))


class DoubtFileFilter(FileFilter):
    """Doubts about papers of a file, or with a file number."""

    paper = "document"


class ColleagueFilter(TypedFilter):
    """Papers that a colleague entered."""

    title = "colleague"
    parameter_name = "entered_by"

    def narrowed(self, rows, words):
        return rows.filter(created_by__username=words)
