"""The description of a dump: a Frictionless data package, with the size and the sum of every file. https://datapackage.org"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef

from archive.exports.dump.tables import TABLES, Table
from archive.models import Document, PublicChange, Redaction

#: The name of the description in its folder.
PACKAGE = "datapackage.json"
_MEDIA_TYPES = {
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite3": "application/vnd.sqlite3",
    ".zip": "application/zip",
}
#: What the standard lets be the name of a licence: "CC0-1.0".
_LICENCE_NAME = re.compile(r"[\w.-]+", re.ASCII)
_TITLES = {
    "tables.sqlite3": "All tables as a database of SQLite",
    "tei.zip": "All texts as TEI, a file for each volume",
}


def write_package(
    folder: Path, paths: Iterable[Path], *, made: datetime, last_change: int, since: datetime | None, licence: str
) -> None:
    """Describe these files.

    ``last_change`` is the id of the last change that they have, which is their version; ``licence`` is its name or address, ``""`` where
    only the table of volumes has what their sources state.
    """
    package: dict[str, Any] = {
        "name": "chancery",
        "title": "Chancery: published papers" + (f" that changed since {since.isoformat()}" if since else ""),
        "version": str(last_change),
        "created": made.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    if "://" in licence:
        package["licenses"] = [{"path": licence}]
    elif _LICENCE_NAME.fullmatch(licence):
        package["licenses"] = [{"name": licence}]
    elif licence:
        package["description"] = f"Licence: {licence}"
    package["resources"] = [_resource(path) for path in paths]
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_package(folder: Path) -> dict[str, Any] | None:
    """Return the description of a dump; None where there is none."""
    path = folder / PACKAGE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def is_held_back(package: dict[str, Any]) -> bool:
    """Return whether a dump has papers that are public no more, or passages that have been withheld since."""
    removed = PublicChange.objects.filter(pk__gt=int(package["version"]))
    if removed.exclude(Exists(Document.objects.public().filter(pk=OuterRef("document")))).exists():
        return True
    return Redaction.objects.in_force().filter(at__gte=datetime.fromisoformat(package["created"])).exists()


def _resource(path: Path) -> dict[str, Any]:
    table = next((table for table in TABLES if table.name == path.stem), None)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    resource: dict[str, Any] = {
        "name": path.name.replace(".jsonl", "").replace(".", "-"),
        "title": table.title if table else _TITLES[path.name],
        "path": path.name,
        "mediatype": _MEDIA_TYPES[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    # Said of files, too, which is outside the standard's second version: frictionless would read every Parquet, and fail at lists in it.
    # It takes a table without rows for a broken one.
    resource["type"] = "table" if table and path.suffix == ".jsonl" and resource["bytes"] else "file"
    if table and resource["type"] == "table":
        resource |= {"format": "jsonl", "encoding": "utf-8", "schema": _schema(table)}
    return resource


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [{"name": name, "type": kind} for name, kind in table.fields.items()]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": "" if to == table.name else to, "fields": ["id"]}}
            for name, to in table.links.items()
        ]
    return schema
