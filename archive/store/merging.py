"""Merge one authority record into another: first a plan of what that does, then every link moves, and all of it can be undone exactly.

A merge leaves documents as they are: the papers have not changed, only which record they are linked to. So its
history is a row of its own (:class:`archive.models.Merge`) that names every row that moved, and not a new version of each
of what may be twenty thousand papers. The merged record stays as a signpost: its address redirects, and readers that find
its key use the record that it was merged into (see :mod:`archive.store.authorities`).

The papers move first, some at a time, each with its search entry; when nobody is linked to the merged record any more, it becomes the
signpost. Until then both are records, and each paper names one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from archive.errors import Refused
from archive.models import (
    IdentityDecision,
    ImportRun,
    ListedPerson,
    Merge,
    PersonName,
)
from archive.sql.batches import batches
from archive.sql.prepared import Prepared
from archive.store.authority_links import (
    AUTHORITIES,
    AuthorityLinks,
    authority_links,
    link_fields,
    link_name,
    paper_of,
    papers_of,
    reindex,
)
from archive.store.mentions import follow_entries

_BATCH = 500
#: Fields that the kept record takes over where it has no value of its own.
_FILLED = ("dates", "identifiers", "other_names", "note", "place", "mission", "parent", "predecessor")


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do: rows that move, papers whose pages change, addresses that redirect, values taken over or lost."""

    kept: models.Model
    merged: models.Model
    links: list[AuthorityLinks]
    papers: int
    redirects: list[tuple[str, str]]
    filled: dict[str, str]
    differing: list[tuple[str, str, str]]


def plan_merge(kept: models.Model, merged: models.Model) -> MergePlan:
    """Return what merging ``merged`` into ``kept`` would do; write nothing. Raises :class:`~archive.errors.Refused`."""
    _check(kept, merged)
    filled = {name: str(_shown(merged, name)) for name in _fillable(kept, merged)}
    differing = [
        (name, str(_shown(kept, name)), str(_shown(merged, name)))
        for name in _names(kept)
        if getattr(merged, _attname(name)) and name not in filled and _shown(kept, name) != _shown(merged, name)
    ]
    redirects = [(row.get_absolute_url(), kept.get_absolute_url()) for row in [merged, *merged.merged.all()]]
    return MergePlan(kept, merged, authority_links(merged), papers_of(merged).count(), redirects, filled, differing)


def begin_merge(
    kept: models.Model,
    merged: models.Model,
    *,
    user=None,
    reason: str = "",
    run: ImportRun | None = None,
    decision: IdentityDecision | None = None,
    certainty: int | None = None,
) -> Merge:
    """Begin merging ``merged`` into ``kept``: make the row that names everything that moves. Raises :class:`~archive.errors.Refused`.

    ``certainty`` is how sure the archive is that merges by itself, in percent.
    :func:`merge_papers` then moves the papers, some at a time, and :func:`end_merge` all the rest.
    """
    _check(kept, merged)
    with transaction.atomic():
        # Fresh and locked, so that of two archivists who merge the same record one is refused.
        kept, merged = _locked(type(kept), kept.pk, merged.pk)
        _check(kept, merged)
        return Merge.objects.create(
            kind=type(kept).kind,
            kept=kept.pk,
            merged=merged.pk,
            kept_name=kept.name,
            merged_name=merged.name,
            reason=reason,
            user=user,
            run=run,
            decision=decision,
            certainty=certainty,
        )


def merge_papers(done: Merge, papers: Collection[int]) -> None:
    """Move what links these papers to the merged record, in one transaction with their search entries."""
    kept, merged = _locked(AUTHORITIES[done.kind], done.kept, done.merged)
    _check(kept, merged)
    moved = {
        link_name(field): _move(field, kept, merged, {paper_of(field): list(papers)})
        for field in link_fields(type(kept))
        if paper_of(field)
    }
    _note_moved(done, moved)
    reindex(papers, done.kind)


def end_merge(done: Merge) -> None:
    """Move everything else, fill what the kept record does not have, and make the merged record a signpost."""
    model = AUTHORITIES[done.kind]
    with transaction.atomic():
        kept, merged = _locked(model, done.kept, done.merged)
        _check(kept, merged)
        # Also the papers that came while the others were moved.
        papers = list(papers_of(merged).values_list("pk", flat=True)) if done.kind != "mission" else []
        filled = _fillable(kept, merged)
        before = {name: _plain(kept, name) for name in filled}
        for name in filled:
            setattr(kept, _attname(name), getattr(merged, _attname(name)))
        if filled:
            kept.save(update_fields=list(filled))
        done.filled = {name: [before[name], _plain(kept, name)] for name in filled}
        _note_moved(done, {link_name(field): _move(field, kept, merged) for field in link_fields(model)})
        model.objects.filter(pk=merged.pk).update(merged_into=kept)
        reindex(papers, model.kind)
        _follow_entries(done)


