"""Merge one authority record into another: first a plan of what that does, then every link moves, and all of it can be undone exactly.

A merge leaves documents as they are: the papers have not changed, only which record they are linked to. So its
history is a row of its own (:class:`archive.models.Merge`) that names every row that moved, and not a new version of each
of what may be twenty thousand papers. The merged record stays as a signpost: its address redirects, and readers that find
its key use the record that it was merged into (see :mod:`archive.store.authorities`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from archive.errors import Refused
from archive.models import Merge, PersonName
from archive.sql.batches import batches
from archive.store.authority_links import (
    AUTHORITIES,
    AuthorityLinks,
    authority_links,
    link_fields,
    link_name,
    papers_of,
    reindex,
)

_BATCH = 500
#: Fields that the kept record takes over where it has no value of its own.
_FILLED = ("dates", "identifiers", "note", "place", "mission", "parent")


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


def merge(kept: models.Model, merged: models.Model, *, user=None, reason: str = "") -> Merge:
    """Merge ``merged`` into ``kept``; return the row that :func:`undo_merge` takes. Raises :class:`~archive.errors.Refused`."""
    model = type(kept)
    _check(kept, merged)
    with transaction.atomic():
        # Fresh and locked, so that of two archivists who merge the same record one is refused.
        rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])}
        if len(rows) != len({kept.pk, merged.pk}):
            raise Refused("One of the records no longer exists.")
        kept, merged = rows[kept.pk], rows[merged.pk]
        _check(kept, merged)
        papers = list(papers_of(merged).values_list("pk", flat=True))
        filled = _fillable(kept, merged)
        before = {name: _plain(kept, name) for name in filled}
        for name in filled:
            setattr(kept, _attname(name), getattr(merged, _attname(name)))
        if filled:
            kept.save(update_fields=list(filled))
        done = Merge.objects.create(
            kind=model.kind,
            kept=kept.pk,
            merged=merged.pk,
            kept_name=kept.name,
            merged_name=merged.name,
            moved={link_name(field): _move(field, kept, merged) for field in link_fields(model)},
            filled={name: [before[name], _plain(kept, name)] for name in filled},
            reason=reason,
            user=user,
        )
        model.objects.filter(pk=merged.pk).update(merged_into=kept)
        reindex(papers, model.kind)
    return done


def undo_merge(done: Merge, *, user=None) -> None:
    """Undo a merge: exactly the rows that it moved go back, unless somebody has moved them on since.

    Raises :class:`~archive.errors.Refused` if it was undone already or the kept record has itself been merged since.
    """
    model = AUTHORITIES[done.kind]
    with transaction.atomic():
        mine = Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=user)
        rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[done.kept, done.merged])}
        if not mine or len(rows) < 2:
            raise Refused("This merge has been undone already.")
        kept, merged = rows[done.kept], rows[done.merged]
        if kept.merged_into_id or merged.merged_into_id != kept.pk:
            raise Refused(f"“{kept}” has itself been merged since: undo that first.")
        papers = set(papers_of(kept).values_list("pk", flat=True))
        for name, ids in done.moved.items():
            model_name, field = name.split(".")
            table = apps.get_model("archive", model_name).objects
            for batch in batches(ids, _BATCH):
                table.filter(pk__in=batch, **{field: kept.pk}).update(**{field: merged.pk})
        taken_back = []
        for name, (before, after) in done.filled.items():
            if _plain(kept, name) == after:
                setattr(kept, _attname(name), before)
                taken_back.append(name)
        if taken_back:
            kept.save(update_fields=taken_back)
        model.objects.filter(pk=merged.pk).update(merged_into=None)
        reindex(papers & set(papers_of(merged).values_list("pk", flat=True)), done.kind)
    done.refresh_from_db()


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


def _move(field: models.Field, kept: models.Model, merged: models.Model) -> list[int]:
    rows = field.model.objects.filter(**{field.name: merged.pk})
    if field.model is PersonName:
        rows = rows.exclude(name__in=[kept.name, *kept.names.values_list("name", flat=True)])
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for batch in batches(ids, _BATCH):
        field.model.objects.filter(pk__in=batch).update(**{field.name: kept.pk})
    return ids


def _names(row: models.Model) -> list[str]:
    return [name for name in _FILLED if any(field.name == name for field in row._meta.concrete_fields)]


def _attname(name: str) -> str:
    return f"{name}_id" if name in {"place", "mission", "parent"} else name


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
