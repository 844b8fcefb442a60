"""Writing what references lead to: a pass that can be repeated, and that new papers start by themselves.

A reference looks for one key, a paper offers several. When papers arrive, change or go, the references that look for one
of their keys are resolved again, and no others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db import transaction

from archive.models import (
    Document,
    DocumentFileNumber,
    DocumentKey,
    Footnote,
    PageBreak,
    Reference,
    ReferenceDecision,
    Volume,
)
from archive.references import register
from archive.references.database_index import AT_ONCE, DatabaseIndex, load_papers
from archive.references.keys import Key, VolumeKey, VolumeNameKey, keys_of_volume, parse
from archive.references.lookups import Lookup, lookups_of
from archive.references.matching import NOT_HELD, Outcome, keys_in_volumes, match_references
from archive.references.papers import Paper, derived_keys, stored_keys
from archive.sql.batches import batches
from archive.sql.rows import insert, update
from archive.sql.statistics import refresh_statistics

#: Papers whose references are resolved in one transaction.
BATCH = 200

_FIELDS = [
    "status", "target_document", "target_footnote", "target_volume", "target_page", "candidates", "confidence", "reason",
    "wanted", "unheld", "decision",
]  # fmt: skip


def refresh(ids: Collection[int], new: Mapping[int, list[Reference]] | None = None) -> None:
    """Resolve the references of these documents after a write, and those of others that look for what they offer.

    ``new`` has the references, not saved yet, of the documents that had none before; they are saved here.
    """
    ids, new = list(ids), new or {}
    if not ids:
        return
    with transaction.atomic():
        papers = load_papers(ids)
        keys = write_keys(ids, papers)
        waiting = (waiting_for(keys) | _citing([pk for pk in ids if pk not in new])) - set(ids)
        index = DatabaseIndex()
        for some in batches([*ids, *sorted(waiting)], BATCH):
            _resolve(some, index, papers, new)


def keys_of(ids: Collection[int]) -> set[Key]:
    """Return every key that these documents offer; call it before they are removed."""
    papers = load_papers(ids)
    return _derived_keys(papers).union(*map(stored_keys, papers.values()))


def _derived_keys(papers: Mapping[int, Paper]) -> set[Key]:
    """Return the keys of papers that are not stored, and those of their volumes."""
    pages: dict[int, list[str]] = defaultdict(list)
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for some in batches(papers, AT_ONCE):
        for pk, label in PageBreak.objects.filter(document__in=some).values_list("document", "label"):
            pages[pk].append(label)
        rows = DocumentFileNumber.objects.filter(document__in=some)
        for pk, scheme, normal in rows.values_list("document", "file_number__scheme", "file_number__normal"):
            numbers[pk].append((scheme, normal))
    keys = {key for pk, paper in papers.items() for key in derived_keys(paper, pages[pk], numbers[pk])}
    return keys.union(*map(keys_of_volume, {paper.volume for paper in papers.values() if paper.volume}))


def forget(keys: Collection[Key]) -> None:
    """Resolve the references that looked for these keys again, after the documents that offered them were removed."""
    with transaction.atomic():
        index = DatabaseIndex()
        lost = Reference.objects.filter(status=Reference.Status.RESOLVED, target_document=None, target_volume=None)
        waiting = waiting_for(keys) | set(lost.values_list("document", flat=True))
        for some in batches(sorted(waiting), BATCH):
            _resolve(some, index)
        register.sweep()


def waiting_for(keys: Iterable[Key]) -> set[int]:
    """Return the documents with a reference that looks for one of these keys."""
    found: set[int] = set()
    for some in batches(sorted(map(str, keys)), AT_ONCE):
        found |= set(Reference.objects.filter(wanted__in=some).values_list("document", flat=True))
    return found


def _citing(ids: Collection[int]) -> set[int]:
    """Return the documents with a reference that was resolved to one of these."""
    found: set[int] = set()
    for some in batches(ids, AT_ONCE):
        found |= set(Reference.objects.filter(target_document__in=some).values_list("document", flat=True))
    return found


def write_keys(ids: Collection[int], papers: Mapping[int, Paper] | None = None) -> set[Key]:
    """Bring the stored keys of these documents up to date and return all keys that they offer or offered.

    ``papers`` are those of the documents, where they are loaded already.
    """
    papers = load_papers(ids) if papers is None else papers
    public = _public(ids)
    offered = {pk: stored_keys(paper) for pk, paper in papers.items()}
    due = {(pk, str(key)) for pk, keys in offered.items() if pk in public for key in keys}
    present = {}
    for some in batches(ids, AT_ONCE):
        present |= {(row.document_id, row.key): row.pk for row in DocumentKey.objects.filter(document__in=some)}
    for some in batches([pk for pair, pk in present.items() if pair not in due], AT_ONCE):
        DocumentKey.objects.filter(pk__in=some).delete()
    insert(DocumentKey, [{"document_id": pk, "key": key} for pk, key in sorted(due - present.keys())])
    return _derived_keys(papers).union(*offered.values(), (parse(text) for _, text in present))


def _public(ids: Collection[int]) -> set[int]:
    """Return those of these documents that are public."""
    found: set[int] = set()
    for some in batches(ids, AT_ONCE):
        found |= set(Document.objects.public().filter(pk__in=some).values_list("pk", flat=True))
    return found


def resolve_all(volume: str = "", *, progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """Write all keys, resolve all references, or those of one volume, sweep the register and return counts by status.

    Repeating it changes nothing; after an interruption it can be run again.
    """
    documents = Document.objects.filter(volume__slug=volume) if volume else Document.objects.all()
    ids = list(documents.order_by("pk").values_list("pk", flat=True))
    for some in batches(ids, BATCH):
        with transaction.atomic():
            write_keys(some)
    index, done = DatabaseIndex(), 0
    for some in batches(ids, BATCH):
        with transaction.atomic():
            _resolve(some, index)
        done += len(some)
        if progress:
            progress(done, len(ids))
    register.sweep()
    refresh_statistics()
    counts: dict[str, int] = {}
    for some in batches(ids, AT_ONCE):
        for status in Reference.objects.filter(document__in=some).values_list("status", flat=True):
            counts[status] = counts.get(status, 0) + 1
    return counts


def _resolve(
    ids: Sequence[int],
    index: DatabaseIndex,
    papers: Mapping[int, Paper] | None = None,
    new: Mapping[int, list[Reference]] | None = None,
) -> None:
    """Resolve all references of some papers together: what they look for is fetched once, what changed is written once.

    ``papers`` has those that are loaded already, ``new`` the references, not saved yet, of new documents.
    """
    index.clear()
    papers, new = papers or {}, new or {}
    papers = papers | load_papers([pk for pk in ids if pk not in papers])
    rows = _references(ids, new)
    public = _public(ids)
    lookups = {pk: lookups_of(papers[pk], listed) for pk, listed in rows.items()}
    _fetch(lookups.values(), index)
    was = {row.pk: _state(row) for listed in rows.values() for row in listed if row.pk}
    unheld_before = {row.unheld_id for listed in rows.values() for row in listed} - {None}
    decisions = _decisions([papers[pk].source_id for pk in rows])
    volumes = dict(Volume.objects.values_list("slug", "pk"))
    unheld: list[tuple[Reference, register.Mention]] = []
    for pk, listed in rows.items():
        outcomes = match_references(papers[pk], listed, lookups[pk], index)
        for row, lookup, outcome in zip(listed, lookups[pk], outcomes, strict=True):
            _apply(row, lookup, outcome, volumes)
        _apply_decisions(papers[pk], listed, decisions)
        if pk in public:
            unheld += _unheld(papers[pk], listed, lookups[pk])
    # The register may change references of other papers, too: of a bare file number that now turns out to be a paper's.
    attached = register.attach(unheld)
    mine = [row for listed in rows.values() for row in listed if row.pk is None or _state(row) != was[row.pk]]
    _write([*mine, *(row for row, _ in attached if row.pk and row.pk not in was)])
    register.sweep((unheld_before | {before for _, before in attached}) - {None})


def _references(ids: Sequence[int], new: Mapping[int, list[Reference]]) -> dict[int, list[Reference]]:
    """Return the references of documents that have any, in order: the new ones, or those of the database."""
    rows = defaultdict(list, {pk: new[pk] for pk in ids if new.get(pk)})
    for some in batches([pk for pk in ids if pk not in new], AT_ONCE):
        for row in Reference.objects.filter(document__in=some).order_by("document_id", "order"):
            rows[row.document_id].append(row)
    return rows


def _state(row: Reference) -> tuple:
    return tuple(getattr(row, Reference._meta.get_field(name).attname) for name in _FIELDS)


def _fetch(lookups: Iterable[Sequence[Lookup | None]], index: DatabaseIndex) -> None:
    """Fetch what these lookups need."""
    keys, noted = set(), set()
    for lookup in (lookup for listed in lookups for lookup in listed if lookup):
        if isinstance(lookup.key, VolumeNameKey | VolumeKey):
            keys.update(keys_in_volumes(lookup, index.volumes(lookup.key)))
            continue
        keys.add(lookup.key)
        if lookup.label or lookup.note_id:
            noted.add(lookup.key)
    index.fetch(keys)
    index.fetch_footnotes(paper.id for key in noted for paper in index.papers(key))


def _apply(row: Reference, lookup: Lookup | None, outcome: Outcome, volumes: dict[str, int]) -> None:
    row.status, row.reason = outcome.status, outcome.reason
    row.target_document_id, row.target_footnote_id = outcome.target, outcome.footnote
    row.target_volume_id, row.target_page = volumes.get(outcome.volume), outcome.page
    row.candidates = [list(pair) for pair in outcome.candidates]
    row.confidence = outcome.confidence
    row.wanted = str(lookup.key) if lookup else ""
    row.unheld_id, row.decision_id = None, None


def _unheld(
    citing: Paper, listed: list[Reference], lookups: list[Lookup | None]
) -> list[tuple[Reference, register.Mention]]:
    """Return the mentions of unheld papers; a file number that the editors give for a paper goes with that paper's."""
    mentions: dict[tuple[str, int], register.Mention] = {}
    found = []
    for row, lookup in zip(listed, lookups, strict=True):
        if row.status != NOT_HELD or row.kind == "file number":
            continue
        if mention := register.mention_of(row, lookup, citing):
            mentions[row.where, row.start] = mention
            found.append((row, mention))
    for row, lookup in zip(listed, lookups, strict=True):
        if row.status == NOT_HELD and row.kind == "file number":
            mention = mentions.get(tuple(row.details.get("of", ()))) or register.mention_of(row, lookup, citing)
            if mention:
                found.append((row, mention))
    return found


