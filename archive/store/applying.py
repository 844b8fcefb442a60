"""What an authority file says, done to the archive's own records step by step; each step is noted so that it can be undone.

An archivist's decision goes before: records that one has accepted, made, split or declared not to be the same are never merged away, and
what contradicts them is reported.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from archive import identity
from archive.models import (
    AuthorityFile,
    AuthorityFileEntry,
    AuthorityFilePerson,
    AuthorityFileStep,
    Correspondent,
    ListedPerson,
    Merge,
    Person,
    PersonName,
    Volume,
)
from archive.models.holders import Held, holders
from archive.models.slugs import free_slugs, name_slug
from archive.sql.batches import batches, short_batches
from archive.store.authorities import authority_key
from archive.store.authority_links import papers_of, reindex
from archive.store.identifying import identify_again
from archive.store.identity_decisions import are_apart
from archive.store.listings import kept, with_volumes
from archive.store.mentions import follow_entries
from archive.store.merging import begin_merge, end_merge, merge_papers
from archive.store.term_doubts import papers_of_terms
from archive.store.warnings import find_doubts

_CERTAINTY = 97
_BATCH = 500
_FIELDS = ["person", "why", "certainty"]


@dataclass
class Applied:
    """What a load did to the archive's records, and where it contradicts what an archivist decided, in words."""

    counts: Counter = field(default_factory=Counter)
    contradictions: list[str] = field(default_factory=list)


def apply_file(file: AuthorityFile, progress: Callable[[int, int], None]) -> Applied:
    """Tie entries, merge people who are named together, and identify who held an office, each in a transaction of its own."""
    applied = Applied()
    _take_apart(file, applied)
    people: dict[int, set[int]] = defaultdict(set)
    for row, named in _tied_entries(file):
        people[named].add(kept(row.person).pk)
    by_term, papers = _by_terms(file)
    for named, found in by_term.items():
        people[named] |= found
    order, done = sorted(people), 0
    for some in short_batches(order):
        rows = AuthorityFilePerson.objects.in_bulk(some)
        for named in some:
            with _step(file) as step:
                _join(rows[named], people[named], file, step, applied)
        done += len(some)
        progress(done, len(order))
    for some in short_batches(sorted(papers)):
        with _step(file) as step:
            step["correspondents"] = identify_again(some)
            applied.counts["names of holders of an office"] += len(step["correspondents"])
    for some in short_batches(papers_of_terms(file)):
        with transaction.atomic():
            applied.counts["papers with a new doubt"] += find_doubts(some)
    return applied


@contextmanager
def _step(file: AuthorityFile) -> Iterator[dict[str, Any]]:
    """Note what is put into the dictionary, and the people that are made, in one transaction with what is done."""
    with transaction.atomic():
        last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
        step: dict[str, Any] = {}
        yield step
        if made := list(Person.objects.filter(pk__gt=last).values_list("pk", flat=True)):
            step["made"] = made
        if any(step.values()):
            AuthorityFileStep.objects.create(file=file, done={key: value for key, value in step.items() if value})


def _tied_entries(file: AuthorityFile) -> list[tuple[ListedPerson, int]]:
    """Return the entries of the archive's volumes that are tied to people, with the person of the file that each speaks of."""
    found = []
    for volume in Volume.objects.filter(listed_persons__person__isnull=False).distinct():
        named = dict(
            AuthorityFileEntry.objects.filter(named__file=file, volume=volume.slug).values_list("source_id", "named")
        )
        rows = ListedPerson.objects.filter(volume=volume, source_id__in=named).exclude(person=None)
        rows = with_volumes(rows).order_by("pk")
        found += [(row, named[row.source_id]) for row in rows]
    return found


def _take_apart(file: AuthorityFile, applied: Applied) -> None:
    """Give entries that were joined and that the file gives to several people to a person each, unless an archivist decided it."""
    entries: dict[int, dict[int, list[ListedPerson]]] = defaultdict(lambda: defaultdict(list))
    for row, named in _tied_entries(file):
        entries[kept(row.person).pk][named].append(row)
    alone = {named: person for person, by_name in entries.items() if len(by_name) == 1 for named in by_name}
    for pk, by_name in entries.items():
        if len(by_name) == 1:
            continue
        person = Person.objects.get(pk=pk)
        if _is_decided(person) or any(row.tied_by_hand for rows in by_name.values() for row in rows):
            names = AuthorityFilePerson.objects.filter(pk__in=by_name).values_list("name", flat=True)
            applied.contradictions.append(f"“{person}” is {len(by_name)} people there: {'; '.join(names)}.")
            continue
        order = sorted(by_name, key=lambda named: (not _has_key(by_name[named], person), -len(by_name[named]), named))
        for named in order[1:]:
            with _step(file) as step:
                _move_entries(by_name[named], person, alone.get(named), step)
            applied.counts["people taken apart"] += 1


def _has_key(rows: list[ListedPerson], person: Person) -> bool:
    return any(f"{row.volume.slug}#{row.source_id}" == person.key for row in rows)


def _is_decided(person: Person) -> bool:
    by_hand = Merge.objects.filter(kind=Person.kind, kept=person.pk, undone_at=None, run=None, certainty=None)
    return person.status == Person.Status.ACCEPTED or person.made_by_hand or by_hand.exists()


