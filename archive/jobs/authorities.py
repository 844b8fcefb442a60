"""The jobs on authorities: accept the proposed ones, identify correspondents, split one record into two."""

from __future__ import annotations

from collections.abc import Iterable

import reversion
from django.contrib.admin import autodiscover
from django.db import models, transaction

from archive import store
from archive.jobs.bulk_changes import end_change
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import BulkChange, Correspondent, Document, Job, Topic
from archive.store.authority_links import AUTHORITIES, papers_of, reindex


class AcceptKind(Kind):
    """Accept proposed authorities. Items are their ids; parameters: ``{"kind": "person"}``."""

    name = "accept"

    def may(self, user, job: Job) -> bool:
        return user is None or (user.is_active and user.has_perm(f"archive.change_{job.parameters['kind']}"))

    def work(self, job: Job, items: list[int]) -> Outcome:
        autodiscover()  # the desk's pages say of which records the history is kept; commands that work on jobs have not loaded them
        model, outcome = AUTHORITIES[job.parameters["kind"]], Outcome()
        with reversion.create_revision():
            if job.user:
                reversion.set_user(job.user)
            reversion.set_comment("Accepted.")
            for row in model.objects.filter(pk__in=items, status=model.Status.PROPOSED, merged_into=None):
                row.status = model.Status.ACCEPTED
                row.save(update_fields=["status"])
                reversion.add_to_revision(row)  # each is in the history
                outcome.counts["accepted"] += 1
        return outcome


def start_accepting(model: type[models.Model], ids: Iterable[int], *, user) -> Job:
    """Start accepting proposed authorities."""
    ids = sorted(ids)
    what = f"Accepting {model._meta.verbose_name_plural} ({len(ids):,})"
    return start(AcceptKind.name, ids, what=what, user=user, parameters={"kind": model.kind})


class RenameKind(Kind):
    """Bring the search up to date with the new name of a record. Items are the ids of its papers; parameters: ``{"kind": "person"}``."""

    name = "rename"
    may = AcceptKind.may

    def work(self, job: Job, items: list[int]) -> Outcome:
        outcome = Outcome()
        reindex(items, job.parameters["kind"])
        outcome.counts["brought up to date"] += len(items)
        return outcome

    def name_of(self, item: int) -> str:
        return Document.objects.filter(pk=item).values_list("source_id", flat=True).first() or str(item)


def start_renaming(record: models.Model, *, user) -> Job:
    """Start bringing the search up to date with the new name of an authority, or the new title of a volume."""
    kind = record._meta.model_name
    if kind == "volume":
        papers = Document.objects.filter(volume=record)
    else:
        # What is searched for does not name missions.
        papers = papers_of(record) if kind != "mission" else Document.objects.none()
    ids = sorted(papers.values_list("pk", flat=True))
    what = f"New name of “{record}” in the search ({len(ids):,})"
    return start(RenameKind.name, ids, what=what, user=user, parameters={"kind": kind})


def start_following_topics(topic: Topic, papers: list[int], *, user) -> Job:
    """Start bringing the search up to date after a topic was renamed, merged or given another broader term."""
    what = f"Topic “{topic}” in the search ({len(papers):,})"
    return start(RenameKind.name, papers, what=what, user=user, parameters={"kind": "topic"})


class IdentifyKind(Kind):
    """Identify correspondents, as a bulk change. Items are ``[document, [correspondents]]``."""

    name = "identify"
    permission = "archive.add_bulkchange"

    def begin(self, job: Job) -> None:
        BulkChange.objects.filter(pk=job.bulk_id).update(status=BulkChange.Status.WORKING)

    def work(self, job: Job, items: list) -> Outcome:
        outcome = Outcome()
        changed = store.identify(job.bulk, items, user=job.user, reason=job.reason)
        outcome.counts["changed"] += changed
        outcome.counts["unchanged"] += len(items) - changed
        return outcome

    def finish(self, job: Job) -> None:
        end_change(job, BulkChange.Status.DONE)

    def stop(self, job: Job) -> None:
        end_change(job, BulkChange.Status.DONE)

    def name_of(self, item: list) -> str:
        return Document.objects.filter(pk=item[0]).values_list("source_id", flat=True).first() or str(item[0])


@transaction.atomic
def start_identifying(
    correspondents: Iterable[Correspondent], kind: str, authority: models.Model | None, *, user=None, reason: str = ""
) -> Job:
    """Start identifying these senders and recipients with an authority, or with nobody. Raises :class:`~archive.errors.Refused`."""
    change = store.prepare_identification(correspondents, kind, authority, user=user, reason=reason)
    rows = change.parameters["correspondents"]
    what = f"{change.get_kind_display().capitalize()} ({len(rows):,})"
    return start(IdentifyKind.name, rows, what=what, user=user, reason=reason, bulk=change)


@transaction.atomic
def start_splitting(
    authority: models.Model, correspondents: Iterable[Correspondent], name: str, *, user=None, reason: str = ""
) -> tuple[models.Model, Job]:
    """Make a new authority and start moving some correspondents of another one to it; undoing the bulk change moves them back."""
    new = store.new_authority(authority, name)
    mine = Correspondent.objects.filter(pk__in=[row.pk for row in correspondents], **{authority.kind: authority})
    return new, start_identifying(mine, authority.kind, new, user=user, reason=reason or f"split from {authority}")
