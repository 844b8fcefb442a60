"""Find the people, offices and places of correspondents, or propose new ones. Never guess.

An office or a place is identified by its words. A person is identified by the entry in the volume's list of persons if the
source marks it (:mod:`archive.store.listings`), by the term of the office that a loaded authority file gives to somebody of that name on
that day (:mod:`archive.models.holders`), else by name *and* office as printed; a surname alone, without an office, identifies a person in
its own volume only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db.models import Model

from archive import identity
from archive.models import AuthorityFilePerson, ListedPerson, Mission, Office, OfficeTerm, Person, Place
from archive.models.holders import Held, holders
from archive.models.slugs import free_slugs, name_slug
from archive.parsing.authority_names import is_office, is_person, is_place
from archive.records import CorrespondentRecord
from archive.search import fold
from archive.store.listings import Listings, Named, kept, meant

_LONGEST_KEY = 500
#: A paper's first and last day, as far as they are known.
Days = tuple[date | None, date | None]
NO_DAYS: Days = (None, None)


def authority_key(*parts: str) -> str:
    """Return the key of an authority that these words identify, whatever their case and accents."""
    key = "|".join(" ".join(fold(part).split()) for part in parts)
    if len(key) > _LONGEST_KEY:  # PostgreSQL limits the size of an index row
        key = key[:400] + "#" + hashlib.sha256(key.encode()).hexdigest()
    return key


def person_key(record: CorrespondentRecord, volume_slug: str) -> str:
    """Return the key of a person: volume and id, or name and office, or a name alone in its volume."""
    if record.person_id and volume_slug:
        return f"{volume_slug}#{record.person_id}"
    if record.office:
        return authority_key(record.person, record.office)
    return authority_key(record.person, "" if len(record.person.split()) > 1 else volume_slug)


def names_of(record: CorrespondentRecord, volume_slug: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the name and the key of the records that a sender or recipient names."""
    if record.office:
        yield "office", record.office, authority_key(record.office)
    if record.person:
        yield "person", record.person, person_key(record, volume_slug)
    if record.place:
        yield "place", record.place, authority_key(record.place)


