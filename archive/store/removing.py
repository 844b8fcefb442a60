"""Authorities whose name can be no name of its kind: found, taken away with every link to them, and brought back exactly.

What was printed stays in the papers, with a doubt about it, and no reader proposes such a record again
(:mod:`archive.parsing.authority_names`). As in a merge, the papers get no version, because they have not changed; the row of
:class:`archive.models.Removal` has all that is needed to bring the record back.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core import serializers
from django.db import models, transaction
from django.utils import timezone

from archive.errors import Refused
from archive.models import OldAddress, Removal, public
from archive.parsing.authority_names import is_office, is_person, is_place
from archive.sql.batches import batches
from archive.store.authority_links import AUTHORITIES, link_fields, link_name, paper_of, reindex
from archive.store.warnings import find_doubts

_BATCH = 500
_PUBLIC = {"person": public.people, "office": public.offices, "place": public.places}
#: Whether words can be a name, by the kinds of records that readers propose.
CHECKS = {"person": is_person, "office": is_office, "place": is_place}


def no_names(kind: str) -> list[int]:
    """Return the proposed records of a kind whose names can't be names of that kind, by name."""
    model = AUTHORITIES[kind]
    rows = model.objects.filter(status=model.Status.PROPOSED, made_by_hand=False, merged_into=None)
    rows = rows.exclude(pk__in=Removal.objects.filter(kind=kind, undone_at=None).values("record"))
    named = rows.order_by("name", "pk").values_list("pk", "name").iterator(chunk_size=5_000)
    return [pk for pk, name in named if not CHECKS[kind](name)]


def begin_removal(record: models.Model, *, user=None, reason: str = "") -> Removal:
    """Begin taking a record away. Raises :class:`~archive.errors.Refused` if it has been merged, or others into it."""
    with transaction.atomic():
        row = type(record).objects.select_for_update().filter(pk=record.pk).first()
        if row is None:
            raise Refused(f"“{record}” no longer exists.")
        if row.merged_into_id or row.merged.exists():
            raise Refused(f"“{row}” has been merged with other records: undo that first.")
        if Removal.objects.filter(kind=row.kind, record=row.pk, undone_at=None).exists():
            raise Refused(f"“{row}” is being taken away already.")
        return Removal.objects.create(
            kind=row.kind,
            record=row.pk,
            name=row.name,
            was_public=_PUBLIC[row.kind]().filter(pk=row.pk).exists(),
            user=user,
            reason=reason,
        )


def remove_from_papers(done: Removal, papers: Collection[int]) -> None:
    """Take the links of these papers to the record away, in one transaction with their search entries and doubts."""
    for field in link_fields(AUTHORITIES[done.kind]):
        if paper_of(field):
            _unlink(done, field, {f"{paper_of(field)}__in": list(papers)})
    done.save(update_fields=["moved"])
    reindex(papers, done.kind)
    find_doubts(papers)


def end_removal(done: Removal) -> None:
    """Take all other links away, and then the record itself; its address answers that it is gone, if it was public."""
    model = AUTHORITIES[done.kind]
    with transaction.atomic():
        row = model.objects.select_for_update().get(pk=done.record)
        done.rows = serializers.serialize("json", [row])
        parts = []
        for field in link_fields(model):
            if field.null:
                _unlink(done, field, {})
            else:
                rows = field.model.objects.filter(**{field.name: row.pk})
                parts += rows
                rows.delete()
        done.parts = serializers.serialize("json", parts)
        done.save(update_fields=["rows", "parts", "moved"])
        if done.was_public:
            reason = "It was taken for a name by mistake. What was printed is in the papers."
            OldAddress.objects.update_or_create(path=row.get_absolute_url(), defaults={"target": "", "reason": reason})
        row.delete()


def begin_restoring(done: Removal, *, user=None) -> None:
    """Begin bringing a record back. Raises :class:`~archive.errors.Refused` if it was brought back, or others have its key or address."""
    with transaction.atomic():
        if not Removal.objects.filter(pk=done.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=user):
            raise Refused("This has been undone already.")
        if not done.rows:
            return  # it was stopped before the record itself was taken away
        (found,) = serializers.deserialize("json", done.rows)
        row = found.object
        taken = models.Q(pk=row.pk) | models.Q(key=row.key) | models.Q(slug=row.slug)
        if other := type(row).objects.filter(taken).first():
            raise Refused(f"“{other}” is in its place now.")
        found.save()
        OldAddress.objects.filter(path=row.get_absolute_url(), target="").delete()


def papers_to_restore(done: Removal) -> list[int]:
    """Return the papers that were linked to the record."""
    papers: set[int] = set()
    for field in link_fields(AUTHORITIES[done.kind]):
        if paper := paper_of(field):
            for batch in batches(done.moved.get(link_name(field), []), _BATCH):
                papers |= set(field.model.objects.filter(pk__in=batch).values_list(paper, flat=True))
    return sorted(papers)


def restore_papers(done: Removal, papers: Collection[int]) -> None:
    """Link these papers to the record again where they were, unless somebody has linked them to another since."""
    for field in link_fields(AUTHORITIES[done.kind]):
        if paper := paper_of(field):
            _link(done, field, {f"{paper}__in": list(papers)})
    reindex(papers, done.kind)


def end_restoring(done: Removal) -> None:
    """Bring back all other links to the record, and its parts."""
    with transaction.atomic():
        for field in link_fields(AUTHORITIES[done.kind]):
            if field.null and not paper_of(field):
                _link(done, field, {})
        for part in serializers.deserialize("json", done.parts or "[]"):
            part.save()


def _unlink(done: Removal, field: models.Field, some: dict) -> None:
    ids = list(
        field.model.objects.filter(**{field.name: done.record}, **some).order_by("pk").values_list("pk", flat=True)
    )
    for batch in batches(ids, _BATCH):
        field.model.objects.filter(pk__in=batch).update(**{field.name: None})
    done.moved[link_name(field)] = [*done.moved.get(link_name(field), []), *ids]


def _link(done: Removal, field: models.Field, some: dict) -> None:
    for batch in batches(done.moved.get(link_name(field), []), _BATCH):
        rows = field.model.objects.filter(pk__in=batch, **{field.name: None}).filter(**some)
        rows.update(**{field.name: done.record})
