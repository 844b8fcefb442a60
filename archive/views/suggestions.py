"""Suggestions for the search boxes of the pages, and for those of browsers, as JSON."""

from django.http import JsonResponse

from archive.browsing.suggestions import Suggestion, suggest
from archive.models.vocabulary import vocabulary
from archive.views.decorators import public_view
from archive.web import requests

_LONGEST = 100


@public_view
def suggestions(request):
    """Files, numbers, people and offices that begin as typed; published ones only."""
    text, found = _suggested(request)
    response = JsonResponse({"query": text, "suggestions": [one.as_json() for one in found]})
    response["X-Robots-Tag"] = "noindex"
    return response


@public_view
def for_browsers(request):
    """The same in the form of the OpenSearch Suggestions extension 1.1: what was typed, completions, descriptions, addresses."""
    text, found = _suggested(request)
    answer = [
        text,
        [one.label for one in found],
        [one.detail or one.kind for one in found],
        [request.build_absolute_uri(one.url) for one in found],
    ]
    response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    response["X-Robots-Tag"] = "noindex"
    return response


def _suggested(request) -> tuple[str, list[Suggestion]]:
    text = requests.text(request.GET, "q", longest=_LONGEST, strip=False)
    return text, suggest(text, vocabulary()) if text.strip() else []
