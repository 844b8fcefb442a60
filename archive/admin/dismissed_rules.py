"""Dismissing a rule: its doubts in one volume or everywhere, those to come too; and taking that back."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse

from archive import jobs, store
from archive.admin.base import DeskAdmin
from archive.admin.job_progress import answer
from archive.models import DismissedRule, DocumentWarning, Volume


class DismissedRuleForm(forms.ModelForm):
    """A rule, for one volume, by its id, or for all, and the reason."""

    code = forms.ChoiceField(label="Rule", error_messages={"invalid_choice": "No doubt has this rule."})
    reason = forms.CharField(widget=forms.Textarea({"rows": 3}))
    volume = forms.ModelChoiceField(
        Volume.objects.all(), required=False, to_field_name="slug", widget=forms.TextInput, blank=True,
        help_text="Its id, such as frus1948v05p1; without one, all papers of the archive.",
        error_messages={"invalid_choice": "The archive has no volume with this id."},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = DocumentWarning.objects.order_by("code").values_list("code").annotate(count=Count("pk"))
        self.fields["code"].choices = [("", "–"), *((code, f"{code} ({count:,})") for code, count in rows)]

    def clean(self):
        """Refuse a second one for everywhere, which the database alone would refuse."""
        found = super().clean()
        everywhere = "code" in found and not found.get("volume")
        if everywhere and DismissedRule.objects.filter(code=found["code"], volume=None).exists():
            raise ValidationError("This rule is dismissed everywhere already.")
        return found


@admin.register(DismissedRule)
class DismissedRuleAdmin(DeskAdmin):
    """Dismissed rules. One is not changed, but taken back and given again."""

    form = DismissedRuleForm
    fields = ("code", "volume", "reason")
    list_display = ("code", "where", "reason", "user", "at", "doubts")
    list_select_related = ("volume", "user")
    sortable_by = ()
    search_fields = ("code", "reason")
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(dismissed=Count("doubts"))

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Save the rule, and begin to dismiss the doubts that are open."""
        obj.user = request.user
        super().save_model(request, obj, form, change)
        ids = store.doubts_of(obj).order_by().values_list("pk", flat=True)
        request.job = jobs.start_dismissing(
            DocumentWarning, ids, dismiss=True, user=request.user, reason=obj.reason, rule=obj
        )

    def response_add(self, request, obj, post_url_continue=None):
        return answer(request, request.job, reverse("admin:archive_dismissedrule_changelist"))

    def delete_model(self, request, obj):
        """Take the rule back, and begin to open the doubts again that it alone dismissed."""
        why = f"The rule is in force again: {obj}."
        request.job = jobs.start_dismissing(
            DocumentWarning, store.take_back(obj), dismiss=False, user=request.user, reason=why
        )

    def response_delete(self, request, obj_display, obj_id):
        return answer(request, request.job, reverse("admin:archive_dismissedrule_changelist"))

    def render_change_form(self, request, context, **kwargs):
        """Render the form with one button: there is no page of a rule to go on with."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description="where")
    def where(self, rule):
        return rule.volume.slug if rule.volume_id else "everywhere"

    @admin.display(description="dismissed doubts")
    def doubts(self, rule):
        return f"{rule.dismissed:,}"
