"""Images from outside that the archive keeps: each is a file under the SHA-256 of its bytes, ``AB/ABCD….jpg``.

So a file never changes, is kept once, and shows by its name whether it is whole; its folder is a :class:`ScanFolder` like that of volumes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile

from archive.scans.folder import Scan, ScanFolder
from archive.scans.images import Checked, check_image


def keep_image(folder: ScanFolder, content: bytes) -> tuple[str, Checked]:
    """Keep an image, and return its sum and what it is. Raises ``Refused`` for what :func:`check_image` refuses, and ``OSError``."""
    checked, sha256 = check_image(content), hashlib.sha256(content).hexdigest()
    place = folder.scans / sha256[:2]
    place.mkdir(parents=True, exist_ok=True)
    # Whole or not at all, on the disk before anything speaks of it.
    with tempfile.NamedTemporaryFile(dir=place, prefix=".", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, place / f"{sha256}.{checked.ending}")
    return sha256, checked


def kept_image(folder: ScanFolder, sha256: str) -> Scan | None:
    """Return the image with this sum."""
    return folder.find(sha256[:2], sha256)


def drop_image(folder: ScanFolder, sha256: str) -> None:
    """Delete an image and its tiles."""
    path = folder.path_of(sha256[:2], sha256)
    if path is not None:
        path.unlink(missing_ok=True)
    shutil.rmtree(folder.tiles_of(sha256[:2], sha256), ignore_errors=True)
