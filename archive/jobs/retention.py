"""The job that shortens histories: the texts of versions that were replaced long ago go, some at a time."""

from __future__ import annotations

from datetime import datetime

from archive import store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Job


class ShorteningKind(Kind):
    """Items are the ids of versions; one that something needs by now keeps its text."""

    name = "shorten histories"
    permission = "archive.change_job"
    at_once = 0

    def work(self, job: Job, items: list) -> Outcome:
        outcome = Outcome()
        dropped = store.drop_texts(items, datetime.fromisoformat(job.parameters["before"]))
        outcome.counts |= {"texts dropped": dropped, "kept": len(items) - dropped}
        return outcome


def start_shortening(before: datetime, *, user, reason: str) -> Job:
    """Queue dropping the texts that :func:`archive.store.texts_to_drop` names, in an administrator's name.

    Raises ``PermissionDenied``, or :class:`~archive.errors.Refused` without a reason or if there is nothing to drop.
    """
    if not reason.strip():
        raise Refused("Please say why: it stands in the list of who did what.")
    ids = list(store.texts_to_drop(before).order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise Refused("No text is that old.")
    what = f"Shortening of histories before {before:%Y-%m-%d} ({len(ids):,} texts)"
    parameters = {"before": before.isoformat()}
    return start(ShorteningKind.name, ids, what=what, user=user, reason=reason, parameters=parameters)
