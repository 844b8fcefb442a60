"""Topics: the list as a tree and from A to Z, and a page for each with its papers and the terms around it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import search as searching
from archive.browsing import charts
from archive.browsing.authorities import count_papers, first_papers
from archive.browsing.topics import headings, initials, narrower_of, topic_tree
from archive.models import Topic, public
from archive.search import Filters, Query
from archive.views.authorities import one_record
from archive.views.decorators import public_page
from archive.views.listing import listing_of
from archive.web import requests

#: Terms on a page of the list, without those below them.
_PAGE = 100


@public_page("letter")
def topics(request: HttpRequest) -> HttpResponse:
    """The list of topics: as a tree, or the terms of one letter with the other words that lead to them."""
    letter = requests.text(request.GET, "letter", longest=1).upper()
    found = headings(letter) if letter else topic_tree()
    page = listing_of(request, len(found), _PAGE)
    page = replace(page, items=found[page.start - 1 : page.start - 1 + _PAGE])
    context = {"listing": page, "letter": letter, "letters": initials()}
    return render(request, "archive/topic_list.html", context)


@public_page()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic: its scope, the terms above and below it, its years and its first papers."""
    found = one_record(request, Topic, public.topics(), slug)
    filters = Filters.from_query({"topic": found.slug})
    counts = searching.count_values(Query(), filters, ("year",))["year"]
    context = {
        "topic": found,
        "broader": [Topic(slug=slug, term=term) for slug, term, _ in reversed(found.chain[1:])],
        "narrower": narrower_of(found),
        "chart": charts.by_date(
            Query(), filters, counts, lambda year: charts.search_url(("topic", found.slug), ("year", year))
        ),
        "papers": first_papers((filters, count_papers(filters)))[0],
    }
    return render(request, "archive/topic.html", context)
