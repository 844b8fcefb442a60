"""Access to a paper and to passages of it, and to many papers at once."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from archive import jobs, workflow
from archive.admin.base import DeskAdmin
from archive.admin.job_progress import answer
from archive.admin.many_steps import ask, is_confirmed, selected
from archive.desk.refusals import refusals_as_messages, refusals_in_form
from archive.models import Document, Restriction
from archive.web.requests import number, text


class RestrictionForm(forms.Form):
    """The terms of a restriction."""

    until = forms.DateField(
        label="Closed until",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The day on which the paper opens by itself.",
    )
    review_on = forms.DateField(
        label="or without an end, to be reviewed on",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The desk's front page reminds of it from then on.",
    )
    reason = forms.CharField(max_length=1000, help_text="Such as: personal data of a living person.")
    authority = forms.CharField(max_length=1000, help_text="Who decided it, and by what rule.")

    def terms(self) -> workflow.Terms | None:
        """Return what was filled in; ``None`` if it is no restriction, with the errors in the form."""
        if not self.is_valid():
            return None
        terms = workflow.Terms(**self.cleaned_data)
        with refusals_in_form(self):
            terms.check()
            return terms
        return None


class RedactionForm(forms.Form):
    """A passage to withhold."""

    words = forms.CharField(
        label="The passage",
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Its words, as they stand in the text or in a footnote; wherever they stand, they are withheld.",
    )
    until = forms.DateField(
        label="Withheld until",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The day on which it is shown again by itself; without one, somebody has to do it.",
    )
    why = forms.CharField(label="Reason", max_length=300, help_text="The public reads it in the place of the passage.")


def restrictions(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was decided about access to a paper and to passages of it; restrict it, change that, lift it."""
    papers = workflow.visible(Document.objects.all(), request.user).filter(pk=pk)
    document = get_object_or_404(papers)
    if not workflow.may_restrict(request.user):
        raise PermissionDenied
    rows = list(document.restrictions.select_related("user", "ended_by").order_by("-pk"))
    in_force = next((row for row in rows if not row.ended), None)
    decision = request.POST.get("decision", "")
    form = RestrictionForm(
        request.POST if decision == "restrict" else None,
        initial={name: getattr(in_force, name, None) for name in RestrictionForm.base_fields},
        label_suffix="",
    )
    if decision == "restrict" and (terms := form.terms()):
        ((_, why),) = workflow.restrict(papers, terms, user=request.user)
        messages.success(request, why or f"The paper is {terms_in_words(terms)}.")
        return _back(pk)
    if decision == "lift":
        with refusals_as_messages(request):
            ((_, why),) = workflow.lift(papers, user=request.user, reason=text(request.POST, "comment", longest=2000))
            messages.success(request, why or "The restriction is lifted.")
        return _back(pk)
    if decision == "reveal":
        with refusals_as_messages(request):
            chosen = document.redactions.filter(pk=number(request.POST, "redaction"))
            workflow.reveal(chosen, user=request.user, reason=text(request.POST, "comment", longest=2000))
            messages.success(request, "The passage is shown again.")
        return _back(pk)
    passage = RedactionForm(request.POST if decision == "withhold" else None, auto_id="passage-%s", label_suffix="")
    if passage.is_bound and passage.is_valid():
        values = passage.cleaned_data
        with refusals_in_form(passage):
            places = workflow.withhold(
                document, values["words"], reason=values["why"], until=values["until"], user=request.user
            )
            messages.success(request, f"The passage is withheld in {places:,} place{'' if places == 1 else 's'}.")
            return _back(pk)
    return desk.page(
        request, "admin/archive/document/restrictions.html", "Access",
        document=document, in_force=in_force, rows=rows, form=form, passage=passage,
        redactions=document.redactions.select_related("user", "ended_by").order_by("ended", "number"),
    )  # fmt: skip


def terms_in_words(terms: workflow.Terms) -> str:
    """Return until when a restriction is in force: "closed until 2031-01-01"."""
    return str(Restriction(until=terms.until, review_on=terms.review_on))


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:archive_document_restrictions", args=[pk]))


@admin.action(description="Restrict access …", permissions=["restrict"])
def restrict_many(desk, request, queryset):
    """Restrict access to the selected papers, after a question."""
    ids = selected(request, queryset)
    if ids is None:
        return None
    confirmed = is_confirmed(request, ids)
    form = RestrictionForm(request.POST if confirmed else None, label_suffix="")
    if confirmed and (terms := form.terms()):
        return answer(request, jobs.start_restricting(ids, terms, user=request.user), request.get_full_path())
    return ask(
        desk, request, ids, "admin/restrict_many.html", "Restrict access",
        action="restrict_many", ready=len(ids), restricted=_in_force(queryset), form=form,
    )  # fmt: skip


@admin.action(description="Lift restrictions …", permissions=["restrict"])
def lift_many(desk, request, queryset):
    """Lift the restrictions on the selected papers, after a question."""
    ids = selected(request, queryset)
    if ids is None:
        return None
    if is_confirmed(request, ids):
        with refusals_as_messages(request):
            reason = text(request.POST, "comment", longest=2000)
            return answer(request, jobs.start_lifting(ids, user=request.user, reason=reason), request.get_full_path())
    return ask(
        desk, request, ids, "admin/restrict_many.html", "Lift restrictions",
        action="lift_many", ready=_in_force(queryset), step={"needs_reason": True},
    )  # fmt: skip


def _in_force(papers: QuerySet[Document]) -> int:
    return Restriction.objects.in_force().filter(document__in=papers.order_by().values("pk")).count()


class RestrictionActions:
    """A mixin that gives a list of documents the actions on access."""

    def get_actions(self, request):
        """Return the actions of the list, with those on access for whoever may restrict it."""
        found = super().get_actions(request)
        if workflow.may_restrict(request.user):
            found |= {action.__name__: self.get_action(action) for action in (restrict_many, lift_many)}
        return found

    def has_restrict_permission(self, request) -> bool:
        """Return whether the user may restrict access."""
        return workflow.may_restrict(request.user)
