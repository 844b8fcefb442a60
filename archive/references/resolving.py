"""Resolving references in the database: a pass that can be repeated, and that new papers start by themselves.

References ask for one key each, papers offer several. When papers arrive, change or go, the references that ask for
one of their keys are looked at again, and no others.
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
from archive.references.answering import Answer, Asked, answer, lookups_of
from archive.references.database_index import AT_ONCE, DatabaseIndex, load_papers
from archive.references.lookups import Lookup, volume_keys
from archive.references.matching import NOT_HELD
from archive.references.papers import Paper, own_keys, shared_keys
from archive.sql.batches import batches
from archive.sql.rows import insert, update
from archive.sql.statistics import refresh_statistics

#: Papers looked at in one transaction.
BATCH = 200

_FIELDS = [
    "status", "target_document", "target_footnote", "target_volume", "target_page", "candidates", "confidence", "reason",
    "wanted", "unheld", "decision",
]  # fmt: skip


def refresh(ids: Collection[int], new: Mapping[int, list[Reference]] | None = None) -> None:
    """After a write of these documents: resolve their references, and those of others that ask for what they offer.

    ``new`` has the references, not saved yet, of those documents that had none before: they are written here.
    """
    ids, new = list(ids), new or {}
    if not ids:
        return
    with transaction.atomic():
        papers = load_papers(ids)
        keys = write_keys(ids, papers)
        waiting = (waiting_for(keys) | _citing([pk for pk in ids if pk not in new])) - set(ids)
        holdings = DatabaseIndex()
        for some in batches([*ids, *sorted(waiting)], BATCH):
            _resolve(some, holdings, papers, new)


def keys_of(ids: Collection[int]) -> set[str]:
    """Every key under which these documents may be asked for; ask before they are removed."""
    papers = load_papers(ids)
    return _shared_keys(papers) | {key for paper in papers.values() for key in own_keys(paper)}


def _shared_keys(papers: Mapping[int, Paper]) -> set[str]:
    """The keys under which papers may be asked for, beside their own: by place, page and file number, and their volumes'."""
    ids = list(papers)
    pages: dict[int, list[str]] = defaultdict(list)
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for some in batches(ids, AT_ONCE):
        for pk, label in PageBreak.objects.filter(document__in=some).values_list("document", "label"):
            pages[pk].append(label)
        rows = DocumentFileNumber.objects.filter(document__in=some)
        for pk, scheme, normal in rows.values_list("document", "file_number__scheme", "file_number__normal"):
            numbers[pk].append((scheme, normal))
    keys = {key for pk, paper in papers.items() for key in shared_keys(paper, pages[pk], numbers[pk])}
    return keys | {
        key
        for volume in {paper.volume for paper in papers.values()}
        if volume
        for key in volume_keys(volume) | {f"volume|{volume}"}
    }


def forget(keys: set[str]) -> None:
    """After documents were removed: look again at the references that asked for their keys."""
    with transaction.atomic():
        holdings = DatabaseIndex()
        lost = Reference.objects.filter(status=Reference.Status.RESOLVED, target_document=None, target_volume=None)
        waiting = waiting_for(keys) | set(lost.values_list("document", flat=True))
        for some in batches(sorted(waiting), BATCH):
            _resolve(some, holdings)
        register.sweep()


def waiting_for(keys: Iterable[str]) -> set[int]:
    """The documents with a reference that asks for one of these keys."""
    found: set[int] = set()
    for some in batches(sorted(keys), AT_ONCE):
        found |= set(Reference.objects.filter(wanted__in=some).values_list("document", flat=True))
    return found


def _citing(ids: Collection[int]) -> set[int]:
    """The documents with a reference that was resolved to one of these."""
    found: set[int] = set()
    for some in batches(ids, AT_ONCE):
        found |= set(Reference.objects.filter(target_document__in=some).values_list("document", flat=True))
    return found


def write_keys(ids: Collection[int], papers: Mapping[int, Paper] | None = None) -> set[str]:
    """Bring the kept keys of these documents in step; gives all keys that they offer or offered. ``papers`` if they are loaded."""
    papers = load_papers(ids) if papers is None else papers
    public = _public(ids)
    own = {pk: own_keys(paper) for pk, paper in papers.items()}
    wanted = {(pk, key) for pk, keys in own.items() if pk in public for key in keys}
    present = {}
    for some in batches(ids, AT_ONCE):
        present |= {(row.document_id, row.key): row.pk for row in DocumentKey.objects.filter(document__in=some)}
    for some in batches([pk for pair, pk in present.items() if pair not in wanted], AT_ONCE):
        DocumentKey.objects.filter(pk__in=some).delete()
    insert(DocumentKey, [{"document_id": pk, "key": key} for pk, key in sorted(wanted - present.keys())])
    return _shared_keys(papers).union(*own.values()) | {key for _, key in present}


def _public(ids: Collection[int]) -> set[int]:
    """Those of these documents that are public."""
    found: set[int] = set()
    for some in batches(ids, AT_ONCE):
        found |= set(Document.objects.public().filter(pk__in=some).values_list("pk", flat=True))
    return found


