"""Undo imports and bulk changes as a whole, except for papers that somebody has worked on since: they are named and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from reversion.models import Version

from archive import references, search
from archive.models import (
    AuthorityFilePerson,
    BulkChange,
    Correspondent,
    Division,
    Document,
    DocumentVersion,
    DocumentWarning,
    Erratum,
    ErrorReport,
    ImportRun,
    Job,
    ListedPerson,
    Merge,
    Mission,
    Office,
    OldAddress,
    PendingEdit,
    Person,
    PersonMention,
    Place,
    Restriction,
    Transition,
    Volume,
    public,
)
from archive.sql.batches import batches
from archive.sql.prepared import Prepared
from archive.store.authority_links import AUTHORITIES, link_fields, link_name
from archive.store.changes import keep_sets
from archive.store.history import changing, restore_all
from archive.store.mentions import follow_papers

#: Why a paper is kept as it is. Those after the first two count only for papers that would be removed.
WHY = {
    "edited": "edited since",
    "waiting": "an edit of it waits to be published",
    "stepped": "sent on in the workflow since",
    "restricted": "access to it has been restricted",
    "reported": "a reader has reported an error in it",
    "corrected": "errata of it are published",
    "judged": "doubts about it have been dismissed",
}
#: A running import counts as interrupted if it gave no sign of life for so long.
SILENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing would do: how many papers would be removed or restored, and which would be kept.

    ``kept`` holds (document id, source id, why) in the order of the papers.
    """

    removed: int
    restored: int
    kept: list[tuple[int, str, str]]

    @property
    def digest(self) -> str:
        """Equal digests mean the same outcome."""
        return f"{self.removed}-{self.restored}-{len(self.kept)}"


@dataclass
class Undone:
    """What became of some papers, by source id, and what depends on those that were removed."""

    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    standing: references.Standing = field(default_factory=references.Standing)
    volumes: set[int] = field(default_factory=set)
    named: dict[type[Model], set[int]] = field(default_factory=lambda: {Person: set(), Office: set(), Place: set()})
    #: Volumes and authorities whose page was public because a paper of theirs was published.
    public: set[tuple[type[Model], int]] = field(default_factory=set)


def plan_undo(change: ImportRun | BulkChange) -> UndoPlan:
    """Return what undoing an import or a bulk change would do now; write nothing."""
    versions = _with_reason_to_keep(change.versions.all())
    back = versions.filter(why="")
    kept = versions.exclude(why="").order_by("document").values_list("document", "document__source_id", "why")
    return UndoPlan(
        back.filter(number=1).count(),
        back.exclude(number=1).count(),
        [(pk, source_id, WHY[why]) for pk, source_id, why in kept],
    )


def why_not_undone(run: ImportRun) -> str:
    """Return why an import can't be undone now, in words, or ``""`` if it can."""
    if run.dry_run:
        return "It was a dry run and changed nothing."
    if run.status == ImportRun.Status.UNDONE:
        return "It has been undone already."
    if run.status in (ImportRun.Status.READING, ImportRun.Status.PREVIEWED, ImportRun.Status.QUEUED) or _is_unread(run):
        return "It has not been imported."
    if kinds := set(run.jobs.filter(status__in=Job.OPEN).values_list("kind", flat=True)):
        return "It is still running." if kinds == {"import"} else "It is being undone."
    # A sign of life from a time that has not come yet is none: the clock was wrong.
    if run.status == ImportRun.Status.RUNNING and abs(timezone.now() - (run.alive_at or run.started_at)) < SILENT:
        return "It is still running."
    return ""


def _is_unread(run: ImportRun) -> bool:
    """Return whether the preview of an upload was cancelled, or failed."""
    kinds = set(run.jobs.values_list("kind", flat=True))
    return "preview" in kinds and "import" not in kinds


