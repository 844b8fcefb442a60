"""Join places that are one under two spellings, after volumes have come in.

Each join is a merge as archivists make them, with its reason and how sure it is, and without a user; what an archivist has undone or
called different stays apart. Names of which the papers show too little stay groups on the workbench.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Q

from archive import identity, search
from archive.errors import Refused
from archive.models import Correspondent, Document, Merge, Place
from archive.store.identity_decisions import are_apart
from archive.store.merging import begin_merge, end_merge


@search.indexed_later()
def gather_places() -> None:
    """Merge the places that nobody has decided about and that are one by their words, or by spelling and the offices there."""
    proposed = Place.objects.filter(merged_into=None)
    offices: dict[int, set[str]] = defaultdict(set)
    there = Correspondent.objects.filter(role="sender", document__place__isnull=False).exclude(office=None)
    there = there.filter(Q(office__mission__isnull=False) | Q(office__place__isnull=False)).order_by()
    for place, office in there.values_list("document__place", "office__name").distinct():
        offices[place].add(office)
    names = [
        identity.NamedPlace(pk, name, frozenset(offices.get(pk, ())))
        for pk, name in proposed.order_by("pk").values_list("pk", "name")
    ]
    joins = identity.same_places(names)
    if not joins:
        return
    apart = {
        frozenset(pair)
        for pair in Merge.objects.filter(kind=Place.kind).exclude(undone_by=None).values_list("kept", "merged")
    }
    for join in joins:
        _merge(join, apart)


def _merge(join: identity.Join, apart: set[frozenset[int]]) -> None:
    one, other = (_kept(pk) for pk in (join.one, join.other))
    if one == other or frozenset((one.pk, other.pk)) in apart or are_apart(one, other):
        return
    chosen, merged = sorted((one, other), key=lambda place: (not _decided(place), -_papers(place), place.pk))
    if _decided(merged):
        return
    try:
        with transaction.atomic():
            end_merge(begin_merge(chosen, merged, reason=join.why, certainty=join.certainty))
    except Refused:
        return  # an archivist is merging one of them now, or one is a part of the other


def _kept(pk: int) -> Place:
    place = Place.objects.select_related("merged_into").get(pk=pk)
    while place.merged_into_id:
        place = place.merged_into
    return place


def _papers(place: Place) -> int:
    return Document.objects.filter(place=place).aggregate(papers=Count("pk"))["papers"]


def _decided(place: Place) -> bool:
    return place.made_by_hand or place.status == Place.Status.ACCEPTED
