"""A page to paste a bibliography or the footnotes of a book into: it tells which of the papers are here, and takes them all."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.browsing.find_many import LONGEST, MOST, find_many
from archive.browsing.selected_papers import Selection
from archive.exports import citing
from archive.views.decorators import public_form
from archive.views.redirects import require_address
from archive.web import requests


# It changes nothing, so that it needs no token, and no cookie for one.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def find(request):
    """The form, and below it what each citation is that was sent. A POST, because a bibliography is too long for an address."""
    require_address(request, request.path)
    text = requests.text(request.POST, "text", longest=LONGEST + 1)
    found = find_many(text) if text else None
    context = {"text": text, "found": found, "most": MOST, **(_taking(found) if found else {})}
    response = render(request, "archive/find_many.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _taking(found) -> dict:
    """Return the addresses of the held papers as a selection, and of its files."""
    chosen = Selection.of(paper.slug for paper in found.held)
    if not chosen:
        return {}
    files = [
        *((form.label, reverse("archive:selection_cite_file", args=[form.ending])) for form in citing.FORMATS),
        ("CSV", reverse("archive:selection_csv")),
    ]
    return {
        "selection_url": f"{reverse('archive:selection')}?{chosen.query}",
        "files": [(label, f"{url}?{chosen.query}") for label, url in files],
        "left_out_of_selection": chosen.left_out,
    }
