"""Who a correspondent is: identify many at once with a person, office or place, or split one authority into two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone

from archive.errors import Refused
from archive.models import BulkChange, Correspondent, Document
from archive.models.slugs import free_slugs, name_slug
from archive.store.history import changing


def identify(
    correspondents: Iterable[Correspondent], kind: str, authority: models.Model | None, *, user=None, reason: str = ""
) -> BulkChange:
    """Identify these senders and recipients with ``authority``, or with nobody: one bulk change, undone as a whole.

    ``kind`` is ``"person"``, ``"office"`` or ``"place"``. Each document gets a version, because an archivist has
    decided what it means. Raises :class:`~archive.errors.Refused` for an authority of another kind or a merged one.
    """
    if kind not in {"person", "office", "place"} or (authority is not None and authority.kind != kind):
        raise Refused(f"These can only be identified with a {kind}.")
    if authority is not None and authority.merged_into_id:
        raise Refused(f"“{authority}” has been merged into another record.")
    rows = defaultdict(list)
    for row in correspondents:
        rows[row.document_id].append(row.pk)
    with transaction.atomic():
        change = BulkChange.objects.create(
            kind=BulkChange.Kind.IDENTIFY,
            documents=sorted(rows),
            parameters={"kind": kind, "authority": authority and authority.pk, "name": str(authority or "nobody")},
            reason=reason,
            user=user,
        )
        for document in Document.objects.filter(pk__in=rows).order_by("pk"):
            with changing(document, user=user, reason=reason or str(change), bulk=change):
                Correspondent.objects.filter(pk__in=rows[document.pk]).update(**{kind: authority})
        change.status, change.done_at = BulkChange.Status.DONE, timezone.now()
        change.counts = {"changed": change.versions.count(), "unchanged": len(rows) - change.versions.count()}
        change.save()
    return change


def split(
    authority: models.Model, correspondents: Iterable[Correspondent], name: str, *, user=None, reason: str = ""
) -> tuple[models.Model, BulkChange]:
    """Make a new authority of this name from some correspondents of another one; return it with the bulk change.

    Readers still identify the old record by the words that both share. Undoing the change moves the correspondents back.
    """
    model = type(authority)
    with transaction.atomic():
        (slug,) = free_slugs([name_slug(name, model.kind)], model.objects)
        # No paper has words that begin with "split:", so no reader finds the new record by its key.
        new = model.objects.create(name=name, slug=slug, key=f"split:{slug}", status=model.Status.ACCEPTED)
        mine = Correspondent.objects.filter(pk__in=[row.pk for row in correspondents], **{authority.kind: authority})
        change = identify(mine, authority.kind, new, user=user, reason=reason or f"split from {authority}")
    return new, change