def ids_of(keys: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
    """Return the ids of the records of these kinds and keys, by kind."""
    found: dict[str, list[int]] = {}
    for model in (Person, Office, Place):
        if wanted := [key for kind, key in keys if kind == model.kind]:
            found[model.kind] = list(model.objects.filter(key__in=wanted).values_list("pk", flat=True))
    return found


def _named(record: CorrespondentRecord, volume_slug: str) -> Named:
    return Named(volume_slug, record.person, record.office, record.person_id)


class Authorities:
    """The authority records that a batch of records needs, fetched or proposed with a few queries.

    Call :meth:`want` for each correspondent and :meth:`want_place` for each place, then :meth:`resolve` once;
    :meth:`office`, :meth:`person` and :meth:`place` return the records.
    """

    def __init__(self) -> None:
        self._names: dict[type[Model], dict[str, str]] = {Place: {}, Office: {}, Person: {}}
        self._office_places: dict[str, str] = {}
        self._found: dict[type[Model], dict[str, Model]] = {}
        #: Whom papers name on which days, with the keys that their marks or words make.
        self._named: dict[tuple[Named, Days], str] = {}
        #: The keys of those whom a list explains, and the people of those whom a term of office does.
        self._meant: dict[Named, str] = {}
        self._held: dict[tuple[Named, Days], Person] = {}
        #: The entries of lists, as volume and id, that names in texts are marked with.
        self._mentioned: set[tuple[str, str]] = set()
        self._entries: dict[str, ListedPerson] = {}

    def want(self, record: CorrespondentRecord, volume_slug: str, days: Days = NO_DAYS) -> None:
        """Note the authorities that a sender or recipient names; words that can be no name make none.

        ``days`` are the first and last day of the paper: an office has another holder every few years.
        """
        self.want_place(record.place)
        if record.office and is_office(record.office):
            key = authority_key(record.office)
            self._names[Office].setdefault(key, record.office)
            if is_place(record.place):
                self._office_places.setdefault(key, authority_key(record.place))
        if is_person(record.person) and not record.person.startswith(
            "["
        ):  # "[name not declassified]" is nobody in particular
            key = person_key(record, volume_slug)
            self._names[Person].setdefault(key, record.person)
            self._named[_named(record, volume_slug), days] = key

    def want_mentioned(self, volume_slug: str, source_ids: Iterable[str]) -> None:
        """Note the entries of a volume's list that names in the text of its papers are marked with."""
        if volume_slug:
            self._mentioned |= {(volume_slug, source_id) for source_id in source_ids}

    def want_place(self, name: str) -> None:
        """Note a place by its name, if it can be one."""
        if is_place(name):
            self._names[Place].setdefault(authority_key(name), name)

    def resolve(self) -> None:
        """Fetch the records that exist and propose the others."""
        places = self._found[Place] = _find_or_propose(Place, self._names[Place])

        offices = _by_key(Office, self._names[Office])
        posts = {
            key: post
            for key, name in self._names[Office].items()
            if key not in offices and (post := identity.read_post(name))
        }
        # Of one mission the first name that came is kept, and the rank of an embassy if any office has it.
        first = {post.key: post for post in sorted(posts.values(), key=lambda post: post.rank != Mission.Rank.EMBASSY)}
        missions = _find_or_propose(
            Mission, {key: post.name for key, post in first.items()}, lambda key: {"rank": first[key].rank}
        )

        def place_and_mission(key: str) -> dict:
            mission = missions.get(posts[key].key) if key in posts else None
            return {"place": places.get(self._office_places.get(key, "")), "mission": mission}

        self._found[Office] = offices | _find_or_propose(
            Office, {key: name for key, name in self._names[Office].items() if key not in offices}, place_and_mission
        )
        self._found[Person] = self._resolve_people()

    def unknown(self) -> list[tuple[str, str, str]]:
        """Return the kind, key and name of what :meth:`resolve` would propose, missions apart; write nothing."""
        decided = self._decided()
        self._tell(decided)
        terms = self._terms(decided)
        needed = {key for each, key in self._named.items() if each[0] not in self._meant and each not in terms}
        found = []
        for model, names in self._names.items():
            known = _by_key(model, names)
            found += [
                (model.kind, key, name)
                for key, name in names.items()
                if key not in known and (model is not Person or key in needed)
            ]
        return found

    def office(self, record: CorrespondentRecord) -> Office | None:
        """Return the office of a correspondent, if it has one."""
        return self._found[Office].get(authority_key(record.office)) if record.office else None

    def person(self, record: CorrespondentRecord, volume_slug: str, days: Days = NO_DAYS) -> Person | None:
        """Return the person of a correspondent, if it has one."""
        if not record.person:
            return None
        named = _named(record, volume_slug)
        if (named, days) in self._held:
            return self._held[named, days]
        return self._found[Person].get(self._meant.get(named) or person_key(record, volume_slug))

    def mentioned(self, volume_slug: str, source_id: str) -> tuple[ListedPerson | None, Person | None]:
        """Return the entry that a name in a text is marked with, and its person."""
        key = f"{volume_slug}#{source_id}"
        entry = self._entries.get(key)
        return entry, self._found[Person].get(key) if entry else None

    def place(self, name: str) -> Place | None:
        """Return the place of this name, if there is a name."""
        return self._found[Place].get(authority_key(name)) if name else None

    def _resolve_people(self) -> dict[str, Person]:
        """Return the people by key: those that a volume's list names by the entry that speaks of them, in whichever volume."""
        names = self._names[Person]
        decided = self._decided()
        in_volumes, entries = self._tell(decided)
        self._held = self._by_terms(decided)
        needed = {key for each, key in self._named.items() if each[0] not in self._meant and each not in self._held}
        for key in set(self._named.values()) - needed:
            del names[key]
        wanted = {(named.volume, entry.source_id) for named, entry in entries.items()}
        wanted |= {(named.volume, named.mark) for named in in_volumes if named.mark and named not in entries}
        listings = Listings(wanted | self._mentioned)
        self._entries = listings.entries()
        names |= listings.names()
        known = listings.people()
        known |= {key: row for key, row in _by_key(Person, names).items() if key not in known}
        listings.tie(known)
        listings.join()
        known |= listings.people()
        found = known | _find_or_propose(Person, {key: name for key, name in names.items() if key not in known})
        listings.tie(found)
        return found

    def _decided(self) -> set[str]:
        """Return the keys of people whom an archivist decided about: that goes before list and terms."""
        return {
            key
            for key, row in _by_key(Person, set(self._named.values())).items()
            if row.key != key or row.made_by_hand or row.status == Person.Status.ACCEPTED
        }

    def _tell(self, decided: set[str]) -> tuple[dict[Named, str], dict[Named, ListedPerson]]:
        """Note whom the lists of volumes explain; return the names in volumes with their keys, and the entries that these mean."""
        in_volumes = {named: key for (named, _), key in self._named.items() if named.volume}
        entries = meant(named for named, key in in_volumes.items() if named.mark or key not in decided)
        self._meant = {named: f"{named.volume}#{entry.source_id}" for named, entry in entries.items()}
        return in_volumes, entries

    def _terms(self, decided: set[str]) -> dict[tuple[Named, Days], OfficeTerm]:
        """Return the terms of office that tell people whom neither a mark nor a list does."""
        open_ = {
            each: Held(each[0].person, each[0].office, *each[1])
            for each, key in self._named.items()
            if each[0].office and not each[0].mark and each[0] not in self._meant and key not in decided
        }
        terms = holders(open_.values())
        return {each: terms[held] for each, held in open_.items() if held in terms}

    def _by_terms(self, decided: set[str]) -> dict[tuple[Named, Days], Person]:
        """Return the people whom the terms of their offices tell."""
        terms = self._terms(decided)
        people = people_of({term.named_id: term.named for term in terms.values()}.values())
        return {each: people[term.named_id] for each, term in terms.items()}


def people_of(named: Iterable[AuthorityFilePerson]) -> dict[int, Person]:
    """Return the archive's records of people of authority files, by the row there; propose those that it does not have."""
    named = list(named)
    missing = {f"authority file|{row.file_id}|{row.key}": row for row in named if not row.person_id}
    made = _find_or_propose(Person, {key: row.name for key, row in missing.items()})
    for key, row in missing.items():
        row.person = made[key]
    AuthorityFilePerson.objects.bulk_update(missing.values(), ["person"])
    return {row.pk: kept(row.person) for row in named}


def _find_or_propose(
    model: type[Model], names: dict[str, str], extra: Callable[[str], dict] = lambda key: {}
) -> dict[str, Model]:
    """Return the records of ``model`` by key; for a merged record, the one that it was merged into."""
    found = _by_key(model, names)
    for _ in range(5):
        missing = [key for key in names if key not in found]
        if not missing:
            break
        slugs = free_slugs([name_slug(names[key], model.kind) for key in missing], model.objects)
        # Another writer may take a key or a slug first: the next round finds its row, or tries another slug.
        model.objects.bulk_create(
            [
                model(key=key, name=names[key], slug=slug, **extra(key))
                for key, slug in zip(missing, slugs, strict=True)
            ],
            ignore_conflicts=True,
        )
        found |= _by_key(model, missing)
    return found


def _by_key(model: type[Model], keys: Iterable[str]) -> dict[str, Model]:
    found = {}
    for authority in model.objects.filter(key__in=list(keys)).select_related("merged_into"):
        target = authority
        while target.merged_into_id:
            target = target.merged_into
        found[authority.key] = target
    return found
