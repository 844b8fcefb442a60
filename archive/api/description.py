"""The OpenAPI 3.1 description of all operations, made from their declarations."""

from __future__ import annotations

from typing import Any

from archive.api.fields import NUMBER, TEXT
from archive.api.operations import ROOT, Operation
from archive.api.parameters import Parameter
from archive.api.problems import MEDIA_TYPE
from archive.api.table import OPERATIONS, RESOURCES

VERSION = "1.0"
_PROBLEM = {
    "type": "object",
    "properties": {"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "parameter": TEXT},
    "required": ["type", "title", "status"],
}
_HEADERS = {
    "ETag": {"schema": TEXT, "description": "Changes with the answer; send it as If-None-Match."},
    "RateLimit": {"schema": TEXT, "description": "What is left of the limit, and for how long it counts."},
    "RateLimit-Policy": {"schema": TEXT, "description": "Requests from one address in so many seconds."},
}


def description(base: str) -> dict[str, Any]:
    """Return the description, with addresses that begin with ``base``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chancery",
            "version": VERSION,
            "description": "The published papers of an archive of diplomatic correspondence, and all that belongs to them.",
        },
        "servers": [{"url": base + ROOT.rstrip("/")}],
        "paths": {f"/{one.path}": {"get": _operation(one)} for one in OPERATIONS},
        "components": {
            "schemas": {"problem": _PROBLEM, **{one.name: one.schema for one in RESOURCES}},
            "responses": {
                "problem": {
                    "description": "What is wrong, with the parameter that is concerned",
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}},
                }
            },
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    problems = {"400", "429"}
    if any(parameter.place == "path" for parameter in one.parameters) or one.name == "shelf":
        problems |= {"404", "410"}
    return {
        "operationId": one.name,
        "summary": str(one.summary),
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "responses": {
            "200": {
                "description": str(one.summary),
                "headers": _HEADERS,
                "content": {"application/json": {"schema": one.schema}},
            },
            **{status: {"$ref": "#/components/responses/problem"} for status in sorted(problems)},
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    described = {
        "name": one.name,
        "in": one.place,
        "description": str(one.description),
        "required": one.required,
        "schema": one.schema,
    }
    if one.schema.get("type") == "array":
        described["explode"] = one.explode
    if one.example:
        described["example"] = one.example
    return described
