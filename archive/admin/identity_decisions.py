"""The list of decisions on groups of authorities: who decided what, when and why; each can be undone."""

from __future__ import annotations

from django.contrib import admin, messages

from archive import jobs
from archive.admin.base import DeskAdmin, LookOnly
from archive.desk.refusals import refuse
from archive.errors import Refused
from archive.models import IdentityDecision


class UndoneFilter(admin.SimpleListFilter):
    """Whether decisions are undone; those in force are shown unless the others are requested."""

    title = "undone"
    parameter_name = "undone"

    def lookups(self, request, model_admin):
        return [("yes", "undone")]

    def queryset(self, request, queryset):
        return queryset.filter(undone_at__isnull=self.value() != "yes")


@admin.register(IdentityDecision)
class IdentityDecisionAdmin(LookOnly, DeskAdmin):
    """Decisions on groups, the latest first."""

    list_display = ("names_shown", "verdict", "kind", "reason", "user", "at", "undoing")
    list_display_links = None
    list_filter = ("verdict", "kind", UndoneFilter)
    list_select_related = ("user", "undone_by")
    search_fields = ("names",)
    search_hint = "Words of a name."
    sortable_by = ()
    actions = ("undo",)
    actions_on_bottom = False

    def has_undo_permission(self, request):
        """Whether somebody may change every kind of authority, and so undo what was decided about them."""
        return request.user.has_perms([f"archive.change_{kind}" for kind in ("person", "office", "mission", "place")])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the list: there is nothing to edit by hand."""
        return self.changelist_view(request, extra_context)

    @admin.action(description="Undo", permissions=["undo"])
    def undo(self, request, queryset):
        """Undo the chosen decisions, the latest first."""
        done = 0
        for decision in queryset.filter(undone_at=None).order_by("-pk"):
            try:
                jobs.start_undoing_decision(decision, user=request.user)
                done += 1
            except Refused as refused:
                refuse(request, f"{decision}: {refused}")
        messages.success(request, f"Decisions undone: {done:,}.")

    @admin.display(description="records")
    def names_shown(self, row):
        """Return the names, the first eight if there are more."""
        more = f" and {len(row.names) - 8} more" if len(row.names) > 8 else ""
        return "; ".join(row.names[:8]) + more

    @admin.display(description="undone")
    def undoing(self, row):
        """Return who undid it and when."""
        return f"{row.undone_by or '–'}, {row.undone_at:%Y-%m-%d}" if row.undone_at else None
