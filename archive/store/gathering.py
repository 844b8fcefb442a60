"""Gather what lists of persons and headings say of one person under one record, after volumes have come in.

While a volume's papers are saved, each names the people of its own list. What follows from several volumes is looked at here, for all
surnames of the volumes that came, in whichever volume they stand, so that it hardly matters which volume came first:

- entries of lists that speak of one person are tied to one record, and the records that they had are merged;
- a name in a heading that no list of its volume explains is merged into the one person whom other volumes' lists can mean
  (:mod:`archive.identity.elsewhere`); if a list that came later no longer bears that out, the merge is undone;
- a person whom lists name is shown under the name that they agree on (:mod:`archive.store.renaming`).

Each is a merge as archivists make them, with its reason and how sure it is, and without a user; what an archivist has undone stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from archive import identity, search
from archive.errors import Refused
from archive.models import Correspondent, ListedPerson, Merge, Person, Volume
from archive.sql.batches import batches, one_commit
from archive.sql.rows import update_fields
from archive.store.full_names import is_named_in_full
from archive.store.identity_decisions import are_apart
from archive.store.listings import kept, read_entries
from archive.store.mentions import follow_entries
from archive.store.merging import begin_merge, begin_unmerge, end_merge, end_unmerge, papers_to_unmerge, unmerge_papers
from archive.store.renaming import rename_people, worked_on

_BATCH = 500
#: How many records are gathered in one transaction on SQLite: in about a third of a second.
_TOGETHER = 20
#: How often words are looked at again after others were understood.
_ROUNDS = 4
#: How many years may lie between papers that have a name in full and no list has.
_LONG_TIME = 8


@dataclass
class _Words:
    """A record that words of headings made: where and when they stand, and the merge that it was gathered by, if it was."""

    person: Person
    merge: Merge | None = None
    office: str = ""
    years: list[int] = field(default_factory=list)
    volumes: set[str] = field(default_factory=set)

    @property
    def span(self) -> tuple[int, int] | None:
        return (min(self.years), max(self.years)) if self.years else None


def gather_people(volumes: Iterable[Volume]) -> None:
    """Gather the people of these volumes' lists and headings with those of all other volumes."""
    volumes = list(volumes)
    listed = ListedPerson.objects.filter(volume__in=volumes).exclude(surname="").order_by()
    surnames = set(listed.values_list("surname", flat=True).distinct())
    headings = Correspondent.objects.filter(document__volume__in=volumes).exclude(person=None).order_by()
    for name in headings.values_list("person_read", flat=True).distinct():
        surnames |= identity.spoken_surnames(name)
    if surnames:
        _Gathering({volume.slug for volume in volumes}, surnames).gather()


def gather_again(since: datetime) -> None:
    """Gather those people again whose merges the archive has taken back since then: what contradicted these may be gone."""
    taken_back = Merge.objects.filter(kind=Person.kind, undone_at__gte=since, undone_by=None).exclude(certainty=None)
    surnames: set[str] = set()
    for name in taken_back.order_by().values_list("merged_name", flat=True).distinct():
        surnames |= identity.spoken_surnames(name)
    if surnames:
        _Gathering(set(Volume.objects.values_list("slug", flat=True)), surnames).gather()


