"""Writing what references lead to: a pass that can be repeated, and that new papers start by themselves.

A reference looks for one key, a paper offers several. When papers arrive, change or go, the references that look for one
of their keys are resolved again, and no others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

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
from archive.references.keys import Key, SourceKey, VolumeKey, VolumeNameKey, keys_of_volume, parse
from archive.references.lookups import Lookup, lookups_of
from archive.references.matching import Outcome, keys_in_volumes, match_references
from archive.references.mentions import mentions_in
from archive.references.new_rows import AnyRow, NewReference
from archive.references.papers import Paper, derived_keys, stored_keys
from archive.sql.batches import batches, short_batches
from archive.sql.rows import insert, insert_from, update_fields
from archive.sql.statistics import refresh_statistics

#: Papers whose references are resolved in one transaction.
BATCH = 200

_FIELDS = [
    "status", "target_document", "target_footnote", "target_volume", "target_page", "candidates", "confidence", "reason",
    "wanted", "unheld", "unheld_key", "mention", "decision",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What else depends on some papers: the keys that they offer, and their references, by id, that name a paper not held."""

    keys: frozenset[Key] = frozenset()
    named: frozenset[tuple[int, str]] = frozenset()

    def __or__(self, other: Standing) -> Standing:
        return Standing(self.keys | other.keys, self.named | other.named)


def standing(ids: Collection[int]) -> Standing:
    """Return what depends on these papers now; call it before they are changed or removed, for :func:`refresh` or :func:`forget`."""
    papers = load_papers(ids)
    named: set[tuple[int, str]] = set()
    for some in batches(ids, AT_ONCE):
        rows = Reference.objects.filter(document__in=some, unheld_key__isnull=False)
        named |= set(rows.values_list("pk", "unheld_key"))
    return Standing(_derived_keys(papers).union(*map(stored_keys, papers.values())), frozenset(named))


def refresh(
    ids: Collection[int], new: Mapping[int, list[NewReference]] | None = None, *, before: Standing | None = None
) -> None:
    """Resolve the references of these documents after a write, and those of others that look for what they offer or offered.

    ``new`` has the references, not saved yet, of the documents that had none before; they are saved here. ``before`` is the
    :func:`standing` of the others before the write, which only a change of their state leaves as it is.
    """
    ids, new, before = list(ids), new or {}, before or Standing()
    if not ids:
        return
    with transaction.atomic():
        papers = load_papers(ids)
        keys = write_keys(ids, papers) | before.keys
        waiting = (_waiting_for(keys) | _led_into(keys, ids) | _citing([pk for pk in ids if pk not in new])) - set(ids)
        index = DatabaseIndex(papers)
        for some in batches([*ids, *sorted(waiting)], BATCH):
            _resolve(some, index, papers, new)
        _leave_register(before)


def _leave_register(before: Standing) -> None:
    """Bring the entries up to date that references named which no longer exist."""
    there: set[int] = set()
    for some in batches([pk for pk, _ in before.named], AT_ONCE):
        there |= set(Reference.objects.filter(pk__in=some).values_list("pk", flat=True))
    register.sweep(register.update({key for pk, key in before.named if pk not in there}))


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


def forget(before: Standing) -> None:
    """Resolve the references again that led to documents which have been removed; ``before`` is what depended on these."""
    with transaction.atomic():
        index = DatabaseIndex()
        lost = Reference.objects.filter(status=Reference.Status.RESOLVED, target_document=None, target_volume=None)
        waiting = _waiting_for(before.keys) | _led_into(before.keys) | set(lost.values_list("document", flat=True))
        for some in batches(sorted(waiting), BATCH):
            _resolve(some, index)
        _leave_register(before)


def _waiting_for(keys: Iterable[Key]) -> set[int]:
    """Return the documents with a reference that looks for one of these keys, or that an archivist led to such a document."""
    found: set[int] = set()
    keys = set(keys)
    for some in batches(sorted(map(str, keys)), AT_ONCE):
        found |= set(Reference.objects.filter(wanted__in=some).values_list("document", flat=True))
    for some in batches(sorted(key.source_id for key in keys if isinstance(key, SourceKey)), AT_ONCE):
        decided = ReferenceDecision.objects.filter(target_source_id__in=some).values("source_id")
        found |= set(Document.objects.filter(source_id__in=decided).values_list("pk", flat=True))
    return found


