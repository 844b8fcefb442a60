"""Atom feeds of new papers, and of any search: a saved search tells when something new answers it.

A feed is made of public papers alone, down to its validators: the ETag is a digest of the feed itself, and the times are those
at which papers were published or their published text was edited.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from archive import search as searching
from archive.models import Document
from archive.search.limits import MOST_COUNTED
from archive.search.matches import count_matches, matches
from archive.templatetags.archive_tags import date_words
from archive.views.books import changed
from archive.views.search import Asked

_ENTRIES = 50
#: A search that nearly everything answers is asked of the newest papers only.
_NEWEST = 2000
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class _Feed(Atom1Feed):
    """An Atom feed that has a time of its own even while it is empty."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=_NEVER)


@require_safe
def new_papers(request):
    """The papers that were published last."""
    if request.GET:
        return HttpResponseRedirect(request.path)
    rows = Document.objects.public().order_by("-published_at", "-pk")
    return _feed(request, "New papers", "The papers published last.", reverse("archive:home"), rows)


@require_safe
def search_feed(request):
    """The papers published last among those that answer a search."""
    asked = Asked(request)
    address = asked.url(name="search_feed")
    if address != request.get_full_path():
        return HttpResponseRedirect(address)
    labels = searching.labels_of(asked.filters.pairs())
    words = [asked.query.text] if asked.query.text else []
    words += [f"{group}: {label}" for _, _, group, label in asked.filters.words(labels)]
    title = "Search: " + ("; ".join(words) or "all papers")
    return _feed(request, title, "The papers published last that answer this search.", asked.url(), _answering(asked))


def _answering(asked: Asked) -> QuerySet[Document]:
    rows = Document.objects.public().order_by("-published_at", "-pk")
    if asked.query.is_empty and not asked.filters:
        return rows
    sql, parameters = matches("e.document_id", asked.query, asked.filters)
    count, more = count_matches(asked.query, asked.filters)
    if more or count > MOST_COUNTED:
        newest = rows.values_list("pk", flat=True)[:_NEWEST]
        marks = ", ".join(str(int(pk)) for pk in newest) or "NULL"
        sql += f" AND e.document_id IN ({marks})"
    return rows.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611 - the search's own SQL, with parameters


def _feed(request, title: str, subtitle: str, page: str, rows: QuerySet[Document]) -> HttpResponse:
    here = request.build_absolute_uri()
    feed = _Feed(
        title, request.build_absolute_uri(page), subtitle, feed_url=here, feed_guid=here, author_name="Chancery"
    )
    for document in changed(rows).for_list()[:_ENTRIES]:
        address = request.build_absolute_uri(document.get_absolute_url())
        feed.add_item(
            _clean(document.heading or document.source_id),
            address,
            _clean(_summary(document)),
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
    volume = f"{document.volume.slug}, no. {document.document_number}" if document.volume else ""
    return " · ".join(part for part in (date_words(document), document.kind, *numbers, volume) if part)


def _clean(text: str) -> str:
    """Without the control characters that XML has no place for."""
    return "".join(character for character in text if character >= " " or character in "\t\n")