def resolve_all(volume: str = "", *, progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """Write all keys, resolve all references, or those of one volume, and clear the register. Counts by status.

    Repeating it changes nothing; interrupted, it can simply be run again.
    """
    documents = Document.objects.filter(volume__slug=volume) if volume else Document.objects.all()
    ids = list(documents.order_by("pk").values_list("pk", flat=True))
    done = 0
    for step in (write_keys, None):
        holdings = DatabaseIndex()
        for some in batches(ids, BATCH):
            with transaction.atomic():
                if step:
                    step(some)
                else:
                    _resolve(some, holdings)
                    done += len(some)
            if progress and not step:
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
    holdings: DatabaseIndex,
    papers: Mapping[int, Paper] | None = None,
    new: Mapping[int, list[Reference]] | None = None,
) -> None:
    """Resolve all references of some papers together: what they want is fetched once, what changed is written once.

    ``papers`` has those that are loaded already, ``new`` the references, not saved yet, of new documents.
    """
    holdings.forget()
    papers, new = papers or {}, new or {}
    papers = papers | load_papers([pk for pk in ids if pk not in papers])
    rows = defaultdict(list, {pk: new[pk] for pk in ids if new.get(pk)})
    for some in batches([pk for pk in ids if pk not in new], AT_ONCE):
        for row in Reference.objects.filter(document__in=some).order_by("document_id", "order"):
            rows[row.document_id].append(row)
    public = _public(ids)
    asked = {pk: [Asked(r.where, r.start, r.kind, r.details) for r in rows[pk]] for pk in rows}
    found = {pk: lookups_of(papers[pk], asked[pk]) for pk in rows}
    _fetch(found, holdings)
    unheld: list[tuple[Reference, register.Mention]] = []
    was = {row.pk: _state(row) for listed in rows.values() for row in listed if row.pk}
    before = {row.unheld_id for listed in rows.values() for row in listed} - {None}
    decisions = _decisions([papers[pk].source_id for pk in rows])
    volumes = dict(Volume.objects.values_list("slug", "pk"))
    for pk, listed in rows.items():
        answers = answer(papers[pk], asked[pk], found[pk], holdings)
        for row, given in zip(listed, answers, strict=True):
            _apply(row, given, volumes)
        _apply_decisions(papers[pk], listed, decisions)
        if pk in public:
            unheld += _unheld(papers[pk], listed, asked[pk], answers)
    # The register may take along references of papers that are not looked at now: a bare file number, now explained.
    taken = register.attach(unheld)
    before |= {old for _, old in taken}
    mine = [row for listed in rows.values() for row in listed if row.pk is None or _state(row) != was[row.pk]]
    _write([*mine, *(row for row, _ in taken if row.pk and row.pk not in was)])
    register.sweep(before - {None})


def _state(row: Reference) -> tuple:
    return tuple(getattr(row, Reference._meta.get_field(name).attname) for name in _FIELDS)


def _fetch(found: dict[int, list[Lookup | None]], holdings: DatabaseIndex) -> None:
    keys, noted = set(), set()
    for listed in found.values():
        for want in listed:
            if want is None:
                continue
            if want.key.startswith(("vol|", "volume|")):
                for volume in holdings.volumes(want.key):
                    if want.page:
                        keys.add(f"page|{volume}|{want.page}")
                    if want.label:
                        keys.add(f"doc|{volume}|{want.label}")
                continue
            keys.add(want.key)
            if want.label or want.note_id:
                noted.add(want.key)
    holdings.fetch(keys)
    holdings.fetch_footnotes(paper.id for key in noted for paper in holdings.papers(key))


def _apply(row: Reference, given: Answer, volumes: dict[str, int]) -> None:
    outcome = given.outcome
    row.status, row.reason = outcome.status, outcome.reason
    row.target_document_id, row.target_footnote_id = outcome.target, outcome.footnote
    row.target_volume_id, row.target_page = volumes.get(outcome.volume), outcome.page
    row.candidates = [list(pair) for pair in outcome.candidates]
    row.confidence = outcome.confidence
    row.wanted = given.want.key if given.want else ""
    row.unheld_id, row.decision_id = None, None


def _unheld(citing: Paper, listed: list[Reference], asked: list[Asked], answers: list[Answer]):
    """The entries of what is not held; a file number that is given for a paper goes with that paper."""
    entries: dict[tuple[str, int], register.Mention] = {}
    found = []
    for row, reference, given in zip(listed, asked, answers, strict=True):
        if row.status != NOT_HELD or reference.kind == "file number":
            continue
        entry = register.mention_of(reference, given.want, citing)
        if entry:
            entries[reference.where, reference.start] = entry
            found.append((row, entry))
    for row, reference, given in zip(listed, asked, answers, strict=True):
        if row.status == NOT_HELD and reference.kind == "file number":
            entry = entries.get(tuple(reference.details.get("of", ()))) or register.mention_of(
                reference, given.want, citing
            )
            if entry:
                found.append((row, entry))
    return found


def _decisions(source_ids: list[str]) -> dict[str, list[ReferenceDecision]]:
    found: dict[str, list[ReferenceDecision]] = defaultdict(list)
    for some in batches(source_ids, AT_ONCE):
        for decision in ReferenceDecision.objects.filter(source_id__in=some):
            found[decision.source_id].append(decision)
    return found


def occurrences(listed: Sequence[Reference]) -> dict[tuple[str, str, int], Reference]:
    """References of one document by kind, words, and how-manyeth of these it is: what a decision knows them by."""
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
        row.candidates, row.target_page = [], row.target_page if decision.verdict == "confirmed" else ""
        row.reason = f"{decision.get_verdict_display().capitalize()} by an archivist." + (
            f" {decision.reason}" if decision.reason else ""
        )
        if decision.verdict == ReferenceDecision.Verdict.REJECTED:
            row.status, row.target_document_id, row.target_footnote_id, row.target_volume_id = (
                "rejected",
                None,
                None,
                None,
            )
            row.confidence = None
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
