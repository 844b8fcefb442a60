"""The workbench: groups of authorities that may be one, with the evidence beside each, and one decision after the other.

Each kind of authority has the same two pages: the list of its groups, and one group. A group is found by any of its records, so its
address stays the same while others decide; after each decision comes the next group of the list that one works through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from archive import jobs, store
from archive.admin.base import DeskAdmin
from archive.desk.evidence import Evidence, evidence_of, papers_by_record
from archive.desk.refusals import refuse
from archive.errors import Refused
from archive.folding import words
from archive.models import IdentityDecision
from archive.web.requests import line, number, numbers, text

_ON_A_PAGE = 50
Verdict = IdentityDecision.Verdict
#: The orders of the list, by the parameter.
ORDERS = {"sure": "how sure", "papers": "number of papers", "name": "name"}


@dataclass(frozen=True, slots=True)
class Worklist:
    """The groups that somebody works through: those with all the words, in an order, put off or not."""

    kind: str
    words: str
    order: str
    later: bool

    @classmethod
    def asked(cls, request: HttpRequest, kind: str) -> Worklist:
        """Return the list that the address of a page asks for."""
        order = line(request.GET, "order")
        return cls(kind, line(request.GET, "words"), order if order in ORDERS else "sure", "later" in request.GET)

    @property
    def query(self) -> str:
        """The part of an address that keeps one in this list."""
        values = {"words": self.words, "order": self.order if self.order != "sure" else "", "later": self.later and "1"}
        found = urlencode({name: value for name, value in values.items() if value})
        return f"?{found}" if found else ""

    def groups(self) -> list[store.SimilarGroup]:
        """Return the groups, in order."""
        wanted = words(self.words)
        found = [
            group
            for group in store.similar_groups(self.kind)
            if group.later == self.later and all(any(word in name for name in _folded(group)) for word in wanted)
        ]
        if self.order == "papers":
            papers = papers_by_record(self.kind)
            found.sort(key=lambda group: -sum(papers.get(record, 0) for record in group.records))
        elif self.order == "name":
            found.sort(key=lambda group: _folded(group))
        return found


def _folded(group: store.SimilarGroup) -> list[str]:
    return [" ".join(words(name)) for name in group.names]


def _address(desk: DeskAdmin, page: str, *args: int, query: str = "") -> str:
    return reverse(f"admin:archive_{desk.opts.model_name}_{page}", args=args) + query


def groups_page(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    """Show the list of groups."""
    kind = desk.model.kind
    asked = Worklist.asked(request, kind)
    groups = asked.groups()
    page = Paginator(groups, _ON_A_PAGE).get_page(number(request.GET, "page", 1))
    papers = papers_by_record(kind, [record for group in page for record in group.records]) if page else {}
    shown = [
        {
            "group": group,
            "url": _address(desk, "group", group.first, query=asked.query),
            "papers": sum(papers.get(record, 0) for record in group.records),
            "why": group.why[group.first],
        }
        for group in page
    ]
    return desk.page(
        request,
        "admin/groups.html",
        f"{desk.opts.verbose_name_plural.capitalize()} that may be one",
        asked=asked,
        orders=ORDERS,
        groups=shown,
        count=len(groups),
        sure=sum(group.is_sure for group in groups),
        page=page,
        begin=_address(desk, "group", groups[0].first, query=asked.query) if groups else "",
        decisions=_decisions(kind),
    )


def _decisions(kind: str) -> str:
    return reverse("admin:archive_identitydecision_changelist") + f"?kind__exact={kind}"


def group_page(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the group of a record, or take the decision on it and go on to the next."""
    asked = Worklist.asked(request, desk.model.kind)
    groups = asked.groups()
    place = next((place for place, group in enumerate(groups) if pk in group.records), None)
    if request.method == "POST":
        following = None
        if place is not None and len(groups) > 1:
            following = groups[(place + 1) % len(groups)].first
        return _decide(desk, request, asked, pk, following)
    if place is None:
        return _gone(desk, request, asked, pk)
    group = groups[place]
    # A link to a record that is in no group would lead nowhere.
    in_groups = {record: one for one in groups for record in one.records}
    found = evidence_of(desk.get_queryset(request).filter(pk__in=group.records))
    others = desk.get_queryset(request).filter(pk__in=group.others)
    return desk.page(
        request,
        "admin/group.html",
        f"One {desk.opts.verbose_name}, or {len(found)}?",
        asked=asked,
        group=group,
        evidence=[{"of": one, "why": group.why[one.record.pk], "ticked": True} for one in found],
        keep=kept_of(found).pk,
        others=[(other, in_groups.get(other.pk) is not None) for other in others],
        shown=",".join(str(record) for record in group.records),
        place=place + 1,
        count=len(groups),
        following=_address(desk, "group", groups[(place + 1) % len(groups)].first, query=asked.query),
        groups_url=_address(desk, "groups", query=asked.query),
        last=_last_decision(request, desk.model.kind),
        change_url=f"admin:archive_{desk.opts.model_name}_change",
        group_url=f"admin:archive_{desk.opts.model_name}_group",
        undo_url=f"admin:archive_{desk.opts.model_name}_group_undo",
        decisions=_decisions(desk.model.kind),
    )


