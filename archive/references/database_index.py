"""PaperIndex in the database: public papers by key, fetched for many references at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef

from archive.folding import fold
from archive.models import Correspondent, Document, DocumentFileNumber, DocumentKey, Footnote, PageBreak, Volume
from archive.parsing.fragments import pages_of_anchors
from archive.references.keys import (
    DayKey,
    DocumentNumberKey,
    FileKey,
    Key,
    NumberKey,
    PageKey,
    PositionKey,
    SeriesKey,
    SourceKey,
    SymbolKey,
    VolumeKey,
    VolumeNameKey,
    keys_of_volume,
)
from archive.references.papers import Paper, side
from archive.sql.batches import batches

T = TypeVar("T")

#: Values in one ``IN (…)``.
AT_ONCE = 500


def load_papers(ids: Collection[int]) -> dict[int, Paper]:
    """Return papers by primary key, of any state."""
    senders: dict[int, list] = defaultdict(list)
    recipients: dict[int, list] = defaultdict(list)
    found: dict[int, Paper] = {}
    for some in batches(ids, AT_ONCE):
        rows = Correspondent.objects.filter(document__in=some).order_by("document_id", "order")
        for pk, role, printed, office, place, named, temporary in rows.values_list(
            "document", "role", "printed", "office_read", "place_read", "place__name", "temporary_place"
        ):
            into = senders if role == "sender" else recipients
            into[pk].append((printed, office, place or named or "", temporary))
        for row in Document.objects.filter(pk__in=some).values_list(
            "pk", "source_id", "volume__slug", "position", "document_number", "kind", "number", "other_numbers",
            "date_earliest", "date_latest", "date_time", "heading", "place_printed",
        ):  # fmt: skip
            found[row[0]] = _paper(row, senders[row[0]], recipients[row[0]])
    return found


def _paper(row: tuple, senders: list, recipients: list) -> Paper:
    pk, source_id, volume, position, document_number, kind, number, others, earliest, latest, time, heading, place = row
    return Paper(
        id=pk,
        source_id=source_id,
        volume=volume or "",
        position=position,
        document_number=document_number,
        kind=kind,
        numbers=tuple(one for one in (number, *others) if one),
        earliest=earliest,
        latest=latest,
        time=time,
        senders=side([who[1:] for who in senders], place),
        recipients=side([who[1:] for who in recipients]),
        sender_words=fold(" ".join(who[0] for who in senders)),
        recipient_words=fold(" ".join(who[0] for who in recipients)),
        heading=heading,
        place=place,
    )


class DatabaseIndex:
    """Public papers by key; see :class:`archive.references.matching.PaperIndex`.

    What will be needed is fetched first, many keys at once; a key that was not fetched costs a query of its own. ``loaded`` are papers
    that need not be fetched.
    """

    def __init__(self, loaded: Mapping[int, Paper] | None = None) -> None:
        self._loaded = loaded or {}
        self._ids: dict[Key, list[int]] = {}
        self._papers: dict[int, Paper] = {}
        self._notes: dict[int, list[tuple[int, str, str]]] = {}

    @cached_property
    def _volumes(self) -> dict[Key, list[str]]:
        found: dict[Key, list[str]] = defaultdict(list)
        # Nothing may be known of a volume that has no public paper.
        published = Exists(Document.objects.public().filter(volume=OuterRef("pk")))
        for slug in Volume.objects.filter(published).order_by("slug").values_list("slug", flat=True):
            for key in keys_of_volume(slug):
                found[key].append(slug)
        return found

    def clear(self) -> None:
        """Forget what was fetched, so that memory does not grow."""
        self._ids.clear()
        self._papers.clear()
        self._notes.clear()

    def fetch(self, keys: Iterable[Key]) -> None:
        """Look up many keys with a few queries."""
        missing = {key for key in keys if key not in self._ids}
        by_kind: dict[type[Key], list[Key]] = defaultdict(list)
        for key in missing:
            self._ids[key] = []
            by_kind[type(key)].append(key)
        for kind, alike in by_kind.items():
            for some in batches(alike, AT_ONCE):
                for key, pk in _FINDERS[kind](some):
                    if key in self._ids and pk not in self._ids[key]:
                        self._ids[key].append(pk)
        found = {pk for key in missing for pk in self._ids[key]} - self._papers.keys()
        self._papers |= {pk: self._loaded[pk] for pk in found & self._loaded.keys()}
        self._papers |= load_papers(found - self._loaded.keys())

    def papers(self, key: Key) -> list[Paper]:
        if key not in self._ids:
            self.fetch([key])
        return [self._papers[pk] for pk in self._ids[key] if pk in self._papers]

    def volumes(self, key: Key) -> list[str]:
        return self._volumes.get(key, [])

    def fetch_footnotes(self, ids: Iterable[int]) -> None:
        """Fetch the footnotes of many papers."""
        missing = [pk for pk in set(ids) if pk not in self._notes]
        for some in batches(missing, AT_ONCE):
            self._notes |= {pk: [] for pk in some}
            rows = Footnote.objects.filter(document__in=some).order_by("document_id", "order")
            for pk, note, label, source_id in rows.values_list("document", "pk", "label", "source_id"):
                self._notes[pk].append((note, label, source_id))

    def footnotes(self, paper: Paper) -> Iterable[tuple[int, str, str]]:
        self.fetch_footnotes([paper.id])
        return self._notes[paper.id]

    def footnote_pages(self, paper: Paper) -> dict[int, str]:
        document = Document.objects.select_related("text").get(pk=paper.id)
        first = document.page_breaks.filter(within=False).values_list("label", flat=True).first() or ""
        pages = pages_of_anchors(document.text.tei, first)
        return {pk: pages[order] for pk, order in document.footnotes.values_list("pk", "order") if order in pages}


# --- one function for each kind of key: pairs of a key and a public paper -------------------------------------------

Pairs = Iterator[tuple[Key, int]]


def _by_source_id(keys: list[SourceKey]) -> Pairs:
    rows = Document.objects.public().filter(source_id__in=[key.source_id for key in keys])
    for pk, source_id in rows.values_list("pk", "source_id"):
        yield SourceKey(source_id), pk


def _by_document_number(keys: list[DocumentNumberKey]) -> Pairs:
    for volume, numbers in _in_volumes((key.volume, key.number) for key in keys).items():
        spelled = {spelling for number in numbers for spelling in (number, number.upper())}
        rows = Document.objects.public().filter(volume__slug=volume, document_number__in=spelled)
        for pk, number in rows.order_by("position").values_list("pk", "document_number"):
            yield DocumentNumberKey.of(volume, number), pk


def _by_position(keys: list[PositionKey]) -> Pairs:
    for volume, positions in _in_volumes((key.volume, key.position) for key in keys).items():
        rows = Document.objects.public().filter(volume__slug=volume, position__in=positions)
        for pk, position in rows.values_list("pk", "position"):
            yield PositionKey(volume, position), pk


def _by_page(keys: list[PageKey]) -> Pairs:
    # By the papers of the volume and not by the label: in a large archive hundreds of volumes have each label.
    for volume, labels in _in_volumes((key.volume, key.label) for key in keys).items():
        public = Document.objects.public().filter(volume__slug=volume).order_by("position")
        ids = list(public.values_list("pk", flat=True))
        order_of = {pk: order for order, pk in enumerate(ids)}
        found = set()
        for some in batches(ids, AT_ONCE):
            rows = PageBreak.objects.filter(document__in=some).order_by()
            for pk, printed in rows.values_list("document", "label"):
                if (label := fold(printed)) in labels:
                    found.add((order_of[pk], label, pk))
        for _, label, pk in sorted(found):
            yield PageKey(volume, label), pk


def _by_file_number(keys: list[FileKey]) -> Pairs:
    rows = DocumentFileNumber.objects.public().filter(file_number__normal__in=[key.normal for key in keys])
    for pk, scheme, normal in rows.order_by("document").values_list(
        "document", "file_number__scheme", "file_number__normal"
    ):
        yield FileKey(scheme, normal), pk


def _by_stored_key(keys: list[Key]) -> Pairs:
    by_text = {str(key): key for key in keys}
    rows = DocumentKey.objects.public().filter(key__in=by_text)
    for text, pk in rows.order_by("document").values_list("key", "document"):
        yield by_text[text], pk


def _of_volume(keys: list[Key]) -> Pairs:
    """Yield nothing: a volume by its title or id is no paper."""
    return iter(())


def _in_volumes(pairs: Iterable[tuple[str, T]]) -> dict[str, set[T]]:
    found: dict[str, set[T]] = defaultdict(set)
    for volume, what in pairs:
        found[volume].add(what)
    return found


_FINDERS: dict[type[Key], Callable[[list[Any]], Pairs]] = {
    SourceKey: _by_source_id,
    DocumentNumberKey: _by_document_number,
    PositionKey: _by_position,
    PageKey: _by_page,
    FileKey: _by_file_number,
    NumberKey: _by_stored_key,
    DayKey: _by_stored_key,
    SeriesKey: _by_stored_key,
    SymbolKey: _by_stored_key,
    VolumeKey: _of_volume,
    VolumeNameKey: _of_volume,
}
