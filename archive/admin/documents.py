"""Documents: their list, and the page of each with what is wrong with it."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from archive import filing, workflow
from archive.admin import entering, holdings, originals, restrictions, review, steps
from archive.admin.base import DeskAdmin, NoDeletion
from archive.admin.bulk import BulkActions
from archive.admin.many_steps import StepActions
from archive.admin.narrowing import ColleagueFilter, FileFilter, OfficeFilter, PersonFilter, VolumeFilter, YearFilter
from archive.admin.record_page import RecordPage
from archive.admin.restrictions import RestrictionActions
from archive.models import Document, DocumentFileNumber, DocumentWarning
from archive.web.requests import as_number

_OPEN = DocumentWarning.objects.filter(dismissed_at=None)


class DoubtFilter(admin.SimpleListFilter):
    """Whether anything about a record is in doubt."""

    title = "doubts"
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("yes", "with doubts"), ("no", "without doubts")]

    def queryset(self, request, queryset):
        doubted = Exists(workflow.visible(_OPEN, request.user).filter(document=OuterRef("pk")))
        return {"yes": queryset.filter(doubted), "no": queryset.filter(~doubted)}.get(self.value() or "", queryset)


class MineFilter(admin.SimpleListFilter):
    """Whose records."""

    title = "entered by"
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", "me")]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "me" else queryset


@admin.register(Document)
class DocumentAdmin(RecordPage, StepActions, RestrictionActions, BulkActions, NoDeletion, DeskAdmin):
    """Documents. Clerks see what is public and what they entered themselves."""

    list_display = ("heading_short", "kind", "date_edtf", "numbers", "state", "doubts", "volume")
    list_filter = (
        "state", VolumeFilter, YearFilter, PersonFilter, OfficeFilter, FileFilter, ColleagueFilter, DoubtFilter, MineFilter, "kind",
        "date_certainty",
    )  # fmt: skip
    search_fields = ("heading",)
    search_hint = "A file number in any spelling, a paper's own number, or words of the heading."
    ordering = ("-pk",)
    sortable_by = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("volume", "place")
        return rows.defer("volume__header", "volume__skeleton")

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        found.result_list = found.result_list.prefetch_related(
            # In an order of their own: the usual one would join the papers again.
            Prefetch("document_file_numbers", queryset=DocumentFileNumber.objects.order_by("order")),
            Prefetch("warnings", workflow.visible(_OPEN, request.user).order_by("order"), to_attr="open_warnings"),
        )
        return found

    def get_search_results(self, request, queryset, search_term):
        """Return papers that have the number in any spelling, as a file number or their own, or all the words in their heading."""
        if not search_term.strip():
            return queryset, False
        words = search_term.split()[:32]
        matching = Q(source_id=search_term.strip()) | (Q(number__in=words) if len(words) == 1 else Q())
        if (read := filing.parse_query(search_term)) and not read.words:
            numbered = workflow.visible(DocumentFileNumber.objects.all(), request.user).filter(
                file_number__sort_key__gte=read.low, file_number__sort_key__lt=read.high
            )
            matching |= Q(pk__in=numbered.values("document"))
            # A file number that papers have is not searched for in headings, which would scan every paper.
            if as_number(search_term, -1) < 0 and numbered.exists():
                return queryset.filter(matching), False
        in_heading = Q()
        for word in words:
            in_heading &= Q(heading__icontains=word)
        matching |= in_heading
        return queryset.filter(matching), False

    def get_urls(self):
        """Return the addresses of the pages of a document, besides the list."""

        def page(view):
            return self.admin_site.admin_view(lambda request, **where: view(self, request, **where))

        def action(view):
            return self.admin_site.admin_view(view)

        return [
            path("review/", page(review.reviews), name="archive_document_reviews"),
            path("<int:pk>/review/", page(review.review), name="archive_document_review"),
            path("enter/", page(entering.enter), name="archive_document_enter"),
            path("enter/<int:pk>/", page(entering.enter), name="archive_document_entry"),
            path("<int:pk>/edit/", page(entering.edit), name="archive_document_edit"),
            path("<int:pk>/step/", action(steps.step), name="archive_document_step"),
            path("<int:pk>/waiting/", action(steps.waiting), name="archive_document_waiting"),
            path("<int:pk>/doubts/<int:warning>/", action(steps.dismiss), name="archive_document_dismiss"),
            path("<int:pk>/restore/", action(steps.restore), name="archive_document_restore"),
            path("<int:pk>/where/", page(holdings.where), name="archive_document_where"),
            path("<int:pk>/history/", page(steps.history), name="archive_document_history"),
            path("<int:pk>/access/", page(restrictions.restrictions), name="archive_document_restrictions"),
            path("<int:pk>/originals/", page(originals.originals), name="archive_document_originals"),
            path("<int:pk>/originals/<int:image>/", action(originals.image), name="archive_document_original"),
            path(
                "<int:pk>/originals/<int:image>/remove/",
                action(originals.remove),
                name="archive_document_original_remove",
            ),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Go to the page for a transcription, with which every new document begins."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:archive_document_enter"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the record: what is wrong with it, its state, and what can be done next."""
        document = self.get_object(request, object_id)
        context = {}
        if document:
            may_edit = workflow.may_edit(request.user, document)
            context = {
                "document": document,
                "title": "Document",
                "may_edit": may_edit,
                "may_restrict": workflow.may_restrict(request.user),
                "restriction": workflow.visible(document.restrictions.in_force(), request.user).first(),
                "steps": workflow.available_steps(request.user, document),
                "waiting": getattr(document, "pending_edit", None) if may_edit else None,
                "warnings": workflow.visible(document.warnings.select_related("dismissed_by", "other"), request.user),
                "transitions": document.transitions.select_related("user").order_by("-pk")[:10],
            }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description="heading")
    def heading_short(self, document):
        heading = str(document)
        return heading if len(heading) < 120 else heading[:118] + " …"

    @admin.display(description="file numbers")
    def numbers(self, document):
        return "; ".join(row.printed for row in document.document_file_numbers.all()) or None

    @admin.display(description="doubts")
    def doubts(self, document):
        return len(document.open_warnings) or None
