"""Where originals are: holdings read from source notes, renamed and merged; what happened to them; and where one paper is."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from reversion.admin import VersionAdmin

from archive import jobs, store, workflow
from archive.admin.base import DeskAdmin, WithReason
from archive.desk.refusals import refusals_as_messages
from archive.models import Document, Unit, UnitEvent
from archive.parsing.holdings import LEVELS
from archive.web.requests import line, number

_LONGEST = 300


class EventInline(admin.StackedInline):
    """Accession, transfer, custody … of a holding; the order follows from the dates."""

    model = UnitEvent
    extra = 1
    fields = (("kind", "date", "who"), "note", "source")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "note":
            field.widget.attrs["rows"] = 3
        return field


@admin.register(Unit)
class UnitAdmin(DeskAdmin, WithReason, VersionAdmin):
    """Holdings, each with what it is in. They are made by source notes; names, notes and events are archivists'."""

    list_display = ("words", "level", "where", "merged_into")
    list_filter = ("level",)
    list_select_related = ("parent", "merged_into")
    search_fields = ("name",)
    search_hint = "Words of the name, or a box’s number."
    ordering = ("order", "pk")
    sortable_by = ()
    fields = ("name", "note", "level", "where", "address")
    readonly_fields = ("level", "where", "address")
    inlines = (EventInline,)
    change_form_template = "admin/holding_form.html"
    actions = None

    def get_urls(self):
        own = [
            path("<int:pk>/merge/", self.admin_site.admin_view(self.merge_view), name="archive_unit_merge"),
            path("<int:pk>/unmerge/", self.admin_site.admin_view(self.unmerge_view), name="archive_unit_unmerge"),
        ]
        return own + super().get_urls()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """Return whether a holding can be changed: one that was merged leads to another, and nothing on it can."""
        return (obj is None or obj.merged_into_id is None) and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        store.rename_unit(obj)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        found = self.get_object(request, object_id)
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and found is not None:
            found.refresh_from_db()
            store.rename_unit(found)
        return response

    @admin.display(description="in")
    def where(self, unit):
        return " › ".join(words for _, words in unit.steps[:-1]) or "–"

    @admin.display(description="address")
    def address(self, unit):
        return format_html("<a href='{0}'>{0}</a>", unit.get_absolute_url()) if unit.pk else None

    def merge_view(self, request, pk):
        """Merge a holding into another of its level, which its papers are in from then on; its address leads there."""
        unit = self._unit(request, pk)
        words = line(request.GET, "q", longest=100)
        others = Unit.objects.filter(level=unit.level, merged_into=None).exclude(pk=pk).order_by("order", "pk")
        if request.method == "POST":
            into = get_object_or_404(others, pk=number(request.POST, "into"))
            with refusals_as_messages(request):
                self._place(request, store.merge_units(unit, into), f"“{unit}” merged into “{into}”")
                self.log_change(request, unit, f"Merged into “{into}”.")
                return HttpResponseRedirect(reverse("admin:archive_unit_change", args=[into.pk]))
        near = others.filter(name__icontains=words) if words else others.filter(parent=unit.parent_id)
        return self.page(
            request, "admin/holding_merge.html", f"Merge “{unit}”", unit=unit, others=near[:200], words=words
        )

    def unmerge_view(self, request, pk):
        """Undo the merge of a holding."""
        unit = self._unit(request, pk)
        if request.method == "POST":
            with refusals_as_messages(request):
                self._place(request, store.unmerge_unit(unit), f"“{unit}” by itself again")
                self.log_change(request, unit, "The merge was undone.")
        return HttpResponseRedirect(reverse("admin:archive_unit_change", args=[pk]))

    @staticmethod
    def _place(request: HttpRequest, papers: list[int], what: str) -> None:
        job = jobs.start_placing(papers, what, user=request.user)
        messages.success(
            request, f"{job}." if not job.is_open else f"{job}: it runs beside the server, and you can go on."
        )

    def _unit(self, request: HttpRequest, pk: int) -> Unit:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Unit.objects.select_related("merged_into"), pk=pk)


def where(desk: DeskAdmin, request: HttpRequest, pk: int):
    """Show where a paper's original is, as its source note says and as it was understood; put it elsewhere, for a reason."""
    document = get_object_or_404(
        workflow.visible(Document.objects.select_related("holding__unit"), request.user), pk=pk
    )
    if not (request.user.has_perm("archive.change_unit") and workflow.may_edit(request.user, document)):
        raise PermissionDenied
    unit = document.held_in
    names = {level: name for _, level, name in unit.chain} if unit else {}
    values = {level: line(request.POST, level, names.get(level, ""), _LONGEST) for level in LEVELS}
    if request.method == "POST":
        reason = line(request.POST, "reason", longest=500)
        levels = () if "reset" in request.POST else tuple((level, value) for level, value in values.items() if value)
        if not reason:
            messages.error(request, "Please say why.")
        elif "reset" not in request.POST and not values["repository"]:
            messages.error(request, "A repository is needed.")
        else:
            placed = store.place_by_hand(document, levels)
            said = " › ".join(words for _, words in placed.steps) if placed else "nowhere"
            how = "as its source note says" if "reset" in request.POST else "by hand"
            desk.log_change(request, document, f"Original placed {how}: {said}. Why: {reason}")
            messages.success(request, f"Placed {how}: {said}.")
            return HttpResponseRedirect(request.path)
    rows = [(level, Unit.Level(level).label, values[level]) for level in LEVELS]
    by_hand = unit is not None and document.holding.by_hand
    context = {
        "document": document,
        "unit": unit,
        "by_hand": by_hand,
        "rows": rows,
        "reason": line(request.POST, "reason"),
    }
    return desk.page(request, "admin/where.html", "Where the original is", **context)
