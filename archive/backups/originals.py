"""The images of originals in a backup: they are the archive's own files, and are nowhere else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from archive.backups.manifest import sha256_of
from archive.browsing.page_images import originals_folder
from archive.models import OriginalImage
from archive.scans import kept_image

FOLDER = "originals"


def copy_originals(backup: Path, last: Path | None) -> None:
    """Copy them into a backup. Files that the ``last`` backup has are the same files in both: a file never changes."""
    for path, part in _files(originals_folder().scans):
        target = backup / FOLDER / part
        target.parent.mkdir(parents=True, exist_ok=True)
        earlier = last / FOLDER / part if last else None
        if earlier is not None and earlier.is_file():
            os.link(earlier, target)
        else:
            shutil.copyfile(path, target)


def restore_originals(backup: Path) -> None:
    """Copy them back."""
    place = originals_folder().scans
    for path, part in _files(backup / FOLDER):
        (place / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / part)


def wrong_originals() -> Iterator[str]:
    """Yield a sentence on each image whose file is missing, or is not as it was."""
    rows = OriginalImage.objects.filter(removed_at=None).values_list("sha256", "document__source_id")
    for sha256, paper in rows.order_by("pk").iterator():
        image = kept_image(originals_folder(), sha256)
        if image is None:
            yield f"{paper}: the image {sha256} is missing"
        elif sha256_of(image.path) != sha256:
            yield f"{paper}: the image {sha256} is not as it was"


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each whole file with its place in the folder; others are being written."""
    for path in sorted(folder.glob("*/[!.]*")):
        yield path, path.relative_to(folder)
