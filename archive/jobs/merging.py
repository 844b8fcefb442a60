"""The jobs that merge one authority into another, and undo that: the papers of both stay in step with the search at every moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

from django.db import models, transaction

from archive import store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Document, IdentityDecision, Job, Merge
from archive.store.authority_links import papers_of


class LinkMoving(Kind):
    """Items are ``[row, paper]``, and ``[row, None]`` after the papers of each row of ``rows``; parameters: ``{"kind": "person", …}``."""

    leaves_out = False
    rows: type[models.Model]
    #: What is done to some papers of a row, and at its end.
    papers: Callable[[models.Model, list[int]], None]
    end: Callable[[models.Model], None]
    done = "moved"

    def may(self, user, job: Job) -> bool:
        return user is None or (user.is_active and user.has_perm(f"archive.change_{job.parameters['kind']}"))

    def work(self, job: Job, items: list) -> Outcome:
        outcome = Outcome()
        for pk, some in groupby(items, key=itemgetter(0)):
            row, papers = self.rows.objects.get(pk=pk), [paper for _, paper in some]
            ends = papers[-1] is None
            if moved := papers[: len(papers) - ends]:
                type(self).papers(row, moved)
                outcome.counts[self.done] += len(moved)
            if ends:
                type(self).end(row)
        return outcome

    def name_of(self, item: list) -> str:
        return Document.objects.filter(pk=item[1]).values_list("source_id", flat=True).first() or f"record {item[0]}"


class MergeKind(LinkMoving):
    """Merge authorities into one. The papers of each move first; then the merged record becomes a signpost."""

    name = "merge"
    rows, papers, end = Merge, store.merge_papers, store.end_merge


class UnmergeKind(LinkMoving):
    """Undo merges."""

    name = "undo merge"
    rows, papers, end = Merge, store.unmerge_papers, store.end_unmerge


@transaction.atomic
def start_merge(kept: models.Model, *merged: models.Model, user=None, reason: str = "") -> Job:
    """Start merging records into ``kept``, as one decision. Raises :class:`~archive.errors.Refused` if they can't be merged."""
    decision = store.decide([kept, *merged], IdentityDecision.Verdict.SAME, user=user, reason=reason)
    rows, items, ids = [], [], [record.pk for record in merged]
    under_way = _under_way().filter(kind=kept.kind)
    # Several can be merged into one; but what is merged away takes nothing in any more.
    if under_way.filter(models.Q(merged__in=[kept.pk, *ids]) | models.Q(kept__in=ids)).exists():
        raise Refused("One of the records is being merged already.")
    for record in merged:
        rows.append(store.begin_merge(kept, record, user=user, reason=reason, decision=decision))
        # A mission is linked to offices only; no paper has to be moved.
        papers = sorted(papers_of(record).values_list("pk", flat=True)) if record.kind != "mission" else []
        items += [[rows[-1].pk, paper] for paper in [*papers, None]]
    what = f"Merge of {_named([record.name for record in merged])} into “{kept}”"
    return start(MergeKind.name, items, what=what, user=user, reason=reason, parameters=_parameters(rows))


@transaction.atomic
def start_unmerge(*rows: Merge, user=None) -> Job:
    """Start undoing merges of one record, the latest first. Raises :class:`~archive.errors.Refused` if they can't be undone."""
    items = []
    if _under_way().filter(pk__in=[row.pk for row in rows]).exists():
        raise Refused("This merge is not done yet.")
    for row in sorted(rows, key=lambda row: -row.pk):
        store.begin_unmerge(row, user=user)
        items += [[row.pk, paper] for paper in [*store.papers_to_unmerge(row), None]]
    store.follow_unmerged(Merge.objects.filter(pk__in=[row.pk for row in rows]), user=user)
    what = f"Undo of the merge of {_named([row.merged_name for row in rows])} into “{rows[0].kept_name}”"
    return start(UnmergeKind.name, items, what=what, user=user, parameters=_parameters(rows))


def start_undoing_decision(decision: IdentityDecision, *, user=None) -> Job | None:
    """Undo a decision on a group: at once, or in a job if records were merged. Raises :class:`~archive.errors.Refused`."""
    merges = list(decision.merges.filter(undone_at=None))
    if merges:
        return start_unmerge(*merges, user=user)
    store.undo_decision(decision, user=user)
    return None


def _named(names: Sequence[str]) -> str:
    return f"“{names[0]}”" if len(names) == 1 else f"“{names[0]}” and {len(names) - 1:,} more"


def _under_way() -> models.QuerySet[Merge]:
    """Return the merges that a job which is not done makes or undoes."""
    jobs = Job.objects.filter(status__in=Job.OPEN, kind__in=[MergeKind.name, UnmergeKind.name])
    merges = {merge for parameters in jobs.values_list("parameters", flat=True) for merge in parameters["merges"]}
    return Merge.objects.filter(pk__in=merges)


def _parameters(rows: Sequence[Merge]) -> dict:
    return {"merges": [row.pk for row in rows], "kind": rows[0].kind}
