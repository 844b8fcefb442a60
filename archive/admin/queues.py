"""The list of doubts, and the panel of queues on the front page."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from archive import jobs, store
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.job_progress import answer
from archive.admin.narrowing import DoubtFileFilter, DoubtVolumeFilter
from archive.desk.queues import DOUBTS, QUEUED, queues
from archive.desk.refusals import refusals_as_messages
from archive.desk.site import front_panel
from archive.models import DocumentWarning, Volume
from archive.store.authority_links import AUTHORITIES
from archive.web.requests import line, text


@front_panel("admin/queues.html", permission="archive.review_document", order=20)
def queue_panel(request) -> dict:
    """Return the queues for the front page; those that are empty are listed in one line."""
    found = queues()
    return {
        "queues": [queue for queue in found if queue.count],
        "empty": [queue for queue in found if not queue.count],
        "groups": [
            (model._meta.verbose_name_plural, reverse(f"admin:archive_{kind}_groups"))
            for kind, model in AUTHORITIES.items()
        ],
        "no_names": [
            (AUTHORITIES[kind]._meta.verbose_name_plural, reverse(f"admin:archive_{kind}_no_names"))
            for kind in store.CHECKS
        ],
    }


class ReasonForm(ActionForm):
    """An action with its reason."""

    reason = forms.CharField(required=False, max_length=500, label="Reason")


class QueueFilter(admin.SimpleListFilter):
    """Which queue."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [*((key, name) for key, (name, _) in DOUBTS.items()), ("other", "Other doubts")]

    def queryset(self, request, queryset):
        if self.value() == "other":
            return queryset.exclude(code__in=QUEUED)
        return queryset.filter(code__in=DOUBTS[self.value()][1]) if self.value() in DOUBTS else queryset


class RuleFilter(admin.SimpleListFilter):
    """By which rule: the most frequent ones first, of those in the queue that is shown, with how many open doubts each has."""

    title = "rule"
    parameter_name = "rule"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).filter(dismissed_at=None).order_by()
        queue = request.GET.get(QueueFilter.parameter_name)
        if queue in DOUBTS:
            rows = rows.filter(code__in=DOUBTS[queue][1])
        elif queue == "other":
            rows = rows.exclude(code__in=QUEUED)
        counts = rows.values_list("code").annotate(count=Count("pk")).order_by("-count", "code")
        return [(code, f"{code} ({count:,})") for code, count in counts]

    def queryset(self, request, queryset):
        return queryset.filter(code=self.value()) if self.value() else queryset


class DismissedFilter(admin.SimpleListFilter):
    """Whether doubts are dismissed; the open ones are shown unless the dismissed are requested."""

    title = "dismissed"
    parameter_name = "dismissed"

    def lookups(self, request, model_admin):
        return [("yes", "dismissed")]

    def queryset(self, request, queryset):
        return queryset.filter(dismissed_at__isnull=self.value() != "yes")


class Dismissible(LookOnly, DeskAdmin):
    """A list whose rows can be dismissed for a reason and opened again; who did it is logged each time."""

    action_form = ReasonForm
    actions = ("dismiss", "reopen")
    actions_on_bottom = False
    list_display_links = None
    sortable_by = ()

    def has_change_permission(self, request, obj=None):
        # The rows have no form of their own, but their actions need this permission.
        return request.user.has_perm(f"archive.change_{self.opts.model_name}")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the list: there is nothing to edit by hand."""
        return self.changelist_view(request, extra_context)

    @admin.action(description="Dismiss for a reason", permissions=["change"])
    def dismiss(self, request, queryset):
        return self._act(request, queryset, dismiss=True)

    @admin.action(description="Open again", permissions=["change"])
    def reopen(self, request, queryset):
        return self._act(request, queryset, dismiss=False)

    def _act(self, request, queryset, *, dismiss: bool) -> HttpResponse | None:
        ids, reason = queryset.order_by().values_list("pk", flat=True), text(request.POST, "reason")
        with refusals_as_messages(request):
            job = jobs.start_dismissing(self.model, ids, dismiss=dismiss, user=request.user, reason=reason)
            return answer(request, job, request.get_full_path())
        return None

    @admin.display(description="dismissed")
    def dismissal(self, row):
        if row.dismissed_at is None:
            return None
        return f"{row.dismissed_reason} ({row.dismissed_by or '–'}, {row.dismissed_at:%Y-%m-%d})"


@admin.register(DocumentWarning)
class DocumentWarningAdmin(Dismissible):
    """Doubts about papers."""

    list_display = ("paper", "doubt", "code", "dismissal")
    list_filter = (QueueFilter, RuleFilter, DoubtVolumeFilter, DoubtFileFilter, DismissedFilter)
    list_select_related = ("document", "other", "dismissed_by")
    ordering = ("-pk",)
    change_list_template = "admin/archive/documentwarning/change_list.html"

    def changelist_view(self, request, extra_context=None):
        """Show the list; where it has the doubts of one rule, with the way to dismiss the rule for papers to come, too."""
        about = {}
        if code := line(request.GET, RuleFilter.parameter_name):
            volume = Volume.objects.filter(slug=line(request.GET, DoubtVolumeFilter.parameter_name)).first()
            about = {
                "rule": code,
                "rule_volume": volume,
                "may_dismiss": request.user.has_perm("archive.add_dismissedrule"),
            }
        return super().changelist_view(request, about | (extra_context or {}))

    def get_queryset(self, request):
        fields = (
            "code",
            "message",
            "source",
            "order",
            "other",
            "dismissed_at",
            "dismissed_reason",
            "dismissed_by",
        )
        return (
            super()
            .get_queryset(request)
            .only(*fields, "document__heading", "document__source_id", "other__source_id", "dismissed_by__username")
        )

    @admin.display(description="doubt")
    def doubt(self, row):
        """Return the message, with the other paper that it is about: whoever sees the doubt sees that one, too."""
        if row.other is None:
            return row.message
        url = reverse("admin:archive_document_change", args=[row.other.pk])
        return format_html("{} <span class='help'><a href='{}'>{}</a></span>", row.message, url, row.other.source_id)

    @admin.display(description="paper")
    def paper(self, row):
        heading = str(row.document)
        return format_html(
            "<a href='{}'>{}</a><br><span class='help'>{}</span>",
            reverse("admin:archive_document_change", args=[row.document_id]),
            heading if len(heading) < 90 else heading[:88] + " …",
            row.document.source_id,
        )


class ConflictFilter(admin.SimpleListFilter):
    """Imports of papers that somebody had edited."""

    title = "conflicts"
    parameter_name = "conflicts"

    def lookups(self, request, model_admin):
        return [("yes", "with conflicts")]

    def queryset(self, request, queryset):
        return queryset.filter(counts__conflict__gt=0) if self.value() == "yes" else queryset
