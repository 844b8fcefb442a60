"""References to decide: the list of open questions, and the page of one with its sentence and the papers in question.

After each verdict comes the next question of the list that one works through.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from archive import jobs
from archive.admin.base import DeskAdmin
from archive.admin.job_progress import answer, outcome
from archive.desk.open_references import ORDERS, Worklist, candidates_of, details_of, find_papers, passage_of
from archive.desk.refusals import refusals_as_messages
from archive.errors import Refused
from archive.models import Document, Reference
from archive.references.verdicts import Verdict
from archive.web.requests import line, number, text

_ON_A_PAGE = 50
#: Other places of the same question that its page names.
_ELSEWHERE = 5


def _list(query: str = "") -> str:
    return reverse("admin:archive_reference_questions") + query


def _address(pk: int, asked: Worklist) -> str:
    return reverse("admin:archive_reference_change", args=[pk]) + asked.query


def questions_page(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    """Show the list of questions, or give all references that it finds one verdict."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    asked = Worklist.asked(request)
    if request.method == "POST":
        with refusals_as_messages(request):
            return _decide_list(desk, request, asked)
        return HttpResponseRedirect(request.get_full_path())
    page = Paginator(asked.questions(), _ON_A_PAGE).get_page(number(request.GET, "page", 1))
    rows = list(page.object_list)
    firsts = Reference.objects.select_related("document__volume").in_bulk([row["first"] for row in rows])
    begins = (page.number - 1) * _ON_A_PAGE
    shown = [
        row | {"reference": firsts[row["first"]], "url": _address(row["first"], asked.move(begins + place))}
        for place, row in enumerate(rows)
    ]
    return desk.page(
        request,
        "admin/references.html",
        "References to decide",
        asked=asked,
        orders=ORDERS,
        page=page,
        questions=shown,
        waiting=asked.references().count(),
        begin=shown[0]["url"] if shown else "",
        volumes=asked.volumes(),
        kinds=asked.kinds(),
        reasons=asked.reasons(),
        may_decide=desk.has_change_permission(request),
    )


def _decide_list(desk: DeskAdmin, request: HttpRequest, asked: Worklist) -> HttpResponse:
    """Start giving all references of the list one verdict, if there still are as many as were shown."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    verdict = text(request.POST, "verdict")
    if verdict not in (Verdict.CONFIRMED, Verdict.REJECTED):
        raise Refused("Please choose what to decide.")
    if not asked.values.keys() - {"order"}:
        raise Refused("Please narrow the list first: by reason, volume, kind or words.")
    ids = list(asked.references().values_list("pk", flat=True))
    if number(request.POST, "shown") != len(ids):
        raise Refused("The list has changed since you looked. Nothing was decided: please look again.")
    job = jobs.start_deciding(ids, verdict, user=request.user, reason=line(request.POST, "reason"))
    return answer(request, job, request.get_full_path())


def question_page(desk: DeskAdmin, request: HttpRequest, reference: Reference) -> HttpResponse:
    """Show one reference with what one decides on, or take the verdict and go on to the next question."""
    asked = Worklist.asked(request)
    same = asked.same(reference)
    if request.method == "POST":
        if not desk.has_change_permission(request, reference):
            raise PermissionDenied
        with refusals_as_messages(request):
            return HttpResponseRedirect(_decide(request, asked, reference, same))
        return HttpResponseRedirect(request.get_full_path())
    before, after = asked.around(reference)
    words = line(request.GET, "find")
    others = same.exclude(pk=reference.pk).select_related("document").order_by("pk")
    return desk.page(
        request,
        "admin/reference.html",
        f"Where does “{reference.printed[:80]}” lead?",
        asked=asked,
        reference=reference,
        passage=passage_of(reference),
        candidates=candidates_of(reference),
        words=words,
        found=find_papers(words),
        count=same.count(),
        others=[(row, _address(row.pk, asked)) for row in others[:_ELSEWHERE]],
        details=details_of(reference),
        before=_address(before["first"], asked.move(asked.at - 1)) if before else "",
        after=_address(after["first"], asked.move(asked.at + 1)) if after else "",
        list_url=_list(asked.move(0).query),
        may_decide=desk.has_change_permission(request, reference),
    )


def _decide(request: HttpRequest, asked: Worklist, reference: Reference, same) -> str:
    """Take a verdict on a reference, or on all that ask the same, and return the address of what comes next."""
    verdict, paper = _verdict(request, reference)
    ids = [reference.pk]
    if text(request.POST, "scope") == "all":
        ids = list(same.values_list("pk", flat=True))
        if number(request.POST, "shown") != len(ids):
            raise Refused("There are other references that ask the same than you were shown. Please look again.")
    _, after = asked.around(reference)
    reason = line(request.POST, "reason")
    job = jobs.start_deciding(ids, verdict, user=request.user, paper=paper, reason=reason)
    messages.success(request, f"{job}: {'it runs beside the server' if job.is_open else outcome(job)}.")
    if verdict == jobs.WITHDRAW:
        return _address(reference.pk, asked)
    left = None if job.is_open else same.order_by("pk").first()
    if left:
        return _address(left.pk, asked)
    if after:
        return _address(after["first"], asked.move(asked.at + 1) if job.is_open else asked)
    return _list(asked.move(0).query)


def _verdict(request: HttpRequest, reference: Reference) -> tuple[str, Any]:
    """Return the verdict that was chosen, with the paper that the reference leads to. Raises :class:`~archive.errors.Refused`."""
    verdict = text(request.POST, "verdict")
    if verdict == jobs.WITHDRAW and reference.decision_id:
        return verdict, None
    if verdict == Verdict.REJECTED:
        return verdict, None
    if verdict != Verdict.CORRECTED:
        raise Refused("Please choose what to decide.")
    paper = Document.objects.public().filter(pk=number(request.POST, "paper")).first()
    if paper is None:
        raise Refused("Please choose the paper that it leads to, from the candidates or by a search.")
    known = {reference.target_document_id, *(pk for pk, _ in reference.candidates)}
    return (Verdict.CONFIRMED if paper.pk in known else verdict), paper
