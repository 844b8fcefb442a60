"""References that wait for an archivist, as the questions that they ask: those that look for the same paper are one question.

A question is known by the kind of its references and what they look for, or their words if these do not say enough to look for it.
Kinds that no page shows wait for nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Min, QuerySet, TextField, When
from django.http import HttpRequest

from archive import search, workflow
from archive.browsing.typed import read_typed
from archive.models import Document, DocumentText, Footnote, Reference, Volume
from archive.parsing.plain import plain_text
from archive.references import verdicts
from archive.references.display import HIDDEN
from archive.web.requests import line, number

#: The states of references that nobody and nothing has decided.
OPEN = (Reference.Status.UNRESOLVED, Reference.Status.CANDIDATES, Reference.Status.UNKNOWN)
#: The orders of questions, by the parameter.
ORDERS = {"most": "how many hang on it", "volume": "volume", "reason": "reason"}
#: The most reasons that a list can be narrowed to.
_MOST_REASONS = 60
#: Characters shown on each side of a reference.
_BESIDE = 320
_MOST_CANDIDATES = 12
_MOST_FOUND = 10
_ASKED = Case(When(wanted="", then=F("printed")), default=F("wanted"), output_field=TextField())


@dataclass(frozen=True, slots=True)
class Worklist:
    """The references that somebody works through: those that fit, as questions in an order; ``at`` is the place in it, from 0."""

    user: Any
    words: str = ""
    volume: str = ""
    reason: str = ""
    kind: str = ""
    status: str = ""
    order: str = "most"
    at: int = 0

    @classmethod
    def asked(cls, request: HttpRequest) -> Worklist:
        """Return the list that the address of a page asks for."""
        named = {name: line(request.GET, name) for name in ("words", "volume", "reason", "kind")}
        order, status = line(request.GET, "order"), line(request.GET, "status")
        return cls(
            request.user,
            **named,
            order=order if order in ORDERS else "most",
            status=status if status in OPEN else "",
            at=number(request.GET, "at", largest=10**7),
        )

    @property
    def values(self) -> dict[str, str]:
        """The parameters of the list that are not the usual ones, without the place in it."""
        found = {name: getattr(self, name) for name in ("words", "volume", "reason", "kind", "status")}
        return {name: value for name, value in found.items() if value} | (
            {"order": self.order} if self.order != "most" else {}
        )

    @property
    def query(self) -> str:
        """The part of an address that keeps one at a place in this list."""
        found = urlencode(self.values | ({"at": self.at} if self.at else {}))
        return f"?{found}" if found else ""

    def move(self, at: int) -> Worklist:
        """Return the same list at another place."""
        return replace(self, at=max(at, 0))

    def references(self) -> QuerySet[Reference]:
        """Return the references that wait and fit."""
        rows = workflow.visible(Reference.objects.filter(status__in=OPEN, decision=None), self.user)
        rows = rows.exclude(kind__in=HIDDEN)
        if self.words:
            rows = rows.filter(printed__icontains=self.words)
        if self.volume:
            rows = rows.filter(document__volume__slug=self.volume)
        exact = {name: getattr(self, name) for name in ("reason", "kind", "status") if getattr(self, name)}
        return rows.filter(**exact).order_by()

    def questions(self) -> QuerySet:
        """Return the questions, in order: kind, what is asked, how many references ask it, and the first of them."""
        rows = self.references().annotate(asked=_ASKED).values("kind", "asked")
        rows = rows.annotate(count=Count("pk"), first=Min("pk"))
        if self.order == "volume":
            return rows.annotate(in_volume=Min("document__volume__slug")).order_by("in_volume", "first")
        if self.order == "reason":
            return rows.annotate(why=Min("reason")).order_by("why", "-count", "first")
        return rows.order_by("-count", "first")

    def same(self, reference: Reference) -> QuerySet[Reference]:
        """Return the references of this list that ask the same as one."""
        words = {"wanted": reference.wanted} if reference.wanted else {"wanted": "", "printed": reference.printed}
        return self.references().filter(kind=reference.kind, **words)

    def around(self, reference: Reference) -> tuple[dict | None, dict | None]:
        """Return the questions before and after the one of a reference, where it is at its place in the list."""
        first = max(self.at - 1, 0)
        window = list(self.questions()[first : self.at + 2])
        asked = (reference.kind, reference.wanted or reference.printed)
        place = next((n for n, each in enumerate(window) if (each["kind"], each["asked"]) == asked), None)
        if place is None:  # the list has changed since, or it is not in it
            before, after = window[: self.at - first], window[self.at - first :]
            return before[-1] if before else None, after[0] if after else None
        before, after = window[:place], window[place + 1 :]
        return before[-1] if before else None, after[0] if after else None

    def reasons(self) -> list[tuple[str, int]]:
        """Return the most frequent reasons of the list as it is without one, with how many references have each."""
        rows = replace(self, reason="").references().values_list("reason")
        return list(rows.annotate(count=Count("pk")).order_by("-count", "reason")[:_MOST_REASONS])

    def kinds(self) -> list[tuple[str, int]]:
        """Return the kinds of the list as it is without one, with how many references each has."""
        rows = replace(self, kind="").references().values_list("kind")
        return list(rows.annotate(count=Count("pk")).order_by("-count", "kind"))

    def volumes(self) -> list[tuple[str, int]]:
        """Return the volumes of the list as it is without one, with how many references wait in each."""
        rows = replace(self, volume="").references().exclude(document__volume=None).values_list("document__volume")
        counts = dict(rows.annotate(count=Count("pk")))
        slugs = Volume.objects.filter(pk__in=counts).order_by("slug").values_list("pk", "slug")
        return [(slug, counts[pk]) for pk, slug in slugs]


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around a reference: before it, as printed, after it."""

    before: str
    printed: str
    after: str


