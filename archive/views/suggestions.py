"""Suggestions for the search boxes of the pages, and for those of browsers, as JSON."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from archive.browsing.suggestions import Suggestion, suggest
from archive.models.vocabulary import vocabulary

_LONGEST = 100


@require_safe
def suggestions(request):
    """Files, numbers, people and offices whose name begins as typed; published ones only."""
    text, found = _asked(request)
    response = JsonResponse({"query": text, "suggestions": [one.as_json() for one in found]})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def for_browsers(request):
    """The same in the form of the OpenSearch Suggestions extension 1.1: what was typed, completions, descriptions, addresses."""
    text, found = _asked(request)
    answer = [
        text,
        [one.label for one in found],
        [one.detail or one.kind for one in found],
        [request.build_absolute_uri(one.url) for one in found],
    ]
    response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(request) -> tuple[str, list[Suggestion]]:
    text = request.GET.get("q", "")[:_LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
    return text, suggest(text, vocabulary()) if text.strip() else []
