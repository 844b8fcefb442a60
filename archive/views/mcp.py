"""The Model Context Protocol: one address, one POST for each message."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from archive.api.mcp import protocol
from archive.views.answers import problem_response

_LONGEST = 64 * 1024
#: What the protocol has as the status of an error.
_STATUS = {protocol.NO_METHOD: 404, protocol.INVALID_REQUEST: 400, protocol.UNSUPPORTED: 400}


@csrf_exempt
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer one message. Whoever asks from a page of another host is refused, as the protocol demands."""
    if request.method != "POST":
        response = problem_response(405, "Messages of the Model Context Protocol come by POST.")
        response["Allow"] = "POST"
        return response
    origin = request.headers.get("Origin", "")
    if origin and origin != f"{request.scheme}://{request.get_host()}":
        return problem_response(403, "This may not be asked from the pages of another site.")
    try:
        message = json.loads(request.body) if len(request.body) <= _LONGEST else None
    except (ValueError, RecursionError):
        message = None
    answer = protocol.answer(message, request.build_absolute_uri("/").rstrip("/"))
    if answer is None:
        return HttpResponse(status=202)
    code = answer.get("error", {}).get("code", 0)
    body = json.dumps(answer, ensure_ascii=False)
    return HttpResponse(
        body, status=_STATUS.get(code, 200), content_type="application/json", headers={"Cache-Control": "no-store"}
    )
