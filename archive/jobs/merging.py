"""The jobs that merge one authority into another, and undo that: the papers of both stay in step with the search at every moment."""

from __future__ import annotations

from django.db import models, transaction

from archive import store
from archive.errors import Refused
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Document, Job, Merge
from archive.store.authority_links import papers_of


class _Merging(Kind):
    """Items are the ids of papers; parameters: ``{"merge": id, "kind": "person"}``."""

    leaves_out = False

    def may(self, user, job: Job) -> bool:
        return user is None or (user.is_active and user.has_perm(f"archive.change_{job.parameters['kind']}"))

    def name_of(self, item: int) -> str:
        return Document.objects.filter(pk=item).values_list("source_id", flat=True).first() or str(item)


class MergeKind(_Merging):
    """Merge two authorities. The papers move first; then the merged record becomes a signpost."""

    name = "merge"

    def work(self, job: Job, items: list[int]) -> Outcome:
        store.merge_papers(_merge(job), items)
        return _moved(items)

    def finish(self, job: Job) -> None:
        store.end_merge(_merge(job))


class UnmergeKind(_Merging):
    """Undo a merge."""

    name = "undo merge"

    def work(self, job: Job, items: list[int]) -> Outcome:
        store.unmerge_papers(_merge(job), items)
        return _moved(items)

    def finish(self, job: Job) -> None:
        store.end_unmerge(_merge(job))


@transaction.atomic
def start_merge(kept: models.Model, merged: models.Model, *, user=None, reason: str = "") -> Job:
    """Start merging ``merged`` into ``kept``. Raises :class:`~archive.errors.Refused` if they can't be merged."""
    # Several can be merged into one; but what is merged away takes nothing in any more.
    if _is("merged", kept) or _is("merged", merged) or _is("kept", merged):
        raise Refused("One of the records is being merged already.")
    row = store.begin_merge(kept, merged, user=user, reason=reason)
    # A mission is linked to offices only; no paper has to be moved.
    papers = sorted(papers_of(merged).values_list("pk", flat=True)) if merged.kind != "mission" else []
    what = f"Merge of “{merged}” into “{kept}”"
    return start(MergeKind.name, papers, what=what, user=user, reason=reason, parameters=_parameters(row))


@transaction.atomic
def start_unmerge(row: Merge, *, user=None) -> Job:
    """Start undoing a merge. Raises :class:`~archive.errors.Refused` if it can't be undone."""
    if _open(row).exists():
        raise Refused("This merge is not done yet.")
    store.begin_unmerge(row, user=user)
    what = f"Undo of the merge of “{row.merged_name}” into “{row.kept_name}”"
    return start(UnmergeKind.name, store.papers_to_unmerge(row), what=what, user=user, parameters=_parameters(row))


def _is(role: str, authority: models.Model) -> bool:
    """Return whether a job that is not done merges an authority in this role, ``"kept"`` or ``"merged"``, or undoes that."""
    rows = Merge.objects.filter(**{role: authority.pk}, kind=authority.kind)
    return any(_open(row).exists() for row in rows)


def _open(row: Merge) -> models.QuerySet[Job]:
    kinds = [MergeKind.name, UnmergeKind.name]
    return Job.objects.filter(status__in=Job.OPEN, kind__in=kinds, parameters__merge=row.pk)


def _parameters(row: Merge) -> dict:
    return {"merge": row.pk, "kind": row.kind}


def _merge(job: Job) -> Merge:
    return Merge.objects.get(pk=job.parameters["merge"])


def _moved(items: list[int]) -> Outcome:
    outcome = Outcome()
    outcome.counts["moved"] = len(items)
    return outcome
