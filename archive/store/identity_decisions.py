"""What archivists decided about authorities that might be the same: the same, not the same, or put off; and what follows from that.

A decision names the keys of its records, which an import makes again when it was undone, and counts for the records that they were merged
into. So what is apart stays apart, whatever is imported and whoever merges them with others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.utils import timezone

from archive.errors import Refused
from archive.models import IdentityDecision, Merge
from archive.store.authority_links import AUTHORITIES

Verdict = IdentityDecision.Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """The records of a kind: the ``names`` of those that are records of their own, by id, and what was decided about them.

    ``kept`` leads from each merged record to the one that stands for it; ``apart`` from each record to those that it is not; ``put_off``
    are the sets that wait for another day.
    """

    names: dict[int, str]
    kept: dict[int, int]
    apart: dict[int, set[int]] = field(default_factory=dict)
    put_off: list[frozenset[int]] = field(default_factory=list)

    def of(self, record: int) -> int:
        """Return the record that stands for this one."""
        return self.kept.get(record, record)


def known(kind: str) -> Known:
    """Return all records of a kind and what was decided about them, with three queries."""
    names, keys, into = {}, {}, {}
    rows = AUTHORITIES[kind].objects.order_by("pk").values_list("pk", "name", "key", "merged_into")
    for pk, name, key, merged_into in rows.iterator(chunk_size=5_000):
        names[pk], keys[key] = name, pk
        if merged_into:
            into[pk] = merged_into
    # A merge counts from its beginning, also while its job waits.
    into |= dict(Merge.objects.filter(kind=kind, undone_at=None).order_by("pk").values_list("merged", "kept"))
    kept = {pk: _last(pk, into) for pk in into}
    apart: dict[int, set[int]] = defaultdict(set)
    put_off = []
    decided = IdentityDecision.objects.filter(kind=kind, undone_at=None, verdict__in=[Verdict.NOT, Verdict.LATER])
    for verdict, decided_keys in decided.values_list("verdict", "keys"):
        records = frozenset(kept.get(keys[key], keys[key]) for key in decided_keys if key in keys)
        if verdict == Verdict.LATER:
            put_off.append(records)
            continue
        for record in records:
            apart[record] |= records - {record}
    return Known({pk: name for pk, name in names.items() if pk not in kept}, kept, dict(apart), put_off)


def _last(pk: int, into: dict[int, int]) -> int:
    passed = {pk}
    while (following := into.get(pk)) and following not in passed:
        passed.add(following)
        pk = following
    return pk


def are_apart(one: Model, other: Model) -> bool:
    """Whether an archivist decided that two records, or records that were merged into them, are not the same."""
    rows = IdentityDecision.objects.filter(kind=one.kind, undone_at=None, verdict=Verdict.NOT)
    if not (decided := list(rows.values_list("keys", flat=True))):
        return False
    mine, theirs = _keys(one), _keys(other)
    return any(mine & set(keys) and theirs & set(keys) for keys in decided)


def _keys(record: Model) -> set[str]:
    """Return the keys of a record and of all that were merged into it."""
    keys, some = {record.key}, {record.pk}
    while rows := dict(type(record).objects.filter(merged_into__in=some).values_list("pk", "key")):
        keys |= set(rows.values())
        some = set(rows)
    return keys


def decide(records: Collection[Model], verdict: str, *, user=None, reason: str = "") -> IdentityDecision:
    """Note a decision about two records or more. That they are the same needs a merge as well. Raises :class:`~archive.errors.Refused`."""
    records = sorted(records, key=lambda record: record.pk)
    if len(records) < 2:
        raise Refused("Please leave two records or more ticked.")
    if verdict == Verdict.SAME:
        _check_not_apart(records)
    return IdentityDecision.objects.create(
        kind=records[0].kind,
        verdict=verdict,
        keys=[record.key for record in records],
        names=[record.name for record in records],
        reason=reason,
        user=user,
    )


def _check_not_apart(records: Iterable[Model]) -> None:
    """Refuse to call records the same that somebody has decided are not."""
    records = {record.pk: record for record in records}
    kind = next(iter(records.values())).kind
    apart = known(kind).apart
    for pk, record in records.items():
        for other in apart.get(pk, set()) & records.keys():
            raise Refused(
                f"“{record}” and “{records[other]}” have been decided not to be the same. Undo that decision first, or leave one out."
            )


def undo_decision(decision: IdentityDecision, *, user=None) -> None:
    """Take back that records are not the same, or were put off. Raises :class:`~archive.errors.Refused` if somebody has done so."""
    rows = IdentityDecision.objects.filter(pk=decision.pk, undone_at=None)
    if not rows.update(undone_at=timezone.now(), undone_by=user):
        raise Refused("This decision has been undone already.")


def follow_unmerged(merges: QuerySet[Merge], *, user=None) -> None:
    """Note that the decisions of these merges are undone, if none of their merges is left."""
    left = Merge.objects.filter(undone_at=None).exclude(decision=None).values("decision")
    rows = IdentityDecision.objects.filter(pk__in=merges.values("decision"), undone_at=None).exclude(pk__in=left)
    rows.update(undone_at=timezone.now(), undone_by=user)
