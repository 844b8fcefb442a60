"""Tie the entries of volumes' lists of persons to people: an entry is evidence, a person is an authority.

An entry is tied when a paper marks its sender or recipient with it, or names one whom nobody else of the list can be: to the person
of an entry of another volume that speaks of the same one (:mod:`archive.identity`), or else to a person of its own. What is tied
stays tied, so that an archivist's decision outlives every import.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from archive import identity
from archive.models import AuthorityFile, AuthorityFileEntry, AuthorityFilePerson, ListedPerson, Person
from archive.parsing.authority_names import is_person
from archive.records import DocumentRecord, ReadingWarning
from archive.sql.rows import update_fields

_FIELDS = ["person", "why", "certainty"]


#: The code of the doubt about a mark that the volume's own list contradicts.
OTHER_PERSON = "mark-differs-from-list"


@dataclass(frozen=True, slots=True)
class Named:
    """A person whom a paper of a volume names: the words, and the id of the volume's list that the source marks them with, if any."""

    volume: str
    person: str
    office: str
    mark: str = ""


def meant(names: Iterable[Named]) -> dict[Named, ListedPerson]:
    """Return the entry that each of these names certainly means by its words and its volume's list, where no mark says the same.

    A mark is wrong sometimes: "Director of Central Intelligence Dulles" is not the Secretary of State whose id it has.
    """
    surnames = {name: found for name in names if (found := identity.spoken_surnames(name.person))}
    if not surnames:
        return {}
    rows = with_volumes(
        ListedPerson.objects.filter(
            volume__slug__in={name.volume for name in surnames}, surname__in=set().union(*surnames.values())
        )
    )
    listed = {}
    entries = defaultdict(list)
    for row in rows:
        entry = identity.read_entry(row.pk, row.volume.slug, row.name, row.description)
        if entry:
            listed[row.pk] = row
            entries[row.volume.slug, row.surname].append(entry)
    found = {}
    for name, wanted in surnames.items():
        of_that_name = [entry for surname in wanted for entry in entries[name.volume, surname]]
        entry = identity.entry_meant(name.person, name.office, of_that_name)
        if entry and listed[entry.id].source_id != name.mark:
            found[name] = listed[entry.id]
    return found


def doubts_about_marks(papers: Iterable[tuple[int, str, DocumentRecord]]) -> dict[int, list[ReadingWarning]]:
    """Return a doubt for each sender or recipient who is marked as somebody else than the volume's list says, by paper.

    ``papers`` are (paper's row, volume's slug, record).
    """
    marked = [
        (paper, row.printed, Named(volume, row.person, row.office, row.person_id))
        for paper, volume, record in papers
        for row in record.senders + record.recipients
        if volume and row.person_id
    ]
    found = meant(named for _, _, named in marked)
    doubts: dict[int, list[ReadingWarning]] = defaultdict(list)
    for paper, printed, named in marked:
        if entry := found.get(named):
            message = f"“{printed}” is marked as another person than “{entry.name}”, who is meant by the volume's list of persons."
            doubts[paper].append(ReadingWarning(OTHER_PERSON, message))
    return doubts


