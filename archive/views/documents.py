"""A paper's own page, and the addresses of the former list of papers."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from archive import store
from archive.browsing.comparison import compare
from archive.browsing.neighbours import neighbours_of
from archive.browsing.page_images import images_of, published_elsewhere
from archive.browsing.reading import cited_by, divisions_of
from archive.browsing.text_links import addresses_of, explanations_of, people_of
from archive.exports import citing
from archive.filters import parameters_of_search
from archive.models import Document
from archive.parsing.citations import read_citation
from archive.references.display import Shown, references_of, with_links
from archive.rendering import link_targets, linked, split_heading
from archive.views.citing import citations, cited_paper, downloads
from archive.views.decorators import public_page, public_view
from archive.views.papers import paper_to_read
from archive.views.redirects import Redirected
from archive.views.signposting import signposts
from archive.web import requests

#: The views of a paper: to read it, with images of its pages where there are some; without those; to compare what was printed with what
#: was read.
VIEWS = ("", "text", "understood")


@public_view
def document_list(request):
    """The former list of papers: it is the search now, and its addresses lead there with all that narrowed them."""
    found = parameters_of_search(request.GET)
    raise Redirected(reverse("archive:search") + (f"?{found.urlencode()}" if found else ""), permanent=True)


@public_page("view", "for")
def document(request, slug):
    """One paper with all that was printed in it. ``view=text`` leaves out the images of its pages; ``view=understood`` shows what was
    printed and what was read side by side; ``for`` is the citation that led here."""
    view = requests.text(request.GET, "view")
    if view not in VIEWS:
        raise BadRequest(_("There is no such view of a paper."))
    paper = paper_to_read(slug)
    shown = references_of(paper)
    heading, body, notes, terms = _texts(paper, shown)
    first_page = _first_page(paper, body)
    images = [] if view else images_of(paper, body, first_page)
    cited = cited_paper(request, paper)
    found_by = requests.text(request.GET, "for")
    citation = read_citation(found_by)
    context = {
        "document": paper,
        "view": view,
        "heading": heading,
        "body": body,
        "notes": notes,
        "terms": terms,
        "first_page": first_page,
        "images": images,
        "published_images": [] if images or view == "text" else published_elsewhere(paper),
        # A record can name an enclosure that its text does not show apart.
        "enclosures": [(part, f'id="enclosure-{part["path"]}"' in body) for part in paper.parts],
        "divisions": divisions_of(paper),
        "cited_by": cited_by(paper),
        "shown_references": [one for one in shown if one.url],
        "neighbours": neighbours_of(paper),
        "comparison": compare(paper, cited.record) if view == "understood" else (),
        "cited": cited,
        "canonical": cited.address,
        "citations": citations(cited),
        "downloads": downloads(paper, cited),
        "meta_tags": format_html_join("\n", '<meta {}="{}" content="{}">', citing.meta_tags(cited)),
        "found_by": citation,
        "found_url": f"{reverse('archive:search')}?{urlencode({'q': found_by, 'sort': 'date'})}" if citation else "",
    }
    response = render(request, "archive/document.html", context)
    response["Link"] = signposts(paper, request.build_absolute_uri("/").rstrip("/"))
    return response


def _texts(paper: Document, shown: list[Shown]) -> tuple[str, str, str, list[tuple[str, str]]]:
    """Return heading, body and notes as HTML with links to what is held and whom it names, and its abbreviations."""
    text = store.html_of(paper)
    targets = link_targets(text.html, text.notes_html)
    people, lines = people_of(paper, link_targets(text.html, text.notes_html, kind="person"))
    addresses, explanations = addresses_of(paper, targets) | people, explanations_of(paper, targets)
    terms: dict[str, str] = {}
    html, notes = (
        linked(text.html, addresses, explanations, terms, lines),
        linked(text.notes_html, addresses, explanations, terms, lines),
    )
    html, notes = with_links(html, notes, paper, shown)
    heading, body = split_heading(html)
    return heading, body, notes, [(name, explanations[target].in_words) for target, name in terms.items()]


def _first_page(paper: Document, body: str) -> str:
    for page in paper.page_breaks.all():
        if not page.within and page.label and f'id="page-{page.label}"' not in body:
            return page.label
    return ""
