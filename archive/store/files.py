"""Find or make the files and file numbers that a batch of records names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archive import filing
from archive.models import File, FileNumber
from archive.models.slugs import file_slug, free_slugs


def file_number_for(printed: str, year: int | None = None) -> FileNumber:
    """Return the file number that these words name; make it if it is new. ``year`` is the paper's, if known."""
    parsed = filing.parse(printed, year)
    return file_numbers([parsed])[identity(parsed)]


def identity(parsed: filing.FileNumber) -> tuple[str, str]:
    """Return what identifies a parsed number: its scheme and normal form."""
    return parsed.scheme, parsed.normal


def file_numbers(parsed: Iterable[filing.FileNumber]) -> dict[tuple[str, str], FileNumber]:
    """Return the rows of all these numbers by identity, fetched or made with a few queries."""
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
    """Return the files of all these numbers by scheme and normal form, fetched or made with a few queries."""
    wanted: dict[tuple[str, str], filing.FileNumber] = {}
    for number in numbers:  # of several numbers of one file, the first describes it
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


def _free_slugs(keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return a slug for each new file; slugs are unique within a scheme."""
    by_scheme: dict[str, list[tuple[str, str]]] = {}
    for key in keys:
        by_scheme.setdefault(key[0], []).append(key)
    return {
        key: slug
        for scheme, mine in by_scheme.items()
        for key, slug in zip(
            mine,
            free_slugs([file_slug(normal) for _, normal in mine], File.objects.filter(scheme=scheme)),
            strict=True,
        )
    }
