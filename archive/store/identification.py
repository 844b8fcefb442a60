"""Who a correspondent is: identify many at once with a person, office or place, or split one authority into two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import models, transaction

from archive.errors import Refused
from archive.models import BulkChange, Correspondent, Document, Person
from archive.models.slugs import free_slugs, name_slug
from archive.store.history import changing
from archive.store.mentions import follow_papers


def prepare_identification(
    correspondents: Iterable[Correspondent], kind: str, authority: models.Model | None, *, user=None, reason: str = ""
) -> BulkChange:
    """Return a bulk change that identifies these senders and recipients with ``authority``, or with nobody, and is undone as a whole.

    ``kind`` is ``"person"``, ``"office"`` or ``"place"``. :func:`identify` makes it, some documents at a time. Raises
    :class:`~archive.errors.Refused` for an authority of another kind or a merged one.
    """
    if kind not in {"person", "office", "place"} or (authority is not None and authority.kind != kind):
        raise Refused(f"These can only be identified with a {kind}.")
    if authority is not None and authority.merged_into_id:
        raise Refused(f"“{authority}” has been merged into another record.")
    rows = defaultdict(list)
    for row in correspondents:
        rows[row.document_id].append(row.pk)
    return BulkChange.objects.create(
        kind=BulkChange.Kind.IDENTIFY,
        documents=sorted(rows),
        parameters={
            "kind": kind,
            "authority": authority and authority.pk,
            "name": str(authority or "nobody"),
            "correspondents": sorted(rows.items()),
        },
        reason=reason,
        user=user,
    )


def identify(change: BulkChange, rows: Iterable[tuple[int, list[int]]], *, user=None, reason: str = "") -> int:
    """Identify some ``(document, correspondents)`` of a prepared change; return how many documents that changed.

    Each document gets a version, because an archivist has decided what it means.
    """
    values = {f"{change.parameters['kind']}_id": change.parameters["authority"]}
    rows, changed = dict(rows), 0
    with transaction.atomic():
        for document in Document.objects.filter(pk__in=rows).order_by("pk"):
            version = document.version
            with changing(document, user=user, reason=reason or str(change), bulk=change):
                Correspondent.objects.filter(pk__in=rows[document.pk]).update(**values)
            changed += document.version > version
        if change.parameters["kind"] == Person.kind:
            follow_papers(rows)
    return changed


def new_authority(authority: models.Model, name: str) -> models.Model:
    """Make a new authority of the kind of another one, which it is split from.

    Readers still identify the old record by the words that both share.
    """
    model = type(authority)
    (slug,) = free_slugs([name_slug(name, model.kind)], model.objects)
    # No paper has words that begin with "split:", so no reader finds the new record by its key.
    return model.objects.create(
        name=name, slug=slug, key=f"split:{slug}", status=model.Status.ACCEPTED, made_by_hand=True
    )
