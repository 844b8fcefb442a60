"""unAPI: how citation managers fetch the papers that a page names, one or a whole list. See https://unapi.info/specs/.

Zotero asks for the formats once, and for each paper that its reader chooses in the first format that it knows.
"""

from xml.sax.saxutils import quoteattr

from django.http import HttpResponse

from archive.exports import citing
from archive.views.citing import cited_paper
from archive.views.decorators import public_page
from archive.views.papers import paper_to_read
from archive.web import requests

#: The formats by the names that citation managers know them by.
_FORMATS = {"ris": "ris", "bibtex": "bib", "csl-json": "json"}


@public_page("id", "format")
def unapi(request):
    """The formats; with ``id``, the slug of a paper, those of the paper; with ``format`` too, the paper in it."""
    slug, name = requests.text(request.GET, "id"), requests.text(request.GET, "format")
    if not slug:
        return _formats()
    paper = paper_to_read(slug)
    if not name:
        return _formats(slug)
    if name not in _FORMATS:
        return HttpResponse("No such format.\n", status=406, content_type="text/plain; charset=utf-8")
    form = next(form for form in citing.FORMATS if form.ending == _FORMATS[name])
    return _hidden(HttpResponse(form.write(cited_paper(request, paper)), content_type=form.media_type))


def _formats(slug: str = "") -> HttpResponse:
    types = {form.ending: form.media_type.partition(";")[0] for form in citing.FORMATS}
    rows = "".join(
        f"<format name={quoteattr(name)} type={quoteattr(types[ending])}/>" for name, ending in _FORMATS.items()
    )
    start = f"<formats id={quoteattr(slug)}>" if slug else "<formats>"
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{start}{rows}</formats>\n'
    return _hidden(HttpResponse(xml, status=300 if slug else 200, content_type="application/xml; charset=utf-8"))


def _hidden(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
