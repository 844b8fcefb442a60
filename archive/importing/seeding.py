"""The first documents, from ``seeds/`` and archivists' knowledge of them to records and fixtures.

``seeds/`` is the untouched source. ``seeds/CURATION.toml`` holds what the source does not have, each value with its
reason: the volume that a text was copied from, an inferred date.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

from django.core import serializers
from django.db import models

from archive import filing, store
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentText,
    DocumentVersion,
    DocumentWarning,
    File,
    FileNumber,
    FilingTerm,
    Footnote,
    Mission,
    Office,
    PageBreak,
    Person,
    Place,
    Reference,
    State,
    Volume,
)
from archive.parsing.transcription import read_transcription
from archive.records import DateRecord, DocumentRecord
from config import places

SEEDS = places.RESOURCES / "seeds"

#: Everything that the seed's records become, in the order in which it can be loaded.
_SEED_MODELS: tuple[type[models.Model], ...] = (
    Volume, Place, Mission, Office, Person, File, FileNumber, Document, DocumentText, DocumentVersion, Footnote, PageBreak,
    Correspondent, DocumentFileNumber, Reference, DocumentWarning,
)  # fmt: skip

#: Derived, and made again where a fixture is loaded.
_DERIVED = {
    "archive.documenttext": {"plain", "html", "notes_html", "renderer_version"},
    "archive.reference": {
        "status", "target_document", "target_footnote", "target_volume", "target_page", "candidates", "confidence",
        "reason", "wanted", "unheld", "unheld_key", "mention", "decision",
    },
}  # fmt: skip

_LOADED_AT = "2026-11-24T00:00:00Z"


def seed_records() -> list[tuple[DocumentRecord, str]]:
    """Return the seeds' records, curated, each with the slug of its volume."""
    curation = tomllib.loads((SEEDS / "CURATION.toml").read_text())
    found = []
    for path in sorted(SEEDS.glob("*.txt")):
        record = read_transcription(path.read_text(encoding="utf-8"), source_id=path.stem, name=path.name)
        known = curation["documents"].get(path.stem, {})
        if date := known.get("date"):
            record = replace(record, date=DateRecord(certainty="inferred", **date))
        found.append((record, known.get("volume", "")))
    return found


def save_seeds() -> None:
    """Save the seeds' volumes and records, published."""
    curation = tomllib.loads((SEEDS / "CURATION.toml").read_text())
    for slug, values in curation["volumes"].items():
        Volume.objects.update_or_create(slug=slug, defaults=values)
    for record, slug in seed_records():
        store.save(
            record,
            volume=Volume.objects.filter(slug=slug).first(),
            state=State.PUBLISHED,
            reason="first document",
        )


def seed_fixture() -> str:
    """Return the fixture of everything that :func:`save_seeds` wrote, as JSON. The database must hold nothing else."""
    rows = [row for model in _SEED_MODELS for row in model.objects.order_by("pk")]
    return _as_fixture(rows)


def vocabulary_fixture() -> str:
    """Return the fixture of the filing vocabularies that come with :mod:`archive.filing`, as JSON."""
    return _as_fixture([FilingTerm(**term) for term in filing.vocabulary_terms()])


def _as_fixture(rows: list[models.Model]) -> str:
    data = json.loads(serializers.serialize("json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True))
    for item, row in zip(data, rows, strict=True):
        if row._meta.pk.remote_field:
            # The serializer leaves out a primary key, which here is the document that the row belongs to.
            item["fields"] = {row._meta.pk.name: list(row.natural_key()), **item["fields"]}
        for name in item["fields"].keys() & _DERIVED.get(item["model"], set()):
            del item["fields"][name]
        for name, value in item["fields"].items():
            if name in {"at", "created_at", "updated_at", "published_at"} and value:
                item["fields"][name] = _LOADED_AT
            elif isinstance(value, dict):
                # PostgreSQL stores the keys of JSON in its own order.
                item["fields"][name] = json.loads(json.dumps(value, sort_keys=True))
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_fixtures(folder: Path) -> list[Path]:
    """Write both fixtures into ``folder``. The database must be empty; see the command ``make_fixtures``."""
    save_seeds()
    written = []
    for name, content in (("first_documents.json", seed_fixture()), ("filing_terms.json", vocabulary_fixture())):
        path = folder / name
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written
