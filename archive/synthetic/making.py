"""Make a synthetic archive: papers are composed in other processes and written in this one, some volumes in a transaction."""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields

from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive import filing, search, store
from archive.errors import Refused
from archive.folding import words
from archive.models import (
    Document,
    DocumentVersion,
    File,
    FileNumber,
    ImportRun,
    Mission,
    Office,
    Person,
    Place,
    SearchWord,
    Volume,
)
from archive.parsing.holdings import levels_of
from archive.sql.batches import batches
from archive.store.authorities import Authorities
from archive.store.authority_links import link_fields
from archive.store.files import file_numbers, files_of
from archive.synthetic import worker
from archive.synthetic.contents import SyntheticVolume, every_file, every_party, volumes_of
from archive.synthetic.language import COUNTRIES, MARK, sentences_of
from archive.synthetic.packets import Packet, rows_of_packet
from archive.synthetic.papers import COLLECTION, REPOSITORY, Maker
from archive.synthetic.stand_ins import KnownAuthority, KnownFile, KnownRecords, KnownUnit
from archive.synthetic.writing import TableRows, reserve_ids, write_rows

#: The median of the words of a paper in 32 volumes of Foreign Relations.
WORDS = 485
#: How many volumes are made ahead, so that memory does not grow.
_AHEAD = 3
#: Documents written in one transaction, or a few more. Each transaction writes every page of every index that it touches, so
#: larger ones write less; the archive can be read in the meantime.
_AT_ONCE = 2000
#: Fewer documents are made in this process, because starting another one takes longer.
_WORTH_A_PROCESS = 500