def _decisions(source_ids: list[str]) -> dict[str, list[ReferenceDecision]]:
    found: dict[str, list[ReferenceDecision]] = defaultdict(list)
    for some in batches(source_ids, AT_ONCE):
        for decision in ReferenceDecision.objects.filter(source_id__in=some):
            found[decision.source_id].append(decision)
    return found


def occurrences(listed: Sequence[Reference]) -> dict[tuple[str, str, int], Reference]:
    """Return the references of one document by kind, words, and count among those of the same kind and words.

    That is how a decision names its reference.
    """
    count: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for row in listed:
        count[row.kind, row.printed] += 1
        found[row.kind, row.printed, count[row.kind, row.printed]] = row
    return found


def _apply_decisions(citing: Paper, listed: list[Reference], decisions: dict[str, list[ReferenceDecision]]) -> None:
    mine = decisions.get(citing.source_id)
    if not mine:
        return
    known = occurrences(listed)
    for decision in mine:
        row = known.get((decision.kind, decision.printed, decision.occurrence))
        if row is None:
            continue
        row.decision = decision
        row.candidates, row.target_page = (
            [],
            row.target_page if decision.verdict == ReferenceDecision.Verdict.CONFIRMED else "",
        )
        row.reason = f"{decision.get_verdict_display().capitalize()} by an archivist." + (
            f" {decision.reason}" if decision.reason else ""
        )
        if decision.verdict == ReferenceDecision.Verdict.REJECTED:
            row.status, row.confidence = Reference.Status.REJECTED, None
            row.target_document_id = row.target_footnote_id = row.target_volume_id = None
            continue
        target = Document.objects.filter(source_id=decision.target_source_id).first()
        row.status = Reference.Status.RESOLVED if target else Reference.Status.NOT_HELD
        row.target_document = target
        row.target_footnote = (
            Footnote.objects.filter(document=target, order=decision.target_note).first()
            if target and decision.target_note
            else None
        )
        row.confidence = 1.0 if target else None


def _write(changed: Iterable[Reference]) -> None:
    changed = list(changed)
    columns = [Reference._meta.get_field(name).attname for name in _FIELDS]
    update(
        Reference,
        [{"id": row.pk} | {column: getattr(row, column) for column in columns} for row in changed if row.pk],
    )
    columns = [field.attname for field in Reference._meta.concrete_fields if not field.primary_key]
    insert(Reference, [{column: getattr(row, column) for column in columns} for row in changed if row.pk is None])
