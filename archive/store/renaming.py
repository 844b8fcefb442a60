"""Show people under the name that the lists of persons agree on, until an archivist names them; an address that changes leads on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from reversion.models import Version

from archive import identity
from archive.models import ListedPerson, OldAddress, Person
from archive.models.slugs import free_slugs, name_slug
from archive.sql.batches import batches, one_commit
from archive.store.authority_links import papers_of, reindex

_BATCH = 500
#: Fields of an address that say which of several records of one name it is.
_NUMBER = re.compile(r"-\d+$")


def rename_people(ids: Iterable[int]) -> None:
    """Give these people the best name of their lists' entries; those whom an archivist or an authority file names keep theirs."""
    for some in batches(sorted(ids), _BATCH):
        printed: dict[int, list[str]] = defaultdict(list)
        entries = ListedPerson.objects.filter(person__in=some).order_by("pk")
        for person, name, line in entries.values_list("person", "name", "description"):
            if not identity.leads_on(line):
                printed[person].append(name)
        rows = Person.objects.filter(
            pk__in=printed, status=Person.Status.PROPOSED, made_by_hand=False, merged_into=None
        ).exclude(in_authority_files__name=F("name"))
        people = {row.pk: row for row in rows}
        for pk in worked_on(people):
            del people[pk]
        with one_commit():
            for pk, person in people.items():
                name = identity.best_name(printed[pk])
                if name and (name != person.name or _NUMBER.search(person.slug)):
                    _rename(person, name)


def worked_on(people: Iterable[int]) -> set[int]:
    """Return those of these people whom an archivist has edited."""
    found: set[int] = set()
    # Not ``get_for_model``, which knows a model only when the desk's pages are loaded; imports by command have not.
    kept = Version.objects.filter(content_type=ContentType.objects.get_for_model(Person))
    for some in batches(sorted(people), _BATCH):
        edited = kept.filter(object_id__in=[str(pk) for pk in some])
        found |= {int(pk) for pk in edited.values_list("object_id", flat=True)}
    return found


@transaction.atomic
def _rename(person: Person, name: str) -> None:
    """Change a name, and the address if it has words that the name has not, or a number that it needs no longer.

    "/people/rusk/" stays Dean Rusk's.
    """
    before, old = (person.name, person.slug), person.get_absolute_url()
    person.name, wanted = name, name_slug(name, Person.kind)
    if not set(_NUMBER.sub("", person.slug).split("-")) <= set(wanted.split("-")):
        (person.slug,) = free_slugs([wanted], Person.objects.exclude(pk=person.pk))
    elif _NUMBER.search(person.slug) and not Person.objects.filter(slug=wanted).exists():
        person.slug = wanted
        if OldAddress.objects.filter(path=person.get_absolute_url()).exclude(target=old).exists():
            person.slug = before[1]  # that address leads to somebody else
    if (person.name, person.slug) == before:
        return
    person.save(update_fields=["name", "slug"])
    new = person.get_absolute_url()
    if new != old:
        OldAddress.objects.filter(target=old).update(target=new)
        OldAddress.objects.filter(path=new).delete()
        OldAddress.objects.update_or_create(path=old, defaults={"target": new, "reason": ""})
    reindex(papers_of(person).values_list("pk", flat=True), Person.kind)
