"""Taking imports and bulk changes back as a whole, but for papers that somebody has worked on since: they are named and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from archive import references, search
from archive.models import (
    BulkChange,
    Correspondent,
    Division,
    Document,
    DocumentVersion,
    DocumentWarning,
    Erratum,
    ErrorReport,
    ImportRun,
    LikelyDuplicate,
    Office,
    OldAddress,
    PendingEdit,
    Person,
    Place,
    Transition,
    Volume,
)
from archive.store import sharing
from archive.store.history import changing, restore
from archive.store.uses import links_to

#: Why a paper is kept as it is. The later ones count only for papers that would be removed.
WHY = {
    "edited": "edited since",
    "waiting": "an edit of it waits to be published",
    "stepped": "sent on in the workflow since",
    "reported": "a reader has reported an error in it",
    "corrected": "errata of it are published",
    "judged": "doubts about it have been dismissed",
}
_BATCH = 100
#: A run that calls itself running has been interrupted if it gave no sign of life for so long.
SILENT = timedelta(seconds=60)


class CannotUndo(ValueError):
    """The run or change is not one that can be taken back now; the message says why."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking back would do: how many papers would be removed and return to what they were, and those that are kept.

    ``kept`` are (document id, source id, why) in the order of the papers.
    """

    removed: int
    restored: int
    kept: list[tuple[int, str, str]]

    @property
    def digest(self) -> str:
        """Equal digests mean the same outcome."""
        return f"{self.removed}-{self.restored}-{len(self.kept)}"


@dataclass
class _Undone:
    """What was done so far, and what hangs on it that has to be brought in step at the end."""

    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    volumes: set[int] = field(default_factory=set)
    named: dict[type[Model], set[int]] = field(default_factory=lambda: {Person: set(), Office: set(), Place: set()})
    #: Volumes and authorities with a page that was public, for a published paper of theirs.
    public: set[tuple[type[Model], int]] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        return {"removed": len(self.removed), "restored": len(self.restored), "kept": len(self.kept)}


def plan_undo(change: ImportRun | BulkChange) -> Undoing:
    """What :func:`undo_run` or :func:`undo_bulk` would do now; writes nothing."""
    versions = _judged(change.versions.all())
    back = versions.filter(why="")
    kept = versions.exclude(why="").order_by("document").values_list("document", "document__source_id", "why")
    return Undoing(
        back.filter(number=1).count(),
        back.exclude(number=1).count(),
        [(pk, source_id, WHY[why]) for pk, source_id, why in kept],
    )


def why_not_undone(run: ImportRun) -> str:
    """Why an import cannot be taken back now, in words; ``""`` if nothing speaks against it."""
    if run.dry_run:
        return "It was a dry run and changed nothing."
    if run.status == ImportRun.Status.UNDONE:
        return "It has been undone already."
    if run.status in (ImportRun.Status.PREVIEWED, ImportRun.Status.QUEUED):
        return "It has not been imported."
    if run.status == ImportRun.Status.RUNNING and (run.alive_at or run.started_at) > timezone.now() - SILENT:
        return "It is still running."
    return ""


def undo_run(run: ImportRun, *, user=None, reason: str = "") -> dict[str, int]:
    """Take a whole import back: documents that it made are removed, those that it changed return to what they were.

    What somebody has worked on since is left alone. Volumes and proposed authorities that only this import brought go with
    its documents, and addresses that were public say that they were withdrawn. Who, when, why and what stands in the run's
    report. Says how many were removed, restored and kept. Raises :class:`CannotUndo`.
    """
    with transaction.atomic():
        # The row is written before anything is decided, so that of two who undo exactly one does.
        ImportRun.objects.filter(pk=run.pk).update(done=F("done"))
        run.refresh_from_db(fields=["status", "report", "alive_at"])
        if problem := why_not_undone(run):
            raise CannotUndo(problem)
        undone = _undo(run.versions.all(), user, f"undo of import {run.pk}", reason)
        _remove_volumes(undone, run, reason)
        _remove_proposals(undone, reason)
        _settle(undone)
        run.status = ImportRun.Status.UNDONE
        run.report = (run.report or {}) | {
            "undone": {
                "by": user.get_username() if user else "",
                "at": timezone.now().isoformat(timespec="seconds"),
                "reason": reason,
                "removed": undone.removed,
                "restored": undone.restored,
                "kept": [{"document": source_id, "why": said} for source_id, said in undone.kept],
            }
        }
        run.save(update_fields=["status", "report"])
    return undone.counts()


def undo_bulk(change: BulkChange, *, user=None, reason: str = "") -> dict[str, int]:
    """Take a whole bulk change back, in the way of :func:`undo_run`. Raises :class:`CannotUndo` if there is nothing to undo."""
    with transaction.atomic():
        found = BulkChange.objects.filter(pk=change.pk, status=BulkChange.Status.DONE).update(
            status=BulkChange.Status.UNDONE, undone_by=user, undone_at=timezone.now()
        )
        if not found:
            raise CannotUndo("This change has not been made, or has been undone already.")
        undone = _undo(change.versions.all(), user, f"undo of {change}", reason)
        _settle(undone)
    change.refresh_from_db()
    return undone.counts()


def _judged(versions: QuerySet[DocumentVersion]) -> QuerySet[DocumentVersion]:
    """The versions with ``why`` their document is kept; ``""`` if it goes back."""

    def has(rows: QuerySet) -> Exists:
        return Exists(rows.filter(document=OuterRef("document")))

    made = Q(number=1)
    return versions.annotate(
        why=Case(
            When(~Q(document__version=F("number")), then=Value("edited")),
            When(has(PendingEdit.objects.all()), then=Value("waiting")),
            When(made & has(Transition.objects.all()), then=Value("stepped")),
            When(made & has(ErrorReport.objects.all()), then=Value("reported")),
            When(made & has(Erratum.objects.all()), then=Value("corrected")),
            When(made & has(DocumentWarning.objects.exclude(dismissed_at=None)), then=Value("judged")),
            default=Value(""),
            output_field=CharField(),
        )
    )


def _undo(versions: QuerySet[DocumentVersion], user, what: str, reason: str) -> _Undone:
    undone = _Undone()
    for ids in _chunks(versions.order_by("-pk").values_list("pk", flat=True)):
        some = DocumentVersion.objects.filter(pk__in=ids)
        # Locked first and judged then, so that nobody's edit slips in between.
        list(
            Document.objects.select_for_update().filter(pk__in=some.values("document")).order_by("pk").values_list("pk")
        )
        removed = []
        for version in _judged(some).select_related("document").order_by("-pk"):
            if version.why:
                undone.kept.append((version.document.source_id, WHY[version.why]))
            elif version.number == 1:
                removed.append(version.document)
            else:
                _return(version, user, f"{what}: {reason}" if reason else what)
                undone.restored.append(version.document.source_id)
        _remove(removed, undone, reason)
    return undone


def _remove(documents: list[Document], undone: _Undone, reason: str) -> None:
    """Remove documents with all that is theirs, and remember what hangs on them."""
    ids = [document.pk for document in documents]
    if not ids:
        return
    undone.removed += [document.source_id for document in documents]
    undone.keys |= references.keys_of(ids)
    undone.numbers |= sharing.numbers_of(documents)
    public = {document.pk for document in documents if document.published_at}
    named = [(document.pk, Volume, document.volume_id) for document in documents]
    named += [(document.pk, Place, document.place_id) for document in documents]
    for model in undone.named:
        rows = Correspondent.objects.filter(document__in=ids).values_list("document", model.kind)
        named += [(document, model, pk) for document, pk in rows]
    for document, model, pk in named:
        if pk:
            (undone.volumes if model is Volume else undone.named[model]).add(pk)
            if document in public:
                undone.public.add((model, pk))
    _retire([document for document in documents if document.pk in public], reason)
    search.remove(ids)
    Document.objects.filter(pk__in=ids).delete()


def _retire(records: Iterable[Model], reason: str) -> None:
    """Let the addresses of records that were public say that what stood there was withdrawn, and why."""
    said = f"It was taken back with the import that brought it. {reason}".strip()
    rows = [OldAddress(path=record.get_absolute_url(), reason=said) for record in records]
    OldAddress.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["path"], update_fields=["target", "reason"], batch_size=100
    )


def _return(version: DocumentVersion, user, reason: str) -> None:
    """Let a document be what it was before this version: what it says, where it stands, and of which reading it is."""
    number = version.number - 1
    stood = version.document.versions.get(number=number).record.get("source", {})
    document = restore(version.document, number, user=user, reason=reason).document
    if not stood:
        return
    place = {
        "volume_id": _if_there(Volume, stood["volume"]),
        "division_id": _if_there(Division, stood["division"]),
        "position": stood["position"],
    }
    if any(getattr(document, name) != value for name, value in place.items()):
        if document.version == version.number:
            with changing(document, user=user, reason=reason):
                Document.objects.filter(pk=document.pk).update(**place)
        else:
            Document.objects.filter(pk=document.pk).update(**place)
            search.index(Document.objects.for_page().filter(pk=document.pk))
    # As it was read before, so that the same source again changes nothing, and is no conflict.
    read = {"source_fingerprint": stood["fingerprint"]} | ({"source_version": F("version")} if stood["as_read"] else {})
    Document.objects.filter(pk=document.pk).update(**read)


def _if_there(model: type[Model], pk: int | None) -> int | None:
    return pk if pk and model.objects.filter(pk=pk).exists() else None


def _remove_volumes(undone: _Undone, run: ImportRun, reason: str) -> None:
    """Remove the volumes that this import made and that hold nothing any more."""
    empty = list(Volume.objects.filter(pk__in=undone.volumes, documents=None, created_at__gte=run.started_at))
    _retire([volume for volume in empty if (Volume, volume.pk) in undone.public], reason)
    Volume.objects.filter(pk__in=[volume.pk for volume in empty]).delete()


def _remove_proposals(undone: _Undone, reason: str) -> None:
    """Remove the authorities that a reader proposed for the removed papers, if nothing else names them and nobody worked on them."""
    from reversion.models import Version

    for model, ids in undone.named.items():
        alone = model.objects.filter(pk__in=ids, status=model.Status.PROPOSED, merged_into=None, merged=None, note="")
        for link in links_to(model):
            alone = alone.exclude(Exists(link.model.objects.filter(**{link.name: OuterRef("pk")})))
        rows = list(alone)
        worked_on = set(Version.objects.get_for_model(model).values_list("object_id", flat=True)) if rows else set()
        gone = [row for row in rows if str(row.pk) not in worked_on]
        if model is Office:
            undone.named[Place] |= {row.place_id for row in gone if row.place_id}
        pks = [row.pk for row in gone]
        _retire([row for row in gone if (model, row.pk) in undone.public], reason)
        LikelyDuplicate.objects.filter(Q(first__in=pks) | Q(second__in=pks), kind=model.kind).delete()
        model.objects.filter(pk__in=pks).delete()


def _settle(undone: _Undone) -> None:
    """Bring in step what hangs on the removed: references to them, and warnings of numbers that they shared."""
    references.forget(undone.keys)
    sharing.write_shared([], undone.numbers)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ids = list(ids)
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
