"""The pages that merge chosen records into one and undo that: first what is known of each and a report, then exactly what it reported."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from archive import jobs, store
from archive.admin.base import DeskAdmin
from archive.admin.job_progress import answer
from archive.admin.workbench import kept_of
from archive.desk.evidence import evidence_of
from archive.desk.refusals import refusals_as_messages
from archive.errors import Refused
from archive.forms.authorities import MergeForm
from archive.models import Merge
from archive.web.requests import numbers

#: The most records of one merge, so that their ids fit into an address.
MOST_MERGED = 400


def _change(desk: DeskAdmin, pk: int) -> str:
    return reverse(f"admin:archive_{desk.opts.model_name}_change", args=[pk])


def merge_page(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    """Merge records: show what is known of each and a report first, and merge those that are ticked when it is confirmed."""
    ids = numbers(request.GET.get("ids", "").split(","), MOST_MERGED)
    rows = list(desk.get_queryset(request).filter(pk__in=ids, merged_into=None).order_by("pk"))
    ticked = numbers(request.POST.getlist("records"))
    chosen = [row for row in rows if row.pk in ticked] if request.method == "POST" else rows
    evidence = evidence_of(rows)
    asked = request.POST.get("keep") or request.GET.get("keep")
    kept = next((row for row in chosen if str(row.pk) == asked), None)
    if kept is None and chosen:
        kept = kept_of([one for one in evidence if one.record in chosen])
    form = MergeForm(chosen, request.POST or None, initial={"keep": str(kept.pk) if kept else ""})
    plans, refusal = [], ""
    # Only what was shown is merged: whoever chose another record to keep, or other records, gets the report of that first.
    reported = ",".join(str(row.pk) for row in [kept, *chosen] if row)
    try:
        if len(chosen) < 2:
            raise Refused("Please choose two records or more that are not merged yet.")
        plans = [store.plan_merge(kept, row) for row in chosen if row != kept]
        if request.method == "POST" and "merge" in request.POST and form.is_valid():
            if request.POST.get("reported") != reported:
                messages.warning(request, "This is what would happen now. Please look at it, and merge again.")
            else:
                how = {"user": request.user, "reason": form.cleaned_data["reason"]}
                job = jobs.start_merge(kept, *(row for row in chosen if row != kept), **how)
                return answer(request, job, _change(desk, kept.pk))
    except Refused as refused:
        plans, refusal = [], str(refused)
    return desk.page(
        request,
        "admin/merge.html",
        f"Merge {desk.opts.verbose_name_plural}",
        form=form,
        keep=kept and kept.pk,
        evidence=[{"of": one, "ticked": one.record in chosen} for one in evidence],
        plans=plans,
        refusal=refusal,
        reported=reported,
        change_url=f"admin:archive_{desk.opts.model_name}_change",
    )


def unmerge_page(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge, after a question."""
    done = get_object_or_404(Merge, pk=pk, kind=desk.model.kind)
    back = _change(desk, done.kept)
    if request.method == "POST":
        with refusals_as_messages(request):
            return answer(request, jobs.start_unmerge(done, user=request.user), back)
        return HttpResponseRedirect(back)
    moved = [(name, len(ids)) for name, ids in done.moved.items() if ids]
    title = f"Undo the merge of “{done.merged_name}”"
    return desk.page(request, "admin/unmerge.html", title, done=done, moved=moved)
