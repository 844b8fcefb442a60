"""Groups of authority records that may be one. They are found when somebody looks, from the names as they are then.

Comparing all names of an archive takes from some hundredths of a second to a few seconds. So the pairs are kept in memory as long as
the names that were compared and the offices of people are the same; what was merged or decided since is taken into account each time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Max

from archive.identity.names import Agreement, agreement
from archive.models import Correspondent, DocumentVersion, ListedPerson, Merge
from archive.store.identity_decisions import Known, known
from archive.store.similar_names import ComparedName, SimilarPair, compared_person, similar_names, similar_people

#: From here on a pair is sure enough to be decided at a glance. Less sure ones make no part of a group that is sure.
SURE = 85
_UNLIKE = {Agreement.CONTRADICTED, Agreement.MISPRINTED}


@dataclass(frozen=True, slots=True)
class SimilarGroup:
    """Records that may be one: how sure that is (of its least sure member), why each is one of them, and others that they resemble.

    ``later`` says that the group was put off.
    """

    records: tuple[int, ...]
    names: tuple[str, ...]
    likeness: int
    why: dict[int, str]
    others: tuple[int, ...] = ()
    later: bool = False

    @property
    def first(self) -> int:
        """The record that the group is found by."""
        return self.records[0]

    @property
    def is_sure(self) -> bool:
        """Whether it can be decided at a glance."""
        return self.likeness >= SURE


def similar_groups(kind: str) -> list[SimilarGroup]:
    """Return all groups of a kind, the surest first."""
    now = known(kind)
    found = _grouped(now, _pairs(kind, tuple(now.names.items()), _state(kind)), kind)
    return sorted(found, key=lambda group: (-group.likeness, group.first))


def _state(kind: str) -> tuple:
    """Return what changes with the offices that people wrote as: with every version of a paper, and merges of offices."""
    if kind != "person":
        return ()
    offices = Merge.objects.filter(kind="office")
    return (
        DocumentVersion.objects.aggregate(last=Max("pk"))["last"],
        *offices.aggregate(last=Max("pk"), undone=Max("undone_at")).values(),
    )


@lru_cache(maxsize=8)
def _pairs(kind: str, names: tuple[tuple[int, str], ...], state: tuple) -> list[SimilarPair]:
    """Return the pairs of similar names, the likeliest first. ``state`` is a part of what the answer is kept by."""
    if kind != "person":
        return similar_names([ComparedName(pk, name) for pk, name in names])
    offices: dict[int, set[int]] = defaultdict(set)
    held = Correspondent.objects.filter(person__isnull=False, office__isnull=False).order_by()
    for person, office in held.values_list("person", "office").distinct().iterator():
        offices[person].add(office)
    return similar_people([ComparedName(pk, name, frozenset(offices.get(pk, ()))) for pk, name in names])


@dataclass(slots=True)
class _Growing:
    records: list[int]
    likeness: int = 100
    others: set[int] = field(default_factory=set)


def _grouped(now: Known, pairs: list[SimilarPair], kind: str) -> list[SimilarGroup]:
    unlike = _Unlike(now, kind)
    groups: dict[int, _Growing] = {}
    why: dict[int, str] = {}
    for pair in pairs:
        one, other = now.of(pair.first), now.of(pair.second)
        if one == other or one not in now.names or other not in now.names or unlike.are_apart(one, other):
            continue
        mine, theirs = (groups.setdefault(record, _Growing([record])) for record in (one, other))
        if mine is theirs:
            continue
        unsure = pair.likeness < SURE and any(len(g.records) > 1 and g.likeness >= SURE for g in (mine, theirs))
        if unsure or unlike.have_unlike(mine.records, theirs.records):
            mine.others.add(other)
            theirs.others.add(one)
            continue
        mine.records += theirs.records
        mine.others |= theirs.others
        mine.likeness = min(mine.likeness, theirs.likeness, pair.likeness)
        why = {one: pair.why, other: pair.why} | why
        for record in theirs.records:
            groups[record] = mine
    return [_group(group, now, why) for group in {id(g): g for g in groups.values()}.values() if len(group.records) > 1]


def _group(found: _Growing, now: Known, why: dict[int, str]) -> SimilarGroup:
    records = tuple(sorted(found.records))
    return SimilarGroup(
        records,
        tuple(now.names[record] for record in records),
        found.likeness,
        {record: why[record] for record in records},
        tuple(sorted(found.others - set(records))),
        any(set(records) <= put_off for put_off in now.put_off),
    )


class _Unlike:
    """Which records can't be one: by a decision, because one volume lists both, or because their names contradict each other."""

    def __init__(self, now: Known, kind: str) -> None:
        self._apart = now.apart
        self._names = now.names if kind == "person" else {}
        self._read: dict[int, object] = {}
        self._listed: dict[int, set[int]] = defaultdict(set)
        if kind == "person":
            for person, volume in ListedPerson.objects.exclude(person=None).values_list("person", "volume"):
                self._listed[now.of(person)].add(volume)

    def are_apart(self, one: int, other: int) -> bool:
        if other in self._apart.get(one, ()):
            return True
        return one in self._listed and other in self._listed and not self._listed[one].isdisjoint(self._listed[other])

    def have_unlike(self, mine: list[int], theirs: list[int]) -> bool:
        return any(self.are_apart(a, b) or self._contradict(a, b) for a in mine for b in theirs)

    def _contradict(self, one: int, other: int) -> bool:
        if not self._names:
            return False
        for record in (one, other):
            if record not in self._read:
                self._read[record] = compared_person(self._names[record])
        mine, theirs = self._read[one], self._read[other]
        return bool(mine and theirs and agreement(mine, theirs) in _UNLIKE)
