"""Find the people, offices and places of correspondents, or propose new ones. Never guess.

An office or a place is identified by its words. A person is identified by the entry in the volume's list of persons if the
source marks it (:mod:`archive.store.listings`), else by name *and* office as printed; a surname alone, without an office,
identifies a person in its own volume only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from django.db.models import Model

from archive.models import Office, Person, Place
from archive.models.slugs import free_slugs, name_slug
from archive.parsing.authority_names import is_office, is_person, is_place
from archive.records import CorrespondentRecord
from archive.search import fold
from archive.store.listings import Listings, Named, meant

_LONGEST_KEY = 500


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
        #: Whom volumes' papers name, with the keys that their marks or words make.
        self._named: dict[Named, str] = {}
        #: Keys of names in papers of no volume, which no list explains.
        self._outside: set[str] = set()
        #: The keys of those whom a list explains.
        self._meant: dict[Named, str] = {}

    def want(self, record: CorrespondentRecord, volume_slug: str) -> None:
        """Note the authorities that a sender or recipient names; words that can be no name make none."""
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
            if volume_slug:
                self._named[_named(record, volume_slug)] = key
            else:
                self._outside.add(key)

    def want_place(self, name: str) -> None:
        """Note a place by its name, if it can be one."""
        if is_place(name):
            self._names[Place].setdefault(authority_key(name), name)

    def resolve(self) -> None:
        """Fetch the records that exist and propose the others."""
        places = self._found[Place] = _find_or_propose(Place, self._names[Place])

        def office_place(key: str) -> dict:
            return {"place": places.get(self._office_places.get(key, ""))}

        self._found[Office] = _find_or_propose(Office, self._names[Office], office_place)
        self._found[Person] = self._resolve_people()

    def office(self, record: CorrespondentRecord) -> Office | None:
        """Return the office of a correspondent, if it has one."""
        return self._found[Office].get(authority_key(record.office)) if record.office else None

    def person(self, record: CorrespondentRecord, volume_slug: str) -> Person | None:
        """Return the person of a correspondent, if it has one."""
        if not record.person:
            return None
        return self._found[Person].get(self._meant.get(_named(record, volume_slug)) or person_key(record, volume_slug))

    def place(self, name: str) -> Place | None:
        """Return the place of this name, if there is a name."""
        return self._found[Place].get(authority_key(name)) if name else None

    def _resolve_people(self) -> dict[str, Person]:
        """Return the people by key: those that a volume's list names by the entry that speaks of them, in whichever volume."""
        names = self._names[Person]
        # An archivist's decision about these words goes before the list.
        decided = {
            key
            for key, row in _by_key(Person, set(self._named.values())).items()
            if row.key != key or row.made_by_hand or row.status == Person.Status.ACCEPTED
        }
        entries = meant(named for named, key in self._named.items() if named.mark or key not in decided)
        self._meant = {named: f"{named.volume}#{entry.source_id}" for named, entry in entries.items()}
        needed = self._outside | {key for named, key in self._named.items() if named not in self._meant}
        for key in {self._named[named] for named in self._meant} - needed:
            del names[key]
        wanted = {(named.volume, entry.source_id) for named, entry in entries.items()}
        wanted |= {(named.volume, named.mark) for named in self._named if named.mark and named not in entries}
        listings = Listings(wanted)
        names |= listings.names()
        known = listings.people()
        known |= {key: row for key, row in _by_key(Person, names).items() if key not in known}
        listings.tie(known)
        listings.join()
        known |= listings.people()
        found = known | _find_or_propose(Person, {key: name for key, name in names.items() if key not in known})
        listings.tie(found)
        return found


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