def versions_to_undo(change: ImportRun | BulkChange) -> list[int]:
    """Return the ids of the versions that undoing deals with, the latest first, so that a paper goes before what it cites."""
    return list(change.versions.order_by("-pk").values_list("pk", flat=True))


def undo_some(change: ImportRun | BulkChange, ids: Collection[int], *, user=None, reason: str = "") -> Undone:
    """Undo some versions of an import or a bulk change, in one transaction, and return what became of their papers.

    Documents that it made are removed, those that it changed are restored to what they were; what somebody has worked on since is left
    alone. Volumes and proposed authorities that only these papers needed go with them, and addresses that were public answer that they
    were withdrawn. Nothing else in the archive is out of step afterwards.
    """
    what = f"undo of import {change.pk}" if isinstance(change, ImportRun) else f"undo of {change}"
    with transaction.atomic():
        some = DocumentVersion.objects.filter(pk__in=ids)
        # Locked before it is decided what is kept, so that nobody's edit comes in between.
        list(
            Document.objects.select_for_update().filter(pk__in=some.values("document")).order_by("pk").values_list("pk")
        )
        undone, removed, restored = Undone(), [], []
        for version in _with_reason_to_keep(some).select_related("document").order_by("-pk"):
            if version.why:
                undone.kept.append((version.document.source_id, WHY[version.why]))
            elif version.number == 1:
                removed.append(version.document)
            else:
                restored.append(version)
        _remove(removed, undone, reason)
        _restore(restored, user, f"{what}: {reason}" if reason else what)
        follow_papers(version.document_id for version in restored)
        undone.restored = [version.document.source_id for version in restored]
        if removed:
            if isinstance(change, ImportRun):
                _remove_volumes(undone, change, reason)
            _remove_proposals(undone, reason)
            _update_derived(undone)
    return undone


def public_made(change: BulkChange) -> dict[str, list[int]]:
    """Return the ids of the authorities that a bulk change made and that have public pages now, by kind."""
    rows = {Person: public.people, Office: public.offices, Place: public.places}
    found = {
        model.kind: list(rows[model]().filter(pk__in=ids).values_list("pk", flat=True))
        for model, ids in _made(change).items()
    }
    return {kind: ids for kind, ids in found.items() if ids}


def remove_made(change: BulkChange, were_public: dict[str, list[int]], reason: str) -> None:
    """Remove the authorities that an undone bulk change made, unless something else names them or somebody has edited them."""
    undone = Undone()
    for model, ids in _made(change).items():
        undone.named[model] |= set(ids)
        undone.public |= {(model, pk) for pk in were_public.get(model.kind, ())}
    if any(undone.named.values()):
        _remove_proposals(undone, reason)


def _made(change: BulkChange) -> dict[type[Model], list[int]]:
    made = change.parameters.get("made", {})
    return {model: made[model.kind] for model in (Person, Office, Place) if made.get(model.kind)}


def _with_reason_to_keep(versions: QuerySet[DocumentVersion]) -> QuerySet[DocumentVersion]:
    """Return the versions with ``why`` their document is kept; ``""`` if it isn't."""

    def has(rows: QuerySet) -> Exists:
        return Exists(rows.filter(document=OuterRef("document")))

    made = Q(number=1)
    return versions.annotate(
        why=Case(
            When(~Q(document__version=F("number")), then=Value("edited")),
            When(has(PendingEdit.objects.all()), then=Value("waiting")),
            When(made & has(Transition.objects.all()), then=Value("stepped")),
            When(made & has(Restriction.objects.all()), then=Value("restricted")),
            When(made & has(ErrorReport.objects.all()), then=Value("reported")),
            When(made & has(Erratum.objects.all()), then=Value("corrected")),
            When(
                made & has(DocumentWarning.objects.exclude(dismissed_at=None).filter(rule=None)), then=Value("judged")
            ),
            default=Value(""),
            output_field=CharField(),
        )
    )