class _Gathering:
    def __init__(self, volumes: set[str], surnames: set[str]) -> None:
        self._volumes = volumes
        self._surnames = identity.with_near(surnames, _surnames_of_lists())
        rows: list[ListedPerson] = []
        self._entries: list[identity.Entry] = []
        for some in batches(sorted(self._surnames), _BATCH):
            of_these = ListedPerson.objects.filter(surname__in=some)
            rows += of_these.select_related("person__merged_into")
            self._entries += read_entries(of_these).entries
        self._rows = {row.pk: row for row in rows}
        self._groups = identity.join_entries(self._entries)
        merges = Merge.objects.filter(kind=Person.kind)
        self._apart = {
            frozenset(pair)
            for pair in merges.exclude(undone_by=None).values_list("kept", "merged")
        }  # fmt: skip

    @search.indexed_later()
    def gather(self) -> None:
        for groups in batches(self._distinct_groups(), _TOGETHER):
            with one_commit():
                for group in groups:
                    self._gather_entries(group)
        for some in batches(self._meanings(self._words()), _TOGETHER):
            with one_commit():
                for words, meaning in some:
                    self._gather_words(words, meaning)
        rename_people({row.person_id for row in self._rows.values() if row.person_id})

    def _distinct_groups(self) -> list[list[identity.Entry]]:
        return list({id(group): group for group in (self._groups.of(entry.id) for entry in self._entries)}.values())

    def _gather_entries(self, group: list[identity.Entry]) -> None:
        rows = [self._rows[entry.id] for entry in group]  # type: ignore[index]
        people = Counter(kept(row.person) for row in rows if row.person_id)
        if not people or any(row.tied_by_hand for row in rows):
            return
        chosen = min(people, key=lambda person: (not _decided(person), -people[person], person.pk))
        for person in people:
            if person != chosen and not _decided(person):
                of_person = next(row for row in rows if row.person_id and kept(row.person) == person)
                self._merge(chosen, person, self._groups.reason(of_person.pk))
        if any(kept(person) != chosen for person in people):
            return
        if loose := [row for row in rows if not row.person_id]:
            for row in loose:
                reason = self._groups.reason(row.pk)
                row.person, row.why, row.certainty = chosen, reason.why, reason.certainty
            _tie(loose)

    def _candidates(self) -> dict[str, list[identity.Candidate]]:
        """Return whom lists know, by surname: each record with its entries, and entries that have none as the groups they are."""
        whose: dict[Hashable, list[identity.Entry]] = defaultdict(list)
        for entry in self._entries:
            if not entry.line.see:
                whose[self._who(entry)].append(entry)
        held: dict[int, set[tuple[str, int]]] = defaultdict(set)
        marked = Correspondent.objects.exclude(office_read="").filter(
            ~Q(person_source_id="") | Q(person_read__contains=" "), document__date_earliest__isnull=False
        )
        for some in batches(sorted(one for one in whose if isinstance(one, int)), _BATCH):
            found = marked.filter(person__in=some).values_list("person", "office_read", "document__date_earliest__year")
            for person, office, year in found.distinct():
                held[person].add((office, year))
        candidates: dict[str, list[identity.Candidate]] = defaultdict(list)
        for who, entries in whose.items():
            one = identity.Candidate(who, tuple(entries), tuple(sorted(held.get(who, ()))))  # type: ignore[call-overload]
            for surname in {entry.name.surname for entry in entries}:
                candidates[surname].append(one)
        return candidates

    def _who(self, entry: identity.Entry) -> Hashable:
        row = self._rows[entry.id]  # type: ignore[index]
        return kept(row.person).pk if row.person_id else frozenset(one.id for one in self._groups.of(entry.id))

    def _words(self) -> list[_Words]:
        """Return the records that words of headings made and nobody has decided about, with where and when the words stand."""
        proposed = Person.objects.filter(status=Person.Status.PROPOSED, made_by_hand=False).exclude(key__contains="#")
        wanted = lambda row: identity.spoken_surnames(row.name) & self._surnames  # noqa: E731
        found = {
            row.pk: _Words(row)
            for row in proposed.filter(merged_into=None, listings=None).order_by("pk")
            if wanted(row)
        }  # fmt: skip
        gathered = Merge.objects.filter(kind=Person.kind, undone_at=None).exclude(certainty=None)
        merges = {merge.merged: merge for merge in gathered}
        for some in batches(sorted(merges), _BATCH):
            for row in proposed.filter(pk__in=some).exclude(merged_into=None):
                if wanted(row):
                    found[row.pk] = _Words(row, merges[row.pk])
        for pk in worked_on(found):
            del found[pk]
        self._place(found)
        return sorted(found.values(), key=lambda one: one.person.pk)

    @staticmethod
    def _place(words: dict[int, _Words]) -> None:
        """Note in which office, years and volumes the words stand."""
        moved = {
            pk: one.person.pk
            for one in words.values()
            if one.merge
            for pk in one.merge.moved.get("correspondent.person", [])
        }
        own = sorted(pk for pk, one in words.items() if not one.merge)
        columns = (
            "pk",
            "person",
            "office_read",
            "document__volume__slug",
            "document__volume__title",
            "document__date_earliest__year",
        )
        rows: list[tuple] = []
        for name, ids in (("person", own), ("pk", sorted(moved))):
            for some in batches(ids, _BATCH):
                rows += Correspondent.objects.filter(**{f"{name}__in": some}).values_list(*columns)
        for pk, person, office, volume, title, year in rows:
            one = words[moved.get(pk, person)]
            one.office = one.office or office
            one.years += [year] if year else identity.years_of(title or "") or ()
            one.volumes |= {volume} if volume else set()

    def _meanings(self, words: list[_Words]) -> list[tuple[_Words, identity.Meaning | None]]:
        """Return whom each of these words means, if that is certain: what some show of offices tells whom others mean."""
        candidates = self._candidates()
        found: dict[int, identity.Meaning] = {}
        looked_at: dict[int, dict[Hashable, identity.Candidate]] = {}
        for _ in range(_ROUNDS):
            known = len(found)
            for one in words:
                if one.person.pk in found:
                    continue
                among = {
                    who.id: who
                    for surname in identity.spoken_surnames(one.person.name)
                    for who in candidates.get(surname, ())
                }
                before = looked_at.get(one.person.pk, {})
                if before.keys() == among.keys() and all(before[id] is who for id, who in among.items()):
                    continue  # nothing is known since that could tell
                looked_at[one.person.pk] = among
                named = partial(self._is_named_in_full, one)
                if meaning := identity.person_meant(one.person.name, one.office, one.span, among.values(), named):
                    found[one.person.pk] = meaning
                    _note_office(candidates, among[meaning.id], one)
            if len(found) == known:
                break
        found |= _same_in_full([one for one in words if one.person.pk not in found], candidates)
        return [(one, found.get(one.person.pk)) for one in words]

    def _is_named_in_full(self, words: _Words, one: identity.Candidate) -> bool:
        """Read the papers of the volumes that came only, or all if their lists are the first to have the surname."""
        if not self._volumes.isdisjoint(words.volumes) or {entry.volume for entry in one.entries} <= self._volumes:
            return is_named_in_full(words.volumes, one)
        return words.merge is not None and words.merge.kept == one.id

    def _gather_words(self, words: _Words, found: identity.Meaning | None) -> None:
        target = self._person_of(found) if found else None
        if words.merge:
            # Whoever it was merged into may have been merged since, by the archive or by an archivist.
            standing = kept(Person.objects.select_related("merged_into").get(pk=words.merge.kept))
            if standing == target or standing.pk != words.merge.kept or not self._unmerge(words.merge):
                return
        if found and target is None:
            self._tie(found, words.person)
        elif found and target:
            self._merge(target, words.person, found)

    def _person_of(self, found: identity.Meaning) -> Person | None:
        if isinstance(found.id, frozenset):
            row = self._rows[next(iter(found.id))]
            return kept(row.person) if row.person_id else None
        return kept(Person.objects.select_related("merged_into").get(pk=found.id))

    def _tie(self, found: identity.Meaning, person: Person) -> None:
        """Let entries of which no paper has needed a record yet speak of this one."""
        rows = [self._rows[pk] for pk in found.id]  # type: ignore[attr-defined]
        for row in rows:
            row.person, row.why, row.certainty = person, found.why, found.certainty
        _tie(rows)

    def _merge(self, chosen: Person, merged: Person, reason: identity.Meaning | identity.Join) -> None:
        if chosen == merged or frozenset((chosen.pk, merged.pk)) in self._apart or are_apart(chosen, merged):
            return
        try:
            with transaction.atomic():
                end_merge(begin_merge(chosen, merged, reason=reason.why, certainty=reason.certainty))
        except Refused:
            return  # an archivist is merging one of them now
        merged.merged_into = chosen
        gone = merged.pk
        for row in self._rows.values():
            if row.person_id == gone:
                row.person = chosen

    @staticmethod
    def _unmerge(merge: Merge) -> bool:
        """Undo a merge that nothing bears out any more; return whether it could be undone."""
        try:
            with transaction.atomic():
                begin_unmerge(merge)
                unmerge_papers(merge, papers_to_unmerge(merge))
                end_unmerge(merge)
        except Refused:
            return False
        return True


