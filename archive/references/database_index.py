"""PaperIndex in the database: public papers by key, fetched for many references at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Exists, OuterRef

from archive.folding import fold
from archive.models import Correspondent, Document, DocumentFileNumber, DocumentKey, Footnote, PageBreak, Volume
from archive.parsing.fragments import pages_of_anchors
from archive.references.lookups import volume_keys
from archive.references.papers import Paper, side
from archive.sql.batches import batches

#: Values in one ``IN (…)``.
AT_ONCE = 500


def load_papers(ids: Collection[int]) -> dict[int, Paper]:
    """Papers by id, of any state."""
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
    """Public papers by key. :meth:`fetch` what will be asked for, then ask; what was not fetched costs a query."""

    def __init__(self) -> None:
        self._ids: dict[str, list[int]] = {}
        self._papers: dict[int, Paper] = {}
        self._notes: dict[int, list[tuple[object, str, str]]] = {}
        self._volumes: dict[str, list[str]] = defaultdict(list)
        # Of a volume that has nothing public nothing may be known.
        published = Exists(Document.objects.public().filter(volume=OuterRef("pk")))
        for slug in Volume.objects.filter(published).order_by("slug").values_list("slug", flat=True):
            for key in volume_keys(slug) | {f"volume|{slug}"}:
                self._volumes[key].append(slug)

    def forget(self) -> None:
        """Drop what was fetched, so that memory stays flat."""
        self._ids.clear()
        self._papers.clear()
        self._notes.clear()

    def fetch(self, keys: Iterable[str]) -> None:
        """Look up many keys with a few queries."""
        missing = {key for key in keys if key and key not in self._ids}
        groups: dict[str, list[str]] = defaultdict(list)
        for key in missing:
            self._ids[key] = []
            groups[key.partition("|")[0]].append(key)
        for group, asked in groups.items():
            look_up = getattr(self, f"_look_up_{group}", None) or self._look_up_key
            for some in batches(sorted(asked), AT_ONCE):
                for key, pk in look_up(some):
                    if key in self._ids and pk not in self._ids[key]:
                        self._ids[key].append(pk)
        wanted = {pk for key in missing for pk in self._ids[key]} - self._papers.keys()
        self._papers |= load_papers(wanted)

    def papers(self, key: str) -> list[Paper]:
        if key not in self._ids:
            self.fetch([key])
        return [self._papers[pk] for pk in self._ids[key] if pk in self._papers]

    def volumes(self, key: str) -> list[str]:
        return self._volumes.get(key, [])

    def fetch_footnotes(self, ids: Iterable[int]) -> None:
        """Fetch the footnotes of many papers."""
        missing = [pk for pk in set(ids) if pk not in self._notes]
        for some in batches(missing, AT_ONCE):
            self._notes |= {pk: [] for pk in some}
            rows = Footnote.objects.filter(document__in=some).order_by("document_id", "order")
            for pk, note, label, source_id in rows.values_list("document", "pk", "label", "source_id"):
                self._notes[pk].append((note, label, source_id))

    def footnotes(self, paper: Paper) -> Iterable[tuple[object, str, str]]:
        self.fetch_footnotes([paper.id])
        return self._notes[paper.id]

    def footnote_pages(self, paper: Paper) -> dict[object, str]:
        document = Document.objects.select_related("text").get(pk=paper.id)
        first = document.page_breaks.filter(within=False).values_list("label", flat=True).first() or ""
        pages = pages_of_anchors(document.text.tei, first)
        return {pk: pages[order] for pk, order in document.footnotes.values_list("pk", "order") if order in pages}

    # --- one look-up for each sort of key ---------------------------------------------------------------------------

    @staticmethod
    def _look_up_id(keys: list[str]) -> Iterator[tuple[str, int]]:
        ids = [key.partition("|")[2] for key in keys]
        rows = Document.objects.public().filter(source_id__in=ids)
        for pk, source_id in rows.values_list("pk", "source_id"):
            yield f"id|{source_id}", pk

    @staticmethod
    def _look_up_doc(keys: list[str]) -> Iterator[tuple[str, int]]:
        for volume, numbers in _by_volume(keys).items():
            spelled = {spelling for number in numbers for spelling in (number, number.upper())}
            rows = Document.objects.public().filter(volume__slug=volume, document_number__in=spelled)
            for pk, number in rows.order_by("position").values_list("pk", "document_number"):
                yield f"doc|{volume}|{fold(number)}", pk

    @staticmethod
    def _look_up_at(keys: list[str]) -> Iterator[tuple[str, int]]:
        for volume, places in _by_volume(keys).items():
            wanted = [int(place) for place in places if place.isdigit()]
            rows = Document.objects.public().filter(volume__slug=volume, position__in=wanted)
            for pk, place in rows.values_list("pk", "position"):
                yield f"at|{volume}|{place}", pk

    @staticmethod
    def _look_up_page(keys: list[str]) -> Iterator[tuple[str, int]]:
        # By the papers of the volume and not by the label: in a large archive hundreds of volumes have each label.
        for volume, labels in _by_volume(keys).items():
            wanted = set(labels)
            public = Document.objects.public().filter(volume__slug=volume).order_by("position")
            ids = list(public.values_list("pk", flat=True))
            place = {pk: order for order, pk in enumerate(ids)}
            found = set()
            for some in batches(ids, AT_ONCE):
                rows = PageBreak.objects.filter(document__in=some).order_by()
                for pk, printed in rows.values_list("document", "label"):
                    if (label := fold(printed)) in wanted:
                        found.add((place[pk], label, pk))
            for _, label, pk in sorted(found):
                yield f"page|{volume}|{label}", pk

    @staticmethod
    def _look_up_file(keys: list[str]) -> Iterator[tuple[str, int]]:
        normals = [key.split("|", 2)[2] for key in keys]
        rows = DocumentFileNumber.objects.public().filter(file_number__normal__in=normals)
        for pk, scheme, normal in rows.order_by("document").values_list(
            "document", "file_number__scheme", "file_number__normal"
        ):
            yield f"file|{scheme}|{normal}", pk

    @staticmethod
    def _look_up_key(keys: list[str]) -> Iterator[tuple[str, int]]:
        rows = DocumentKey.objects.public().filter(key__in=keys)
        yield from rows.order_by("document").values_list("key", "document")


def _by_volume(keys: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        _, volume, what = key.split("|", 2)
        found[volume].append(what)
    return found
