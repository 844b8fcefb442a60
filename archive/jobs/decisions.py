"""The jobs of many small decisions: verdicts on references, and doubts that are dismissed or opened again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.db.models import QuerySet

from archive import store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import DismissedRule, Document, Job, Reference
from archive.references import verdicts

WITHDRAW = "withdraw"


class VerdictKind(Kind):
    """Items are the ids of references. Parameters: the ``verdict``, and the id of the ``paper`` if it is "corrected".

    The verdict ``"withdraw"`` takes verdicts back: all, or those of the job ``of``.
    """

    name = "verdict"
    permission = "archive.change_reference"

    def work(self, job: Job, items: list[int]) -> Outcome:
        verdict, outcome = job.parameters["verdict"], Outcome()
        rows = Reference.objects.filter(pk__in=items).select_related("document", "target_document", "target_footnote")
        if verdict == WITHDRAW:
            return self._withdraw(job, rows)
        target = Document.objects.public().filter(pk=job.parameters.get("paper")).first()
        for reference in rows.order_by("pk"):
            try:
                verdicts.decide(reference, verdict, user=job.user, target=target, reason=job.reason, job=job)
                outcome.counts[verdict] += 1
            except Refused as refused:
                name = f"{reference.document.source_id}, {reference.where}: “{reference.printed}”"
                outcome.note(name, "left out", str(refused))
        return outcome

    def _withdraw(self, job: Job, rows: QuerySet[Reference]) -> Outcome:
        given_by = {"decision__job": job.parameters["of"]} if "of" in job.parameters else {}
        decided = list(rows.exclude(decision=None).filter(**given_by))
        if decided:
            LogEntry.objects.log_actions(job.user_id, decided, CHANGE, change_message="verdict withdrawn")
        return Outcome(Counter({"verdicts withdrawn": verdicts.withdraw(decided)}))

    def may_be_undone(self, job: Job) -> bool:
        return Reference.objects.filter(decision__job=job).exists()

    def undo(self, job: Job, user: Any) -> Job:
        ids = Reference.objects.filter(decision__job=job).order_by("pk").values_list("pk", flat=True)
        return _start(
            ids, f"Undo of job {job.pk}, {job.what}", user=user, parameters={"verdict": WITHDRAW, "of": job.pk}
        )


def start_deciding(ids: Iterable[int], verdict: str, *, user, paper: Document | None = None, reason: str = "") -> Job:
    """Start giving many references one verdict, or withdrawing their verdicts. ``paper`` is what they lead to if it is "corrected"."""
    ids = sorted(ids)
    to = f" to {paper.source_id}" if paper else ""
    parameters = {"verdict": verdict} | ({"paper": paper.pk} if paper else {})
    return _start(
        ids, f"Verdict on references: {verdict}{to} ({len(ids):,})", user=user, parameters=parameters, reason=reason
    )


def _start(ids: Iterable[int], what: str, **how: Any) -> Job:
    return start(VerdictKind.name, list(ids), what=what, **how)


class DismissKind(Kind):
    """Items are the ids of rows of a model.

    Parameters: ``{"model": name, "dismiss": true}``, and ``"rule"``, the id of the dismissed rule if it is done by one.
    """

    name = "dismiss"
    at_once = 500
    first, most = 200, 2000

    def may(self, user, job: Job) -> bool:
        return user is not None and user.is_active and user.has_perm(f"archive.change_{job.parameters['model']}")

    def work(self, job: Job, items: list[int]) -> Outcome:
        rows, outcome = apps.get_model("archive", job.parameters["model"]).objects.filter(pk__in=items), Outcome()
        dismiss = job.parameters["dismiss"]
        rule = DismissedRule.objects.filter(pk=job.parameters.get("rule")).first()
        if "rule" in job.parameters and rule is None:
            outcome.counts["left open: the rule is in force again"] = len(items)
            return outcome
        what = "dismissed" if dismiss else "opened again"
        LogEntry.objects.log_actions(job.user_id, list(rows), CHANGE, change_message=f"{what}: {job.reason}")
        if dismiss:
            outcome.counts[what] = store.dismiss(rows, user=job.user, reason=job.reason, rule=rule)
        else:
            outcome.counts[what] = store.reopen(rows)
        return outcome

    def may_be_undone(self, job: Job) -> bool:
        return job.parameters["dismiss"] and self._dismissed(job).exists()

    def undo(self, job: Job, user: Any) -> Job:
        rows = self._dismissed(job)
        return start_dismissing(
            rows.model, rows.values_list("pk", flat=True), dismiss=False, user=user, reason=f"Undo of job {job.pk}"
        )

    @staticmethod
    def _dismissed(job: Job) -> QuerySet:
        """Return the rows that still are as the job left them: whoever dismissed one again since did so at another time."""
        rows = apps.get_model("archive", job.parameters["model"]).objects.filter(dismissed_by=job.user)
        return rows.filter(
            dismissed_reason=job.reason, dismissed_at__range=(job.started_at, job.finished_at)
        ).order_by()


def start_dismissing(
    model: type[models.Model],
    ids: Iterable[int],
    *,
    dismiss: bool,
    user,
    reason: str = "",
    rule: DismissedRule | None = None,
) -> Job:
    """Start dismissing rows for a reason, by a dismissed rule if there is one, or opening them again.

    Raises :class:`~archive.errors.Refused` if there is no reason.
    """
    reason, ids = reason.strip(), sorted(ids)
    if dismiss and not reason:
        raise Refused("Please say why.")
    name = model._meta.verbose_name_plural
    what = f"{'Dismissing' if dismiss else 'Opening again'}: {name} ({len(ids):,})"
    parameters = {"model": model._meta.model_name, "dismiss": dismiss} | ({"rule": rule.pk} if rule else {})
    return start(DismissKind.name, ids, what=what, user=user, reason=reason, parameters=parameters)
