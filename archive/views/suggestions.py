"""Suggestions for the search box, as JSON for the script."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from archive.browsing.suggestions import suggest
from archive.vocabulary import vocabulary

_LONGEST = 100


@require_safe
def suggestions(request):
    """Files, numbers, people and offices whose name begins as typed; published ones only."""
    text = request.GET.get("q", "")[:_LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
    found = suggest(text, vocabulary()) if text.strip() else []
    response = JsonResponse({"query": text, "suggestions": [one.as_json() for one in found]})
    response["X-Robots-Tag"] = "noindex"
    return response
