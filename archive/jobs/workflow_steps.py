"""The job that takes a step of the workflow with many papers: send to review, publish, withdraw …"""

from __future__ import annotations

from collections.abc import Iterable

from archive import workflow
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Document, Job


class StepKind(Kind):
    """Items are the ids of documents; parameters: ``{"step": name}``. Each paper is checked as if it were the only one."""

    name = "step"
    permission = "archive.change_document"

    def may(self, user, job: Job) -> bool:
        step = workflow.STEPS.get(job.parameters.get("step", ""))
        return step is not None and super().may(user, job) and (user is None or user.has_perm(step.permission))

    def work(self, job: Job, items: list[int]) -> Outcome:
        outcome = Outcome()
        found = workflow.visible(Document.objects.filter(pk__in=items), job.user)
        taken = workflow.take_all(found, job.parameters["step"], user=job.user, comment=job.reason)
        for document, why in taken:
            if why:
                outcome.note(document.source_id, "left out", why)
            else:
                outcome.counts["done"] += 1
        return outcome

    def name_of(self, item: int) -> str:
        return Document.objects.filter(pk=item).values_list("source_id", flat=True).first() or str(item)


def start_step(ids: Iterable[int], name: str, *, user, comment: str = "") -> Job:
    """Start taking a step with many papers. Raises ``PermissionDenied``, or :class:`~archive.errors.Refused` without a needed reason."""
    step = workflow.STEPS.get(name)
    if step and step.needs_reason and not comment.strip():
        raise Refused("This step needs a reason.")
    ids = sorted(ids)
    what = f"{step.label if step else name} ({len(ids):,})"
    return start(StepKind.name, ids, what=what, user=user, reason=comment.strip(), parameters={"step": name})