def begin_unmerge(done: Merge, *, user=None) -> None:
    """Begin undoing a merge; :func:`unmerge_papers` and :func:`end_unmerge` do it.

    Raises :class:`~archive.errors.Refused` if it was undone already or the kept record has itself been merged since.
    """
    with transaction.atomic():
        mine = Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=user)
        if not mine:
            raise Refused("This merge has been undone already.")
        kept, merged = _locked(AUTHORITIES[done.kind], done.kept, done.merged)
        if kept.merged_into_id or merged.merged_into_id not in (kept.pk, None):
            raise Refused(f"“{kept}” has itself been merged since: undo that first.")
        # A record of its own from now on, so that papers that come meanwhile find it.
        type(merged).objects.filter(pk=merged.pk).update(merged_into=None)


def papers_to_unmerge(done: Merge) -> list[int]:
    """Return the papers that a merge moved."""
    papers: set[int] = set()
    for field in link_fields(AUTHORITIES[done.kind]):
        if paper := paper_of(field):
            for batch in batches(done.moved.get(link_name(field), []), _BATCH):
                papers |= set(field.model.objects.filter(pk__in=batch).values_list(paper, flat=True))
    return sorted(papers)


def unmerge_papers(done: Merge, papers: Collection[int]) -> None:
    """Move exactly what a merge moved of these papers back, unless somebody has moved it on since."""
    kept, merged = _locked(AUTHORITIES[done.kind], done.kept, done.merged)
    for field in link_fields(type(kept)):
        if paper := paper_of(field):
            _move_back(done, field, kept, merged, {f"{paper}__in": papers})
    reindex(papers, done.kind)


def end_unmerge(done: Merge) -> None:
    """Move everything else back that a merge moved, and take back what it filled."""
    with transaction.atomic():
        kept, merged = _locked(AUTHORITIES[done.kind], done.kept, done.merged)
        for field in link_fields(type(kept)):
            if not paper_of(field):
                _move_back(done, field, kept, merged, {})
        taken_back = []
        for name, (before, after) in done.filled.items():
            if _plain(kept, name) == after:
                setattr(kept, _attname(name), before)
                taken_back.append(name)
        if taken_back:
            kept.save(update_fields=taken_back)
        _follow_entries(done)


def _follow_entries(done: Merge) -> None:
    """Let papers that were edited meanwhile follow the entries of lists that they mention."""
    follow_entries(done.moved.get(link_name(ListedPerson._meta.get_field("person")), []))


def _locked(model: type[models.Model], kept: int, merged: int) -> tuple[models.Model, models.Model]:
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[kept, merged]).order_by("pk")}
    if len(rows) != len({kept, merged}):
        raise Refused("One of the records no longer exists.")
    return rows[kept], rows[merged]


def _note_moved(done: Merge, moved: dict[str, list[int]]) -> None:
    done.moved = {
        name: [*done.moved.get(name, []), *ids] for name, ids in {**dict.fromkeys(done.moved, []), **moved}.items()
    }
    done.save(update_fields=["moved", "filled"])


def _move_back(done: Merge, field: models.Field, kept: models.Model, merged: models.Model, some: dict) -> None:
    for batch in batches(done.moved.get(link_name(field), []), _BATCH):
        rows = field.model.objects.filter(pk__in=batch, **{field.name: kept.pk}).filter(**some)
        rows.update(**{field.name: merged.pk})


def _check(kept: models.Model, merged: models.Model) -> None:
    if type(kept) is not type(merged):
        raise Refused("Only records of one kind can be merged.")
    if kept.pk == merged.pk:
        raise Refused("A record cannot be merged into itself.")
    for row in (kept, merged):
        if row.merged_into_id:
            raise Refused(f"“{row}” has been merged already.")
    above = getattr(kept, "parent", None)
    while above is not None:
        if above.pk == merged.pk:
            raise Refused(f"“{kept}” is part of “{merged}”: give it another parent first.")
        above = above.parent


@cache
def _linked_by(field: models.Field) -> Prepared:
    """Return the query for what links to an authority by this field: imports merge hundreds, and most have few kinds of links."""
    return Prepared(lambda pk: field.model.objects.filter(**{field.name: pk}).order_by("pk").values_list("pk"))


def _move(field: models.Field, kept: models.Model, merged: models.Model, papers: dict | None = None) -> list[int]:
    if papers is None and not _linked_by(field)(merged.pk):
        return []
    rows = field.model.objects.filter(**{field.name: merged.pk}, **{f"{k}__in": v for k, v in (papers or {}).items()})
    if field.model is PersonName:
        rows = rows.exclude(name__in=[kept.name, *kept.names.values_list("name", flat=True)])
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for batch in batches(ids, _BATCH):
        field.model.objects.filter(pk__in=batch).update(**{field.name: kept.pk})
    return ids


def _names(row: models.Model) -> list[str]:
    return [name for name in _FILLED if any(field.name == name for field in row._meta.concrete_fields)]


def _attname(name: str) -> str:
    return f"{name}_id" if name in {"place", "mission", "parent", "predecessor"} else name


def _plain(row: models.Model, name: str) -> Any:
    return getattr(row, _attname(name))


def _shown(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return "; ".join(f"{key} {text}" for key, text in sorted(value.items())) if isinstance(value, dict) else value or ""


def _fillable(kept: models.Model, merged: models.Model) -> list[str]:
    return [
        name
        for name in _names(kept)
        if getattr(merged, _attname(name))
        and not getattr(kept, _attname(name))
        and getattr(merged, _attname(name)) != kept.pk
    ]
