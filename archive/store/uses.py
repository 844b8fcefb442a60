"""Where an authority record is used: which rows point at it, which papers, and their search entries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Field, Model, Q, QuerySet

from archive import references, search
from archive.models import Correspondent, Document, Mission, Office, Person, Place

#: The models of authority records by kind.
AUTHORITIES: dict[str, type[Model]] = {model.kind: model for model in (Person, Office, Mission, Place)}
_BATCH = 200
_WORDS = {
    "correspondent.person": "sender or recipient",
    "correspondent.office": "sender or recipient",
    "correspondent.place": "mission's place of a sender or recipient",
    "document.place": "place of writing",
    "office.place": "office there",
    "office.mission": "office of the mission",
    "mission.place": "mission there",
    "place.parent": "place in it",
    "personname.person": "other form of the name",
    "officeholding.person": "office held",
    "officeholding.office": "holder",
}


@dataclass(frozen=True, slots=True)
class Use:
    """That ``count`` rows point at an authority through ``field``; ``owned`` rows are parts of the record itself."""

    field: Field
    count: int
    owned: bool

    @property
    def name(self) -> str:
        """``"model.field"``."""
        return name_of(self.field)

    @property
    def words(self) -> str:
        """What the rows say of the authority, in words."""
        return _WORDS.get(self.name, self.field.model._meta.verbose_name)


def links_to(model: type[Model]) -> list[Field]:
    """Every foreign key that points at this kind of authority, but for that of merging itself."""
    return [
        relation.field
        for relation in model._meta.related_objects
        if relation.field.name != "merged_into" and not relation.field.many_to_many
    ]


def name_of(field: Field) -> str:
    """``"model.field"``, by which merges remember what moved."""
    return f"{field.model._meta.model_name}.{field.name}"


def uses(authority: Model) -> list[Use]:
    """How many rows of each kind point at an authority, leaving out what nothing does."""
    found = []
    for field in links_to(type(authority)):
        count = field.model.objects.filter(**{field.name: authority.pk}).count()
        if count:
            found.append(Use(field, count, owned=name_of(field) in {"personname.person", "officeholding.person"}))
    return found


def why_not_deleted(authority: Model, used: list[Use] | None = None) -> str:
    """Why an authority cannot be deleted, in words; ``""`` if nothing speaks against it. ``used`` saves asking again."""
    reasons = [f"{use.count} × {use.words}" for use in (uses(authority) if used is None else used) if not use.owned]
    merged = authority.merged.count()
    if merged:
        reasons.append(f"{merged} × record merged into it, whose address leads here")
    if authority.merged_into_id:
        reasons.append("its old address leads on to the record that it was merged into")
    return "; ".join(reasons)


def papers_of(authority: Model) -> QuerySet[Document]:
    """The documents, public or not, that point at an authority, or whose office belongs to it."""
    if authority.kind == "mission":
        said = Q(pk__in=Correspondent.objects.filter(office__mission=authority.pk).values("document"))
    else:
        said = Q(pk__in=Correspondent.objects.filter(**{authority.kind: authority.pk}).values("document"))
        if authority.kind == "place":
            said |= Q(place=authority.pk)
    return Document.objects.filter(said)


def reindex(ids, kind: str = "") -> None:
    """Bring the search entries of these documents in step, in batches, after an authority of ``kind`` was changed.

    References are looked for by the names of places, so a place's papers have theirs resolved again.
    """
    ids = sorted(ids)
    for start in range(0, len(ids), _BATCH):
        search.index(Document.objects.for_page().filter(pk__in=ids[start : start + _BATCH]))
    if kind == "place":
        references.refresh(ids)
