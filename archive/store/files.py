"""Finding or making the files and file numbers of the shelf that a batch of records names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from archive import filing
from archive.models import File, FileNumber


def file_number_for(printed: str, year: int | None = None) -> FileNumber:
    """The file number that these words name, made if it is new. ``year`` is the paper's, where known."""
    parsed = filing.parse(printed, year)
    return file_numbers([parsed])[identity(parsed)]


def identity(parsed: filing.FileNumber) -> tuple[str, str]:
    """By what a parsed number is known: its scheme and normal form."""
    return parsed.scheme, parsed.normal


def file_numbers(parsed: Iterable[filing.FileNumber]) -> dict[tuple[str, str], FileNumber]:
    """The rows of all these numbers by identity, fetched or made with a few queries."""
    wanted: dict[tuple[str, str], filing.FileNumber] = {}
    for number in parsed:
        wanted.setdefault(identity(number), number)
    found = _by_identity(FileNumber, wanted)
    missing = {key: number for key, number in wanted.items() if key not in found}
    if missing:
        files = files_of(missing.values())
        FileNumber.objects.bulk_create(
            [
                FileNumber(
                    file=files[number.scheme, number.file],
                    scheme=number.scheme,
                    normal=number.normal,
                    enclosure=number.enclosure,
                    date=date.fromisoformat(number.date) if number.date else None,
                    sort_key=number.sort_key,
                )
                for number in missing.values()
            ],
            ignore_conflicts=True,
        )
        found |= _by_identity(FileNumber, missing)
    return found


def files_of(numbers: Iterable[filing.FileNumber]) -> dict[tuple[str, str], File]:
    """The files of all these numbers by scheme and normal form, fetched or made with a few queries."""
    wanted: dict[tuple[str, str], filing.FileNumber] = {}
    for number in numbers:  # the first that names a file says what it is, however many come together
        wanted.setdefault((number.scheme, number.file), number)
    found = _by_identity(File, wanted)
    missing = {key: number for key, number in wanted.items() if key not in found}
    if missing:
        slugs = _free_slugs(list(missing))
        rows = []
        for key, number in missing.items():
            rows.append(
                File(
                    scheme=number.scheme,
                    normal=number.file,
                    slug=slugs[key],
                    class_code=number.class_,
                    country_code=number.country,
                    second_country_code=number.second_country,
                    subject=number.subject,
                    qualifier=number.qualifier,
                    sort_key=number.file_key,
                )
            )
        File.objects.bulk_create(rows, ignore_conflicts=True)
        found |= _by_identity(File, missing)
    return found


def _by_identity(model, keys: Iterable[tuple[str, str]]) -> dict:
    keys = set(keys)
    rows = model.objects.filter(normal__in={normal for _, normal in keys})
    if model is FileNumber:
        rows = rows.select_related("file")
    return {(row.scheme, row.normal): row for row in rows if (row.scheme, row.normal) in keys}


def file_slug(normal: str) -> str:
    """A file's address: its normal form in lower case, with hyphens for what an address can't hold."""
    return re.sub(r"[^\w.()]+", "-", normal.lower()).strip("-.") or "file"


def _free_slugs(keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    bases = {key: file_slug(key[1]) for key in keys}
    taken = set(File.objects.filter(slug__in=set(bases.values())).values_list("scheme", "slug"))
    slugs = {}
    for (scheme, normal), base in bases.items():
        slug, count = base, 1
        while (scheme, slug) in taken or (count > 1 and File.objects.filter(scheme=scheme, slug=slug).exists()):
            count += 1
            slug = f"{base}-{count}"
        taken.add((scheme, slug))
        slugs[scheme, normal] = slug
    return slugs