@transaction.atomic
def _tie(rows: list[ListedPerson]) -> None:
    update_fields(rows, ["person", "why", "certainty"])
    follow_entries([row.pk for row in rows])


def _note_office(candidates: dict[str, list[identity.Candidate]], who: identity.Candidate, words: _Words) -> None:
    """Note after these words were found to mean one of the candidates that they show them in their office."""
    if not words.office or not words.span:
        return
    shown = replace(who, held=(*who.held, *((words.office, year) for year in sorted(set(words.years)))))
    for surname in {entry.name.surname for entry in who.entries}:
        candidates[surname] = [shown if one.id == who.id else one for one in candidates[surname]]


def _same_in_full(words: list[_Words], candidates: dict[str, list[identity.Candidate]]) -> dict[int, identity.Meaning]:
    """Return whom names in full mean that no list has: the first record of the same name, under whatever office, of about these years."""
    by_name: dict[identity.PersonName, list[_Words]] = defaultdict(list)
    for one in words:
        name = identity.read_full_name(one.person.name)
        if name and one.span:
            listed = (entry for who in candidates.get(name.surname, ()) for entry in who.entries)
            if not any(identity.same_name(one.person.name, entry.printed) for entry in listed):
                by_name[name].append(one)
    found = {}
    for first, *others in by_name.values():
        for one in others:
            between = max(one.span[0], first.span[0]) - min(one.span[1], first.span[1])  # type: ignore[index]
            if between <= _LONG_TIME:
                found[one.person.pk] = identity.Meaning(first.person.pk, "the same name in full", 85)
    return found


def _surnames_of_lists() -> Collection[str]:
    return set(ListedPerson.objects.exclude(surname="").order_by().values_list("surname", flat=True).distinct())


def _decided(person: Person) -> bool:
    return person.made_by_hand or person.status == Person.Status.ACCEPTED
