"""The rows of an archive as lines of JSON, exact enough to make the same archive from them, on either database."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from reversion.models import Revision, Version

#: What nobody can log in with.
_NO_PASSWORD = "!"  # noqa: S105 - it is none
#: Written by triggers when other tables are: restored after them.
_LAST = ("publicchange", "filingedition")


def kept_models() -> list[type[models.Model]]:
    """Return the models whose rows a bag has: all but search entries, which are made again. Accounts keep their names, not their rights."""
    own = [model for model in apps.get_app_config("archive").get_models() if not model.__name__.startswith("Search")]
    own.sort(key=lambda model: (model._meta.model_name in _LAST, model._meta.model_name))
    return [User, Revision, Version, *own]


def lines(model: type[models.Model]) -> Iterator[str]:
    """Yield each row of a model as a line of JSON, in the order of their keys."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    kinds = (
        {pk: f"{label}.{name}" for pk, label, name in ContentType.objects.values_list("pk", "app_label", "model")}
        if model is Version
        else {}
    )
    for row in model._base_manager.order_by("pk").values_list(*names).iterator():
        values = dict(zip(names, row, strict=True))
        if model is User:
            values["password"], values["is_superuser"], values["last_login"] = _NO_PASSWORD, False, None
        if model is Version:
            values["content_type_id"] = kinds[values["content_type_id"]]
        yield json.dumps(values, default=_plain, ensure_ascii=False, sort_keys=True) + "\n"


def read_line(model: type[models.Model], line: str) -> dict[str, Any]:
    """Return the row that a line was made of, by column."""
    values = json.loads(line)
    row: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        value = values[field.attname]
        if model is Version and field.name == "content_type":
            value = ContentType.objects.get_by_natural_key(*value.split(".")).pk
        elif isinstance(field, models.BinaryField) and value is not None:
            value = base64.b64decode(value)
        elif isinstance(field, models.DateField):
            value = field.to_python(value)
        row[field.column] = value
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no JSON")
