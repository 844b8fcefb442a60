"""Every change of a document: kept with who, when and why, and reversible. Whole runs: :mod:`archive.store.undoing`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q

from archive import references, search
from archive.models import BulkChange, Correspondent, Document, DocumentVersion, Office, Person, Place
from archive.records import DocumentRecord, from_json
from archive.store import sharing
from archive.store.loading import load, snapshot
from archive.store.rows import write_references, write_warnings
from archive.store.saving import UNCHANGED, Saved, claim, save
from archive.store.texts import write_texts

_LINKS = {"office": Office, "person": Person, "place": Place}


@contextmanager
def changing(
    document: Document,
    *,
    user=None,
    reason: str = "",
    expected_version: int | None = None,
    bulk: BulkChange | None = None,
) -> Iterator[Document]:
    """Around an edit that writes the models themselves, as forms do: keeps history, HTML, checks and search in step.

    Nothing happens at the end if nothing was changed. Raises :class:`archive.store.Stale` if ``expected_version``
    is no longer the current one. Everything is one transaction.
    """
    with transaction.atomic():
        if expected_version is not None:
            claim(document.source_id, expected_version)
        before = snapshot(_fresh(document))
        numbers = sharing.numbers_of([document])
        yield document
        _follow_merges(document)
        after = _fresh(document)
        if snapshot(after) == before:
            return
        DocumentVersion.objects.filter(document=after, number=after.version).update(record=before)
        after.version += 1
        Document.objects.filter(pk=after.pk).update(version=after.version)
        DocumentVersion.objects.create(document=after, number=after.version, user=user, reason=reason, bulk=bulk)
        record = load(after)
        write_texts([(after, record)])
        write_references([(after, record)])
        write_warnings([(after, record)], with_reader=False)
        sharing.write_shared([after], numbers)
        search.index(Document.objects.for_page().filter(pk=after.pk))
        references.refresh([after.pk])
        document.version = after.version


def _fresh(document: Document) -> Document:
    return Document.objects.for_record().get(pk=document.pk)


def restore(document: Document, number: int, *, user=None, reason: str = "") -> Saved:
    """Make an earlier version the current one again, as a new version. Raises ``DocumentVersion.DoesNotExist``."""
    version = document.versions.get(number=number, record__isnull=False)
    return save_identified(
        from_json(version.record["record"]),
        identified_in(version.record),
        user=user,
        reason=reason or f"return to version {number}",
    )


def save_identified(record: DocumentRecord, identified: dict, *, user=None, reason: str = "") -> Saved:
    """Save somebody's edit of a document, and which authorities it names from now on; one version for both.

    ``identified`` is ``{"place": id, "rows": [[role, order, {"office": id, …}], …]}``; what it does not name is as
    the words are read. An id of ``None`` means nobody; what has been merged since stands for its successor.
    """
    with transaction.atomic():
        saved = save(record, edit=True, user=user, reason=reason)
        if saved.outcome == UNCHANGED:
            with changing(saved.document, user=user, reason=reason):
                _identify_as(identified, saved.document)
        elif _identify_as(identified, saved.document):
            _settle(saved.document)
    return saved


def _settle(document: Document) -> None:
    """Bring in step what hangs on whom a document names."""
    after = _fresh(document)
    write_warnings([(after, load(after))], with_reader=False)
    search.index(Document.objects.for_page().filter(pk=document.pk))
    references.refresh([document.pk])


def identified_in(snapshot: dict) -> dict:
    """The authorities that a snapshot names, in the form of :func:`save_identified`."""
    rows = [[role, order, dict(zip(_LINKS, ids, strict=True))] for role, order, *ids in snapshot["identified"]]
    return {"rows": rows} | ({"place": snapshot["place"]} if "place" in snapshot else {})


def _identify_as(identified: dict, document: Document) -> bool:
    """Point a document and its correspondents at these authorities; whether that changed anything."""
    rows = {(row.role, row.order): row for row in Correspondent.objects.filter(document=document)}
    changed = False
    for role, order, links in identified.get("rows", []):
        row = rows[role, order]
        wanted = {f"{name}_id": _present(_LINKS[name], pk) for name, pk in links.items()}
        if any(getattr(row, name) != pk for name, pk in wanted.items()):
            Correspondent.objects.filter(pk=row.pk).update(**wanted)
            changed = True
    if "place" in identified:
        place = _present(Place, identified["place"])
        other = (
            Document.objects.filter(pk=document.pk).exclude(place=place)
            if place
            else Document.objects.filter(pk=document.pk, place__isnull=False)
        )
        changed |= bool(other.update(place=place))
    return changed


def _present(model, pk: int | None) -> int | None:
    """The id of the authority that stands for this one today; ``None`` if it is gone."""
    while pk:
        found = model.objects.filter(pk=pk).values_list("merged_into", flat=True)
        if not found:
            return None
        if found[0] is None:
            return pk
        pk = found[0]
    return None


def _follow_merges(document: Document) -> None:
    """A form that was opened before a merge may still name the merged record: let it mean the one that was kept."""
    merged = Q()
    for name in _LINKS:
        merged |= Q(**{f"{name}__merged_into__isnull": False})
    for row in Correspondent.objects.filter(merged, document=document):
        for name, model in _LINKS.items():
            setattr(row, f"{name}_id", _present(model, getattr(row, f"{name}_id")))
        row.save()
    for pk in Document.objects.filter(pk=document.pk, place__merged_into__isnull=False).values_list("place", flat=True):
        Document.objects.filter(pk=document.pk).update(place=_present(Place, pk))