def _remove(documents: list[Document], undone: Undone, reason: str) -> None:
    """Remove documents with everything that belongs to them, and note what depends on them."""
    ids = [document.pk for document in documents]
    if not ids:
        return
    undone.removed += [document.source_id for document in documents]
    undone.standing |= references.standing(ids)
    public = {document.pk for document in documents if document.published_at}
    named = [(document.pk, Volume, document.volume_id) for document in documents]
    named += [(document.pk, Place, document.place_id) for document in documents]
    for model in undone.named:
        rows = Correspondent.objects.filter(document__in=ids).values_list("document", model.kind)
        named += [(document, model, pk) for document, pk in rows]
    mentioned = PersonMention.objects.filter(document__in=ids).values_list("document", "person")
    named += [(document, Person, pk) for document, pk in mentioned]
    for document, model, pk in named:
        if pk:
            (undone.volumes if model is Volume else undone.named[model]).add(pk)
            if document in public:
                undone.public.add((model, pk))
    _retire([document for document in documents if document.pk in public], reason)
    search.remove(ids)
    keep_sets(ids)
    Document.objects.filter(pk__in=ids).delete()


def _retire(records: Iterable[Model], reason: str) -> None:
    """Make the addresses of records that were public answer that these were withdrawn, and why."""
    reason = f"It was removed when the change that brought it was undone. {reason}".strip()
    rows = [OldAddress(path=record.get_absolute_url(), reason=reason) for record in records]
    OldAddress.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["path"], update_fields=["target", "reason"], batch_size=100
    )


def _restore(versions: Sequence[DocumentVersion], user, reason: str) -> None:
    """Restore documents to what they were before these versions: their record, their place in the volume, and their reading."""
    if not versions:
        return
    earlier = Q()
    for version in versions:
        earlier |= Q(document=version.document_id, number=version.number - 1)
    before = list(DocumentVersion.objects.filter(earlier).select_related("document").order_by("document"))
    numbers = {version.document_id: version.number for version in versions}
    standing, placed = references.standing(list(numbers)), []
    for version, saved in zip(before, restore_all(before, user=user, reason=reason), strict=True):
        source = version.record.get("source", {})
        if source and _restore_source(saved.document, numbers[version.document_id], source, user, reason):
            placed.append(saved.document.pk)
    search.index(Document.objects.for_page().filter(pk__in=placed))
    references.refresh(placed, before=standing)


def _restore_source(document: Document, number: int, source: dict, user, reason: str) -> bool:
    """Return a document to its place in the volume, and to its last reading, as they were before the version of this ``number``.

    Return whether what depends on its place has to be brought up to date.
    """
    placed = False
    place = {
        "volume_id": _if_there(Volume, source["volume"]),
        "division_id": _if_there(Division, source["division"]),
        "position": source["position"],
    }
    if any(getattr(document, name) != value for name, value in place.items()):
        if document.version == number:
            with changing(document, user=user, reason=reason):
                Document.objects.filter(pk=document.pk).update(**place)
        else:
            Document.objects.filter(pk=document.pk).update(**place)
            placed = True
    # As it was read before, so that reading the same source again changes nothing and is no conflict.
    reading = {"source_fingerprint": source["fingerprint"]} | (
        {"source_version": F("version")} if source["as_read"] else {}
    )
    Document.objects.filter(pk=document.pk).update(**reading)
    return placed


def _if_there(model: type[Model], pk: int | None) -> int | None:
    return pk if pk and model.objects.filter(pk=pk).exists() else None


def _remove_volumes(undone: Undone, run: ImportRun, reason: str) -> None:
    """Remove the volumes that this import made and that have no documents now."""
    empty = list(Volume.objects.filter(pk__in=undone.volumes, documents=None, created_at__gte=run.started_at))
    _retire([volume for volume in empty if (Volume, volume.pk) in undone.public], reason)
    Volume.objects.filter(pk__in=[volume.pk for volume in empty]).delete()


