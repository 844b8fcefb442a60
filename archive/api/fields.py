"""Fields of records, each with its JSON schema: what the description says and what tests hold the answers to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
URL: Schema = {"type": "string", "format": "uri"}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}


def record(**properties: Schema) -> Schema:
    """Return the schema of an object that has all these properties and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def listed(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def or_null(schema: Schema) -> Schema:
    """Return the schema of what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


#: A record that another one names.
NAMED = record(id=TEXT, name=TEXT, url=URL)


@dataclass(frozen=True)
class Field:
    """A field of a record: its name, its schema, and what it is where the name does not say so."""

    name: str
    schema: Schema
    description: Any = ""


def schema_of(fields: Iterable[Field], parts: Iterable[Field] = ()) -> Schema:
    """Return the schema of a record with these fields; all but the id depend on what was asked for."""
    properties = {}
    for one in (*fields, *parts):
        properties[one.name] = one.schema | ({"description": str(one.description)} if one.description else {})
    return {"type": "object", "properties": properties, "required": ["id"], "additionalProperties": False}
