"""A reader's selection: to look through, read in sequence, cite together, download, and request in the archives."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import BadRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import store
from archive.browsing.newest import NEVER, last_change
from archive.browsing.pull_list import pull_list
from archive.browsing.selected_papers import MOST, NotKept, Selection
from archive.exports import citing, epub, tables, tei
from archive.filters import by_date
from archive.models import Document
from archive.rendering import split_heading
from archive.rendering.sequence import numbered
from archive.views.books import MOST as MOST_IN_BOOK
from archive.views.books import send, with_texts
from archive.views.citing import cited_paper
from archive.views.decorators import public_view
from archive.views.errors import Missing
from archive.views.listing import Listing, listing_of
from archive.views.redirects import require_address
from archive.web import requests

_PULL_COLUMNS = ("record_group", "series", "segment", "box", "folder", "file", "number", "date", "heading", "address")
#: The files in which a selection can be downloaded, besides books and citations: the name, and the ending of its route.
_DOWNLOADS = [("CSV", "csv"), ("JSON Lines", "jsonl"), ("TEI", "tei")]


#: Papers of one page: of a list, of citations, and to read in sequence.
_PAGE_SIZE = 200
#: The most papers of a pull list to read; as a table it is whole.
_MOST_PULLED = 1000
#: A selection of more papers is not copied into the browser, which keeps its own list.
_MOST_IN_BROWSER = 5000


@public_view
def selection(request):
    """The papers of the selection in the reader's order, and what can be done with them."""
    chosen = _requested(request, "selection", "left", "page")
    shown, part = _part(request, chosen)
    papers = part.in_order(part.documents().for_list())
    url = reverse("archive:selection")
    dated = [document.slug for document in by_date(chosen.documents())] if not chosen.kept else []
    context = {
        "selection": chosen,
        "listing": shown,
        "in_browser": len(chosen) <= _MOST_IN_BROWSER,
        "papers": [
            (document, "" if chosen.kept else _address(url, chosen.without(document.slug))) for document in papers
        ],
        "missing": len(part) - len(papers),
        "by_date": _address(url, Selection.of(dated)) if dated != [paper.slug for paper in papers] and dated else "",
        "most": MOST,
        "left_out": chosen.left_out or requests.number(request.GET, "left"),
        "downloads": [
            *((name, reverse(f"archive:selection_{ending}")) for name, ending in _DOWNLOADS),
            *_citation_files(),
        ],
    }
    return render(request, "archive/selection/selection.html", context)


@public_view
def read(request):
    """The papers one after another, to read and to print."""
    chosen = _requested(request, "selection_read", "page")
    listing, part = _part(request, chosen)
    shown = []
    for place, document in enumerate(part.papers(lambda rows: rows.for_page()), listing.start):
        rendered = store.html_of(document)
        _, body = split_heading(rendered.html)
        shown.append((document, numbered(body, place), numbered(rendered.notes_html, place), place))
    return render(request, "archive/selection/read.html", {"selection": chosen, "papers": shown, "listing": listing})


@public_view
def cite(request):
    """The citations of the papers in one style, ``?style=``, in the reader's order."""
    name = requests.text(request.GET, "style", citing.STYLES[0].name)
    style = next((one for one in citing.STYLES if one.name == name), None)
    if style is None:
        raise BadRequest(_("There is no such style of citing."))
    chosen = _requested(request, "selection_cite", *(() if style is citing.STYLES[0] else ("style",)), "page")
    listing, part = _part(request, chosen)
    url = reverse("archive:selection_cite")
    context = {
        "selection": chosen,
        "listing": listing,
        "style": style,
        "styles": [
            (one, _address(url, chosen, "" if place == 0 else f"style={one.name}"))
            for place, one in enumerate(citing.STYLES)
        ],
        "citations": [citing.as_html(style.write(cited)) for cited in _cited(request, part)],
        "downloads": _citation_files(),
    }
    return render(request, "archive/selection/cite.html", context)


@public_view
def cite_file(request, ending):
    """The papers as one file for a citation manager."""
    chosen = _requested(request, "selection_cite_file", ending=ending)
    form = next(form for form in citing.FORMATS if form.ending == ending)
    return _download(form.pieces(_cited(request, chosen)), form.media_type, f"selection.{ending}")