def _remove_proposals(undone: Undone, reason: str) -> None:
    """Remove the authorities proposed for the removed papers, unless something else names them or somebody has edited them."""
    for model in (Person, Office, Mission, Place):
        if model in (Person, Place):
            _remove_signposts(model, undone.named[model])
        rows = _ALONE[model].among(sorted(undone.named.get(model, ())))
        if not rows:
            continue  # other papers name them, as nearly always
        worked_on = set(Version.objects.get_for_model(model).values_list("object_id", flat=True))
        gone = [row for row in rows if str(row.pk) not in worked_on]
        if model is Office:
            undone.named[Place] |= {row.place_id for row in gone if row.place_id}
            undone.named[Mission] = {row.mission_id for row in gone if row.mission_id}
            undone.public |= {(Mission, row.mission_id) for row in gone if (Office, row.pk) in undone.public}
        pks = [row.pk for row in gone]
        _retire([row for row in gone if (model, row.pk) in undone.public], reason)
        if model is Person:
            ListedPerson.objects.filter(person__in=pks).update(person=None, why="", certainty=None)
        model.objects.filter(pk__in=pks).delete()


def _alone(model: type[Model], *ids: Any) -> QuerySet:
    """Return those of these proposed authorities that nothing names, and that nobody has written a note on."""
    rows = model.objects.filter(pk__in=ids, status=model.Status.PROPOSED, merged_into=None, merged=None, note="")
    for link in link_fields(model):
        if link.model in (ListedPerson, AuthorityFilePerson):
            continue  # what an entry was tied to for a paper is not needed without it
        rows = rows.exclude(Exists(link.model.objects.filter(**{link.name: OuterRef("pk")})))
    return rows


def _unused(model: type[Model], *ids: Any) -> QuerySet:
    """Return the ids of those of these proposed people or places whom no paper names as its sender, recipient or place."""
    rows = model.objects.filter(pk__in=ids, status=model.Status.PROPOSED, merged_into=None)
    rows = rows.exclude(Exists(Correspondent.objects.filter(**{model.kind: OuterRef("pk")})))
    if model is Place:
        rows = rows.exclude(Exists(Document.objects.filter(place=OuterRef("pk"))))
    return rows.values_list("pk")


#: Asked for every few papers, and compiled once.
_ALONE = {model: Prepared(partial(_alone, model)) for model in (Person, Office, Mission, Place)}
_UNUSED = {model: Prepared(partial(_unused, model)) for model in (Person, Place)}


def _remove_signposts(model: type[Model], ids: Collection[int]) -> None:
    """Remove the records that the archive itself merged into people or places whom no paper names any more, with these merges."""
    unused = [pk for (pk,) in _UNUSED[model].among(sorted(ids))]
    if not unused:
        return
    merges = Merge.objects.filter(kind=model.kind, kept__in=unused, undone_at=None).exclude(certainty=None)
    merged = set(merges.values_list("merged", flat=True))
    merges.delete()
    model.objects.filter(pk__in=merged, merged=None).delete()


def remove_empty_signposts(since: datetime) -> None:
    """Remove the records that the archive itself merged into others since then, with these merges, where nothing is left that these moved.

    Whoever the record was merged into has other papers. When the papers that named it come again, it is looked at anew.
    """
    models = {link_name(link): link.model for model in (Person, Place) for link in link_fields(model)}
    merges = Merge.objects.filter(kind__in=[Person.kind, Place.kind], at__gte=since, undone_at=None)
    for merge in merges.exclude(certainty=None):
        moved = [(models[name], some) for name, ids in merge.moved.items() for some in batches(ids, 500)]
        if moved and not any(model.objects.filter(pk__in=some).exists() for model, some in moved):
            AUTHORITIES[merge.kind].objects.filter(pk=merge.merged, merged=None).delete()
            merge.delete()


def _update_derived(undone: Undone) -> None:
    """Update what depends on the removed papers: references to them."""
    references.forget(undone.standing)
