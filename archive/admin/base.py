"""What all lists and pages of the desk have in common: limited counting, and records that can only be viewed."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import reversion
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from reversion.models import Version

from archive import workflow
from archive.desk import typed
from archive.desk.notes import note_panel
from archive.desk.refusals import refuse
from archive.web.requests import line

#: More rows than this are not counted: a list shows "10000" and goes no further; filters narrow it.
COUNTED = 10_000


class CappedPaginator(Paginator):
    """Counts no further than :data:`COUNTED`, so that a list of millions opens as fast as a list of ten."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or :data:`COUNTED`."""
        return self.object_list.order_by()[:COUNTED].count()

    def page(self, number):
        """Return a page. The ids of its rows are found first, and only these rows are joined with what the list shows of others."""
        page = super().page(number)
        first = (page.number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        page.object_list = self.object_list.filter(pk__in=ids)
        return page


class VisibleChoices:
    """A mixin for forms of the desk: only what the user may see can be chosen."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Return a field whose other choices are refused as if they did not exist."""
        rows = db_field.remote_field.model._default_manager.all()
        kwargs.setdefault("queryset", workflow.visible(rows, request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DeskAdmin(VisibleChoices, admin.ModelAdmin):
    """The desk's lists: what the user may see, capped counts, no facet counts, fifty rows a page."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 50
    #: What can be searched for, in words.
    search_hint = ""

    def get_queryset(self, request):
        """Return the records that the user may see: for all others, every page answers as if they did not exist."""
        return workflow.visible(super().get_queryset(request), request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form; where typed words are given back, one that has them."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (_OnACopy, form), {"typed": typed.put_back(request)})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Return what the rows of a form are made of: the typed ones where they are given back."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        words = typed.put_back(request)
        return kwargs if words is None else kwargs | {"data": words, "files": {}}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Render the form, with the notes of colleagues on its record."""
        context["note_panel"] = note_panel(obj, request) if obj is not None else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Show a message; one that says that nothing was done repeats the reason that was typed."""
        if level in (messages.WARNING, messages.ERROR):
            refuse(request, str(message), level)
        else:
            super().message_user(request, message, level, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Answer 404 to a form about a record that somebody has deleted: the page gives back what was typed."""
        if typed.sent(request):
            raise Http404
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def page(self, request, template: str, title: str, *, status: int = 200, **context) -> TemplateResponse:
        """Return a page of the desk that is neither a list nor a form of Django's admin."""
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, template, context, status=status)


class _OnACopy:
    """A mixin before a form of a record: it changes a copy, so that a page which gives it back still names the record as it is.

    ``typed`` are words that the form begins with instead of the record's, or ``None``.
    """

    def __init__(self, data=None, *args, instance=None, **kwargs):
        super().__init__(self.typed if data is None else data, *args, instance=copy(instance), **kwargs)


class OwnRevisions:
    """A mixin before :class:`reversion.admin.VersionAdmin`: an earlier state is shown only of a record that the user may see."""

    def revision_view(self, request, object_id, version_id, extra_context=None):
        """Show or restore an earlier state of a record; the address must not name that of another kind of record."""
        found = self.get_object(request, unquote(object_id))
        if found is None or not Version.objects.get_for_object(found).filter(pk=version_id).exists():
            raise Http404
        return super().revision_view(request, object_id, version_id, extra_context)


class WithReason(OwnRevisions):
    """A mixin before :class:`reversion.admin.VersionAdmin`: the form has a field for the reason, which the history then shows."""

    change_form_template = "admin/record_form.html"

    def log_change(self, request, obj, message):
        return self._with_reason(request, super().log_change(request, obj, message))

    def log_addition(self, request, obj, message):
        return self._with_reason(request, super().log_addition(request, obj, message))

    @staticmethod
    def _with_reason(request, entry):
        why = line(request.POST, "_why")
        if why and reversion.is_active():
            reversion.set_comment(f"{entry.get_change_message()} Why: {why}")
        return entry


class LookOnly:
    """Records that the archive derives itself: they are viewed and never changed by hand."""

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
