"""What the archive knows of authority records that may be one, side by side: papers, years, offices, lists of persons, who writes to them.

A few queries, however many records there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Model, Q, QuerySet

from archive.models import Correspondent, Document, ListedPerson, Office, PersonMention, PersonName, Place

#: The most names of one sort beside a record; the others are counted.
_MOST = 6
_MOST_ENTRIES = 12
#: How correspondents lead to each kind of record.
PATHS = {"person": "person", "office": "office", "place": "place", "mission": "office__mission"}
#: What correspondents of a record have besides it: its field, and what it is called.
_BESIDE = {
    "person": ("office", "Offices"),
    "office": ("person", "Held by"),
    "place": ("office", "Offices"),
    "mission": ("office", "Offices"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """The names that are most often beside a record, with how often, and how many others there are."""

    most: list[tuple[str, int]]
    more: int


@dataclass(slots=True)
class Evidence:
    """What is known of one record."""

    record: Model
    wrote: int = 0
    received: int = 0
    first: date | None = None
    last: date | None = None
    beside: Counter[str] = field(default_factory=Counter)
    writes_to: Counter[str] = field(default_factory=Counter)
    hears_from: Counter[str] = field(default_factory=Counter)
    mentioned: int = 0
    entries: list[ListedPerson] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)
    belongs_to: str = ""

    @property
    def papers(self) -> int:
        """How often it wrote or received a paper, or was the place of writing."""
        return self.wrote + self.received

    @property
    def years(self) -> str:
        """The first and last year of its papers."""
        years = [day.year for day in (self.first, self.last) if day]
        return "–".join(str(year) for year in dict.fromkeys(years))

    @property
    def beside_as(self) -> str:
        """What those beside it are to it."""
        return _BESIDE[self.record.kind][1]

    @property
    def people(self) -> list[tuple[str, Named]]:
        """The lists of names beside it, each with what it is."""
        lists = ((self.beside_as, self.beside), ("Writes to", self.writes_to), ("Hears from", self.hears_from))
        return [(name, Named(found.most_common(_MOST), max(len(found) - _MOST, 0))) for name, found in lists if found]

    @property
    def entries_shown(self) -> list[ListedPerson]:
        return self.entries[:_MOST_ENTRIES]

    @property
    def more_entries(self) -> int:
        return max(len(self.entries) - _MOST_ENTRIES, 0)


def evidence_of(rows: Iterable[Model]) -> list[Evidence]:
    """Return what is known of records of one kind: those with the most papers first."""
    found = {row.pk: Evidence(row) for row in rows}
    if not found:
        return []
    kind = next(iter(found.values())).record.kind
    _add_papers(found, kind)
    _add_beside(found, kind)
    _add_partners(found, kind)
    if kind == "person":
        _add_lists(found)
    else:
        _add_belonging(found, kind)
    return sorted(found.values(), key=lambda each: (-each.papers, each.record.pk))


def papers_by_record(kind: str, records: Collection[int] | None = None) -> dict[int, int]:
    """Return how many papers each record wrote or received, of all or of these."""
    path = PATHS[kind]
    rows = _of(path, records) if records is not None else Correspondent.objects.exclude(**{path: None})
    return dict(rows.order_by().values_list(path).annotate(count=Count("document", distinct=True)))


def _of(path: str, records: Collection[int]) -> QuerySet[Correspondent]:
    return Correspondent.objects.filter(**{f"{path}__in": records}).order_by()


def _add_papers(found: dict[int, Evidence], kind: str) -> None:
    path = PATHS[kind]
    counted = _of(path, list(found)).values_list(path, "role")
    papers = counted.annotate(
        count=Count("document", distinct=True), first=Min("document__date_earliest"), last=Max("document__date_latest")
    )
    for pk, role, count, first, last in papers:
        one = found[pk]
        one.wrote, one.received = (count, one.received) if role == "sender" else (one.wrote, count)
        one.first = min(filter(None, (one.first, first)), default=None)
        one.last = max(filter(None, (one.last, last)), default=None)


def _add_beside(found: dict[int, Evidence], kind: str) -> None:
    path, (other, _) = PATHS[kind], _BESIDE[kind]
    rows = _of(path, list(found)).exclude(**{other: None}).values_list(path, f"{other}__name")
    for pk, name, count in rows.annotate(count=Count("document", distinct=True)):
        found[pk].beside[name] += count
    if kind == "place":
        written = Document.objects.filter(place__in=list(found)).order_by().values_list("place")
        for pk, count in written.annotate(count=Count("pk")):
            found[pk].beside["papers written there"] += count


def _add_partners(found: dict[int, Evidence], kind: str) -> None:
    """Add who writes to each record, and to whom it writes: the person if identified, else the office."""
    path = PATHS[kind]
    other = "document__correspondents"
    opposite = Q(role="sender", **{f"{other}__role": "recipient"}) | Q(role="recipient", **{f"{other}__role": "sender"})
    rows = (
        Correspondent.objects.filter(opposite, **{f"{path}__in": list(found)})
        .order_by()
        .values_list(path, "role", f"{other}__person__name", f"{other}__office__name")
        .annotate(count=Count("document", distinct=True))
    )
    for pk, role, person, office, count in rows:
        if name := person or office:
            (found[pk].writes_to if role == "sender" else found[pk].hears_from)[name] += count


def _add_lists(found: dict[int, Evidence]) -> None:
    entries = ListedPerson.objects.filter(person__in=list(found)).select_related("volume")
    for entry in entries.only("name", "description", "person", "volume__slug", "volume__title").order_by(
        "volume__slug"
    ):
        found[entry.person_id].entries.append(entry)
    mentions = PersonMention.objects.filter(person__in=list(found)).order_by().values_list("person")
    for pk, count in mentions.annotate(count=Count("document", distinct=True)):
        found[pk].mentioned = count
    for pk, name in PersonName.objects.filter(person__in=list(found)).values_list("person", "name"):
        found[pk].other_names.append(name)


def _add_belonging(found: dict[int, Evidence], kind: str) -> None:
    """Add the place or mission that each record belongs to."""
    model, names = {"office": (Office, ("mission__name", "place__name")), "place": (Place, ("parent__name",))}.get(
        kind, (type(next(iter(found.values())).record), ("place__name",))
    )
    for pk, *belongs in model.objects.filter(pk__in=list(found)).values_list("pk", *names):
        found[pk].belongs_to = ", ".join(filter(None, belongs))