def _move_entries(rows: list[ListedPerson], person: Person, target: int | None, step: dict[str, Any]) -> None:
    step["ties"] = [[row.pk, row.person_id, row.why, row.certainty] for row in rows]
    if target is None:
        key = f"{rows[0].volume.slug}#{rows[0].source_id}"
        if Person.objects.filter(key=key).exists():
            key = f"authority file|{key}"
        (slug,) = free_slugs([name_slug(rows[0].name, Person.kind)], Person.objects)
        target = Person.objects.create(name=rows[0].name, slug=slug, key=key).pk
    for row in rows:
        row.person_id, row.why, row.certainty = target, identity.NAMED_TOGETHER if len(rows) > 1 else "", None
    ListedPerson.objects.bulk_update(rows, _FIELDS)
    follow_entries([row.pk for row in rows])
    papers = Correspondent.objects.filter(person=person, document__volume__in={row.volume_id for row in rows})
    step["correspondents"] = identify_again(papers.values_list("document", flat=True))


def _by_terms(file: AuthorityFile) -> tuple[dict[int, set[int]], set[int]]:
    """Return whom records that were proposed from a name and an office are, by the file's person, and the papers of which a part only is.

    A record is somebody's as a whole if all its papers with a day are of that person's terms.
    """
    rows = Correspondent.objects.filter(
        person__status=Person.Status.PROPOSED, person__made_by_hand=False, person__listings=None, person_source_id=""
    ).exclude(Q(office_read="") | Q(person_read="") | Q(document__date_earliest=None))
    values = rows.values_list(
        "person", "document", "person_read", "office_read", "document__date_earliest", "document__date_latest"
    )
    found: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for batch in batches(values.order_by("pk").iterator(), _BATCH):
        held = {row: Held(*row[2:]) for row in batch}
        terms = holders(held.values())
        for row in batch:
            term = terms.get(held[row])
            found[row[0]].append((row[1], term.named_id if term and term.named.file_id == file.pk else None))
    people: dict[int, set[int]] = defaultdict(set)
    papers = set()
    for person, each in found.items():
        named = {named for _, named in each}
        if named == {None}:
            continue
        if len(named) == 1:
            people[named.pop()].add(person)
        else:
            papers |= {paper for paper, named in each if named}
    return people, papers


def _join(
    named: AuthorityFilePerson, found: set[int], file: AuthorityFile, step: dict[str, Any], applied: Applied
) -> None:
    """Make one record of all that are this person, and give it the dates, numbers and names that it lacks."""
    people = {kept(person).pk: kept(person) for person in Person.objects.filter(pk__in=found)}
    if not people:
        return
    order = sorted(
        people.values(), key=lambda one: (not _is_decided(one), "#" not in one.key, -papers_of(one).count(), one.pk)
    )
    person, merges = order[0], []
    for other in order[1:]:
        if _is_decided(other) or _are_not_the_same(person, other):
            applied.contradictions.append(f"“{person}” and “{other}” are one person there: {named.name}.")
            continue
        done = begin_merge(person, other, reason=f"{identity.NAMED_TOGETHER} ({file.name})", run=file.run)
        papers = list(papers_of(other).values_list("pk", flat=True))
        for some in batches(papers, _BATCH):
            merge_papers(done, some)
        end_merge(done)
        merges.append(done.pk)
        applied.counts["people merged"] += 1
    step["merges"] = merges
    person.refresh_from_db()
    step["fields"] = _fill(person, named, applied)
    if person.pk != named.person_id:
        step["named"] = [[named.pk, named.person_id]]
        named.person = person
        named.save(update_fields=["person"])
        applied.counts["people identified"] += 1
    known = {person.name, *person.names.values_list("name", flat=True)}
    new = [name for name in (named.name, *named.names) if name not in known]
    step["names"] = [PersonName.objects.create(person=person, name=name, source=file.name).pk for name in new]


def _are_not_the_same(one: Person, other: Person) -> bool:
    """Whether an archivist has said that two records are not of one person, or has undone a merge of them."""
    both = (one.pk, other.pk)
    undone = Merge.objects.filter(kind=Person.kind, kept__in=both, merged__in=both)
    return are_apart(one, other) or undone.exclude(undone_by=None).exists()


def _fill(person: Person, named: AuthorityFilePerson, applied: Applied) -> list[list]:
    """Give a record the dates and numbers that it lacks, and its whole name if it has only that of a heading."""
    before = {"name": person.name, "dates": person.dates, "identifiers": person.identifiers}
    if "#" not in person.key and not _is_decided(person) and person.key.startswith(f"{authority_key(person.name)}|"):
        person.name = named.name
    person.dates = person.dates or named.dates
    if other := {key for key, value in named.identifiers.items() if person.identifiers.get(key, value) != value}:
        applied.contradictions.append(f"“{person}” has another {', '.join(sorted(other))} there.")
    person.identifiers = {**named.identifiers, **person.identifiers}
    changed = [name for name, value in before.items() if getattr(person, name) != value]
    if changed:
        person.save(update_fields=changed)
    if "name" in changed:
        reindex(papers_of(person).values_list("pk", flat=True))
    return [[person.pk, name, before[name], getattr(person, name)] for name in changed]