def _led_into(keys: Iterable[Key], ids: Collection[int] = ()) -> set[int]:
    """Return the documents with a mark that leads into one of the volumes of these keys and says wrongly that it is held, or is not.

    A mark of a paper that its volume does not have is broken only if anything of the volume is public. That can have changed only where
    nothing but these papers is.
    """
    these, found = set(ids), set[int]()
    for slug in {key.slug for key in keys if isinstance(key, VolumeKey)}:
        papers = Document.objects.public().filter(volume__slug=slug).order_by()
        public = papers.values_list("pk", flat=True)[: len(these) + 1]
        if these.issuperset(public):
            wrong = Reference.Status.NOT_HELD if public else Reference.Status.UNKNOWN
            marks = Reference.objects.filter(status=wrong, wanted__startswith=str(SourceKey(f"{slug}#")))
            found |= set(marks.values_list("document", flat=True))
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
    """Write all keys, resolve all references, or those of one volume, bring the register up to date and return counts by status.

    Repeating it changes nothing; after an interruption it can be run again.
    """
    documents = Document.objects.filter(volume__slug=volume) if volume else Document.objects.all()
    ids = list(documents.order_by("pk").values_list("pk", flat=True))
    for some in short_batches(ids, first=50):
        with transaction.atomic():
            write_keys(some)
    index, done = DatabaseIndex(), 0
    for some in short_batches(ids, first=50):
        with transaction.atomic():
            _resolve(some, index, whole_register=True)
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


def differences() -> Iterator[str]:
    """Yield what references and the register have otherwise than resolving everything again would give, a line each.

    References that were never looked for are left out. Memory does not grow with the archive.
    """
    index = DatabaseIndex()
    for some in batches(list(Document.objects.order_by("pk").values_list("pk", flat=True)), BATCH):
        papers = load_papers(some)
        resolved = _look_up(some, index, papers, {})
        for pk, listed in resolved.rows.items():
            for row in listed:
                was, now = resolved.before[row.pk], _state(row)
                if was[0] != Reference.Status.UNRESOLVED and was != now:
                    name = next(name for name, one, other in zip(_FIELDS, was, now, strict=True) if one != other)
                    yield f"{papers[pk].source_id}, {row.where}, “{row.printed}”: its {name} is not what resolving gives"
    yield from register.differences()


@dataclass(frozen=True, slots=True)
class _Resolved:
    """References of some papers as they are now, unsaved, with the state that each saved one had before."""

    rows: Mapping[int, Sequence[AnyRow]]
    before: dict[int, tuple]

    def changed_mentions(self) -> set[str]:
        """Return the keys of the papers not held of which a mention is new, changed or gone."""
        keys = set()
        for row in self.all():
            before = _mention_in(self.before[row.pk]) if row.pk else (None, None)
            if before != (row.unheld_key, row.mention):
                keys |= {before[0], row.unheld_key}
        return keys - {None}

    def all(self) -> Iterator[AnyRow]:
        """Yield all references."""
        return (row for listed in self.rows.values() for row in listed)


def _mention_in(state: tuple) -> tuple:
    return tuple(state[_FIELDS.index(name)] for name in ("unheld_key", "mention"))


def _resolve(
    ids: Sequence[int],
    index: DatabaseIndex,
    papers: Mapping[int, Paper] | None = None,
    new: Mapping[int, list[NewReference]] | None = None,
    *,
    whole_register: bool = False,
) -> None:
    """Resolve all references of some papers together: what they look for is fetched once, what changed is written once.

    ``papers`` has those that are loaded already, ``new`` the references, not saved yet, of new documents. With
    ``whole_register`` all entries that they name are brought up to date, not only those of changed mentions.
    """
    papers = papers or {}
    papers = papers | load_papers([pk for pk in ids if pk not in papers])
    resolved = _look_up(ids, index, papers, new or {})
    keys = resolved.changed_mentions()
    if whole_register:
        keys |= {row.unheld_key for row in resolved.all() if row.unheld_key}
    left = register.update(keys, (row for row in resolved.all() if row.unheld_key), ids)
    _write(row for row in resolved.all() if row.pk is None or _state(row) != resolved.before[row.pk])
    register.sweep(left)