@public_view
def pull(request):
    """What to request in the archives."""
    chosen = _requested(request, "selection_pull")
    part = chosen.part(0, _MOST_PULLED)
    papers = list(part.papers(lambda rows: rows.for_list()))
    context = {
        "selection": chosen,
        "list": pull_list(papers),
        "count": len(papers),
        "left_out": len(chosen) - len(part),
    }
    return render(request, "archive/selection/pull.html", context)


@public_view
def pull_csv(request):
    """The pull list as a table."""
    chosen = _requested(request, "selection_pull_csv")
    found = pull_list(chosen.papers(lambda rows: rows.for_list().select_related("holding__unit")))
    rows = [
        _pull_row(
            (segment.record_group, segment.series, segment.segment, file.box, file.folder, file.file, printed), document
        )
        for segment in found.segments
        for file in segment.files
        for printed, document in file.papers
    ]
    rows += [
        _pull_row(("", document.repository, "", "", "", document.collection, ""), document)
        for document in found.described
    ]
    rows += [_pull_row(("", "", "", "", "", "", ""), document) for document in found.unknown]
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
    records = (store.load(document) for document in chosen.papers(lambda rows: rows.for_record()))
    return _download(
        tei.corpus(records, "A selection of papers"), "application/tei+xml; charset=utf-8", "selection.xml"
    )


@public_view
def book(request):
    """The papers as an EPUB."""
    chosen = _requested(request, "selection_book")
    if len(chosen) > MOST_IN_BOOK:
        raise BadRequest(
            _("A book holds at most %(most)s papers, and these are %(count)s.")
            % {"most": intcomma(MOST_IN_BOOK), "count": intcomma(len(chosen))}
        )
    address = request.build_absolute_uri(_address(reverse("archive:selection"), chosen))
    changed = max((last_change(part.documents()) for part in chosen.parts(_PAGE_SIZE)), default=NEVER)
    words = epub.Book(address, "A selection of papers", changed, rights=f"Taken from {address}")
    named = [
        (document.pk, document.source_id) for document in chosen.papers(lambda rows: rows.only("slug", "source_id"))
    ]
    return send(words, epub.chapters_of(chosen.papers(with_texts), named=named), "selection")


def _requested(request: HttpRequest, route: str, *more: str, **parts: str) -> Selection:
    """Return the requested selection. Raises ``Redirected`` unless the request came by its canonical address.

    ``more`` are the parameters that belong to the query string besides the selection, ``parts`` those of the path.
    """
    try:
        chosen = Selection.from_query(request.GET)
    except NotKept as error:
        raise Missing(
            _("No selection is kept under this address. One that nobody opens in a year is deleted.")
        ) from error
    values = [(name, requests.text(request.GET, name)) for name in more]
    query = urlencode([(name, value) for name, value in values if value and (name, value) != ("page", "1")])
    require_address(request, _address(reverse(f"archive:{route}", kwargs=parts), chosen, query))
    return chosen


def _part(request: HttpRequest, chosen: Selection) -> tuple[Listing, Selection]:
    """Return the requested page of the selection, and its papers as a selection."""
    listing = listing_of(request, len(chosen), _PAGE_SIZE)
    return listing, chosen.part(listing.start - 1, _PAGE_SIZE)


def _address(url: str, chosen: Selection, more: str = "") -> str:
    query = "&".join(part for part in (chosen.query, more) if part)
    return f"{url}?{query}" if query else url


def _cited(request, chosen: Selection) -> Iterator[citing.Cited]:
    return (cited_paper(request, paper) for paper in chosen.papers(lambda rows: rows.for_page()))


def _citation_files() -> list[tuple[str, str]]:
    return [(form.label, reverse("archive:selection_cite_file", args=[form.ending])) for form in citing.FORMATS]


def _table(request, name: str, lines, content_type: str, ending: str):
    chosen = _requested(request, name)
    rows = tables.rows_of([document.pk for document in chosen.papers(lambda rows: rows.only("slug"))])
    return _download(lines(rows), content_type, f"selection.{ending}")


def _pull_row(where: tuple[str, ...], document: Document) -> dict:
    values = (*where, document.date_edtf, document.heading, document.get_absolute_url())
    return dict(zip(_PULL_COLUMNS, values, strict=True))


def _download(lines, content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
