"""A step of the workflow with many papers, from their list: a question with what would happen, then a job."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse

from archive import bulk, jobs, workflow
from archive.admin.job_progress import answer
from archive.desk.refusals import refusals_as_messages
from archive.models import Document, State
from archive.web.requests import number, text

_SHOWN = 25


class StepActions:
    """A mixin that gives a list of documents an action for each step that the user may take at all."""

    def get_actions(self, request):
        """Return the actions of the list, with the steps first."""
        steps = {
            f"step_{step.name}": (_action(step), f"step_{step.name}", f"{step.label} …")
            for step in workflow.STEPS.values()
            if request.user.has_perm(step.permission)
        }
        return steps | super().get_actions(request)


def _action(step: workflow.Step):
    def take(desk, request, queryset):
        return _confirm(desk, request, queryset, step)

    return take


def _confirm(desk, request: HttpRequest, queryset, step: workflow.Step) -> HttpResponse | None:
    """Ask first, then start the job, if the selection still has as many papers as were shown."""
    ids = selected(request, queryset)
    if ids is None:
        return None
    if is_confirmed(request, ids):
        with refusals_as_messages(request):
            comment = text(request.POST, "comment", longest=2000)
            return answer(
                request, jobs.start_step(ids, step.name, user=request.user, comment=comment), request.get_full_path()
            )
    states = Counter(queryset.order_by().values_list("state", flat=True))
    return ask(
        desk,
        request,
        ids,
        "admin/step_many.html",
        step.label,
        action=f"step_{step.name}",
        step=step,
        ready=sum(count for state, count in states.items() if state in step.begins),
        others=[(State(state).label, count) for state, count in sorted(states.items()) if state not in step.begins],
    )


def selected(request: HttpRequest, queryset) -> list[int] | None:
    """Return the ids of the papers that were selected in the list; ``None``, with a message, for too many."""
    ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: bulk.MOST_DOCUMENTS + 1])
    if len(ids) > bulk.MOST_DOCUMENTS:
        messages.error(request, f"Please select {bulk.MOST_DOCUMENTS:,} documents at most.")
        return None
    return ids


def is_confirmed(request: HttpRequest, ids: list[int]) -> bool:
    """Return whether somebody has said yes to what :func:`ask` asked, of as many papers as there are now."""
    if request.POST.get("confirmed") and number(request.POST, "shown") != len(ids):
        messages.warning(request, "The list has changed since you looked. Please look again.")
        return False
    return bool(request.POST.get("confirmed"))


def ask(
    desk, request: HttpRequest, ids: list[int], template: str, label: str, *, action: str, ready: int, **context
) -> HttpResponse:
    """Show what would happen to the selected papers, with a form that posts the action of the list again, confirmed.

    ``ready`` is with how many papers it would.
    """
    return desk.page(
        request,
        template,
        f"{label}: {len(ids):,} papers",
        label=label,
        count=len(ids),
        ready=ready,
        shown=Document.objects.filter(pk__in=ids[:_SHOWN]).order_by("pk"),
        more=max(len(ids) - _SHOWN, 0),
        selected=request.POST.getlist(ACTION_CHECKBOX_NAME)[:100],
        across=request.POST.get("select_across") == "1",
        action=action,
        checkbox=ACTION_CHECKBOX_NAME,
        **context,
    )
