"""The list of volumes, a volume's table of contents, and a page for each of its divisions."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.html import strip_tags

from archive.browsing import contents
from archive.browsing.page_images import has_scans
from archive.models import Division, SearchCount, Volume, public
from archive.rendering import linked, render_fragment, split_heading
from archive.views.decorators import public_page
from archive.views.listing import listing

#: A volume with more papers than this shows its chapters only, whose papers are on their own pages, and a page of those in no chapter.
_MOST_ON_ONE_PAGE = 600


@public_page()
def volume_list(request):
    """The volumes under the years of their series, by their ids."""
    rows = public.volumes().defer("header", "skeleton").order_by("slug")
    page = listing(request, rows, 100)
    slugs = [volume.slug for volume in page.items]
    counts = SearchCount.objects.filter(facet="volume", value__in=slugs)
    papers = dict(counts.values_list("value", "count"))
    for volume in page.items:
        volume.papers = papers.get(volume.slug, 0)
    return render(request, "archive/volume_list.html", {"listing": page})


@public_page()
def volume(request, slug):
    """A volume's compilations and chapters with their papers, in printed order."""
    found = public_volume(slug)
    nodes = contents.tree(found)
    counted = contents.counts(found)
    total = sum(counted.values())
    whole = total <= _MOST_ON_ONE_PAGE
    if whole:
        rest, loose = None, contents.put_papers(nodes, contents.papers_in(found))
    else:
        rows = contents.papers_in(found).filter(division=None)
        rest = listing(request, rows, _MOST_ON_ONE_PAGE, lambda: counted.get(None, 0))
        loose = rest.items
    context = {
        "volume": found,
        "nodes": nodes,
        "loose": loose,
        "listing": rest,
        "count": total,
        "whole": whole,
        "has_scans": has_scans(found),
    }
    return render(request, "archive/volume.html", context)


@public_page()
def division(request, slug, division):
    """A compilation or chapter: the divisions in it, and its papers."""
    found = public_volume(slug)
    row = Division.objects.filter(volume=found, source_id=division).first()
    if row is None:
        raise Http404
    row.volume = found
    nodes = contents.tree(found)
    every = [node for top in nodes for node in top.walk()]
    here = next((place for place, node in enumerate(every) if node.division.pk == row.pk), None)
    if here is None:
        raise Http404
    node = every[here]
    context = {
        "volume": found,
        "division": row,
        "node": node,
        "trail": contents.divisions_above(row),
        "text": _text(row),
        "previous": every[here - 1].division if here else None,
        "next": next((other.division for other in every[here + 1 :] if not _below(other.division, row)), None),
        "listing": listing(request, contents.papers_under(row), 200, lambda: node.total),
    }
    return render(request, "archive/division.html", context)


def public_volume(slug: str) -> Volume:
    """Return the public volume of this address. Raises ``Http404``."""
    return get_object_or_404(public.volumes().defer("header", "skeleton"), slug=slug)


def _text(division: Division) -> str:
    """Return what was printed between its heading and its papers, as HTML; ``""`` if that is page breaks alone."""
    if not division.text:
        return ""
    _, body = split_heading(linked(render_fragment(division.text), {}))
    return body if strip_tags(body).strip() else ""


def _below(division: Division, other: Division) -> bool:
    return division.path.startswith(f"{other.path}.")
