"""The papers that citations name, looked up for many citations together: the number of queries is the same for one and for hundreds.

What is surest decides: an address, a place in a volume, a file number, a number with its place and date, names and a day. Where that
leaves several papers, whatever else the citation says chooses among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from archive.browsing.names_cited import is_of_kind, is_of_side, names_named
from archive.models import Document, DocumentFileNumber, DocumentKey, Reference, SearchText, UnheldPaper, Volume
from archive.parsing.citations import Citation, PaperCitation, VolumeCitation, VolumeName, read_volume_name
from archive.references.keys import DayKey, NumberKey

#: Papers that are read for one citation, and for all of those that are looked up together.
MOST_READ, _MOST_READ_IN_ALL = 400, 6_000
_YEARS = range(1861, 1993)
#: The beginning of a text in which the names of those who spoke are looked for, in characters of its tokens.
_BEGINNING = 6_000
#: Kinds whose people are named in the text; others have them in heading and correspondents.
_SPOKEN = frozenset({"memorandum of conversation", "minutes", "memorandum of discussion"})
#: A name in the text counts only where so few papers are left.
_MOST_TEXTS = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """What one citation leads to: the ``papers`` that it may mean, in order, and ``near`` ones that fit less well.

    ``volumes`` are those that it may name; ``unheld`` the papers of the register that it names. ``was_read`` is false if there was too
    much to look through, ``is_sure`` true if they were found by where they are printed or filed.
    """

    papers: tuple[Document, ...] = ()
    near: tuple[Document, ...] = ()
    volumes: tuple[Volume, ...] = ()
    unheld: tuple[UnheldPaper, ...] = ()
    was_read: bool = True
    is_sure: bool = False


def look_up(citations: Sequence[Citation]) -> list[Found]:
    """Return what each citation leads to."""
    return _LookUp(citations).found()


class _LookUp:
    def __init__(self, citations: Sequence[Citation]) -> None:
        self.citations = citations
        places = [citation.place for citation in citations if citation.place]
        self.volumes = _held_volumes() if places else []
        self.volumes_of = {place: self._volumes(place) for place in places}
        self.by_address = _by_address({one.address.slug for one in citations if one.address})
        self.by_document, self.by_page = self._in_volumes(places)
        self.by_file = _by_file({number for one in citations for number in one.numbers})
        numbered = [one.paper for one in citations if one.paper and one.paper.number]
        named = [one.paper for one in citations if one.paper and not one.paper.number]
        self.by_number = _by_keys(_number_keys(numbered)) | _by_bare_number({one.number for one in numbered})
        self.by_day = _by_keys(_day_keys(named))
        #: The places of the citations whose candidates were found by where they are printed or filed, and of those left out.
        self.sure: set[int] = set()
        self.left_out: set[int] = set()
        self.candidates = self._candidates()
        correspondents = any(one.paper for one in citations)
        self.papers = _read({pk for pks in self.candidates.values() for pk in pks}, with_correspondents=correspondents)
        self.order = {pk: place for place, pk in enumerate(self.papers)}
        self.texts = self._texts()
        self.unheld = _unheld(citations)

    def found(self) -> list[Found]:
        return [self._found(place, citation) for place, citation in enumerate(self.citations)]

    def _found(self, place: int, citation: Citation) -> Found:
        own = self.candidates[place]
        # By place they are in the order of the volume, otherwise in that of dates.
        order = own if citation.place else sorted(own, key=lambda pk: self.order.get(pk, 0))
        papers = [self.papers[pk] for pk in order if pk in self.papers]
        volumes = tuple(self.volumes_of.get(citation.place, ()))
        unheld = tuple(row for row in self.unheld if _is_unheld(row, citation))
        sure = place in self.sure
        chosen, near = papers, []
        if citation.paper:
            fitting = [paper for paper in papers if self._fits(paper, citation.paper)]
            if sure:
                # A page may have several papers, and a number too: what else is said of it chooses, but never refuses.
                chosen = fitting if len(papers) > 1 and fitting else papers
            else:
                chosen, near = fitting, [paper for paper in papers if self._is_near(paper, citation.paper)]
        return Found(
            tuple(chosen),
            tuple(paper for paper in near if paper not in chosen),
            volumes,
            () if chosen else unheld,
            place not in self.left_out,
            sure,
        )

    def _fits(self, paper: Document, cited: PaperCitation) -> bool:
        days = cited.days
        if days and not (
            (paper.date_earliest or paper.date_latest)
            and (paper.date_earliest is None or paper.date_earliest <= days[1])
            and (paper.date_latest is None or paper.date_latest >= days[0])
        ):
            return False
        if cited.number and paper.pk not in self._numbered(cited):
            return False
        if not is_of_kind(paper, cited) or not is_of_side(paper, cited):
            return False
        return not cited.people or names_named(cited.people, paper, self._text(paper, cited)) == len(cited.people)

    def _text(self, paper: Document, cited: PaperCitation) -> str:
        return self.texts.get(paper.pk, "") if cited.kind in _SPOKEN else ""

    def _is_near(self, paper: Document, cited: PaperCitation) -> bool:
        return not cited.people or names_named(cited.people, paper, self._text(paper, cited)) > 0

    # --- candidates ---------------------------------------------------------------------------------------------------

    def _candidates(self) -> dict[int, list[int]]:
        """Return the ids of the papers that each citation may mean; a citation that would make it too many is left out."""
        found, count = {}, 0
        for place, citation in enumerate(self.citations):
            pks: list[int] = []
            for clue in self._by_clue(citation):
                if pks := list(dict.fromkeys(clue))[:MOST_READ]:
                    self.sure.add(place)
                    break
            else:
                pks = list(dict.fromkeys(self._by_paper(citation)))[:MOST_READ]
            count += len(pks)
            if count > _MOST_READ_IN_ALL:
                self.left_out.add(place)
                pks = []
            found[place] = pks
        return found

    def _by_clue(self, citation: Citation) -> Iterable[list[int]]:
        """Yield the papers by each way to print or file them that the citation names, the surest first."""
        if citation.address:
            yield self.by_address.get(citation.address.slug, [])
        if citation.place and citation.place.is_exact:
            yield self._at_place(citation.place)
        for number in citation.numbers:
            yield self.by_file.get(number, [])

    def _by_paper(self, citation: Citation) -> list[int]:
        if citation.paper and citation.paper.number:
            return self._numbered(citation.paper)
        keys = _day_keys([citation.paper]) if citation.paper else []
        return [pk for key in keys for pk in self.by_day.get(key, [])]

    def _numbered(self, cited: PaperCitation) -> list[int]:
        keys = [*_number_keys([cited]), cited.number]
        return [pk for key in keys for pk in self.by_number.get(key, [])]

    def _at_place(self, place: VolumeCitation) -> list[int]:
        table, labels = (self.by_document, place.document) if place.document else (self.by_page, place.page)
        return [
            pk
            for volume in self.volumes_of[place]
            for label in dict.fromkeys((labels, labels.upper(), labels.lower()))
            for pk in table.get((volume.pk, label), [])
        ]

    # --- volumes ------------------------------------------------------------------------------------------------------

    def _volumes(self, place: VolumeCitation) -> list[Volume]:
        slug = place.slug.lower()
        if slug and (named := [volume for volume, _ in self.volumes if volume.slug.lower() == slug]):
            return named
        if place.volume is None:
            return [] if slug else [volume for volume, _ in self.volumes]
        return [volume for volume, name in self.volumes if name and name.agrees(place.volume)]

    def _in_volumes(self, places: list[VolumeCitation]) -> tuple[dict, dict]:
        """Return the ids of the papers by volume and document number, and by volume and page."""
        numbers = {label for one in places for label in (one.document, one.document.upper(), one.document.lower())} - {
            ""
        }
        labels = {label for one in places if not one.document for label in (one.page, one.page.upper())} - {""}
        volumes = {volume.pk for found in self.volumes_of.values() for volume in found}
        by_document, by_page = defaultdict(list), defaultdict(list)
        papers = Document.objects.public().filter(volume__in=volumes).order_by("volume", "position")
        if numbers and volumes:
            rows = papers.filter(document_number__in=numbers).values_list("volume", "document_number", "pk")
            for volume, number, pk in rows:
                by_document[volume, number].append(pk)
        if labels and volumes:
            rows = papers.filter(page_breaks__label__in=labels).values_list("volume", "page_breaks__label", "pk")
            for volume, label, pk in rows:
                by_page[volume, label].append(pk)
        return by_document, by_page

    def _texts(self) -> dict[int, str]:
        """Return the beginnings of the texts, as tokens, of papers that are cited by names which their headings have not."""
        wanted: list[int] = []
        for place, citation in enumerate(self.citations):
            if citation.paper and citation.paper.people and citation.paper.kind in _SPOKEN:
                wanted += [
                    pk
                    for pk in self.candidates[place]
                    if pk in self.papers
                    and is_of_kind(self.papers[pk], citation.paper)
                    and names_named(citation.paper.people, self.papers[pk], "") < len(citation.paper.people)
                ]
        rows = SearchText.objects.filter(pk__in=list(dict.fromkeys(wanted))[:_MOST_TEXTS]) if wanted else []
        return dict(rows.annotate(begins=Substr("body", 1, _BEGINNING)).values_list("pk", "begins")) if wanted else {}


def _held_volumes() -> list[tuple[Volume, VolumeName | None]]:
    held = Volume.objects.filter(Exists(Document.objects.public().filter(volume=OuterRef("pk"))))
    return [
        (volume, read_volume_name(volume.slug, volume.title)) for volume in held.only("slug", "title").order_by("slug")
    ]


def _by_address(slugs: set[str]) -> dict[str, list[int]]:
    rows = Document.objects.public().filter(slug__in=slugs).values_list("slug", "pk") if slugs else ()
    return {slug: [pk] for slug, pk in rows}


def _by_file(numbers: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    if numbers:
        rows = DocumentFileNumber.objects.public().filter(file_number__normal__in=numbers)
        for normal, pk in rows.order_by("document").values_list("file_number__normal", "document"):
            found[normal].append(pk)
    return found


def _number_keys(cited: Iterable[PaperCitation]) -> list[str]:
    return [
        str(NumberKey.of(one.number, year))
        for one in cited
        for year in (range(one.days[0].year, one.days[1].year + 1) if one.days else _YEARS)
    ]


def _day_keys(cited: Iterable[PaperCitation]) -> list[str]:
    return [
        str(DayKey(one.days[0].fromordinal(day)))
        for one in cited
        if one.days
        for day in range(one.days[0].toordinal(), one.days[1].toordinal() + 1)
    ]


def _by_keys(keys: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    if keys:
        for key, pk in (
            DocumentKey.objects.filter(key__in=set(keys)).order_by("document").values_list("key", "document")
        ):
            found[key].append(pk)
    return found


def _by_bare_number(numbers: set[str]) -> dict[str, list[int]]:
    """Return the papers with an own number, also those that have no date, and so no key of a number with its year."""
    found: dict[str, list[int]] = defaultdict(list)
    if numbers:
        rows = Document.objects.public().filter(number__in=numbers).order_by("pk").values_list("number", "pk")
        for number, pk in rows:
            found[number].append(pk)
    return found


def _read(pks: set[int], *, with_correspondents: bool) -> dict[int, Document]:
    """Return the papers in the order of their dates."""
    if not pks:
        return {}
    rows = Document.objects.public().for_lines().filter(pk__in=pks).order_by("date_earliest", "pk")
    if with_correspondents:
        rows = rows.prefetch_related("correspondents__office", "correspondents__place")
    return {paper.pk: paper for paper in rows}


def _unheld(citations: Sequence[Citation]) -> list[UnheldPaper]:
    """Return the papers of the register with one of the file numbers, or with one of the numbers in its year."""
    files = {number for one in citations for number in one.numbers}
    papers = [one.paper for one in citations if one.paper and one.paper.number and one.paper.days]
    if not files and not papers:
        return []
    numbered = Q(number__in={one.number for one in papers}, year__in={one.days[0].year for one in papers})
    named = Reference.objects.public().filter(unheld=OuterRef("pk"))
    rows = UnheldPaper.objects.filter(Exists(named), Q(file_number__normal__in=files) | numbered)
    return list(rows.select_related("file_number").order_by("day", "pk")[:_MOST_READ_IN_ALL])


def _is_unheld(row: UnheldPaper, citation: Citation) -> bool:
    if row.file_number and row.file_number.normal in citation.numbers:
        return True
    cited = citation.paper
    if not cited or not cited.number or not cited.days or row.number != cited.number:
        return False
    if (row.day and not cited.days[0] <= row.day <= cited.days[1]) or row.year != cited.days[0].year:
        return False
    return is_of_side(row, cited)
