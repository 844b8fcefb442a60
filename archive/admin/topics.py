"""The list of topics: terms with broader and narrower ones, merged and renamed under addresses that stay, and what suggests them."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from reversion.admin import VersionAdmin

from archive import bulk, jobs, store, workflow
from archive.admin.base import DeskAdmin, WithReason
from archive.admin.record_forms import without_popups
from archive.desk.refusals import refusals_as_messages
from archive.desk.topic_suggestions import papers_suggested, refuse_suggestions, suggestions_of
from archive.models import BulkChange, Topic
from archive.models.topics import topic_key
from archive.web.requests import number

#: Suggestions on the page.
_SHOWN = 200


class TopicForm(forms.ModelForm):
    """A term, its broader term, other words for it and its scope. A term that is replaced stays as another word for the same."""

    class Meta:
        model = Topic
        fields = ("term", "broader", "other_terms", "note")
        widgets = {"other_terms": forms.Textarea(attrs={"rows": 3}), "note": forms.Textarea(attrs={"rows": 4})}

    def clean(self):
        values = super().clean()
        former, term = self.initial.get("term", ""), values.get("term", "")
        if former and term and topic_key(former) != topic_key(term):
            values["other_terms"] = f"{values.get('other_terms', '')}\n{former}".strip()
        return values


@admin.register(Topic)
class TopicAdmin(DeskAdmin, WithReason, VersionAdmin):
    """Topics by their terms, each with its broader term and the number of papers that have it."""

    form = TopicForm
    list_display = ("term", "broader_term", "papers", "merged")
    list_select_related = ("broader", "merged_into")
    search_fields = ("term", "other_terms")
    search_hint = "Words of the term, or of another word for it."
    ordering = ("key",)
    sortable_by = ()
    readonly_fields = ("address", "used_in")
    change_form_template = "admin/topic_form.html"
    actions = None

    def get_fields(self, request, obj=None):
        # How many papers have a topic tells of papers of any kind.
        used = ("used_in",) if workflow.sees_all(request.user) else ()
        return (*TopicForm.Meta.fields, *(("address", *used) if obj else ()))

    def get_list_display(self, request):
        return tuple(name for name in self.list_display if name != "papers" or workflow.sees_all(request.user))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(assigned=Count("document_topics"))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_popups(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = Topic.objects.filter(merged_into=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self):
        own = [
            path("<int:pk>/merge/", self.admin_site.admin_view(self.merge_view), name="archive_topic_merge"),
            path("<int:pk>/unmerge/", self.admin_site.admin_view(self.unmerge_view), name="archive_topic_unmerge"),
            path(
                "<int:pk>/suggestions/",
                self.admin_site.admin_view(self.suggestions_view),
                name="archive_topic_suggestions",
            ),
        ]
        return own + super().get_urls()

    # --- One topic --------------------------------------------------------------------------------------------------

    def has_change_permission(self, request, obj=None):
        """Return whether a topic can be changed: one that was merged leads to another, and nothing on it can."""
        return (obj is None or obj.merged_into_id is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether a topic can be deleted: one in use can't."""
        return super().has_delete_permission(request, obj) and (obj is None or not store.why_topic_not_deleted(obj))

    def save_model(self, request, obj, form, change):
        if not change:
            store.with_address(obj)
        super().save_model(request, obj, form, change)
        self._follow(request, obj, store.settle_topics())

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        store.settle_topics()

    def revision_view(self, request, object_id, version_id, extra_context=None):
        found = self.get_object(request, object_id)
        if found is not None and found.merged_into_id:
            raise PermissionDenied("Undo the merge of this topic first.")
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and found is not None:
            self._follow(request, found, store.settle_topics())
        return response

    @staticmethod
    def _follow(request: HttpRequest, topic: Topic, papers: list[int]) -> None:
        """Let the search follow what a topic is now, and say so if that takes a while."""
        job = jobs.start_following_topics(topic, papers, user=request.user)
        if job.is_open:
            messages.info(request, f"{job}: this runs beside the server, and you can go on.")

    @admin.display(description="broader term")
    def broader_term(self, topic):
        return topic.chain[1][1] if len(topic.chain) > 1 else None

    @admin.display(description="papers")
    def papers(self, topic):
        return f"{topic.assigned:,}"

    @admin.display(description="merged into")
    def merged(self, topic):
        return topic.merged_into

    @admin.display(description="address")
    def address(self, topic):
        return format_html("<a href='{0}'>{0}</a>", topic.get_absolute_url()) if topic.pk else None

    @admin.display(description="used in")
    def used_in(self, topic):
        return store.why_topic_not_deleted(topic) or "nothing" if topic.pk else None

    # --- Merging ----------------------------------------------------------------------------------------------------

    def merge_view(self, request, pk):
        """Merge a topic into another: its papers have that one from then on, and its address leads there."""
        topic = self._topic(request, pk)
        others = Topic.objects.filter(merged_into=None).exclude(pk=pk)
        if request.method == "POST":
            into = get_object_or_404(others, pk=number(request.POST, "into"))
            with refusals_as_messages(request):
                self._follow(request, into, store.merge_topics(topic, into))
                self.log_change(request, topic, f"Merged into “{into}”.")
                messages.success(request, f"“{topic}” is merged into “{into}”.")
                return HttpResponseRedirect(reverse("admin:archive_topic_change", args=[into.pk]))
        return self.page(request, "admin/topic_merge.html", f"Merge “{topic}”", topic=topic, others=others)

    def unmerge_view(self, request, pk):
        """Undo the merge of a topic."""
        topic = self._topic(request, pk)
        if request.method == "POST":
            with refusals_as_messages(request):
                self._follow(request, topic, store.unmerge_topic(topic))
                self.log_change(request, topic, "The merge was undone.")
                messages.success(request, f"“{topic}” is a topic of its own again.")
        return HttpResponseRedirect(reverse("admin:archive_topic_change", args=[pk]))

    def _topic(self, request: HttpRequest, pk: int) -> Topic:
        # What suggests a topic, and how many papers have it, tells of papers of any kind.
        if not (self.has_change_permission(request) and workflow.sees_all(request.user)):
            raise PermissionDenied
        return get_object_or_404(Topic, pk=pk)

    # --- Suggestions ------------------------------------------------------------------------------------------------

    def suggestions_view(self, request, pk):
        """Show the chapters and printed subjects that name a topic; prepare a bulk change that assigns it, or refuse them."""
        topic = self._topic(request, pk)
        found = suggestions_of(topic)
        here = reverse("admin:archive_topic_suggestions", args=[pk])
        if request.method == "POST":
            ticked = set(request.POST.getlist("suggestion"))
            chosen = [one for one in found if one.key in ticked]
            if not chosen:
                messages.error(request, "Please tick what you decide on.")
            elif "refuse" in request.POST:
                count = refuse_suggestions(topic, chosen, request.user)
                messages.success(request, f"{count} suggestion{'s' if count != 1 else ''} refused.")
            elif "assign" in request.POST:
                change = BulkChange.objects.create(
                    kind=BulkChange.Kind.SET,
                    documents=papers_suggested(topic, chosen, bulk.MOST_DOCUMENTS),
                    parameters={
                        "values": {"topics_added": topic.term},
                        "suggested": "; ".join(one.reason for one in chosen)[:2000],
                    },
                    user=request.user,
                )
                return HttpResponseRedirect(reverse("admin:archive_bulkchange_prepare", args=[change.pk]))
            return HttpResponseRedirect(here)
        context = {"topic": topic, "suggestions": found[:_SHOWN], "more": max(len(found) - _SHOWN, 0)}
        return self.page(request, "admin/topic_suggestions.html", f"What suggests “{topic}”", **context)
