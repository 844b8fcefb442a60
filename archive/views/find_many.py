"""A page to paste a bibliography or the footnotes of a book into: it tells which of the papers are here, and takes them all."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.browsing.find_many import LONGEST, MOST, find_many
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
    context = {
        "text": text,
        "found": found,
        "most": MOST,
        "ids": ",".join(paper.slug for paper in found.held) if found else "",
        "files": [*((form.label, form.ending) for form in citing.FORMATS), ("CSV", "csv"), ("EPUB", "epub")],
    }
    response = render(request, "archive/find_many.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
