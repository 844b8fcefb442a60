"""The Reconciliation Service API 0.2, as OpenRefine speaks it."""

from __future__ import annotations

import json
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from archive.api import reconciling
from archive.api.operations import Asked
from archive.api.problems import Problem
from archive.views.answers import json_response, open_to_all, problem_response
from archive.web import requests

_LONGEST = 200_000


@csrf_exempt
def service(request: HttpRequest) -> HttpResponse:
    """The manifest; with ``queries`` the candidates for each, with ``extend`` the values of properties."""
    sent = request.POST if request.method == "POST" else request.GET
    base = request.build_absolute_uri("/").rstrip("/")
    try:
        if "queries" in sent:
            return json_response(request, reconciling.match(_json(sent, "queries")))
        if "extend" in sent:
            return json_response(request, reconciling.extend(_json(sent, "extend"), Asked({}, base)))
    except Problem as problem:
        return problem_response(problem.status, problem.detail, problem.parameter)
    return json_response(request, reconciling.manifest(base, request.build_absolute_uri(request.path).rstrip("/")))


def _json(sent: Any, name: str) -> Any:
    text = sent.get(name, "")
    try:
        if len(text) > _LONGEST or not requests.is_clean(text):
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "It is no JSON, or too much of it.", name) from error


def suggest(request: HttpRequest, what: str) -> HttpResponse:
    """Records, types or properties that begin as typed."""
    prefix = requests.text(request.GET, "prefix")
    if what == "type":
        return json_response(request, reconciling.suggest_types(prefix))
    if what == "property":
        return json_response(request, reconciling.suggest_properties(prefix))
    try:
        return json_response(request, reconciling.suggest(prefix, requests.text(request.GET, "type")))
    except Problem as problem:
        return problem_response(problem.status, problem.detail, problem.parameter)


def properties(request: HttpRequest) -> HttpResponse:
    """What a table of a type can be extended with."""
    try:
        return json_response(request, reconciling.propose(requests.text(request.GET, "type")))
    except Problem as problem:
        return problem_response(problem.status, problem.detail, problem.parameter)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def preview(request: HttpRequest) -> HttpResponse:
    """A record in a few lines, for a frame in somebody's table."""
    wanted = requests.text(request.GET, "id")
    found = reconciling.records_of([wanted], Asked({}, request.build_absolute_uri("/").rstrip("/"))).get(wanted)
    if found is None:
        return problem_response(404, "No public record has this id.", "id")
    kind, row, data = found
    facts = [
        (name.replace("_", " "), value)
        for name, value in data.items()
        if name not in ("id", "url", "name", "number")
        and isinstance(value, str | int)
        and not isinstance(value, bool)
        and value
    ]
    context = {"record": row, "kind": kind.name, "facts": facts, "url": data["url"]}
    return open_to_all(render(request, "reconciliation/preview.html", context))