def passage_of(reference: Reference) -> Passage:
    """Return the paragraph in which a reference stands, shortened on both sides if it is long."""
    document, footnote = reference.document_id, reference.where.partition(":")[2]
    if footnote:
        tei = Footnote.objects.filter(document=document, order=int(footnote)).values_list("text", flat=True).first()
    else:
        tei = DocumentText.objects.filter(document=document).values_list("tei", flat=True).first()
    text = plain_text(tei) if tei else ""
    printed = text[reference.start : reference.end]
    if not printed:
        return Passage("", reference.printed, "")
    before = text[max(reference.start - _BESIDE, 0) : reference.start]
    after = text[reference.end : reference.end + _BESIDE]
    begun = before.rpartition("\n")[2]
    if begun == before and reference.start > _BESIDE:
        begun = "… " + before.partition(" ")[2]
    ended = after.partition("\n")[0]
    if ended == after and reference.end + _BESIDE < len(text):
        ended = after.rpartition(" ")[0] + " …"
    return Passage(begun, printed, ended)


def details_of(reference: Reference) -> str:
    """Return what a reference states about its paper, in words."""

    def words(value: Any) -> str:
        return " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)

    return "; ".join(f"{name.replace('_', ' ')} {words(value)}" for name, value in reference.details.items() if value)


def candidates_of(reference: Reference) -> list[tuple[Document, int]]:
    """Return the papers in question that are public, the likeliest first, each with how sure that is in per cent."""
    rated = dict(reference.candidates)
    if reference.target_document_id:
        rated = {reference.target_document_id: reference.confidence or 0} | rated
    best = sorted(rated, key=lambda pk: -rated[pk])[:_MOST_CANDIDATES]
    found = Document.objects.public().for_lines().in_bulk(best)
    return [(found[pk], round(100 * rated[pk])) for pk in best if pk in found]


def find_papers(words: str) -> list[Document]:
    """Return the public papers that typed words name or find: an id or address, a file number, a citation, or words of the text."""
    if not words:
        return []
    public = Document.objects.public().for_lines()
    named, typed, texts = verdicts.paper_named(words), read_typed(words), [words]
    found = [named] if named else []
    if typed.file_number:
        texts.insert(0, 'file:"{}"'.format(words.replace('"', "")))
        found += [row.document for row in (*typed.file_number.fuller, *typed.file_number.papers)]
    if where := typed.destination:
        found += filter(None, (where.document, *where.papers, *where.near))
    for text in texts:
        found += [hit.document for hit in search.search(search.understand(text), size=_MOST_FOUND).hits]
    ids = list(dict.fromkeys(paper.pk for paper in found))[:_MOST_FOUND]
    papers = public.in_bulk(ids)
    return [papers[pk] for pk in ids if pk in papers]