class Listings:
    """The entries of lists that a batch of papers marks: ``wanted`` are pairs of volume's slug and entry's id."""

    def __init__(self, wanted: Iterable[tuple[str, str]]) -> None:
        chosen = set(wanted)
        rows = with_volumes(
            ListedPerson.objects.filter(
                volume__slug__in={volume for volume, _ in chosen}, source_id__in={source_id for _, source_id in chosen}
            )
        )
        self._rows = {
            f"{row.volume.slug}#{row.source_id}": row
            for row in (rows if chosen else ())
            if (row.volume.slug, row.source_id) in chosen and row.name
        }

    def names(self) -> dict[str, str]:
        """Return the names to show people under, by their keys (``"volume#id"``); words that can be no name are left out."""
        return {
            key: identity.best_name([row.name]) or row.name for key, row in self._rows.items() if is_person(row.name)
        }

    def entries(self) -> dict[str, ListedPerson]:
        """Return the entries by key."""
        return self._rows

    def people(self) -> dict[str, Person]:
        """Return the people of the entries that are tied, by key."""
        return {key: kept(row.person) for key, row in self._rows.items() if row.person_id}

    def join(self) -> None:
        """Tie the entries that speak of somebody whom an entry of another volume is tied to."""
        self._join_named()
        loose = [row for row in self._rows.values() if not row.person_id and row.surname]
        if not loose:
            return
        read = read_entries(ListedPerson.objects.filter(surname__in={row.surname for row in loose}))
        if not any(read.people.values()):
            return
        groups = identity.join_entries(read.entries)
        chosen: dict[int, int] = {}
        for row in loose:
            people = Counter(person for entry in groups.of(row.pk) if (person := read.people[entry.id]))
            if people:
                chosen[row.pk] = min(people, key=lambda person: (-people[person], person))
        records = Person.objects.select_related("merged_into").in_bulk(chosen.values())
        tied = [row for row in loose if row.pk in chosen]
        for row in tied:
            reason = groups.reason(row.pk)
            row.person, row.why, row.certainty = kept(records[chosen[row.pk]]), reason.why, reason.certainty
        update_fields(tied, _FIELDS)

    def _join_named(self) -> None:
        """Tie the entries that an authority file gives to somebody whom the archive has a record of."""
        loose = [row for row in self._rows.values() if not row.person_id]
        tied = []
        for pk, named in named_entries(loose).items():
            if named.person_id:
                (row,) = (row for row in loose if row.pk == pk)
                row.person, row.why, row.certainty = kept(named.person), identity.NAMED_TOGETHER, 97
                tied.append(row)
        update_fields(tied, _FIELDS)

    def tie(self, people: dict[str, Person]) -> None:
        """Tie the entries that are still loose to these people, by key."""
        loose = [row for key, row in self._rows.items() if not row.person_id and key in people]
        for row in loose:
            row.person = people[f"{row.volume.slug}#{row.source_id}"]
        update_fields(loose, _FIELDS)
        # From now on, the authority files know whom the archive's record is of.
        named = named_entries(self._rows.values())
        known = []
        for row in self._rows.values():
            if row.person_id and row.pk in named and not named[row.pk].person_id:
                named[row.pk].person_id = row.person_id
                known.append(named[row.pk])
        update_fields(known, ["person"])


@dataclass(frozen=True, slots=True)
class ReadEntries:
    """Entries to compare, and the row of the person that each is tied to, if it is, by the entry's row."""

    entries: list[identity.Entry]
    people: dict[Any, int | None]


def read_entries(rows: QuerySet[ListedPerson]) -> ReadEntries:
    """Return entries ready to be compared, with the person whom an authority file gives them to.

    Columns and not records: of a surname there may be very many, each with its volume and its person.
    """
    columns = ("pk", "volume__slug", "volume__title", "source_id", "name", "description", "person")
    found = list(rows.order_by("pk").values_list(*columns))
    named = _named({(slug, source_id): pk for pk, slug, _, source_id, *_ in found})
    years = {title: identity.years_of(title) for title in {row[2] for row in found}}
    entries = []
    for pk, slug, title, _, name, description, _ in found:
        authority = named[pk].pk if pk in named else None
        if entry := identity.read_entry(pk, slug, name, description, years[title], authority):
            entries.append(entry)
    return ReadEntries(entries, {row[0]: row[-1] for row in found})


def named_entries(rows: Iterable[ListedPerson]) -> dict[int, AuthorityFilePerson]:
    """Return the person to whom an authority file gives each of these entries, by the entry's row; their volumes must be fetched."""
    return _named({(row.volume.slug, row.source_id): row.pk for row in rows})


def _named(wanted: dict[tuple[str, str], int]) -> dict[int, AuthorityFilePerson]:
    if not wanted or not AuthorityFile.objects.exists():
        return {}
    found: dict[int, AuthorityFilePerson] = {}
    volumes, ids = (set(each) for each in zip(*wanted, strict=True))
    entries = AuthorityFileEntry.objects.filter(volume__in=volumes, source_id__in=ids).order_by("-pk")
    people: dict[int, AuthorityFilePerson] = {}
    for entry in entries.select_related("named__person__merged_into"):
        pk = wanted.get((entry.volume, entry.source_id))
        if pk:
            found[pk] = people.setdefault(entry.named_id, entry.named)
    return found


def with_volumes(rows: QuerySet[ListedPerson]) -> QuerySet[ListedPerson]:
    """Fetch entries with their people and their volumes, without the volumes' long texts."""
    return rows.select_related("volume", "person__merged_into").defer("volume__header", "volume__skeleton")


def kept(person: Person) -> Person:
    """Return the record that a person was merged into in the end, or the person itself."""
    while person.merged_into_id:
        person = person.merged_into
    return person
