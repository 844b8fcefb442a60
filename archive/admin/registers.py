"""The registers of restrictions on access and of withheld passages: all of them, by their end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from archive import bulk
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.narrowing import DoubtVolumeFilter, TypedFilter
from archive.models import Redaction, Restriction

#: What "soon" is.
_SOON = timedelta(days=365)


class StandingFilter(admin.SimpleListFilter):
    """How decisions stand today, each with how many there are; those in force unless others are requested."""

    title = "standing"
    parameter_name = "standing"
    #: Each by its key: its name, and its condition, which depends on the day.
    KINDS: ClassVar[dict[str, tuple[str, Callable[[date], Q]]]] = {
        "soon": ("ending within a year", lambda day: Q(ended="", until__lte=day + _SOON)),
        "endless": ("without an end", lambda day: Q(ended="", until=None)),
        "ended": ("ended", lambda day: ~Q(ended="")),
        "all": ("all", lambda day: Q()),
    }

    def lookups(self, request, model_admin):
        day = timezone.localdate()
        conditions = {"": Q(ended="")} | {key: condition(day) for key, (_, condition) in self.KINDS.items()}
        # Named unlike any field, which the conditions are about.
        counts = model_admin.get_queryset(request).aggregate(
            **{f"of_{key}": Count("pk", filter=condition or None) for key, condition in conditions.items()}
        )
        self.in_force = f"in force ({counts['of_']:,})"
        return [(key, f"{name} ({counts[f'of_{key}']:,})") for key, (name, _) in self.KINDS.items()]

    def choices(self, changelist):
        """Return the choices; the first, which Django calls "All", is those in force."""
        first, *others = super().choices(changelist)
        return [first | {"display": self.in_force}, *others]

    def queryset(self, request, queryset):
        kind = self.KINDS.get(self.value() or "")
        return queryset.filter(kind[1](timezone.localdate())) if kind else queryset.filter(ended="")


class RestrictionStandingFilter(StandingFilter):
    """The same of restrictions, of which those without an end have a day for a review."""

    KINDS: ClassVar = {
        "review": ("to be reviewed now", lambda day: Q(ended="", review_on__lte=day)),
        **StandingFilter.KINDS,
    }


class ReasonFilter(TypedFilter):
    """Decisions with these words in their reason."""

    title = "reason"
    parameter_name = "reason"

    def narrowed(self, rows, words):
        return rows.filter(**{f"{self.parameter_name}__icontains": words})


class AuthorityFilter(ReasonFilter):
    """Decisions with these words in their authority."""

    title = "authority"
    parameter_name = "authority"


class Register(LookOnly, DeskAdmin):
    """A register: those that end first come first, those without an end last."""

    list_select_related = ("document", "user", "ended_by")
    list_display_links = None
    ordering: tuple = (F("until").asc(nulls_last=True), "pk")
    sortable_by = ()
    actions = None
    paginator = Paginator
    change_list_template = "admin/register.html"
    #: The columns of its own that the export has between those of the paper and those of the decision: name → field.
    columns: ClassVar[dict[str, str]] = {}

    def get_urls(self):
        name = f"archive_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export), name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        """Show the list, with the address of its export."""
        export = reverse(f"admin:archive_{self.opts.model_name}_export")
        return super().changelist_view(request, {"export": export} | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Go to the paper's page on access."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(self.get_queryset(request), pk=object_id if str(object_id).isdecimal() else 0)
        return HttpResponseRedirect(reverse("admin:archive_document_restrictions", args=[found.document_id]))

    def export(self, request: HttpRequest) -> HttpResponse:
        """Export what the list finds as CSV, in its order and to its end."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        response = StreamingHttpResponse(bulk.csv_lines(self._lines(rows)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}s.csv"'
        return response

    def _lines(self, rows: QuerySet) -> Iterator[list[str]]:
        fields = {
            "paper": "document__source_id", "heading": "document__heading", "volume": "document__volume__slug",
            "state of the paper": "document__state", **self.columns, "reason": "reason", "set by": "user__username", "set": "at",
            "ended": "ended", "ended by": "ended_by__username", "ended on": "ended_at", "why": "ended_why",
        }  # fmt: skip
        yield list(fields)
        for row in rows.values_list(*fields.values()).iterator():
            yield [value.isoformat() if isinstance(value, date) else str(value or "") for value in row]

    @admin.display(description="paper")
    def paper(self, row):
        heading = str(row.document)
        return format_html(
            "<a href='{}'>{}</a><br><span class='help'>{}, {}</span>",
            reverse("admin:archive_document_restrictions", args=[row.document_id]),
            heading if len(heading) < 90 else heading[:88] + " …",
            row.document.source_id,
            row.document.get_state_display(),
        )

    @admin.display(description="ended")
    def end(self, row):
        if not row.ended:
            return None
        return f"{row.get_ended_display()} ({row.ended_by or '–'}, {row.ended_at:%Y-%m-%d}) {row.ended_why}".rstrip()


@admin.register(Restriction)
class RestrictionAdmin(Register):
    """The register of restrictions."""

    list_display = ("paper", "until", "review_on", "reason", "authority", "user", "at", "end")
    list_filter = (RestrictionStandingFilter, ReasonFilter, AuthorityFilter, DoubtVolumeFilter)
    ordering = (F("until").asc(nulls_last=True), "review_on", "pk")
    columns: ClassVar = {"closed until": "until", "to be reviewed on": "review_on", "authority": "authority"}


@admin.register(Redaction)
class RedactionAdmin(Register):
    """The register of withheld passages. Their words are shown here and exported nowhere."""

    list_display = ("paper", "passage", "until", "reason", "user", "at", "end")
    list_filter = (StandingFilter, ReasonFilter, DoubtVolumeFilter)
    columns: ClassVar = {"passage": "number", "withheld until": "until"}

    @admin.display(description="passage")
    def passage(self, row):
        return row.words if len(row.words) < 120 else row.words[:118] + " …"
