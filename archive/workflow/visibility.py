"""Who sees which record on the desk: one rule, for papers and for everything that is known from papers.

Whoever may review sees everything. All others see the papers that are public or that they entered themselves. What is known
only from papers (a proposed name, a file, a volume, a doubt) is seen by whoever sees one of these papers; what archivists made
by hand is seen by all. Of records that compare or collect papers of any kind (references, decisions on groups, merges, imports,
bulk changes), nothing is seen by somebody who does not see all papers. See ``docs/decisions/visibility.md``.

Every page of the desk asks :func:`visible`: lists and their filters, links, completed names, warnings while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentHolding,
    DocumentTopic,
    DocumentWarning,
    Erratum,
    ErrorReport,
    File,
    FileNumber,
    FilingTerm,
    ListedPerson,
    Mission,
    Note,
    Office,
    OfficeHolding,
    OriginalImage,
    Person,
    PersonMention,
    PersonName,
    Place,
    Reference,
    State,
    Topic,
    UnheldPaper,
    Volume,
)

_EVERYTHING = Q()


def sees_all(user: Any) -> bool:
    """Return whether somebody sees every document, and not only what is public or their own."""
    return user.has_perm("archive.review_document")


def visible(rows: QuerySet, user: Any) -> QuerySet:
    """Return the records among ``rows``, of any model of the desk, that a member of staff may see.

    For documents they need the permission to view documents, too; for other records, the desk asks for that of their model.
    """
    if rows.model is Document and not user.has_perm("archive.view_document"):
        return rows.none()
    if sees_all(user):
        return rows
    rule = _RULES.get(rows.model)
    return rows.filter(rule(_Seen(user.pk))) if rule else rows.none()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What somebody who does not see all papers may see."""

    user: int | None

    @property
    def papers(self) -> QuerySet[Document]:
        return Document.objects.filter(_papers(self))

    def of(self, model: type[Model], *conditions: Q, **where: Any) -> Exists:
        """Return that a row that fits belongs to a paper that is seen."""
        return Exists(model._default_manager.filter(*conditions, **where).filter(_part(self)))

    def one(self, model: type[Model], field: str) -> Exists:
        """Return that the record that ``field`` points at is seen."""
        return Exists(model._default_manager.filter(_RULES[model](self), pk=OuterRef(field)))


def _papers(seen: _Seen) -> Q:
    return Q(state=State.PUBLISHED) | Q(created_by=seen.user)


def _part(seen: _Seen) -> Q:
    return Q(Exists(seen.papers.filter(pk=OuterRef("document"))))


def _authority(kind: str) -> Callable[[_Seen], Q]:
    """Return the rule for people, offices or places that correspondents are identified with.

    A merged record is another name of the one that it was merged into: it is seen by whoever sees a paper with that name.
    """

    def rule(seen: _Seen) -> Q:
        merged = {kind: OuterRef("merged_into"), f"{kind}_read": OuterRef("name")}
        return (
            Q(made_by_hand=True) | seen.of(Correspondent, **{kind: OuterRef("pk")}) | seen.of(Correspondent, **merged)
        )

    return rule


def _person(seen: _Seen) -> Q:
    return _authority("person")(seen) | Q(
        Exists(ListedPerson.objects.filter(_RULES[ListedPerson](seen), person=OuterRef("pk")))
    )


def _place(seen: _Seen) -> Q:
    written = seen.papers.filter(place=OuterRef("pk"))
    merged = seen.papers.filter(place=OuterRef("merged_into"), place_printed=OuterRef("name"))
    return _authority("place")(seen) | Exists(written) | Exists(merged)


def _mission(seen: _Seen) -> Q:
    """Return the rule for missions: one that was proposed is known from the papers of its offices."""
    return Q(made_by_hand=True) | Exists(Office.objects.filter(_RULES[Office](seen), mission=OuterRef("pk")))


def _held_or_cited(path: str) -> Callable[[_Seen], Q]:
    """Return the rule for files and file numbers, to which ``path`` leads from a paper's number and from what a paper cites."""

    def rule(seen: _Seen) -> Q:
        return Q(seen.of(DocumentFileNumber, **{path: OuterRef("pk")}) | seen.of(Reference, **{path: OuterRef("pk")}))

    return rule


def _doubt(seen: _Seen) -> Q:
    """Return the rule for doubts: one that arises from another paper is seen by whoever sees that one, too."""
    return _part(seen) & (Q(other=None) | Q(Exists(seen.papers.filter(pk=OuterRef("other")))))


def _note(seen: _Seen) -> Q:
    """Return the rule for notes: those on papers that are seen, and what somebody wrote or got; other records are archivists' work."""
    on_papers = Q(content_type__app_label="archive", content_type__model="document")
    papers = seen.papers.filter(pk=OuterRef("object_id"))
    return (on_papers & Q(Exists(papers))) | Q(to=seen.user) | Q(user=seen.user)


_RULES: dict[type[Model], Callable[[_Seen], Q]] = {
    Document: _papers,
    Correspondent: _part,
    PersonMention: _part,
    OriginalImage: _part,
    DocumentFileNumber: _part,
    DocumentHolding: _part,
    DocumentTopic: _part,
    DocumentWarning: _doubt,
    ErrorReport: _part,
    Erratum: _part,
    Person: _person,
    Office: _authority("office"),
    Place: _place,
    Mission: _mission,
    Note: _note,
    PersonName: lambda seen: Q(seen.one(Person, "person")),
    OfficeHolding: lambda seen: Q(seen.one(Person, "person"), seen.one(Office, "office")),
    File: _held_or_cited("file_number__file"),
    FileNumber: _held_or_cited("file_number"),
    FilingTerm: lambda seen: _EVERYTHING,
    Topic: lambda seen: _EVERYTHING,
    UnheldPaper: lambda seen: Q(seen.of(Reference, unheld=OuterRef("pk"))),
    Volume: lambda seen: Q(Exists(seen.papers.filter(volume=OuterRef("pk")))),
    ListedPerson: lambda seen: Q(seen.one(Volume, "volume")),
}
