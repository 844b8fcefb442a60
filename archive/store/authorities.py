"""Finding the people, offices and places of correspondents, or proposing new ones. Never guessing.

An office or a place is known by its words. A person is known by the id in the volume's list of persons where the
source marks it, else by name *and* office as printed; a bare surname without office is known in its own volume
only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from django.db.models import Model
from django.utils.text import slugify

from archive.models import ListedPerson, Office, Person, Place
from archive.records import CorrespondentRecord
from archive.search import fold

_LONGEST_KEY = 500


def authority_key(*parts: str) -> str:
    """The key of an authority that rests on these words, in any spelling of case and accents."""
    key = "|".join(" ".join(fold(part).split()) for part in parts)
    if len(key) > _LONGEST_KEY:  # an index row is bounded on PostgreSQL
        key = key[:400] + "#" + hashlib.sha256(key.encode()).hexdigest()
    return key


def person_key(record: CorrespondentRecord, volume_slug: str) -> str:
    """What a person is known by: volume and id, or name and office, or a bare name in its volume."""
    if record.person_id and volume_slug:
        return f"{volume_slug}#{record.person_id}"
    if record.office:
        return authority_key(record.person, record.office)
    return authority_key(record.person, "" if len(record.person.split()) > 1 else volume_slug)


class Authorities:
    """The authority records that a batch of records needs, fetched or proposed with a few queries.

    Fill it with :meth:`want` for each correspondent and :meth:`want_place` for each place, :meth:`resolve` once,
    then ask :meth:`office`, :meth:`person` and :meth:`place`.
    """

    def __init__(self) -> None:
        self._names: dict[type[Model], dict[str, str]] = {Place: {}, Office: {}, Person: {}}
        self._office_places: dict[str, str] = {}
        self._found: dict[type[Model], dict[str, Model]] = {}
        self._listed: set[tuple[str, str]] = set()

    def want(self, record: CorrespondentRecord, volume_slug: str) -> None:
        """Ask for the authorities that one sender or recipient names."""
        if record.place:
            self.want_place(record.place)
        if record.office:
            key = authority_key(record.office)
            self._names[Office].setdefault(key, record.office)
            if record.place:
                self._office_places.setdefault(key, authority_key(record.place))
        if record.person:
            self._names[Person].setdefault(person_key(record, volume_slug), record.person)
            if record.person_id and volume_slug:
                self._listed.add((volume_slug, record.person_id))

    def want_place(self, name: str) -> None:
        """Ask for a place by its name."""
        self._names[Place].setdefault(authority_key(name), name)

    def resolve(self) -> None:
        """Fetch what exists and propose the rest."""
        self._names[Person].update(self._listed_names())
        places = self._found[Place] = _find_or_propose(Place, self._names[Place])

        def office_place(key: str) -> dict:
            return {"place": places.get(self._office_places.get(key, ""))}

        self._found[Office] = _find_or_propose(Office, self._names[Office], office_place)
        self._found[Person] = _find_or_propose(Person, self._names[Person])

    def office(self, record: CorrespondentRecord) -> Office | None:
        """The office of a correspondent, if one was read."""
        return self._found[Office].get(authority_key(record.office)) if record.office else None

    def person(self, record: CorrespondentRecord, volume_slug: str) -> Person | None:
        """The person of a correspondent, if one was read."""
        return self._found[Person].get(person_key(record, volume_slug)) if record.person else None

    def place(self, name: str) -> Place | None:
        """The place of that name, if there is a name."""
        return self._found[Place].get(authority_key(name)) if name else None

    def _listed_names(self) -> dict[str, str]:
        """Fuller names from the volumes' lists of persons, by key."""
        if not self._listed:
            return {}
        volumes = {volume for volume, _ in self._listed}
        ids = {person_id for _, person_id in self._listed}
        listed = ListedPerson.objects.filter(volume__slug__in=volumes, source_id__in=ids).values_list(
            "volume__slug", "source_id", "name"
        )
        return {f"{volume}#{source_id}": name for volume, source_id, name in listed if name}


def _find_or_propose(
    model: type[Model], names: dict[str, str], extra: Callable[[str], dict] = lambda key: {}
) -> dict[str, Model]:
    """The records of ``model`` by key; merged ones stand for the record they were merged into."""
    found = _by_key(model, names)
    for _ in range(5):
        missing = [key for key in names if key not in found]
        if not missing:
            break
        slugs = free_slugs(model, [names[key] for key in missing])
        # A rival writer may take a key or a slug first: its row is found, or another slug tried, in the next round.
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


def free_slugs(model: type[Model], names: list[str]) -> list[str]:
    """An unused address for each name, in order: "harriman", then "harriman-2" …"""
    bases = [(slugify(name) or model.__name__.lower())[:180] for name in names]
    taken = set(model.objects.filter(slug__in=set(bases)).values_list("slug", flat=True))
    for base in set(bases) & taken:
        taken |= set(model.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True))
    slugs = []
    for base in bases:
        slug, count = base, 1
        while slug in taken:
            count += 1
            slug = f"{base}-{count}"
        taken.add(slug)
        slugs.append(slug)
    return slugs
