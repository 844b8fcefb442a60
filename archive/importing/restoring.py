"""Making an archive from a bag (:mod:`archive.exports.bag`): the same rows and scans, checked against the sums of the bag."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import bagit
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from archive import search
from archive.errors import Refused
from archive.exports.bag import kept_models, lines, read_line
from archive.models import Document, FilingEdition, FilingTerm, PublicChange
from archive.sql.batches import batches
from archive.sql.rows import insert
from archive.sql.statistics import refresh_statistics

_AT_ONCE = 200
#: What an archive has before anything is in it.
_AT_FIRST = (FilingTerm, FilingEdition)


def restore_bag(folder: Path) -> int:
    """Check a bag, write its rows into an empty archive in one transaction, check them, and return the number of papers.

    Raises :class:`~archive.errors.Refused` for a bag that is not as it was made, for one of other tables than this version of the program
    has, for an archive with something in it, and for a folder of scans with others of the same names.
    """
    sums = _sums(folder)
    models_ = kept_models()
    if missing := [model for model in models_ if _name(model) not in sums]:
        raise Refused(f"The bag has no {_name(missing[0])}: it was made by another version of the program.")
    if full := [model for model in models_ if model not in _AT_FIRST and model._base_manager.exists()]:
        raise Refused(
            f"This archive is not empty: it has {full[0]._meta.verbose_name_plural}. Make a new one with migrate."
        )
    _restore_images(folder, sums)
    with transaction.atomic():
        for model in _AT_FIRST:
            model.objects.all().delete()
        for model in models_:
            if model in (PublicChange, FilingEdition):  # triggers have written it
                model.objects.all().delete()
            with (folder / _name(model)).open(encoding="utf-8") as file:
                for some in batches(file, _AT_ONCE):
                    insert(model, [read_line(model, line) for line in some])
        _go_on_counting(models_)
        for model in models_:
            if _sum(model) != sums[_name(model)]:
                raise Refused(f"The rows of {model._meta.label} are not those of the bag; nothing was written.")
    refresh_statistics()
    search.rebuild()
    return Document.objects.count()


def _sums(folder: Path) -> dict[str, str]:
    try:
        bag = bagit.Bag(str(folder))
        bag.validate()
    except bagit.BagError as error:
        raise Refused(f"{folder} is not a bag as it was made: {error}") from error
    return {path: sums["sha256"] for path, sums in bag.payload_entries().items()}


def _restore_images(folder: Path, sums: dict[str, str]) -> None:
    """Copy the scans and the images of originals into their folders; those that are there already are left if they are the same."""
    targets: dict[str, Path] = {}
    for start, place in (("data/scans/", settings.SCANS), ("data/originals/", settings.ORIGINALS)):
        names = [name for name in sums if name.startswith(start)]
        if names and place is None:
            raise Refused("The bag has scans. Name a folder for them: CHANCERY_SCANS.")
        targets |= {name: place / name.removeprefix(start) for name in names}
    for name, target in targets.items():
        if target.exists() and _sum_of_file(target) != sums[name]:
            raise Refused(f"{target} is another image than that of the bag.")
    for name, target in targets.items():
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_suffix(".unfinished")
            shutil.copyfile(folder / name, unfinished)
            unfinished.rename(target)


def _sum_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(model: type[models.Model]) -> str:
    return f"data/tables/{model._meta.label_lower}.jsonl"


def _sum(model: type[models.Model]) -> str:
    digest = hashlib.sha256()
    for line in lines(model):
        digest.update(line.encode())
    return digest.hexdigest()


def _go_on_counting(written: list[type[models.Model]]) -> None:
    """Let PostgreSQL give the next rows ids that no restored one has; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