def make_archive(
    documents: int,
    *,
    seed: int = 1,
    median: int = WORDS,
    processes: int = 1,
    at_once: int = _AT_ONCE,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportRun:
    """Make synthetic volumes with so many documents in total; volumes that are there already stay as they are.

    ``median`` is the median of a document's words; ``processes`` is how many processes compose papers besides this one, which
    writes ``at_once`` documents or a few more in a transaction. Return the run, which can be undone as a whole. Raises
    :class:`~archive.errors.Refused` if volumes of this seed are there with other documents.
    """
    volumes = volumes_of(seed, documents)
    present = _present(volumes)
    wanted = [volume for volume in volumes if volume.slug not in present]
    total = sum(volume.papers for volume in wanted)
    run = ImportRun.objects.create(name=f"{documents} synthetic documents, seed {seed}", total=total)
    known_records = _known_records(seed, volumes) if wanted else None
    first_pk, first_number = (reserve_ids(model, total) if total else 0 for model in (Document, FileNumber))
    packets = _packets(wanted, run, first_pk, first_number)
    making = (seed, known_records, median)
    made = _rows(packets, making, processes if total >= _WORTH_A_PROCESS else 0)
    with worker.without_collecting():
        for rows, count in _joined(made, at_once):
            run.done += count
            run.alive_at = timezone.now()
            write_rows(rows, run)
            progress(run.done, total)
    if wanted:
        _drop_unused(known_records)
        _write_words(seed, volumes)
        search.optimise()
    run.status, run.finished_at = ImportRun.Status.DONE, timezone.now()
    run.counts = {"created": run.done} if run.done else {"unchanged": documents}
    run.save()
    return run


def _present(volumes: list[SyntheticVolume]) -> set[str]:
    """Return the volumes that were made before. One without documents was interrupted, and is made now."""
    found = set()
    for volume in volumes:
        count = Document.objects.filter(volume__slug=volume.slug).count()
        if count not in (0, volume.papers):
            raise Refused(
                f"{volume.slug} is there with {count} documents instead of {volume.papers}: choose another seed"
            )
        if count:
            found.add(volume.slug)
    return found


def _known_records(seed: int, volumes: list[SyntheticVolume]) -> KnownRecords:
    """Return the authorities and files that the papers point at, found or proposed."""
    parties = every_party(seed, volumes)
    capitals = [capital for _, capital, *_ in COUNTRIES] + ["Washington"]
    authorities = Authorities()
    for one in parties:
        authorities.want(one, "")
    for capital in capitals:
        authorities.want_place(capital)
    authorities.resolve()

    def known(row) -> KnownAuthority | None:
        return KnownAuthority(row.pk, str(row), row.slug) if row else None

    numbers = every_file(volumes)
    shared = file_numbers([number for number in numbers if number.scheme == filing.SUBJECT_NUMERIC])
    files = files_of(numbers)
    levels = levels_of(REPOSITORY, COLLECTION)
    unit = store.Units([levels]).unit(levels)
    return KnownRecords(
        parties={
            one.printed: (
                known(authorities.office(one)), known(authorities.person(one, "")), known(authorities.place(one.place)),
            )
            for one in parties
        },
        places={capital: known(authorities.place(capital)) for capital in capitals},
        files={
            key: KnownFile(**{f.name: getattr(file, f.name) for f in fields(KnownFile)}) for key, file in files.items()
        },
        numbers={key: number.pk for key, number in shared.items()},
        holding=KnownUnit(unit.pk, unit.chain),
    )  # fmt: skip


def _drop_unused(known: KnownRecords) -> None:
    """Remove the authorities that were proposed for parties whom no paper came to name: undoing the run removes the others."""
    reserved: dict[type, set[int]] = {Office: set(), Person: set(), Place: set()}
    for party in known.parties.values():
        for model, row in zip(reserved, party, strict=True):
            if row:
                reserved[model].add(row.pk)
    reserved[Place] |= {place.pk for place in known.places.values()}
    missions = set(Office.objects.filter(pk__in=reserved[Office]).values_list("mission", flat=True))
    for model, ids in (
        (Person, reserved[Person]),
        (Office, reserved[Office]),
        (Mission, missions),
        (Place, reserved[Place]),
    ):
        alone = model.objects.filter(pk__in=ids, status=model.Status.PROPOSED, merged_into=None, merged=None)
        for link in link_fields(model):
            alone = alone.exclude(Exists(link.model.objects.filter(**{link.name: OuterRef("pk")})))
        model.objects.filter(pk__in=list(alone.values_list("pk", flat=True))).delete()


def remove_made_numbers() -> None:
    """Remove file numbers that nothing has or cites, and then files without a number: undoing leaves them."""
    for model in (FileNumber, File):
        alone = model.objects.all()
        for relation in model._meta.related_objects:
            alone = alone.exclude(
                Exists(relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")}))
            )
        for some in batches(list(alone.order_by().values_list("pk", flat=True)), 500):
            model.objects.filter(pk__in=some).delete()


def _packets(volumes: list[SyntheticVolume], run: ImportRun, first_pk: int, first_number: int) -> Iterator[Packet]:
    """Yield the volumes with the ids of their rows; each volume is saved when it is its turn."""
    for volume in volumes:
        row, divisions = store.save_volume(volume.record(), origin="Made by make_archive; not a real publication.")
        Volume.objects.filter(pk=row.pk).update(synthetic=True)
        yield Packet(volume, row.pk, [division.pk for division in divisions.values()], first_pk, first_number, run.pk)
        first_pk += volume.papers
        first_number += volume.papers


def _rows(packets: Iterator[Packet], making: tuple, processes: int) -> Iterator[tuple[TableRows, int]]:
    """Yield each packet's rows in order, made here or in other processes, and never far ahead of what is written."""
    if not processes:
        maker = Maker(*making)
        for packet in packets:
            yield rows_of_packet(maker, packet)
        return
    # Each process is a new interpreter, not a fork, because a database connection must not be shared with a child.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=worker.start, initargs=(pickle.dumps(making),)) as pool:
        waiting: deque = deque()
        for packet in packets:
            waiting.append(pool.submit(worker.make, pickle.dumps(packet)))
            if len(waiting) >= processes + _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _joined(made: Iterable[tuple[TableRows, int]], at_once: int) -> Iterator[tuple[TableRows, int]]:
    """Yield the rows of several volumes together, with enough documents for a transaction."""
    rows: TableRows = {}
    documents = 0
    for more, count in made:
        for table, values in more.items():
            rows.setdefault(table, []).extend(values)
        documents += count
        if documents >= at_once:
            yield rows, documents
            rows, documents = {}, 0
    if documents:
        yield rows, documents


def _write_words(seed: int, volumes: list[SyntheticVolume]) -> None:
    """Write the words of all papers, for suggestions of similar spellings."""
    texts = [*sentences_of(seed), MARK, *(one.printed for one in every_party(seed, volumes))]
    texts += [words for country, capital, *_ in COUNTRIES for words in (country, capital)]
    found = sorted({word for text in texts for word in words(text) if word.isalpha() and 3 < len(word) < 30})
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in found], ignore_conflicts=True, batch_size=2000)


def runs_of_synthetic_papers() -> list[ImportRun]:
    """Return the runs that made the synthetic documents that are there, the last one first."""
    made = DocumentVersion.objects.filter(document__volume__synthetic=True, number=1).values("run")
    return list(ImportRun.objects.filter(pk__in=made).order_by("-pk"))
