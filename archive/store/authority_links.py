"""What points at an authority record: rows of other tables, papers, and the search entries of those papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Field, Model, Q, QuerySet

from archive import references, search
from archive.models import Correspondent, Document, Mission, Office, Person, PersonMention, Place

#: The models of authority records by kind.
AUTHORITIES: dict[str, type[Model]] = {model.kind: model for model in (Person, Office, Mission, Place)}
_WORDS = {
    "correspondent.person": "sender or recipient",
    "correspondent.office": "sender or recipient",
    "correspondent.place": "mission's place of a sender or recipient",
    "document.place": "place of writing",
    "office.place": "office there",
    "office.mission": "office of the mission",
    "mission.place": "mission there",
    "place.parent": "place in it",
    "office.predecessor": "office that continues it",
    "personname.person": "other form of the name",
    "personmention.person": "paper that mentions them",
    "officeholding.person": "office held",
    "listedperson.person": "entry in a volume's list of persons",
    "officeholding.office": "holder",
    "authorityfileperson.person": "person of an authority file",
}
#: Links from rows that are parts of the record itself.
_OWNED = {"personname.person", "officeholding.person", "authorityfileperson.person"}


@dataclass(frozen=True, slots=True)
class AuthorityLinks:
    """The ``count`` rows that point at an authority through ``field``; ``owned`` rows are parts of the record itself."""

    field: Field
    count: int
    owned: bool

    @property
    def name(self) -> str:
        """``"model.field"``."""
        return link_name(self.field)

    @property
    def words(self) -> str:
        """What the authority is to these rows, in words."""
        return _WORDS.get(self.name, self.field.model._meta.verbose_name)


def link_fields(model: type[Model]) -> list[Field]:
    """Return every foreign key that points at this kind of authority, except the one that records merges."""
    return [
        relation.field
        for relation in model._meta.related_objects
        if relation.field.name != "merged_into" and not relation.field.many_to_many
    ]


def link_name(field: Field) -> str:
    """Return ``"model.field"``, the name under which a merge records what it moved."""
    return f"{field.model._meta.model_name}.{field.name}"


def paper_of(field: Field) -> str:
    """Return the column that names the paper of a row with this link, or ``""`` if its rows are not parts of papers."""
    return {Document: "pk", Correspondent: "document", PersonMention: "document"}.get(field.model, "")


def authority_links(
    authority: Model, among: Callable[[QuerySet], QuerySet] = lambda rows: rows
) -> list[AuthorityLinks]:
    """Count the rows that point at an authority, by foreign key; keys without such rows are left out.

    ``among`` selects the rows of each model that are counted.
    """
    found = []
    for field in link_fields(type(authority)):
        count = among(field.model.objects.filter(**{field.name: authority.pk})).count()
        if count:
            found.append(AuthorityLinks(field, count, owned=link_name(field) in _OWNED))
    return found


def why_not_deleted(authority: Model, links: list[AuthorityLinks] | None = None) -> str:
    """Return why an authority can't be deleted, in words, or ``""`` if it can. ``links`` saves counting them again."""
    links = authority_links(authority) if links is None else links
    reasons = [f"{link.count} × {link.words}" for link in links if not link.owned]
    merged = authority.merged.count()
    if merged:
        reasons.append(f"{merged} × record merged into it, whose address leads here")
    if authority.merged_into_id:
        reasons.append("its old address leads on to the record that it was merged into")
    return "; ".join(reasons)


def papers_of(authority: Model) -> QuerySet[Document]:
    """Return the documents, public or not, that point at an authority, or at an office that belongs to it."""
    if authority.kind == "mission":
        linked = Q(pk__in=Correspondent.objects.filter(office__mission=authority.pk).values("document"))
    else:
        linked = Q(pk__in=Correspondent.objects.filter(**{authority.kind: authority.pk}).values("document"))
        if authority.kind == "place":
            linked |= Q(place=authority.pk)
        if authority.kind == "person":
            linked |= Q(pk__in=PersonMention.objects.filter(person=authority.pk).values("document"))
    return Document.objects.filter(linked)


def reindex(ids: Iterable[int], kind: str = "") -> None:
    """Update the search entries of these documents, in batches, after an authority of ``kind`` was changed.

    References are found by the names of places too, so those of a place's papers are resolved again.
    """
    ids = sorted(ids)
    search.follow_authorities(ids)
    if kind == "place":
        references.refresh(ids)
