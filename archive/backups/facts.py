"""What a restored archive must have in common with the one that was backed up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from archive import search
from archive.exports.bag import kept_models, lines
from archive.models import Document

#: Papers that are searched for and asked for by their address.
_SAMPLES = 10


def measure() -> dict[str, Any]:
    """Return the facts of the archive: rows of each table, sums of their contents, what searches find, and addresses that answer.

    ``counts`` are of all tables, sessions and accounts included; ``sums`` are SHA-256 by table, of all rows as a bag has them. ``found`` is
    how many papers a search for the heading of a sample finds. ``addresses`` are those of the samples. Only reads, with plain queries, so
    that it can be done in a snapshot.
    """
    samples = _samples()
    return {
        "counts": {model._meta.label: model._base_manager.count() for model in _tables()},
        "sums": {model._meta.label: _sum(model) for model in kept_models()},
        "found": {paper.heading: _found(paper.heading) for paper in samples},
        "addresses": [reverse("archive:document_json", args=[paper.slug]) for paper in samples],
    }


def silent_addresses(addresses: list[str]) -> Iterator[str]:
    """Yield a sentence on each address at which there is no paper."""
    host = settings.ALLOWED_HOSTS[0].lstrip("*.") if settings.ALLOWED_HOSTS else ""
    client = Client(raise_request_exception=False, SERVER_NAME=host or "localhost")
    for address in addresses:
        status = client.get(address, secure=True).status_code
        if status != 200:
            yield f"{address} is answered with {status}"


def applied_migrations() -> list[str]:
    """Return the names of the migrations that the database has, in order: "archive.0001_initial"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder.Migration.objects.values_list("app", "name"))


def _tables() -> list[type[models.Model]]:
    return sorted((model for model in apps.get_models() if model._meta.managed), key=lambda model: model._meta.label)


def _sum(model: type[models.Model]) -> str:
    digest = hashlib.sha256()
    for line in lines(model):
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _found(heading: str) -> int:
    matching = search.matching(search.understand(heading), search.Filters())
    return Document.objects.filter(matching).count()


def _samples() -> list[Document]:
    """Return public papers from all over the archive."""
    keys = list(Document.objects.public().order_by("pk").values_list("pk", flat=True))
    return list(Document.objects.filter(pk__in=keys[:: max(1, len(keys) // _SAMPLES)]).order_by("pk"))[:_SAMPLES]
