"""The register of papers known but not held: its list, the list as CSV, and a page for each paper."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from archive import filing
from archive.browsing import unheld
from archive.exports.unheld import csv_lines
from archive.models import Document, UnheldPaper, public
from archive.views.decorators import public_page, public_view
from archive.views.listing import listing
from archive.web import requests
from archive.web.words import day_in_words


@public_page("file", "year", "order", "thread")
def not_held(request: HttpRequest) -> HttpResponse:
    """Papers that public papers cite and that are not held, by date or by file."""
    register = RegisterRequest(request)
    found = listing(request, unheld.with_citations(register.rows()), 50)
    unheld.add_citing_papers(found.items)
    context = {"register": register, "listing": found, "years": unheld.years(), "files": unheld.files()}
    return render(request, "archive/not_held.html", context)


@public_view
def not_held_csv(request: HttpRequest) -> HttpResponse:
    """The same list to take to the archives."""
    response = StreamingHttpResponse(csv_lines(RegisterRequest(request).rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-held.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page()
def unheld_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper that is not held: what is known of it, where it should be, and who cites it."""
    paper = get_object_or_404(public.unheld().select_related("file_number__file", "file"), slug=slug)
    citing = Document.objects.public().filter(references__unheld=paper).distinct()
    context = {
        "paper": paper,
        "date": day_in_words(paper.day) if paper.day else "",
        "listing": listing(request, citing.for_list().order_by("date_earliest", "pk"), 25),
    }
    return render(request, "archive/unheld_paper.html", context)


class RegisterRequest:
    """The part of the register that a request names: a file, a year, the gaps of one thread; and its order.

    Raises ``BadRequest`` for a year or an order that is none.
    """

    def __init__(self, request: HttpRequest) -> None:
        parameters = request.GET
        self.file = requests.text(parameters, "file", longest=200)
        self.year = requests.text(parameters, "year")
        self.order = requests.text(parameters, "order")
        slug = requests.text(parameters, "thread")
        self.thread = Document.objects.public().filter(slug=slug).first() if slug else None
        self.has_unknown_thread = bool(parameters.get("thread")) and self.thread is None
        if self.year and (len(self.year) != 4 or requests.as_number(self.year, -1) < 0):
            raise BadRequest(_("A year has four digits."))
        if self.order not in unheld.ORDERS:
            raise BadRequest(_("The register is in order of date, or of file."))
        self.file_query = filing.prefix_query(self.file) if self.file else None

    @property
    def file_in_words(self) -> str:
        """What the requested file was understood as, ``""`` if it was not."""
        return self.file_query.understood if self.file_query else ""

    def rows(self) -> QuerySet[UnheldPaper]:
        """Return the requested papers in the requested order."""
        rows = public.unheld().select_related("file_number", "file")
        if (self.file and not self.file_query) or self.has_unknown_thread:
            rows = rows.none()
        if self.file_query:
            rows = rows.filter(unheld.in_file(self.file_query))
        if self.year:
            rows = rows.filter(year=int(self.year))
        if self.thread:
            rows = rows.filter(unheld.in_thread(self.thread))
        return rows.order_by(*unheld.ORDERS[self.order])

    def url(self, **changes: str) -> str:
        """Return the address of the list with these parameters changed."""
        values = {"file": self.file, "year": self.year, "order": self.order}
        values |= {"thread": self.thread.slug if self.thread else ""} | changes
        query = QueryDict(mutable=True)
        for name, value in values.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}" if query else "."

    @property
    def by_date_url(self) -> str:
        """The address of the same list in order of date."""
        return self.url(order="")

    @property
    def by_file_url(self) -> str:
        """The address of the same list in order of file."""
        return self.url(order="file")

    @property
    def query_string(self) -> str:
        """What follows the path in the list's own address."""
        return self.url().lstrip(".")
