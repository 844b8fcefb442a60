"""The shelf and its vocabularies. Files and numbers are made by the readers; the meanings of codes are edited here."""

from django.contrib import admin
from reversion.admin import VersionAdmin

from archive import filing
from archive.admin.base import DeskAdmin, LookOnly, WithReason
from archive.models import File, FileNumber, FilingTerm


class _FindsNumbers:
    """A list that finds file numbers in any spelling."""

    search_hint = "A file number in any spelling, or its beginning."

    def get_search_results(self, request, queryset, search_term):
        """Return the rows whose numbers the words name, or else those with the words in their number."""
        read = filing.parse_query(search_term) if search_term.strip() else None
        if read:
            return queryset.filter(sort_key__gte=read.low, sort_key__lt=read.high), False
        return (queryset.filter(normal__icontains=search_term) if search_term else queryset), False


@admin.register(File)
class FileAdmin(_FindsNumbers, LookOnly, DeskAdmin):
    """Files in shelf order."""

    list_display = ("normal", "scheme", "class_code", "country_code", "subject", "qualifier")
    list_filter = ("scheme",)
    search_fields = ("normal",)
    ordering = ("sort_key",)
    sortable_by = ()


@admin.register(FileNumber)
class FileNumberAdmin(_FindsNumbers, LookOnly, DeskAdmin):
    """Whole file numbers in shelf order."""

    list_display = ("normal", "scheme", "enclosure", "date")
    list_filter = ("scheme",)
    list_select_related = ("file",)
    search_fields = ("normal",)
    ordering = ("sort_key",)
    sortable_by = ()


@admin.register(FilingTerm)
class FilingTermAdmin(DeskAdmin, WithReason, VersionAdmin):
    """The meaning of a class, country, subject or area code in its era; every edit is in the history and can be undone."""

    list_display = ("code", "name", "scheme", "facet", "context", "source")
    list_filter = ("scheme", "facet")
    search_fields = ("code", "name")