def _look_up(
    ids: Sequence[int], index: DatabaseIndex, papers: Mapping[int, Paper], new: Mapping[int, list[NewReference]]
) -> _Resolved:
    """Return what the references of some papers lead to; nothing is written."""
    index.clear()
    rows = _references(ids, new)
    public = _public(ids)
    lookups = {pk: lookups_of(papers[pk], listed) for pk, listed in rows.items()}
    _fetch(lookups.values(), index)
    before = {row.pk: _state(row) for listed in rows.values() for row in listed if row.pk}
    decisions = _decisions([papers[pk].source_id for pk in rows])
    volumes = dict(Volume.objects.values_list("slug", "pk"))
    for pk, listed in rows.items():
        outcomes = match_references(papers[pk], listed, lookups[pk], index)
        for row, lookup, outcome in zip(listed, lookups[pk], outcomes, strict=True):
            _apply(row, lookup, outcome, volumes)
        _apply_decisions(papers[pk], listed, decisions)
        if pk in public:
            for row, mention in mentions_in(papers[pk], listed, lookups[pk]):
                row.unheld_key, row.mention = str(mention.key), mention.as_json(papers[pk])
        for row in listed:
            if row.unheld_key is None:
                row.unheld_id = None
    return _Resolved(rows, before)


def _references(ids: Sequence[int], new: Mapping[int, list[NewReference]]) -> dict[int, list[AnyRow]]:
    """Return the references of documents that have any, in order: the new ones, or those of the database."""
    rows: dict[int, list[AnyRow]] = defaultdict(list, {pk: list(new[pk]) for pk in ids if new.get(pk)})
    for some in batches([pk for pk in ids if pk not in new], AT_ONCE):
        for row in Reference.objects.filter(document__in=some).order_by("document_id", "order"):
            rows[row.document_id].append(row)
    return rows


#: The values of a reference's ``_FIELDS``.
_state = attrgetter(*(Reference._meta.get_field(name).attname for name in _FIELDS))


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


def _apply(row: AnyRow, lookup: Lookup | None, outcome: Outcome, volumes: dict[str, int]) -> None:
    row.status, row.reason = outcome.status, outcome.reason
    row.target_document_id, row.target_footnote_id = outcome.target, outcome.footnote
    row.target_volume_id, row.target_page = volumes.get(outcome.volume), outcome.page
    row.candidates = [list(pair) for pair in outcome.candidates]
    row.confidence = outcome.confidence
    row.wanted = str(lookup.key) if lookup else ""
    row.unheld_key, row.mention, row.decision_id = None, None, None


def _decisions(source_ids: list[str]) -> dict[str, list[ReferenceDecision]]:
    found: dict[str, list[ReferenceDecision]] = defaultdict(list)
    for some in batches(source_ids, AT_ONCE):
        for decision in ReferenceDecision.objects.filter(source_id__in=some):
            found[decision.source_id].append(decision)
    return found


def occurrences(listed: Sequence[AnyRow]) -> dict[tuple[str, str, int], AnyRow]:
    """Return the references of one document by kind, words, and count among those of the same kind and words.

    That is how a decision names its reference.
    """
    count: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for row in listed:
        count[row.kind, row.printed] += 1
        found[row.kind, row.printed, count[row.kind, row.printed]] = row
    return found


def _apply_decisions(citing: Paper, listed: Sequence[AnyRow], decisions: dict[str, list[ReferenceDecision]]) -> None:
    mine = decisions.get(citing.source_id)
    if not mine:
        return
    known = occurrences(listed)
    for decision in mine:
        row = known.get((decision.kind, decision.printed, decision.occurrence))
        if row is None:
            continue
        row.decision_id = decision.pk
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
        target = Document.objects.public().filter(source_id=decision.target_source_id).first()
        row.status = Reference.Status.RESOLVED if target else Reference.Status.NOT_HELD
        row.target_document_id = target and target.pk
        row.target_footnote_id = (
            Footnote.objects.filter(document=target, order=decision.target_note).values_list("pk", flat=True).first()
            if target and decision.target_note
            else None
        )
        row.confidence = 1.0 if target else None


def _write(changed: Iterable[AnyRow]) -> None:
    changed = list(changed)
    update_fields([row for row in changed if row.pk], _FIELDS)
    insert_from(Reference, [row for row in changed if row.pk is None])
