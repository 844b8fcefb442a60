"""The history of a document: every change with who, when and why. Whole imports are undone in :mod:`archive.store.undoing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from archive import references, search
from archive.errors import Refused
from archive.models import BulkChange, Correspondent, Document, DocumentVersion, Office, Person, Place
from archive.records import DocumentRecord, from_json, to_json
from archive.store.holdings import levels_of_record, write_holdings
from archive.store.loading import load, snapshot
from archive.store.redactions import in_force, without_passages
from archive.store.rows import write_mentions, write_references
from archive.store.saving import UNCHANGED, Incoming, Saved, claim, save_batch
from archive.store.texts import write_texts
from archive.store.warnings import write_warnings

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
    """Wrap an edit that writes the models directly, as forms do: add a version, and update HTML, warnings and search entry.

    Nothing happens at the end if nothing was changed. Raises :class:`~archive.errors.Outdated` if ``expected_version``
    is no longer the current one. Everything is one transaction.
    """
    with transaction.atomic():
        if expected_version is not None:
            claim(document.source_id, expected_version)
        before = snapshot(_fresh(document))
        depending = references.standing([document.pk])
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
        if to_json(record) != before["record"]:
            for rows in in_force([after.pk]).values():
                if without_passages(record, rows) != record:
                    raise Refused("A passage of this paper is withheld, and would be public by this change.")
        write_texts([(after, record)])
        write_references([(after, record)])
        write_mentions([(after, record)])
        write_holdings({after.pk: levels_of_record(record)})
        write_warnings([(after, record)], with_reader=False)
        search.index(Document.objects.for_page().filter(pk=after.pk))
        references.refresh([after.pk], before=depending)
        document.version = after.version


def _fresh(document: Document) -> Document:
    return Document.objects.for_record().get(pk=document.pk)


def restore(document: Document, number: int, *, user=None, reason: str = "") -> Saved:
    """Make an earlier version the current one again, as a new version. Raises :class:`~archive.errors.Refused` if there is none."""
    version = document.versions.filter(number=number, record__isnull=False).first()
    if version is None:
        raise Refused("There is no such earlier version.")
    return restore_all([version], user=user, reason=reason or f"return to version {number}")[0]


def restore_all(versions: Sequence[DocumentVersion], *, user=None, reason: str = "") -> list[Saved]:
    """Make these earlier versions, each of another document, the current ones again, as new versions."""
    edits = [
        # Its id may be another since: a source can renumber its papers.
        (
            replace(from_json(version.record["record"]), source_id=version.document.source_id),
            identified_in(version.record),
        )
        for version in versions
    ]
    return save_all_identified(edits, user=user, reason=reason)


def save_identified(record: DocumentRecord, identified: dict, *, user=None, reason: str = "") -> Saved:
    """Save somebody's edit of a document, and which authorities it names from then on; one version for both.

    ``identified`` is ``{"place": id, "rows": [[role, order, {"office": id, …}], …]}``; what it leaves out is identified by
    its words. An id of ``None`` means nobody; for a record that has been merged since, the one that it was merged into is used.
    """
    return save_all_identified([(record, identified)], user=user, reason=reason)[0]


def save_all_identified(edits: Sequence[tuple[DocumentRecord, dict]], *, user=None, reason: str = "") -> list[Saved]:
    """Save edits of several documents as :func:`save_identified` does one, with the same few queries for all."""
    with transaction.atomic():
        saved = save_batch([Incoming(record) for record, _ in edits], edit=True, user=user, reason=reason)
        present = _Present(identified for _, identified in edits)
        named = []
        for (_, identified), one in zip(edits, saved, strict=True):
            if one.outcome == UNCHANGED:
                with changing(one.document, user=user, reason=reason):
                    _identify(identified, one.document, present)
            elif _identify(identified, one.document, present):
                named.append(one.document.pk)
        if named:
            _update_derived(named)
    return saved


def _update_derived(ids: list[int]) -> None:
    """Update what depends on the authorities that documents name."""
    after = Document.objects.for_record().filter(pk__in=ids)
    write_warnings([(document, load(document)) for document in after], with_reader=False)
    search.index(Document.objects.for_page().filter(pk__in=ids))
    references.refresh(ids)


def identified_in(snapshot: dict) -> dict:
    """Return the authorities that a snapshot names, in the form that :func:`save_identified` takes."""
    rows = [[role, order, dict(zip(_LINKS, ids, strict=True))] for role, order, *ids in snapshot["identified"]]
    return {"rows": rows} | ({"place": snapshot["place"]} if "place" in snapshot else {})


class _Present:
    """Which authorities there are now: each id leads to itself, to the record that it was merged into, or to ``None``."""

    def __init__(self, identified: Iterable[dict]) -> None:
        """Look up the authorities of all these at once."""
        wanted: dict[str, set[int]] = {name: set() for name in _LINKS}
        for one in identified:
            for _, _, links in one.get("rows", []):
                for name, pk in links.items():
                    wanted[name].add(pk)
            wanted["place"].add(one.get("place"))
        self._merged: dict[str, dict[int, int | None]] = {}
        for name, ids in wanted.items():
            rows = _LINKS[name].objects.filter(pk__in=ids - {None})
            self._merged[name] = dict(rows.values_list("pk", "merged_into"))

    def of(self, name: str, pk: int | None) -> int | None:
        """Return the id of the authority to use for this one."""
        if pk not in self._merged[name]:
            return None
        return pk if self._merged[name][pk] is None else _present(_LINKS[name], pk)


def _identify(identified: dict, document: Document, present: _Present) -> bool:
    """Point a document and its correspondents at these authorities; return whether that changed anything."""
    rows = {(row.role, row.order): row for row in Correspondent.objects.filter(document=document)}
    changed = False
    for role, order, links in identified.get("rows", []):
        row = rows[role, order]
        wanted = {f"{name}_id": present.of(name, pk) for name, pk in links.items()}
        if any(getattr(row, name) != pk for name, pk in wanted.items()):
            Correspondent.objects.filter(pk=row.pk).update(**wanted)
            changed = True
    if "place" in identified:
        place = present.of("place", identified["place"])
        if Document.objects.values_list("place", flat=True).get(pk=document.pk) != place:
            Document.objects.filter(pk=document.pk).update(place=place)
            changed = True
    return changed


def _present(model, pk: int | None) -> int | None:
    """Return the id of this authority, or of the one that it was merged into; ``None`` if it is gone."""
    while pk:
        found = model.objects.filter(pk=pk).values_list("merged_into", flat=True)
        if not found:
            return None
        if found[0] is None:
            return pk
        pk = found[0]
    return None


def _follow_merges(document: Document) -> None:
    """Replace merged records, which a form that was opened before the merge may still name, by those that were kept."""
    merged = Q()
    for name in _LINKS:
        merged |= Q(**{f"{name}__merged_into__isnull": False})
    for row in Correspondent.objects.filter(merged, document=document):
        for name, model in _LINKS.items():
            setattr(row, f"{name}_id", _present(model, getattr(row, f"{name}_id")))
        row.save()
    for pk in Document.objects.filter(pk=document.pk, place__merged_into__isnull=False).values_list("place", flat=True):
        Document.objects.filter(pk=document.pk).update(place=_present(Place, pk))
