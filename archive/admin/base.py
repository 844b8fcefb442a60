"""What all lists and pages of the desk have in common: bounded counting, and records that are only looked at."""

from __future__ import annotations

from functools import cached_property

import reversion
from django.contrib import admin
from django.core.paginator import Paginator

#: More rows than this are not counted: a list says "10000" and goes no further; filters narrow it.
COUNTED = 10_000
_LONGEST_REASON = 500


class CappedPaginator(Paginator):
    """Counts no further than :data:`COUNTED`, so that a list of millions opens as fast as a list of ten."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or :data:`COUNTED`."""
        return self.object_list.order_by()[:COUNTED].count()

    def page(self, number):
        """The page: which rows stand on it is found first, and only theirs are joined with what a list shows beside them."""
        page = super().page(number)
        first = (page.number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        page.object_list = self.object_list.filter(pk__in=ids)
        return page


class DeskAdmin(admin.ModelAdmin):
    """The desk's lists: capped counts, no facet counts, fifty rows a page."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 50
    #: What can be searched for, in words.
    search_says = ""


class WithReason:
    """Before a :class:`reversion.admin.VersionAdmin`: the form asks why, and the answer stands in the record's history."""

    change_form_template = "admin/record_form.html"

    def log_change(self, request, obj, message):
        return self._with_reason(request, super().log_change(request, obj, message))

    def log_addition(self, request, obj, message):
        return self._with_reason(request, super().log_addition(request, obj, message))

    @staticmethod
    def _with_reason(request, entry):
        why = " ".join(request.POST.get("_why", "").replace("\0", "").split())[:_LONGEST_REASON]
        if why and reversion.is_active():
            reversion.set_comment(f"{entry.get_change_message()} Why: {why}")
        return entry


class LookOnly:
    """Records that the archive derives itself: seen, never changed by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class NoDeletion:
    """Records that are never deleted: they are merged or withdrawn instead."""

    def has_delete_permission(self, request, obj=None):
        return False
