"""Where originals are, in step with papers: the units that their source notes name, and what archivists corrected.

In which unit a paper is follows from its repository, its collection and the merges of units, unless an archivist chose one. So a merge
changes rows of units only, and its papers are placed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from archive import search
from archive.errors import Refused
from archive.folding import fold
from archive.models import Document, DocumentHolding, Unit
from archive.models.holdings import below
from archive.models.slugs import free_slugs, name_slug
from archive.parsing.holdings import LEVELS, levels_of
from archive.sql.batches import batches, short_batches
from archive.sql.rows import insert, update_fields

Levels = tuple[tuple[str, str], ...]
_BATCH = 200
_LONGEST_NAME = 500


class Units:
    """Units for many papers, found and made level by level: a few queries, however many papers there are.

    A new one is called as the first of these papers prints it, so that names do not depend on how many papers are placed at once.
    """

    def __init__(self, wanted: Iterable[Levels]) -> None:
        wanted = dict.fromkeys(wanted)
        self._found: dict[Levels, Unit] = {}
        for depth in range(1, len(LEVELS) + 1):
            self._resolve(list(dict.fromkeys(levels[:depth] for levels in wanted if len(levels) >= depth)))

    def unit(self, levels: Levels) -> Unit | None:
        """Return the unit for these levels, or for what it was merged into; ``None`` for no levels."""
        return self._found.get(levels)

    def _resolve(self, some: list[Levels]) -> None:
        keys = {levels: _key(self._found.get(levels[:-1]), *levels[-1]) for levels in some}
        known = _by_key(keys.values())
        missing: dict[str, Levels] = {}
        for levels, key in keys.items():
            if key not in known:
                missing.setdefault(key, levels)
        if missing:
            rows = [self._new(key, levels) for key, levels in missing.items()]
            slugs = free_slugs([name_slug(_words(levels), "holding") for levels in missing.values()], Unit.objects)
            for row, slug in zip(rows, slugs, strict=True):
                row.slug = slug
            # Somebody else may make the same one at the same time: the first one stays.
            Unit.objects.bulk_create(rows, ignore_conflicts=True)
            made = _by_key(missing)
            for unit in made.values():
                _put_below(unit, unit.parent)
            update_fields(made.values(), ["path", "chain"])
            known |= made
        for levels, key in keys.items():
            self._found[levels] = merged_to(known[key])

    def _new(self, key: str, levels: Levels) -> Unit:
        level, name = levels[-1]
        return Unit(
            level=level, name=name[:_LONGEST_NAME], key=key, parent=self._found.get(levels[:-1]), order=_order(name)
        )


def _by_key(keys: Iterable[str]) -> dict[str, Unit]:
    rows = Unit.objects.filter(key__in=set(keys)).select_related("parent", "merged_into")
    return {row.key: row for row in rows}


def merged_to(unit: Unit) -> Unit:
    """Return the unit that one was merged into in the end, itself if it was not merged."""
    seen: set[int] = set()
    while unit.merged_into_id and unit.pk not in seen:
        seen.add(unit.pk)
        unit = unit.merged_into
    return unit


def _key(parent: Unit | None, level: str, name: str) -> str:
    words = " ".join(re.sub(r"[\W_]+", " ", fold(name)).split()) or name
    return f"{parent.pk if parent else ''}/{level}/{words[:_LONGEST_NAME]}"


def _words(levels: Levels) -> str:
    (_, top), *between, last = levels if len(levels) > 1 else (levels[0], ("", ""))
    named = [f"{level} {name}" if level in ("box", "folder") else name for level, name in (*between, last)]
    return " ".join([top, *named]).strip()


def _order(name: str) -> str:
    """Return what names are sorted by: 9 comes before 12."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), fold(name))[:_LONGEST_NAME]


def _put_below(unit: Unit, parent: Unit | None) -> None:
    own = [unit.slug, unit.level, unit.name]
    unit.path = f"{parent.path}.{unit.pk}" if parent else str(unit.pk)
    unit.chain = [*parent.chain, own] if parent else [own]


def levels_of_record(record) -> Levels:
    """Return where the record of a paper says that its original is."""
    return levels_of(record.repository, record.collection, [number.printed for number in record.file_numbers])


def write_holdings(places: dict[int, Levels]) -> dict[int, DocumentHolding]:
    """Put papers, by id, into the units of these levels, except those that an archivist placed; return the rows of all of them."""
    present = {row.pk: row for row in DocumentHolding.objects.filter(pk__in=places).select_related("unit")}
    units = Units(levels for pk, levels in places.items() if not (pk in present and present[pk].by_hand))
    new, changed, gone = [], [], []
    for pk, levels in places.items():
        row, unit = present.get(pk), units.unit(levels)
        if row is not None and (row.by_hand or (unit and row.unit_id == unit.pk)):
            continue
        if unit is None:
            if row is not None:
                gone.append(pk)
                del present[pk]
        elif row is None:
            new.append(DocumentHolding(document_id=pk, unit=unit))
            present[pk] = new[-1]
        else:
            row.unit = unit
            changed.append(row)
    insert(DocumentHolding, [{"document_id": row.document_id, "unit_id": row.unit_id} for row in new])
    DocumentHolding.objects.bulk_update(changed, ["unit"])
    DocumentHolding.objects.filter(pk__in=gone).delete()
    return present


