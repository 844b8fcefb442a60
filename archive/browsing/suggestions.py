"""Suggestions while somebody types: files, numbers, people and offices, of published papers only."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass

from django.db.models import Exists, OuterRef, QuerySet

from archive import filing
from archive.browsing import file_shelf
from archive.browsing.beside_names import Beside, beside_names
from archive.browsing.name_search import found_by_name
from archive.models import Document, DocumentFileNumber, File, FileNumber, public

MOST = 10
_FILES = 6
_NAMES = 3
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to go to: what it is (``"file"``, ``"number"``, ``"person"``, ``"office"``), its words, its address."""

    kind: str
    label: str
    detail: str
    url: str

    def as_json(self) -> dict[str, str]:
        """Return the values for the script."""
        return asdict(self)


def suggest(text: str, vocabulary: filing.Vocabulary) -> list[Suggestion]:
    """Return what may be meant by the beginning of a number or of a name, at most :data:`MOST`."""
    text = " ".join(text.split())
    found = _numbers(text) or _files(text, vocabulary)
    if len(text) >= _SHORTEST_NAME and re.search(r"[^\W\d_]", text):
        found += _names(text, "person", public.people())
        found += _names(text, "office", public.offices())
    return found[:MOST]


def _numbers(text: str) -> list[Suggestion]:
    """Return whole numbers of a file, after a slash is typed; each leads to its paper, or to the list of its papers."""
    head, slash, tail = text.partition("/")
    if not slash:
        return []
    file = filing.parse(head)
    if file.scheme == filing.UNKNOWN:
        return []
    begun = re.sub(rf"[{filing.DASHES}]", "-", f"{file.file}/{tail}").strip()
    public_papers = DocumentFileNumber.objects.public().filter(file_number=OuterRef("pk"))
    numbers = FileNumber.objects.filter(
        Exists(public_papers), file__in=File.objects.filter(normal=file.file), normal__startswith=begun
    )
    chosen = list(numbers.order_by("sort_key")[:_FILES])
    rows = DocumentFileNumber.objects.public().filter(file_number__in=chosen)
    papers: dict[int, list[Document]] = {}
    for row in rows.select_related("document").order_by("document"):
        papers.setdefault(row.file_number_id, []).append(row.document)
    return [_number(number, papers[number.pk]) for number in chosen if number.pk in papers]


def _number(number: FileNumber, papers: list[Document]) -> Suggestion:
    first = papers[0]
    if len(papers) == 1:
        return Suggestion("number", number.normal, first.heading[:100], first.get_absolute_url())
    return Suggestion("number", number.normal, f"{len(papers)} papers", number.get_absolute_url())


def _files(text: str, vocabulary: filing.Vocabulary) -> list[Suggestion]:
    read = filing.prefix_query(text) if re.search(r"\d", text) or text == text.upper() else None
    if read is None:
        return []
    files = list(file_shelf.with_counts(File.objects.filter(sort_key__gte=read.low, sort_key__lt=read.high))[:_FILES])
    names = Counter(file.normal for file in files)
    return [
        Suggestion("file", file.normal, _detail(file, vocabulary, names[file.normal] > 1), file.get_absolute_url())
        for file in files
    ]


def _detail(file: File, vocabulary: filing.Vocabulary, has_namesake: bool) -> str:
    """Return what the number means and how many papers there are; with its scheme where another file has the same digits."""
    place = filing.place_of(file.scheme, file.normal, file.class_code, file.country_code, file.subject, file.qualifier)
    steps = filing.steps_of(place)[1:] if place else []
    names = [filing.label(step, vocabulary).name for step in steps[1:]]
    papers = f"{file.papers:,} paper{'' if file.papers == 1 else 's'}"
    scheme = [filing.title_of(file.scheme)] if has_namesake else []
    return " · ".join([*scheme, *(name for name in names if name), papers])


def _names(text: str, kind: str, rows: QuerySet) -> list[Suggestion]:
    """Return those who are meant best, each with what tells it from others of that name: the office or who held it, and the years."""
    pks = [one.pk for one in found_by_name(kind, rows, text)[:_NAMES]]
    known = rows.in_bulk(pks)
    chosen = [known[pk] for pk in pks if pk in known]
    beside = beside_names(kind, chosen)
    return [Suggestion(kind, row.name, _told_by(beside[row.pk]), row.get_absolute_url()) for row in chosen]


def _told_by(beside: Beside) -> str:
    return " · ".join(filter(None, (beside.chief or beside.line, beside.span)))
