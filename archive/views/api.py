"""The interface for programs: each operation of the table as a view, its description, and a page to read it by."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from archive.api import parameters
from archive.api.description import description
from archive.api.operations import ROOT, Asked, Operation
from archive.api.problems import Moved, Problem
from archive.api.table import OPERATIONS, RESOURCES
from archive.views.answers import json_response, open_to_all, problem_response
from archive.views.decorators import public_page

_METHODS = "GET, HEAD, OPTIONS"


def view_of(operation: Operation) -> Callable[..., HttpResponse]:
    """Return the view that answers an operation."""
    in_query = [one for one in operation.parameters if one.place == "query"]
    in_path = [one for one in operation.parameters if one.place == "path"]

    def answer(request: HttpRequest, **path: str) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return _without_answer(request)
        try:
            values = {one.name: one.value_of([path[one.name]]) for one in in_path} | parameters.read(
                in_query, request.GET
            )
            data = operation.answer(Asked(values, request.build_absolute_uri("/").rstrip("/"), request.path))
        except Problem as problem:
            return problem_response(problem.status, problem.detail, problem.parameter)
        except Moved as moved:
            return open_to_all(HttpResponsePermanentRedirect(ROOT + moved.path))
        return json_response(request, data)

    answer.__name__ = operation.name.replace("-", "_")
    return answer


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of all operations, as OpenAPI 3.1."""
    if request.method not in ("GET", "HEAD"):
        return _without_answer(request)
    return json_response(request, description(request.build_absolute_uri("/").rstrip("/")))


def nothing(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any other address of the interface."""
    if request.method not in ("GET", "HEAD"):
        return _without_answer(request)
    return problem_response(404, f"There is no such operation; {ROOT}openapi.json describes those that there are.")


@public_page()
def page(request: HttpRequest) -> HttpResponse:
    """The operations in words, from the same declarations as their description."""
    return render(request, "archive/api.html", {"operations": OPERATIONS, "resources": RESOURCES, "root": ROOT})


def _without_answer(request: HttpRequest) -> HttpResponse:
    """Answer a browser that asks whether it may, and refuse every other method."""
    if request.method == "OPTIONS":
        response = open_to_all(HttpResponse(status=204))
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    else:
        response = problem_response(405, "Everything here is read with GET.")
    response["Allow"] = _METHODS
    return response
