"""Atom feeds of new papers, and of any search: a saved search that reports new papers.

A feed is made of public papers alone, down to its validators: the ETag is a digest of the feed itself, and the times are those
at which papers were published or their published text was edited.
"""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date

from archive import search as searching
from archive.browsing.newest import NEVER, newest, newest_matching, with_changed
from archive.models import Document
from archive.templatetags.archive_tags import date_words
from archive.views.decorators import public_view
from archive.views.redirects import require_address
from archive.views.search_request import SearchRequest

_ENTRIES = 50


class _Feed(Atom1Feed):
    """An Atom feed that has a time of its own even while it is empty."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NEVER)


@public_view
def new_papers(request: HttpRequest) -> HttpResponse:
    """The papers that were published last."""
    require_address(request, request.path)
    return _feed(request, "New papers", "The papers published last.", reverse("archive:home"), newest()[:_ENTRIES])


@public_view
def search_feed(request: HttpRequest) -> HttpResponse:
    """The papers published last among those that match a search."""
    requested = SearchRequest(request)
    require_address(request, requested.url(name="search_feed"))
    query, filters = requested.query, requested.filters
    labels = searching.labels_of(filters.pairs())
    words = [query.text] if query.text else []
    words += [f"{group}: {label}" for _, _, group, label in filters.words(labels)]
    title = "Search: " + ("; ".join(words) or "all papers")
    papers = newest_matching(query, filters, _ENTRIES)
    return _feed(request, title, "The papers published last that answer this search.", requested.url(), papers)


def _feed(request: HttpRequest, title: str, subtitle: str, page: str, rows: QuerySet[Document]) -> HttpResponse:
    here = request.build_absolute_uri()
    feed = _Feed(
        title, request.build_absolute_uri(page), subtitle, feed_url=here, feed_guid=here, author_name="Chancery"
    )
    for document in with_changed(rows).for_list():
        address = request.build_absolute_uri(document.get_absolute_url())
        feed.add_item(
            _printable(document.title),
            address,
            _printable(_summary(document)),
            unique_id=address,
            pubdate=document.published_at or document.changed,
            updateddate=document.changed,
        )
    body = feed.writeString("utf-8").encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    modified = int(feed.latest_post_date().timestamp())
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag, modified, response)


def _summary(document: Document) -> str:
    numbers = [row.printed for row in document.document_file_numbers.all()]
    place = [document.volume.short_name] if document.volume else []
    place += [f"doc. {document.document_number}"] if document.volume and document.document_number else []
    return " · ".join(part for part in (date_words(document), document.kind, *numbers, ", ".join(place)) if part)


def _printable(text: str) -> str:
    """Return a text without the control characters that XML does not allow."""
    return "".join(character for character in text if character >= " " or character in "\t\n")
