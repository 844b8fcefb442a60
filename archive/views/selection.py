"""A reader's selection: to look through, read in sequence, cite together, download, and request in the archives."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import store
from archive.browsing.newest import last_change
from archive.browsing.pull_list import pull_list
from archive.browsing.selected_papers import MOST, Selection
from archive.exports import citing, epub, tables, tei
from archive.filters import by_date
from archive.models import Document
from archive.rendering import split_heading
from archive.rendering.sequence import numbered
from archive.views.books import send, with_texts
from archive.views.citing import cited_paper
from archive.views.decorators import public_view
from archive.views.redirects import require_address
from archive.web import requests

_PULL_COLUMNS = ("record_group", "series", "segment", "file", "number", "date", "heading", "address")
#: The files in which a selection can be downloaded, besides books and citations: the name, and the ending of its route.
_DOWNLOADS = [("CSV", "csv"), ("JSON Lines", "jsonl"), ("TEI", "tei")]


@public_view
def selection(request):
    """The papers of the selection in the reader's order, and what can be done with them."""
    chosen = _requested(request, "selection")
    papers = chosen.in_order(chosen.documents().for_list())
    url = reverse("archive:selection")
    dated = [document.slug for document in by_date(chosen.documents())]
    context = {
        "selection": chosen,
        "papers": [(document, _address(url, chosen.without(document.slug))) for document in papers],
        "missing": len(chosen) - len(papers),
        "by_date": _address(url, Selection.of(dated)) if dated != [paper.slug for paper in papers] else "",
        "most": MOST,
        "downloads": [
            *((name, reverse(f"archive:selection_{ending}")) for name, ending in _DOWNLOADS),
            *_citation_files(),
        ],
    }
    return render(request, "archive/selection/selection.html", context)


@public_view
def read(request):
    """The papers one after another on one page, to read and to print."""
    chosen = _requested(request, "selection_read")
    papers = chosen.in_order(chosen.documents().for_page())
    shown = []
    for place, document in enumerate(papers, 1):
        rendered = store.html_of(document)
        _, body = split_heading(rendered.html)
        shown.append((document, numbered(body, place), numbered(rendered.notes_html, place)))
    return render(request, "archive/selection/read.html", {"selection": chosen, "papers": shown})


@public_view
def cite(request):
    """The citations of all the papers in one style, ``?style=``, in the reader's order."""
    name = requests.text(request.GET, "style", citing.STYLES[0].name)
    style = next((one for one in citing.STYLES if one.name == name), None)
    if style is None:
        raise BadRequest(_("There is no such style of citing."))
    chosen = _requested(request, "selection_cite", "" if style is citing.STYLES[0] else f"style={name}")
    url = reverse("archive:selection_cite")
    context = {
        "selection": chosen,
        "style": style,
        "styles": [
            (one, _address(url, chosen, "" if place == 0 else f"style={one.name}"))
            for place, one in enumerate(citing.STYLES)
        ],
        "citations": [citing.as_html(style.write(cited)) for cited in _cited(request, chosen)],
        "downloads": _citation_files(),
    }
    return render(request, "archive/selection/cite.html", context)


@public_view
def cite_file(request, ending):
    """The papers as one file for a citation manager."""
    chosen = _requested(request, "selection_cite_file", ending=ending)
    form = next(form for form in citing.FORMATS if form.ending == ending)
    return _download([form.write_all(_cited(request, chosen))], form.media_type, f"selection.{ending}")


@public_view
def pull(request):
    """What to request in the archives."""
    chosen = _requested(request, "selection_pull")
    papers = chosen.in_order(chosen.documents().for_list())
    return render(
        request, "archive/selection/pull.html", {"selection": chosen, "list": pull_list(papers), "count": len(papers)}
    )


@public_view
def pull_csv(request):
    """The pull list as a table."""
    chosen = _requested(request, "selection_pull_csv")
    found = pull_list(chosen.in_order(chosen.documents().for_list()))
    rows = [
        _pull_row((segment.record_group, segment.series, segment.segment, file.file, printed), document)
        for segment in found.segments
        for file in segment.files
        for printed, document in file.papers
    ]
    rows += [
        _pull_row(("", document.repository, "", document.collection, ""), document) for document in found.described
    ]
    rows += [_pull_row(("", "", "", "", ""), document) for document in found.unknown]
    return _download(tables.as_csv(rows, _PULL_COLUMNS), "text/csv; charset=utf-8", "pull-list.csv")


@public_view
def csv(request):
    """The papers as CSV."""
    return _table(request, "selection_csv", tables.as_csv, "text/csv; charset=utf-8", "csv")


@public_view
def jsonl(request):
    """The papers as JSON Lines."""
    return _table(request, "selection_jsonl", tables.as_json, "application/x-ndjson", "jsonl")


@public_view
def tei_corpus(request):
    """The papers as one TEI corpus."""
    chosen = _requested(request, "selection_tei")
    papers = chosen.in_order(chosen.documents().for_record())
    records = (store.load(document) for document in papers)
    return _download(
        tei.corpus(records, "A selection of papers"), "application/tei+xml; charset=utf-8", "selection.xml"
    )


@public_view
def book(request):
    """The papers as an EPUB."""
    chosen = _requested(request, "selection_book")
    address = request.build_absolute_uri(_address(reverse("archive:selection"), chosen))
    words = epub.Book(address, "A selection of papers", last_change(chosen.documents()), rights=f"Taken from {address}")
    papers = chosen.in_order(with_texts(chosen.documents()))
    return send(words, epub.chapters_of(papers), "selection")


def _requested(request: HttpRequest, name: str, more: str = "", **parts: str) -> Selection:
    """Return the requested selection. Raises ``Redirected`` unless the request came by its canonical address.

    ``more`` is what else belongs to the query string, ``parts`` to the path.
    """
    chosen = Selection.from_query(request.GET)
    require_address(request, _address(reverse(f"archive:{name}", kwargs=parts), chosen, more))
    return chosen


def _address(url: str, chosen: Selection, more: str = "") -> str:
    query = "&".join(part for part in (chosen.query, more) if part)
    return f"{url}?{query}" if query else url


def _cited(request, chosen: Selection) -> list[citing.Cited]:
    return [cited_paper(request, paper) for paper in chosen.in_order(chosen.documents().for_page())]


def _citation_files() -> list[tuple[str, str]]:
    return [(form.label, reverse("archive:selection_cite_file", args=[form.ending])) for form in citing.FORMATS]


def _table(request, name: str, lines, content_type: str, ending: str):
    chosen = _requested(request, name)
    papers = chosen.in_order(chosen.documents().only("slug"))
    rows = tables.rows_of([document.pk for document in papers])
    return _download(lines(rows), content_type, f"selection.{ending}")


def _pull_row(where: tuple[str, ...], document: Document) -> dict:
    values = (*where, document.date_edtf, document.heading, document.get_absolute_url())
    return dict(zip(_PULL_COLUMNS, values, strict=True))


def _download(lines, content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
