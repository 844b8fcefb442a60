"""Save the papers of a source: in batches, or one by one where a batch can't be saved; a rehearsal does the same and takes it back.

So a preview and a dry run report exactly what an import does, and one bad paper is refused by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from archive import store
from archive.errors import Cancelled, OutOfTime, reason_of
from archive.importing.sources import Source
from archive.models import Division, Volume
from archive.parsing.errors import SourceError
from archive.parsing.reader import Unread
from archive.records import DocumentRecord

_log = logging.getLogger(__name__)

#: Classes of errors of PostgreSQL that are about the data: exceptions of data, broken constraints, limits of a row or an index.
_ABOUT_DATA = ("22", "23", "54")

#: The volume of a source, ``None`` if it is none or not held, and its divisions by their ids.
Place = tuple[Volume | None, dict[str, Division]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper that was read, and what became of it."""

    record: DocumentRecord
    saved: store.Saved


class PaperWriter:
    """Saves the papers of a source, or, with ``rehearse``, saves them and takes each batch back.

    ``place`` is the volume with its divisions: as it was saved, or, in a rehearsal, as it is held. ``how`` is that of
    :func:`archive.store.save_batch`. Raises :class:`SourceError` if the volume itself can't be saved.
    """

    def __init__(self, source: Source, *, rehearse: bool = False, origin: str = "", **how: Any) -> None:
        self._source, self._rehearse, self._origin, self._how = source, rehearse, origin, how
        before = self._title()
        with transaction.atomic():
            self.place: Place = self._save_volume()
            #: Whether the volume was held under another title.
            self.retitled = before is not None and before != self._title()
            if rehearse:
                transaction.set_rollback(True)
        if rehearse:
            self.place = self._held()

    def save(self, batch: Sequence[store.Incoming | Unread]) -> list[Kept | Unread]:
        """Save a batch in one transaction, and return what became of each paper, in order."""
        with transaction.atomic():
            incoming = [one for one in batch if isinstance(one, store.Incoming)]
            if self._rehearse:
                incoming = self._placed(incoming)
            results = iter(self._save(incoming))
            kept = [one if isinstance(one, Unread) else next(results) for one in batch]
            if self._rehearse:
                transaction.set_rollback(True)
        return kept

    def _placed(self, incoming: list[store.Incoming]) -> list[store.Incoming]:
        """Return papers in their volume, which is saved for the rehearsal of this batch if the archive does not hold it."""
        if self._source.volume is None or self.place[0] is not None:
            return incoming
        volume, divisions = self._save_volume()
        return [
            replace(one, volume=volume, division=divisions.get(one.derived.division if one.derived else ""))
            for one in incoming
        ]

    def _save(self, incoming: list[store.Incoming]) -> list[Kept | Unread]:
        if not incoming:
            return []
        # Papers that the import will rename have other ids until then: they are compared and not saved.
        compare = self._rehearse and any(one.held_as is not None or one.same_words for one in incoming)
        try:
            saved = store.save_batch(incoming, dry_run=compare, **self._how)
            return [Kept(one.record, result) for one, result in zip(incoming, saved, strict=True)]
        except Exception as error:
            if not _is_about_a_paper(error):
                raise
            if len(incoming) == 1:
                source_id = incoming[0].record.source_id
                _log.info("%s could not be saved", source_id, exc_info=True)
                return [Unread(source_id, None, reason_of(error))]
        middle = len(incoming) // 2  # until the paper is found that can't be saved
        return self._save(incoming[:middle]) + self._save(incoming[middle:])

    def _save_volume(self) -> Place:
        if self._source.volume is None:
            return None, {}
        try:
            return store.save_volume(self._source.volume, sha256=self._source.sha256, origin=self._origin)
        except Exception as error:
            if not _is_about_a_paper(error):
                raise
            raise SourceError(f"cannot be saved as a volume: {reason_of(error)}", self._source.name) from error

    def _title(self) -> str | None:
        volumes = Volume.objects.filter(slug=self._source.volume.source_id if self._source.volume else "")
        return volumes.values_list("title", flat=True).first()

    def _held(self) -> Place:
        record = self._source.volume
        volume = Volume.objects.filter(slug=record.source_id).first() if record else None
        return volume, {row.source_id: row for row in Division.objects.filter(volume=volume)} if volume else {}


def _is_about_a_paper(error: Exception) -> bool:
    """Return whether an error may be due to what is saved, and not to the database, its disk, or another writer."""
    if isinstance(error, OperationalError):
        return str(getattr(error.__cause__, "sqlstate", None) or "").startswith(_ABOUT_DATA)
    return not isinstance(error, MemoryError | OutOfTime | Cancelled | InterfaceError)