def place_papers(ids: Collection[int]) -> int:
    """Put these papers where their source notes and the merges of units say, and let the search follow; return how many moved."""
    with transaction.atomic():
        places = _places(ids)
        before = dict(DocumentHolding.objects.filter(pk__in=places).values_list("pk", "unit"))
        after = write_holdings(places)
        moved = [pk for pk in places if before.get(pk) != (pk in after and after[pk].unit_id or None)]
        search.follow_authorities(moved)
    return len(moved)


def _places(ids: Collection[int]) -> dict[int, Levels]:
    rows = (
        Document.objects.filter(pk__in=ids).only("repository", "collection").prefetch_related("document_file_numbers")
    )
    return {
        row.pk: levels_of(row.repository, row.collection, [one.printed for one in row.document_file_numbers.all()])
        for row in rows
    }


def place_all(progress: Callable[[int, int], None] | None = None, *, unplaced: bool = False) -> int:
    """Place all papers again, or those that have a repository and no place yet; in short batches. Return how many moved."""
    rows = Document.objects.exclude(repository="")
    holding = Exists(DocumentHolding.objects.filter(pk=OuterRef("pk")))
    rows = rows.filter(~holding) if unplaced else Document.objects.filter(~Q(repository="") | holding)
    ids, done, moved = list(rows.order_by("pk").values_list("pk", flat=True)), 0, 0
    for some in short_batches(ids, first=50):
        moved += place_papers(some)
        done += len(some)
        if progress:
            progress(done, len(ids))
    return moved


def check_holdings() -> Iterator[str]:
    """Yield a line for each paper whose place is not what its source note says, unless an archivist chose it."""
    holding = Exists(DocumentHolding.objects.filter(pk=OuterRef("pk")))
    ids = Document.objects.filter(~Q(repository="") | holding).order_by("pk").values_list("pk", flat=True)
    for some in batches(list(ids), _BATCH):
        rows = DocumentHolding.objects.filter(pk__in=some).select_related("unit")
        stored = {row.pk: row for row in rows}
        places = _places(some)
        known: dict[Levels, Unit | None] = {}
        for pk, levels in places.items():
            row = stored.get(pk)
            if row is not None and row.by_hand:
                continue
            if levels not in known:
                known[levels] = _look_up(levels)
            if (row and row.unit_id) != (known[levels] and known[levels].pk):
                yield f"document {pk}: where its original is differs from its source note"


def _look_up(levels: Levels) -> Unit | None:
    unit = None
    for depth in range(len(levels)):
        found = _by_key([_key(unit, *levels[depth])])
        if not found:
            return None
        unit = merged_to(next(iter(found.values())))
    return unit


def place_by_hand(document: Document, levels: Levels) -> Unit | None:
    """Put one paper where an archivist says that it is, whatever its source note says; no levels leave it to the note again."""
    with transaction.atomic():
        DocumentHolding.objects.filter(pk=document.pk).delete()
        if levels:
            unit = Units([levels]).unit(levels)
            DocumentHolding.objects.create(document=document, unit=unit, by_hand=True)
        else:
            unit = (row := write_holdings(_places([document.pk])).get(document.pk)) and row.unit
        search.follow_authorities([document.pk])
    return unit


def papers_in(unit: Unit) -> QuerySet[Document]:
    """Return the papers, public or not, whose originals are in a unit or below it."""
    return Document.objects.filter(holding__unit__in=Unit.objects.filter(below(unit)).values("pk"))


@transaction.atomic
def rename_unit(unit: Unit) -> None:
    """Let what stands below a unit follow its new name; its address and its key stay."""
    unit.order = _order(unit.name)
    units = {row.pk: row for row in Unit.objects.filter(below(unit)).order_by("path")}
    units[unit.pk] = unit
    for row in sorted(units.values(), key=lambda row: row.path.count(".")):
        _put_below(row, units.get(row.parent_id, row.parent))
    update_fields(units.values(), ["chain", "order"])


@transaction.atomic
def merge_units(unit: Unit, into: Unit) -> list[int]:
    """Merge a unit into another of its level; return the papers to be placed again. Raises :class:`~archive.errors.Refused`."""
    if unit.pk == into.pk or unit.level != into.level:
        raise Refused("A unit can be merged into another one of the same level.")
    if unit.merged_into_id or into.merged_into_id:
        raise Refused("One of the two has been merged already.")
    papers = list(papers_in(unit).order_by("pk").values_list("pk", flat=True))
    Unit.objects.filter(pk=unit.pk).update(merged_into=into)
    DocumentHolding.objects.filter(unit=unit, by_hand=True).update(unit=into)
    return papers


@transaction.atomic
def unmerge_unit(unit: Unit) -> list[int]:
    """Undo the merge of a unit; return the papers to be placed again. Raises :class:`~archive.errors.Refused`."""
    into = unit.merged_into
    if into is None:
        raise Refused("This unit is not merged.")
    Unit.objects.filter(pk=unit.pk).update(merged_into=None)
    return list(papers_in(merged_to(into)).order_by("pk").values_list("pk", flat=True))
