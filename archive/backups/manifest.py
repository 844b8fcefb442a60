"""What is written beside the copy of a database: when it was made, of what, and the facts that a restored archive must agree with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from archive.errors import Refused

_NAME = "manifest.json"
#: The name of a backup's folder, which sorts by time. While it is being made, it has another ending.
_STAMP = "%Y-%m-%dT%H-%M-%S-%fZ"
UNFINISHED = ".unfinished"
#: The file beside the backups that script/drill touches when all was well.
_DRILLED = "last_drill"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a backup.

    ``made`` is the moment that the copy shows, in ISO 8601. ``database`` is its kind, ``sqlite`` or ``postgresql``, ``version`` that
    of its software. ``file``, ``size`` (bytes) and ``sha256`` are of the copy. ``migrations`` are those that were applied. ``keys`` says
    of each key whether it is in the backup; ``scans`` is the folder of scans, which is not, or "". ``facts`` are those of
    :func:`archive.backups.facts.measure`.
    """

    made: str
    database: str
    version: str
    file: str
    size: int
    sha256: str
    migrations: list[str]
    keys: dict[str, str]
    scans: str
    facts: dict[str, Any]

    @property
    def made_at(self) -> datetime:
        """Return the moment that the copy shows."""
        return datetime.fromisoformat(self.made)

    def write(self, folder: Path) -> None:
        """Write it into the folder of its backup."""
        (folder / _NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a backup. Raises :class:`~archive.errors.Refused` where there is none, or none that can be read."""
        try:
            return cls(**json.loads((folder / _NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise Refused(f"{folder} is not a backup: it has no manifest that can be read ({error}).") from error


def name_of(made: datetime) -> str:
    """Return the name of the folder of a backup of a moment."""
    return made.strftime(_STAMP)


def moment_of(backup: Path) -> datetime:
    """Return the moment that a backup shows, by its name, or by its manifest if it was renamed."""
    if _is_stamp(backup.name):
        return datetime.strptime(backup.name, _STAMP).replace(tzinfo=UTC)
    return Manifest.read(backup).made_at


def last_drill(folder: Path) -> datetime | None:
    """Return when ``script/drill`` last found that the newest backup in a folder becomes the same archive again; None if never."""
    mark = folder / _DRILLED
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.is_file() else None


def backups_in(folder: Path) -> list[Path]:
    """Return the finished backups in a folder, the oldest first; nothing else in it is one."""
    return sorted(path for path in folder.iterdir() if _is_stamp(path.name) and (path / _NAME).is_file())


def newest(folder: Path) -> Path:
    """Return the newest backup in a folder, or the folder if it is one. Raises :class:`~archive.errors.Refused` if there is none."""
    if (folder / _NAME).is_file():
        return folder
    found = backups_in(folder) if folder.is_dir() else []
    if not found:
        raise Refused(f"There is no backup in {folder}.")
    return found[-1]


def age_of(manifest: Manifest) -> str:
    """Return how long ago the moment was that a backup shows: "2 days, 3 hours and 5 minutes"."""
    minutes = max(0, int((timezone.now() - manifest.made_at).total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    return f"{days} days, {hours} hours and {minutes} minutes"


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def differences(before: dict[str, Any], now: dict[str, Any], of: str = "") -> Iterator[str]:
    """Yield a sentence on each fact that is not what it was."""
    for name in sorted(before.keys() | now.keys()):
        was, is_ = before.get(name), now.get(name)
        if isinstance(was, dict) and isinstance(is_, dict):
            yield from differences(was, is_, f"{of}{name}: ")
        elif was != is_:
            yield f"{of}{name}: was {was}, is {is_}"


def _is_stamp(name: str) -> bool:
    try:
        datetime.strptime(name, _STAMP)  # noqa: DTZ007 - only whether it is one
    except ValueError:
        return False
    return True
