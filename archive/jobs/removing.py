"""The jobs that take authorities away whose name is none, and bring them back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction

from archive import store
from archive.errors import Refused
from archive.jobs.merging import LinkMoving
from archive.jobs.starting import start
from archive.models import Job, Removal
from archive.store.authority_links import papers_of


class RemoveKind(LinkMoving):
    """Take records away: first from their papers, then what else points at them, then the records."""

    name = "take away"
    rows, papers, end = Removal, store.remove_from_papers, store.end_removal
    done = "papers without the link"

    def may(self, user, job: Job) -> bool:
        return super().may(user, job) and (user is None or user.has_perm(f"archive.delete_{job.parameters['kind']}"))


class RestoreKind(RemoveKind):
    """Bring records back."""

    name = "bring back"
    rows, papers, end = Removal, store.restore_papers, store.end_restoring
    done = "papers with the link again"


@transaction.atomic
def start_removing(records: Iterable[models.Model], *, user=None, reason: str = "") -> Job:
    """Start taking records of one kind away. Raises :class:`~archive.errors.Refused` if one can't be."""
    items, rows = [], []
    for record in records:
        rows.append(store.begin_removal(record, user=user, reason=reason))
        papers = sorted(papers_of(record).values_list("pk", flat=True))
        items += [[rows[-1].pk, paper] for paper in [*papers, None]]
    what = f"Taking away what is no name ({len(rows):,})"
    return start(RemoveKind.name, items, what=what, user=user, reason=reason, parameters={"kind": rows[0].kind})


@transaction.atomic
def start_restoring(done: Removal, *, user=None) -> Job:
    """Start bringing a record back. Raises :class:`~archive.errors.Refused` if it can't be."""
    if not done.rows and Job.objects.filter(kind=RemoveKind.name, status__in=Job.OPEN).exists():
        raise Refused(f"“{done}” is being taken away at present: wait for that, or cancel the job first.")
    store.begin_restoring(done, user=user)
    items = [[done.pk, paper] for paper in [*store.papers_to_restore(done), None]]
    what = f"Bringing “{done.name}” back"
    return start(RestoreKind.name, items, what=what, user=user, parameters={"kind": done.kind})
