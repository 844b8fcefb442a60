"""The jobs on access: restrict many papers, lift that, and open the papers and passages whose day has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from archive import workflow
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.jobs.workflow_steps import StepKind
from archive.models import Document, Job, Redaction, Restriction

_DAYS = ("until", "review_on")


class RestrictKind(Kind):
    """Items are the ids of documents; parameters: what :class:`archive.workflow.Terms` has, with days in ISO form, or nothing to lift."""

    name = "restrict"
    permission = "archive.publish_document"
    name_of = StepKind.name_of

    def may(self, user, job: Job) -> bool:
        return user is not None and user.is_active and workflow.may_restrict(user)

    def work(self, job: Job, items: list[int]) -> Outcome:
        outcome, papers = Outcome(), Document.objects.filter(pk__in=items)
        if job.parameters:
            days = {name: date.fromisoformat(job.parameters[name]) for name in _DAYS if job.parameters[name]}
            done = workflow.restrict(
                papers, workflow.Terms(**job.parameters | dict.fromkeys(_DAYS) | days), user=job.user
            )
        else:
            done = workflow.lift(papers, user=job.user, reason=job.reason)
        for document, why in done:
            if why:
                outcome.note(document.source_id, "left out", why)
            else:
                outcome.counts["done"] += 1
        return outcome


#: What has a day on which it ends by itself, and what is done then.
_ENDING = {"restriction": (Restriction, workflow.open_due), "redaction": (Redaction, workflow.reveal_due)}


class OpenKind(Kind):
    """Items are restrictions and redactions whose day has come, each by its kind and its id: ``["redaction", 7]``."""

    name = "open"
    permission = "archive.publish_document"

    def work(self, job: Job, items: list) -> Outcome:
        outcome = Outcome()
        for kind, (_, open_some) in _ENDING.items():
            for document in open_some([pk for name, pk in items if name == kind]):
                outcome.note(document.source_id, "opened" if kind == "restriction" else "shown whole")
        return outcome

    def name_of(self, item: list) -> str:
        rows = _ENDING[item[0]][0].objects.filter(pk=item[1])
        return rows.values_list("document__source_id", flat=True).first() or str(item)


def start_restricting(ids: Iterable[int], terms: workflow.Terms, *, user) -> Job:
    """Start closing papers, or changing on which terms they are. Raises ``PermissionDenied`` and :class:`~archive.errors.Refused`."""
    terms.check()
    ids = sorted(ids)
    what = f"Restricting access ({len(ids):,})"
    parameters = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(terms).items()
    }
    return start(RestrictKind.name, ids, what=what, user=user, reason=terms.reason, parameters=parameters)


def start_lifting(ids: Iterable[int], *, user, reason: str) -> Job:
    """Start lifting the restrictions on papers. Raises ``PermissionDenied`` and :class:`~archive.errors.Refused`."""
    if not reason.strip():
        raise Refused("Lifting a restriction needs a reason.")
    ids = sorted(ids)
    return start(RestrictKind.name, ids, what=f"Lifting restrictions ({len(ids):,})", user=user, reason=reason.strip())


def start_opening() -> Job | None:
    """Start opening the papers and passages whose day has come; ``None`` if there is none, or if a job is about to do it."""
    ids = [
        [kind, pk]
        for kind, (model, _) in _ENDING.items()
        for pk in model.objects.due().order_by("document", "pk").values_list("pk", flat=True)
    ]
    if not ids or Job.objects.filter(kind=OpenKind.name, status__in=Job.OPEN).exists():
        return None
    return start(OpenKind.name, ids, what=f"Opening papers and passages whose restriction has ended ({len(ids):,})")
