"""What a file number in the search box leads to: its paper, its list, its file, or what is near.

:func:`by_file_number` reads what was typed, tries the readings in turn against the published papers, and returns where to go or what
there is instead. Every step is a look-up in an index: the normal form of a number, the sort keys of a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import filing, search
from archive.browsing import file_shelf
from archive.browsing.destinations import Destination
from archive.models import DocumentFileNumber, File, FileNumber, Reference, UnheldPaper

_MOST_SHOWN = 6
_NEAREST = 3
_MOST_LISTED = 20
#: The field of the search for file numbers.
_FILE_FIELD = re.compile(r'(?<![\w-])file:(?:"([^"]+)"|(\S+))', re.IGNORECASE)
#: Fields and phrases are queries of the search; what is typed without a digit is a number only as a prefix ("POL*").
_WORDY = re.compile(r'"|(?:^|[\s-])[A-Za-z]{2,14}:(?=\S)')


@dataclass(frozen=True, slots=True)
class FileNumberResult:
    """Where a number leads (``url``), or else what there is of it and near it.

    ``held`` is true if its file is held. ``same_month`` counts the papers of the file in the month of the number's date suffix.
    ``fuller`` are papers whose number is this one with a qualifier that was left out ("840.48/5425" for "840.48 Refugees/5425"),
    ``papers`` the nearest on the shelf, ``files`` the number's own files (of several eras) or, where there is none, the nearest.
    ``cited`` are the places that cite the number, ``unheld`` the papers that are known to have it but are not held.
    """

    url: str = ""
    number: filing.FileNumber | None = None
    held: bool = False
    same_month: int = 0
    month: date | None = None
    fuller: list[DocumentFileNumber] = field(default_factory=list)
    papers: list[DocumentFileNumber] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    cited: list[Reference] = field(default_factory=list)
    unheld: list[UnheldPaper] = field(default_factory=list)


def by_file_number(text: str) -> FileNumberResult | None:
    """Return what a typed file number leads to, or ``None`` if the words are none."""
    if _WORDY.search(text) or not (re.search(r"\d", text) or text == text.upper()):
        return None
    text = filing.without_surroundings(text)
    read = filing.parse_query(text)
    if read is None:
        return None
    readings = (read, *read.alternatives)
    for reading in readings:
        if found := _found(reading, text):
            return found
    likely = next((one for one in readings if _is_likely(one)), None)
    return _near(likely.number) if likely else None


def by_several_numbers(text: str) -> Destination | None:
    """Return the papers with any of the file numbers that were typed, ``None`` if the words are not two of them at least."""
    numbers = filing.several_numbers(text) if not _WORDY.search(text) and re.search(r"\d", text) else []
    if not numbers:
        return None
    normals = [number.normal for number in numbers]
    found = list(papers_with(normals).order_by("file_number__sort_key", "document")[: _MOST_LISTED + 1])
    held = {row.file_number.normal for row in found}
    missing = [normal for normal in normals if normal not in held]
    papers = list(dict.fromkeys(row.document for row in found[:_MOST_LISTED]))
    return Destination(
        ", ".join(normals),
        kind="file numbers",
        papers=tuple(papers),
        more=len(found) > _MOST_LISTED,
        near_words=_("No paper here has %(numbers)s.") % {"numbers": ", ".join(missing)} if missing else "",
    )


def meaning_of(result: FileNumberResult | None, text: str, vocabulary: filing.Vocabulary) -> filing.Explanation | None:
    """Return what the digits mean of a file number that was typed alone (``result``) or with ``file:`` among other words."""
    number = result.number if result else None
    if number is None and (match := _FILE_FIELD.search(text)):
        read = filing.parse_query(match[1] or match[2])
        number = read.number if read and read.kind in ("file", "number") else None
    return filing.explain(number, None, vocabulary) if number else None


def papers_with(normals: list[str]) -> QuerySet[DocumentFileNumber]:
    """Return the published papers that have one of these numbers, each with the number."""
    rows = DocumentFileNumber.objects.public().filter(file_number__normal__in=normals)
    return rows.select_related("document", "file_number")


def _query_text(reading: filing.NumberQuery, text: str) -> str:
    """Return the query of the search that lists the papers of a reading."""
    if reading.kind in ("file", "number"):
        return f'file:"{reading.number.normal}" {reading.words}'.strip()
    return f'file:"{text}"'


def _list_url(reading: filing.NumberQuery, text: str) -> str:
    return f"{reverse('archive:search')}?{urlencode({'q': _query_text(reading, text)})}"


def _found(reading: filing.NumberQuery, text: str) -> FileNumberResult | None:
    """Return where a reading leads, if the archive has anything of it."""
    if reading.kind in ("prefix", "range"):
        files = file_shelf.with_counts(File.objects.filter(sort_key__gte=reading.low, sort_key__lt=reading.high))
        return FileNumberResult(_list_url(reading, text)) if files.exists() else None
    if reading.words:
        query = search.understand(_query_text(reading, text))
        return FileNumberResult(_list_url(reading, text)) if search.search(query, size=1).count else None
    if reading.kind == "number":
        papers = list(dict.fromkeys(row.document for row in papers_with([reading.number.normal])[:2]))
        if not papers:
            return None
        return FileNumberResult(papers[0].get_absolute_url() if len(papers) == 1 else _list_url(reading, text))
    files = list(file_shelf.with_counts(File.objects.filter(normal=reading.number.file)))
    if len(files) == 1:
        return FileNumberResult(files[0].get_absolute_url())
    return FileNumberResult(number=reading.number, held=True, files=files) if files else None


def _is_likely(reading: filing.NumberQuery) -> bool:
    number = reading.number
    return number is not None and number.scheme != filing.RECORD_GROUP and not (number.warnings or reading.words)


def _near(number: filing.FileNumber) -> FileNumberResult:
    """Return what there is instead of a number that no published paper has."""
    files = list(file_shelf.with_counts(File.objects.filter(normal=number.file)))
    own = [file for file in files if file.scheme == number.scheme] or files
    month = date.fromisoformat(number.date).replace(day=1) if number.date else None
    return FileNumberResult(
        number=number,
        month=month,
        same_month=_papers_of_month(own, month) if own and month else 0,
        fuller=_papers_with_fuller(number),
        papers=_nearest_papers(own, number.sort_key) if own else [],
        files=own or _nearest_files(number),
        held=bool(own),
        cited=_cited(number),
        unheld=_unheld(number),
    )


def _papers_of_month(files: list[File], month: date) -> int:
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    rows = DocumentFileNumber.objects.public().filter(
        file_number__file__in=files, file_number__date__gte=month, file_number__date__lt=following
    )
    return rows.values("document").distinct().count()


def _papers_with_fuller(number: filing.FileNumber) -> list[DocumentFileNumber]:
    """Return the published papers that have this number with a qualifier after the file, in shelf order."""
    if number.scheme not in filing.DECIMAL_SCHEMES or number.qualifier or not (number.enclosure or number.date):
        return []
    begins, suffix = f"{number.file} ", number.normal.removeprefix(number.file)
    rows = DocumentFileNumber.objects.public().filter(
        file_number__normal__gt=begins, file_number__normal__lt=f"{begins}\uffff", file_number__normal__endswith=suffix
    )
    return list(
        rows.select_related("document", "file_number").order_by("file_number__sort_key", "document")[:_MOST_SHOWN]
    )


def _nearest_papers(files: list[File], key: str) -> list[DocumentFileNumber]:
    """Return the papers whose numbers are nearest before and after a key in these files, in shelf order."""
    public = DocumentFileNumber.objects.public().filter(file_number=OuterRef("pk"))
    numbers = FileNumber.objects.filter(Exists(public), file__in=files)
    before = numbers.filter(sort_key__lt=key).order_by("-sort_key")[:_NEAREST]
    after = numbers.filter(sort_key__gt=key).order_by("sort_key")[:_NEAREST]
    chosen = [*before, *after]
    rows = papers_with([number.normal for number in chosen]).filter(file_number__in=chosen)
    return list(rows.order_by("file_number__sort_key", "document")[:_MOST_SHOWN])


def _nearest_files(number: filing.FileNumber) -> list[File]:
    files = File.objects.filter(sort_key__gte=number.file_key[0], sort_key__lt=number.file_key[0] + "~")
    before = file_shelf.with_counts(files.filter(sort_key__lt=number.file_key)).order_by("-sort_key", "-pk")[:_NEAREST]
    after = file_shelf.with_counts(files.filter(sort_key__gt=number.file_key))[:_NEAREST]
    return [*reversed(before), *after]


def _cited(number: filing.FileNumber) -> list[Reference]:
    rows = Reference.objects.public().filter(file_number__normal=number.normal)
    return list(rows.select_related("document").order_by("document__date_earliest", "document", "order")[:_MOST_SHOWN])


def _unheld(number: filing.FileNumber) -> list[UnheldPaper]:
    named = Reference.objects.public().filter(unheld=OuterRef("pk"))
    return list(UnheldPaper.objects.filter(Exists(named), file_number__normal=number.normal)[:_MOST_SHOWN])
