"""A reader's selection: to look through, read in sequence, cite together, take away, and ask for in the archives."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import store
from archive.browsing.pull_list import pull_list
from archive.browsing.selection import MOST, Selection
from archive.exports import citing, epub, tables, tei
from archive.filters import by_date
from archive.models import Document
from archive.rendering import split_heading
from archive.rendering.sequence import numbered
from archive.views.books import newest, send, with_texts
from archive.views.citing import cited_paper

_PULL_COLUMNS = ("record_group", "series", "segment", "file", "number", "date", "heading", "address")
#: What a selection can be taken away as, beside a book: its name, and the ending of its route.
_DOWNLOADS = [("CSV", "csv"), ("JSON Lines", "jsonl"), ("TEI", "tei")]


@require_safe
def selection(request):
    """The papers of the selection in the reader's order, and all that can be done with them."""
    chosen, elsewhere = _asked(request, "selection")
    if elsewhere:
        return elsewhere
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


@require_safe
def read(request):
    """The papers one after the other on one page, to read and to print."""
    chosen, elsewhere = _asked(request, "selection_read")
    if elsewhere:
        return elsewhere
    papers = chosen.in_order(chosen.documents().for_page())
    shown = []
    for place, document in enumerate(papers, 1):
        rendered = store.html_of(document)
        _, body = split_heading(rendered.html)
        shown.append((document, numbered(body, place), numbered(rendered.notes_html, place)))
    return render(request, "archive/selection/read.html", {"selection": chosen, "papers": shown})


@require_safe
def cite(request):
    """The citations of all the papers in one style, ``?style=``, in the reader's order."""
    name = request.GET.get("style", citing.STYLES[0].name)
    style = next((one for one in citing.STYLES if one.name == name), None)
    if style is None:
        raise BadRequest("There is no such style of citing.")
    chosen, elsewhere = _asked(request, "selection_cite", "" if style is citing.STYLES[0] else f"style={name}")
    if elsewhere:
        return elsewhere
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


@require_safe
def cite_file(request, ending):
    """The papers as one file for a citation manager."""
    chosen, elsewhere = _asked(request, "selection_cite_file", ending=ending)
    if elsewhere:
        return elsewhere
    form = next(form for form in citing.FORMATS if form.ending == ending)
    return _download([form.write_all(_cited(request, chosen))], form.media_type, f"selection.{ending}")


@require_safe
def pull(request):
    """What to ask for in the archives."""
    chosen, elsewhere = _asked(request, "selection_pull")
    if elsewhere:
        return elsewhere
    papers = chosen.in_order(chosen.documents().for_list())
    return render(
        request, "archive/selection/pull.html", {"selection": chosen, "list": pull_list(papers), "count": len(papers)}
    )


@require_safe
def pull_csv(request):
    """The pull list as a table."""
    chosen, elsewhere = _asked(request, "selection_pull_csv")
    if elsewhere:
        return elsewhere
    found = pull_list(chosen.in_order(chosen.documents().for_list()))
    rows = [
        _pull_row((shelf.record_group, shelf.series, shelf.segment, wanted.file, printed), document)
        for shelf in found.shelves
        for wanted in shelf.files
        for printed, document in wanted.papers
    ]
    rows += [
        _pull_row(("", document.repository, "", document.collection, ""), document) for document in found.described
    ]
    rows += [_pull_row(("", "", "", "", ""), document) for document in found.unknown]
    return _download(tables.as_csv(rows, _PULL_COLUMNS), "text/csv; charset=utf-8", "pull-list.csv")


@require_safe
def csv(request):
    """The papers as CSV."""
    return _table(request, "selection_csv", tables.as_csv, "text/csv; charset=utf-8", "csv")


@require_safe
def jsonl(request):
    """The papers as JSON Lines."""
    return _table(request, "selection_jsonl", tables.as_json, "application/x-ndjson", "jsonl")


@require_safe
def tei_corpus(request):
    """The papers as one TEI corpus."""
    chosen, elsewhere = _asked(request, "selection_tei")
    if elsewhere:
        return elsewhere
    papers = chosen.in_order(chosen.documents().for_record())
    records = (store.load(document) for document in papers)
    return _download(
        tei.corpus(records, "A selection of papers"), "application/tei+xml; charset=utf-8", "selection.xml"
    )


@require_safe
def book(request):
    """The papers as an EPUB."""
    chosen, elsewhere = _asked(request, "selection_book")
    if elsewhere:
        return elsewhere
    address = request.build_absolute_uri(_address(reverse("archive:selection"), chosen))
    words = epub.Book(address, "A selection of papers", newest(chosen.documents()), rights=f"Taken from {address}")
    papers = chosen.in_order(with_texts(chosen.documents()))
    return send(words, epub.chapters_of(papers), "selection")


def _asked(request, name: str, more: str = "", **parts: str) -> tuple[Selection, HttpResponse | None]:
    """The selection, and a redirect to its canonical address if it was asked for in other words.

    ``more`` is what else belongs to the query string, ``parts`` to the path.
    """
    chosen = Selection.from_query(request.GET)
    address = _address(reverse(f"archive:{name}", kwargs=parts), chosen, more)
    return chosen, None if address == request.get_full_path() else HttpResponseRedirect(address)


def _address(url: str, chosen: Selection, more: str = "") -> str:
    query = "&".join(part for part in (chosen.query, more) if part)
    return f"{url}?{query}" if query else url


def _cited(request, chosen: Selection) -> list[citing.Cited]:
    return [cited_paper(request, paper) for paper in chosen.in_order(chosen.documents().for_page())]


def _citation_files() -> list[tuple[str, str]]:
    return [(form.label, reverse("archive:selection_cite_file", args=[form.ending])) for form in citing.FORMATS]


def _table(request, name: str, lines, content_type: str, ending: str):
    chosen, elsewhere = _asked(request, name)
    if elsewhere:
        return elsewhere
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