def kept_of(found: list[Evidence]) -> Any:
    """Return the record to keep: an accepted one, else one of a volume's list, else the one with the most papers."""
    return max(
        found, key=lambda one: (one.record.status == "accepted", bool(one.entries), one.papers, -one.record.pk)
    ).record


def _last_decision(request: HttpRequest, kind: str) -> IdentityDecision | None:
    return IdentityDecision.objects.filter(user=request.user, kind=kind, undone_at=None).order_by("-pk").first()


def _gone(desk: DeskAdmin, request: HttpRequest, asked: Worklist, pk: int) -> HttpResponse:
    """Go to the list and say what became of a group that is one no more."""
    record = get_object_or_404(desk.get_queryset(request), pk=pk)
    kept = record.merged_into
    what = f"“{record}” has been merged into “{kept}”." if kept else f"“{record}” is in no group of this list now."
    messages.info(request, what)
    return HttpResponseRedirect(_address(desk, "groups", query=asked.query))


def _decide(desk: DeskAdmin, request: HttpRequest, asked: Worklist, pk: int, following: int | None) -> HttpResponse:
    here = _address(desk, "group", pk, query=asked.query)
    ticked = numbers(request.POST.getlist("records"))
    shown = set(numbers(request.POST.get("shown", "").split(",")))
    verdict = text(request.POST, "verdict")
    try:
        rows = _unchanged(desk, request, ticked)
        done = _take(verdict, rows, number(request.POST, "keep"), request.user, line(request.POST, "reason"))
    except Refused as refused:
        refuse(request, str(refused))
        return HttpResponseRedirect(here)
    messages.success(request, done)
    left = shown - set(ticked)
    groups = asked.groups()
    # What was left out comes first, if it still is a group; then the next one.
    for group in groups:
        if left & set(group.records):
            return HttpResponseRedirect(_address(desk, "group", group.first, query=asked.query))
    for group in groups:
        if following in group.records:
            return HttpResponseRedirect(_address(desk, "group", following, query=asked.query))
    if groups:
        return HttpResponseRedirect(_address(desk, "group", groups[0].first, query=asked.query))
    return HttpResponseRedirect(_address(desk, "groups", query=asked.query))


def _unchanged(desk: DeskAdmin, request: HttpRequest, ticked: list[int]) -> list:
    """Return the ticked records. Raises :class:`~archive.errors.Refused` if somebody has merged or removed one of them meanwhile."""
    rows = list(desk.get_queryset(request).filter(pk__in=ticked).select_related("merged_into").order_by("pk"))
    if len(rows) < len(set(ticked)):
        raise Refused("One of the records no longer exists. Nothing was decided: please look at the group again.")
    for row in rows:
        if row.merged_into_id:
            raise Refused(
                f"Somebody has merged “{row}” into “{row.merged_into}” meanwhile. Nothing was decided: please look at the group again."
            )
    return rows


def _take(verdict: str, rows: list, keep: int, user: Any, reason: str) -> str:
    """Take a decision on records, and return what was done in a sentence. Raises :class:`~archive.errors.Refused`."""
    if verdict == Verdict.SAME:
        kept = next((row for row in rows if row.pk == keep), rows[0] if rows else None)
        if kept is None or len(rows) < 2:
            raise Refused("Please leave two records or more ticked.")
        job = jobs.start_merge(kept, *(row for row in rows if row != kept), user=user, reason=reason)
        said = f"{len(rows)} records are one now: “{kept}”."
        return f"{said} Their papers follow beside the server." if job.is_open else said
    if verdict not in (Verdict.NOT, Verdict.LATER):
        raise Refused("Please choose what to decide.")
    store.decide(rows, verdict, user=user, reason=reason)
    names = ", ".join(f"“{row}”" for row in rows[:4]) + (" …" if len(rows) > 4 else "")
    return f"Put off: {names}." if verdict == Verdict.LATER else f"Not the same, each with each: {names}."


def undo_page(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a decision, and go back to its group."""
    decision = get_object_or_404(IdentityDecision, pk=pk, kind=desk.model.kind)
    asked = Worklist.asked(request, desk.model.kind)
    if request.method == "POST":
        try:
            jobs.start_undoing_decision(decision, user=request.user)
            messages.success(request, f"Undone: {decision}.")
        except Refused as refused:
            refuse(request, str(refused))
    first = desk.model.objects.filter(key__in=decision.keys).order_by("pk").first()
    if first is None or not any(first.pk in group.records for group in asked.groups()):
        return HttpResponseRedirect(_address(desk, "groups", query=asked.query))
    return HttpResponseRedirect(_address(desk, "group", first.pk, query=asked.query))
