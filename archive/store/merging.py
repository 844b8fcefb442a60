"""Merging one authority record into another: a report first, then every link moved, and all of it undoable exactly.

A merge leaves documents as they are: what the papers say has not changed, only which record stands for it. So its
history is a row of its own (:class:`archive.models.Merge`) that names every row that moved, and not a version of each
of what may be twenty thousand papers. The merged record stays as a signpost: its address redirects, and what the
readers know it by goes on being understood (see :mod:`archive.store.authorities`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from archive.models import Merge, PersonName
from archive.store.uses import AUTHORITIES, Use, links_to, name_of, papers_of, reindex, uses

_BATCH = 500
#: What the kept record takes over where it has nothing of its own.
_FILLED = ("dates", "identifiers", "note", "place", "mission", "parent")


class CannotMerge(Exception):
    """Why two records cannot be merged, or a merge not undone, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a merge would do: rows that move, papers shown anew, addresses that redirect, values taken over or lost."""

    kept: models.Model
    merged: models.Model
    uses: list[Use]
    papers: int
    redirects: list[tuple[str, str]]
    filled: dict[str, str]
    differing: list[tuple[str, str, str]]


def report(kept: models.Model, merged: models.Model) -> Report:
    """What merging ``merged`` into ``kept`` would do. Writes nothing. Raises :class:`CannotMerge`."""
    _check(kept, merged)
    filled = {name: str(_shown(merged, name)) for name in _fillable(kept, merged)}
    differing = [
        (name, str(_shown(kept, name)), str(_shown(merged, name)))
        for name in _names(kept)
        if getattr(merged, _attname(name)) and name not in filled and _shown(kept, name) != _shown(merged, name)
    ]
    redirects = [(row.get_absolute_url(), kept.get_absolute_url()) for row in [merged, *merged.merged.all()]]
    return Report(kept, merged, uses(merged), papers_of(merged).count(), redirects, filled, differing)


def merge(kept: models.Model, merged: models.Model, *, user=None, reason: str = "") -> Merge:
    """Merge ``merged`` into ``kept``; returns the row by which :func:`undo_merge` takes it back. Raises :class:`CannotMerge`."""
    model = type(kept)
    _check(kept, merged)
    with transaction.atomic():
        # Fresh and locked, so that of two archivists who merge the same record one is told.
        rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])}
        if len(rows) != len({kept.pk, merged.pk}):
            raise CannotMerge("One of the records is not there any more.")
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
            moved={name_of(field): _move(field, kept, merged) for field in links_to(model)},
            filled={name: [before[name], _plain(kept, name)] for name in filled},
            reason=reason,
            user=user,
        )
        model.objects.filter(pk=merged.pk).update(merged_into=kept)
        reindex(papers, model.kind)
    return done


def undo_merge(done: Merge, *, user=None) -> None:
    """Take a merge back: exactly the rows that it moved return, unless somebody has moved them on since.

    Raises :class:`CannotMerge` if it was undone already or the kept record has itself been merged since.
    """
    model = AUTHORITIES[done.kind]
    with transaction.atomic():
        mine = Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=user)
        rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[done.kept, done.merged])}
        if not mine or len(rows) < 2:
            raise CannotMerge("This merge has been undone already.")
        kept, merged = rows[done.kept], rows[done.merged]
        if kept.merged_into_id or merged.merged_into_id != kept.pk:
            raise CannotMerge(f"“{kept}” has itself been merged since: undo that first.")
        papers = set(papers_of(kept).values_list("pk", flat=True))
        for name, ids in done.moved.items():
            model_name, field = name.split(".")
            table = apps.get_model("archive", model_name).objects
            for start in range(0, len(ids), _BATCH):
                table.filter(pk__in=ids[start : start + _BATCH], **{field: kept.pk}).update(**{field: merged.pk})
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
        raise CannotMerge("Only records of one kind can be merged.")
    if kept.pk == merged.pk:
        raise CannotMerge("A record cannot be merged into itself.")
    for row in (kept, merged):
        if row.merged_into_id:
            raise CannotMerge(f"“{row}” has been merged already.")
    above = getattr(kept, "parent", None)
    while above is not None:
        if above.pk == merged.pk:
            raise CannotMerge(f"“{kept}” stands in “{merged}”: give it another place above it first.")
        above = above.parent


def _move(field: models.Field, kept: models.Model, merged: models.Model) -> list[int]:
    rows = field.model.objects.filter(**{field.name: merged.pk})
    if field.model is PersonName:
        rows = rows.exclude(name__in=[kept.name, *kept.names.values_list("name", flat=True)])
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        field.model.objects.filter(pk__in=ids[start : start + _BATCH]).update(**{field.name: kept.pk})
    return ids


def _names(row: models.Model) -> list[str]:
    return [name for name in _FILLED if any(field.name == name for field in row._meta.concrete_fields)]


def _attname(name: str) -> str:
    return f"{name}_id" if name in {"place", "mission", "parent"} else name


def _plain(row: models.Model, name: str) -> Any:
    return getattr(row, _attname(name))


def _shown(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return "; ".join(f"{key} {said}" for key, said in sorted(value.items())) if isinstance(value, dict) else value or ""


def _fillable(kept: models.Model, merged: models.Model) -> list[str]:
    return [
        name
        for name in _names(kept)
        if getattr(merged, _attname(name))
        and not getattr(kept, _attname(name))
        and getattr(merged, _attname(name)) != kept.pk
    ]
