"""The list of papers and a paper's own page."""

from django.http import Http404
from django.shortcuts import render

from archive import store
from archive.filters import DocumentFilter
from archive.models import Division, Document, Reference, State, Term
from archive.references.display import Shown, references_of, with_links
from archive.rendering import link_targets, linked, split_heading
from archive.views.decorators import public_page
from archive.views.errors import gone
from archive.views.paging import listing

PAGE_SIZE = 25


@public_page(*DocumentFilter.PARAMETERS)
def document_list(request):
    """Papers, narrowed by filters that are said in words and can be taken away one by one."""
    found = DocumentFilter(request.GET, queryset=Document.objects.public())
    found.form.label_suffix = ""
    if not found.form.is_valid():
        return render(request, "archive/document_list.html", {"filter": found}, status=400)
    context = {"filter": found, "listing": listing(request, found.qs.for_lines(), PAGE_SIZE)}
    return render(request, "archive/document_list.html", context)


@public_page()
def document(request, slug):
    """One paper with all that was printed in it."""
    paper = Document.objects.public().for_page().filter(slug=slug).first()
    if paper is None:
        withdrawn = Document.objects.filter(slug=slug, state=State.WITHDRAWN, published_at__isnull=False).first()
        if withdrawn:
            return gone(request, withdrawn.withdrawn_reason)
        raise Http404
    shown = references_of(paper)
    heading, body, notes = _texts(paper, shown)
    context = {
        "document": paper,
        "heading": heading,
        "body": body,
        "notes": notes,
        "first_page": _first_page(paper, body),
        "divisions": _divisions(paper),
        "cited_by": _cited_by(paper),
        "shown_references": [one for one in shown if one.url],
        **_neighbours(paper),
    }
    return render(request, "archive/document.html", context)


def _texts(paper: Document, shown: list[Shown]) -> tuple[str, str, str]:
    """Heading, body and notes as HTML, with links to what is held and the volume's abbreviations explained."""
    text = store.html_of(paper)
    targets = link_targets(text.html, text.notes_html)
    addresses, explanations = _addresses(paper, targets), _explanations(paper, targets)
    html, notes = (linked(part, addresses, explanations) for part in (text.html, text.notes_html))
    html, notes = with_links(html, notes, paper, shown)
    heading, body = split_heading(html)
    return heading, body, notes


def _addresses(paper: Document, targets: set[str]) -> dict[str, str]:
    volume = paper.volume.slug if paper.volume_id else ""
    wanted = {}
    for target in targets:
        name, hash_, place = target.partition("#")
        if hash_ and place.startswith("d"):
            # "#d12fn3" is footnote 3 of document 12: the paper is as near as an address from outside can lead.
            wanted[target] = f"{name or volume}#{place.partition('fn')[0]}"
    held = Document.objects.public().filter(source_id__in=set(wanted.values())).only("slug", "source_id")
    urls = {found.source_id: found.get_absolute_url() for found in held}
    return {target: urls[source_id] for target, source_id in wanted.items() if source_id in urls}


def _explanations(paper: Document, targets: set[str]) -> dict[str, str]:
    names = {target.lstrip("#") for target in targets if "#t_" in f"#{target.lstrip('#')}"}
    if not paper.volume_id or not names:
        return {}
    terms = Term.objects.filter(volume=paper.volume_id, source_id__in=names).exclude(expansion="")
    return {f"#{term.source_id}": term.expansion for term in terms}


def _first_page(paper: Document, body: str) -> str:
    for page in paper.page_breaks.all():
        if not page.within and page.label and f'id="page-{page.label}"' not in body:
            return page.label
    return ""


def _divisions(paper: Document) -> list[Division]:
    """The chain of compilation, chapter and so on that the paper stands in, from the top."""
    if not paper.division_id:
        return []
    steps = paper.division.path.split(".")
    paths = [".".join(steps[: count + 1]) for count in range(len(steps))]
    chain = list(Division.objects.filter(volume=paper.volume_id, path__in=paths).defer("text").order_by("path"))
    for division in chain:
        division.volume = paper.volume
    return chain


def _cited_by(paper: Document) -> list[Document]:
    citing = Reference.objects.filter(target_document=paper.pk).values("document")
    return list(Document.objects.public().filter(pk__in=citing).exclude(pk=paper.pk).for_list()[:20])


def _neighbours(paper: Document) -> dict[str, Document | None]:
    if not paper.volume_id:
        return {"previous": None, "next": None}
    beside = Document.objects.public().filter(volume=paper.volume_id)
    return {
        "previous": beside.filter(position__lt=paper.position).order_by("-position").first(),
        "next": beside.filter(position__gt=paper.position).order_by("position").first(),
    }
