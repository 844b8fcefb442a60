"""What a file's page shows: who wrote in it and when, what is cited of it but not held, and the same matter in other files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from archive import filing
from archive.browsing import file_shelf
from archive.browsing.charts import papers_in_words
from archive.models import Correspondent, Document, DocumentFileNumber, File, FileNumber, Reference
from archive.pictures import Bar, timeline

_MOST_WRITERS = 12
#: A file that grew over more years than this is drawn by decade.
_MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who wrote in a file: the office, the person, or both as they were printed together, and how many papers."""

    office: object
    person: object
    papers: int


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """A number that published papers cite and that no published paper has, with the places that cite it."""

    number: FileNumber
    places: list[Reference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EquivalentFile:
    """The same matter in another scheme: its number with the reason to think so, and the file here, if there is one."""

    equivalent: filing.Equivalent
    scheme: str
    file: File | None


def number_of(file: File) -> filing.FileNumber:
    """Return a file's own number, of the scheme in which the archive has it."""
    return replace(filing.parse(file.normal), scheme=file.scheme)


def papers_in(file: File) -> QuerySet[Document]:
    """Return the published papers that have a number of the file."""
    numbered = DocumentFileNumber.objects.filter(file_number__file=file).values("document")
    return Document.objects.public().filter(pk__in=numbered)


def years_of(papers: QuerySet[Document]) -> tuple[list[tuple[int, int]], int]:
    """Return the years with their number of papers, in order, and how many papers have no date."""
    year = ExtractYear(Coalesce("date_earliest", "date_latest"))
    rows = papers.order_by().annotate(year=year).values_list("year").annotate(papers=Count("pk"))
    counts = Counter(dict(rows))
    undated = counts.pop(None, 0)
    return sorted(counts.items()), undated


def writers_of(papers: QuerySet[Document]) -> list[Writer]:
    """Return those who wrote most of the papers, the most frequent first."""
    sent = Correspondent.objects.filter(role="sender", document__in=papers.order_by())
    known = sent.filter(Q(office__isnull=False) | Q(person__isnull=False)).order_by()
    rows = known.values("office", "person").annotate(papers=Count("document", distinct=True))
    rows = rows.order_by("-papers", F("office").asc(nulls_last=True), F("person").asc(nulls_last=True))
    top = list(rows[:_MOST_WRITERS])
    offices = _by_pk(Correspondent.office, [row["office"] for row in top])
    people = _by_pk(Correspondent.person, [row["person"] for row in top])
    return [Writer(offices.get(row["office"]), people.get(row["person"]), row["papers"]) for row in top]


def _by_pk(relation, keys: list) -> dict:
    return relation.field.related_model.objects.in_bulk([key for key in keys if key])


def cited_numbers(file: File) -> QuerySet[FileNumber]:
    """Return the numbers of a file that published papers cite and no published paper has, in shelf order."""
    cited = Reference.objects.public().filter(file_number=OuterRef("pk"))
    held = DocumentFileNumber.objects.public().filter(file_number__normal=OuterRef("normal"))
    numbers = FileNumber.objects.filter(file=file)
    return numbers.filter(Exists(cited)).exclude(Exists(held)).order_by("sort_key", "pk")


def where_cited(numbers: list[FileNumber]) -> list[CitedNumber]:
    """Return each number with the places of published papers that cite it, by date."""
    places: dict[int, list[Reference]] = {}
    rows = Reference.objects.public().filter(file_number__in=numbers)
    for row in rows.select_related("document").order_by("document__date_earliest", "document", "order"):
        places.setdefault(row.file_number_id, []).append(row)
    return [CitedNumber(number, places.get(number.pk, [])) for number in numbers]


def originals_of(number: filing.FileNumber, years: list[int]) -> list[str]:
    """Return where the originals are: each segment that the papers' years fall into."""
    found = [filing.whereabouts(number, year) for year in years] or [filing.whereabouts(number)]
    return list(dict.fromkeys(str(holding) for holding in found if holding))


def equivalents_of(number: filing.FileNumber, vocabulary: filing.Vocabulary) -> list[EquivalentFile]:
    """Return the same matter before and after the renumberings of 1950 and 1963, with the files that the archive has of it."""
    found = filing.equivalents(number, vocabulary)
    numbers = [equivalent.number for equivalent in found]
    files = (
        file_shelf.with_counts(File.objects.filter(normal__in=[number.file for number in numbers])) if numbers else ()
    )
    held = {(file.scheme, file.normal): file for file in files}
    return [
        EquivalentFile(one, filing.title_of(one.number.scheme), held.get((one.number.scheme, one.number.file)))
        for one in found
    ]


def namesakes(file: File) -> list[File]:
    """Return the files of the same number in other eras, where the digits may mean something else."""
    return list(file_shelf.with_counts(File.objects.filter(normal=file.normal).exclude(pk=file.pk)))


def chart_of(file: File, years: list[tuple[int, int]]) -> str:
    """Return when a file's papers were written as SVG, a bar for every year, or every decade of a long time; ``""`` for one year."""
    if len(years) < 2:
        return ""
    counts = dict(years)
    step = 1 if years[-1][0] - years[0][0] < _MOST_BARS else 10
    first = years[0][0] // step * step
    bars = []
    for year in range(first, years[-1][0] + 1, step):
        count = sum(counts.get(year + more, 0) for more in range(step))
        name = str(year) if step == 1 else _("%(decade)ss") % {"decade": year}
        bars.append(Bar(name, count, f"{name}: {papers_in_words(count)}"))
    title = _("Papers in %(file)s by year") if step == 1 else _("Papers in %(file)s by decade")
    description = _("%(count)s dated papers, %(first)s to %(last)s. The same numbers are in the table.")
    values = {"count": intcomma(sum(counts.values())), "first": years[0][0], "last": years[-1][0]}
    return timeline(bars, name="file-years", title=title % {"file": file.normal}, description=description % values)
