"""Answers to programs: JSON with its ETag, and problems."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from archive.api import problems
from archive.api.operations import ROOT

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: Headers that scripts of other sites may read.
_EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


def json_response(request: HttpRequest, data: object) -> HttpResponse:
    """Return an answer with its ETag and the links to the next page and to the description; 304 to who has it."""
    body = ENCODER.encode(data).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag, "Cache-Control": "no-cache"})
    links = [f'<{ROOT}openapi.json>; rel="service-desc"']
    if isinstance(data, dict) and data.get("next"):
        links.insert(0, f'<{data["next"]}>; rel="next"')
    response["Link"] = ", ".join(links)
    return open_to_all(get_conditional_response(request, etag, None, response))


def problem_response(status: int, detail: str, parameter: str = "", title: str = "") -> HttpResponse:
    """Return what is wrong, as problem+json."""
    body = ENCODER.encode(problems.as_data(status, detail, parameter, title))
    response = HttpResponse(body, status=status, content_type=problems.MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return open_to_all(response)


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let scripts of any site read the response, and keep it out of search engines."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _EXPOSED
    response["X-Robots-Tag"] = "noindex"
    return response
