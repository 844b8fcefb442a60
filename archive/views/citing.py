"""Citing a paper: the page of its citations, files for citation managers, and the paper as data and as plain text."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from archive import records, store
from archive.browsing.reading import first_page_of, note_names
from archive.exports import citing
from archive.exports.plain import paper_as_text
from archive.models import Document
from archive.rendering import pages_of_notes, printed_sign
from archive.views.decorators import public_page
from archive.views.papers import paper_to_read, public_paper
from archive.views.redirects import Redirected
from archive.web import requests


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in one style: its plain text to copy, its HTML to read."""

    name: str
    label: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class CitablePlace:
    """A page or footnote that can be cited: its printed label and the address of its citations."""

    label: str
    url: str
    chosen: bool = False


@public_page("page", "note")
def cite(request, slug):
    """The citations of a paper, or of one of its pages or footnotes, in every style."""
    paper = paper_to_read(slug)
    cited = cited_place(request, paper)
    note = requests.text(request.GET, "note")
    context = {
        "document": paper,
        "canonical": request.build_absolute_uri(request.path),
        "cited": cited,
        "citations": citations(cited),
        "downloads": downloads(paper, cited),
        "pages": [
            CitablePlace(label, f"?{urlencode({'page': label})}", label == cited.page and not cited.note)
            for label in dict.fromkeys(page.label for page in paper.page_breaks.all() if page.label)
        ],
        "notes": [
            CitablePlace(name, f"?{urlencode({'note': name})}", name == note) for name in note_names(paper).values()
        ],
    }
    return render(request, "archive/cite.html", context)


@public_page("page", "note")
def cite_file(request, slug, ending):
    """A paper, or a page or footnote of it, as a file for a citation manager."""
    paper = paper_to_read(slug)
    form = next(form for form in citing.FORMATS if form.ending == ending)
    response = HttpResponse(form.write(cited_place(request, paper)), content_type=form.media_type)
    return _attached(response, f"{paper.slug}.{form.ending}")


@public_page()
def document_text(request, slug):
    """A paper as plain text with its footnotes, headed by how to cite it."""
    paper = paper_to_read(slug)
    how_to_cite = citing.as_text(citing.STYLES[-1].write(cited_paper(request, paper)))
    text = paper_as_text(replace(store.description(paper), text=paper.text.tei), how_to_cite)
    return _attached(HttpResponse(text, content_type="text/plain; charset=utf-8"), f"{paper.slug}.txt")


@public_page()
def document_json(request, slug):
    """A paper's whole record as JSON: what was printed and what was read, with its TEI."""
    paper = public_paper(Document.objects.for_record().select_related("volume"), slug)
    data = records.to_json(store.load(paper))
    data.pop("warnings")  # a reader's doubts are for the archivists' desk
    data["volume"] = paper.volume.slug if paper.volume else ""
    data["address"] = request.build_absolute_uri(paper.get_absolute_url())
    mentions = paper.mentions.exclude(person=None).select_related("person").order_by("pk")
    data["mentions"] = [
        {
            "name": row.person.name,
            "address": request.build_absolute_uri(row.person.get_absolute_url()),
            "times": row.count,
        }
        for row in mentions
    ]
    return _attached(JsonResponse(data, json_dumps_params={"ensure_ascii": False}), f"{paper.slug}.json")


@public_page()
def document_json_ld(request, slug):
    """What a paper is, in the words of schema.org, for search engines and scripts."""
    paper = paper_to_read(slug)
    return HttpResponse(citing.json_ld(cited_paper(request, paper)), content_type="application/ld+json; charset=utf-8")


def cited_paper(request: HttpRequest, paper: Document) -> citing.Cited:
    """Return the whole paper as what is cited, with its permanent address. Makes no query after ``paper_to_read``."""
    return citing.Cited(
        store.description(paper),
        request.build_absolute_uri(paper.get_absolute_url()),
        store.description_of_volume(paper.volume) if paper.volume else None,
    )


def cited_place(request: HttpRequest, paper: Document) -> citing.Cited:
    """Return what the request cites: the paper, its page ``?page=`` or its footnote ``?note=``.

    Raises ``Http404`` if it has no such place.
    """
    whole = cited_paper(request, paper)
    note, page = requests.text(request.GET, "note"), requests.text(request.GET, "page")
    if note:
        orders = [order for order, name in note_names(paper).items() if name == note]
        if not orders:
            if note == "0" and "source" in note_names(paper).values():  # what such a note was called before
                raise Redirected(f"{request.path}?{urlencode({'note': 'source'})}", permanent=True)
            raise Http404
        row = next(row for row in paper.footnotes.all() if row.order == orders[0])
        label = printed_sign(row.label, row.kind)
        pages = pages_of_notes(store.html_of(paper).html, first_page_of(paper) or whole.page_before)
        where = pages.get(orders[0], "")
        return replace(
            whole, note=label or note.partition("~")[0], page=where, address=f"{whole.address}#fn-{orders[0]}"
        )
    if page:
        if page not in {row.label for row in paper.page_breaks.all()}:
            raise Http404
        return replace(whole, page=page, address=f"{whole.address}#page-{page}")
    return whole


def citations(cited: citing.Cited) -> list[Citation]:
    """Return the citations in every style."""
    written = [(style, style.write(cited)) for style in citing.STYLES]
    return [Citation(style.name, style.label, citing.as_text(runs), citing.as_html(runs)) for style, runs in written]


def downloads(paper: Document, cited: citing.Cited) -> list[tuple[str, str, str]]:
    """Return label, address and media type of the files for citation managers, of the same place as ``cited``."""
    place = {"note": cited.note} if cited.note else {"page": cited.page} if cited.page else {}
    query = f"?{urlencode(place)}" if place else ""
    return [
        (
            form.label,
            reverse("archive:cite_file", args=[paper.slug, form.ending]) + query,
            form.media_type.partition(";")[0],
        )
        for form in citing.FORMATS
    ]


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
