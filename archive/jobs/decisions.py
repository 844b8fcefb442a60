"""The jobs of many small decisions: verdicts on references, and doubts that are dismissed or opened again."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models

from archive import store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Job, Reference
from archive.references import verdicts

WITHDRAW = "withdraw"


class VerdictKind(Kind):
    """Items are the ids of references; parameters: ``{"verdict": "confirmed"}``, or ``"withdraw"`` to take verdicts back."""

    name = "verdict"
    permission = "archive.change_reference"

    def work(self, job: Job, items: list[int]) -> Outcome:
        verdict, outcome = job.parameters["verdict"], Outcome()
        rows = Reference.objects.filter(pk__in=items).select_related("document", "target_document", "target_footnote")
        if verdict == WITHDRAW:
            decided = list(rows.exclude(decision=None))
            if decided:
                LogEntry.objects.log_actions(job.user_id, decided, CHANGE, change_message="verdict withdrawn")
            outcome.counts["verdicts withdrawn"] += verdicts.withdraw(decided)
            return outcome
        for reference in rows.order_by("pk"):
            try:
                verdicts.decide(reference, verdict, user=job.user)
                outcome.counts[verdict] += 1
            except Refused as refused:
                name = f"{reference.document.source_id}, {reference.where}: “{reference.printed}”"
                outcome.note(name, "left out", str(refused))
        return outcome


def start_deciding(ids: Iterable[int], verdict: str, *, user) -> Job:
    """Start giving many references one verdict, or withdrawing their verdicts."""
    ids = sorted(ids)
    what = f"Verdict on references: {verdict} ({len(ids):,})"
    return start(VerdictKind.name, ids, what=what, user=user, parameters={"verdict": verdict})


class DismissKind(Kind):
    """Items are the ids of rows of a model; parameters: ``{"model": name, "dismiss": true}``."""

    name = "dismiss"
    at_once = 500
    first, most = 200, 2000

    def may(self, user, job: Job) -> bool:
        return user is not None and user.is_active and user.has_perm(f"archive.change_{job.parameters['model']}")

    def work(self, job: Job, items: list[int]) -> Outcome:
        rows, outcome = apps.get_model("archive", job.parameters["model"]).objects.filter(pk__in=items), Outcome()
        dismiss = job.parameters["dismiss"]
        what = "dismissed" if dismiss else "opened again"
        LogEntry.objects.log_actions(job.user_id, list(rows), CHANGE, change_message=f"{what}: {job.reason}")
        outcome.counts[what] = store.dismiss(rows, user=job.user, reason=job.reason) if dismiss else store.reopen(rows)
        return outcome


def start_dismissing(model: type[models.Model], ids: Iterable[int], *, dismiss: bool, user, reason: str = "") -> Job:
    """Start dismissing rows for a reason, or opening them again. Raises :class:`~archive.errors.Refused` if there is no reason."""
    reason, ids = reason.strip(), sorted(ids)
    if dismiss and not reason:
        raise Refused("Please say why.")
    name = model._meta.verbose_name_plural
    what = f"{'Dismissing' if dismiss else 'Opening again'}: {name} ({len(ids):,})"
    parameters = {"model": model._meta.model_name, "dismiss": dismiss}
    return start(DismissKind.name, ids, what=what, user=user, reason=reason, parameters=parameters)
