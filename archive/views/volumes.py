"""The list of volumes, and a volume's table of contents."""

from django.shortcuts import get_object_or_404, render

from archive.models import Division, Document, Volume
from archive.views import public
from archive.views.decorators import public_page
from archive.views.paging import listing


@public_page()
def volume_list(request):
    """The volumes, by their ids."""
    rows = public.volumes().defer("header", "skeleton").order_by("slug")
    return render(request, "archive/volume_list.html", {"listing": listing(request, rows, 100)})


@public_page()
def volume(request, slug):
    """A volume's compilations and chapters with their papers, in printed order."""
    found = get_object_or_404(public.volumes().defer("header", "skeleton"), slug=slug)
    return render(request, "archive/volume.html", {"volume": found, **_contents(found)})


def _contents(volume: Volume) -> dict:
    """The divisions with published papers in them, each with its depth and papers, and the papers in none."""
    documents = list(
        Document.objects.public()
        .filter(volume=volume)
        .order_by("position", "pk")
        .only("slug", "heading", "document_number", "source_id", "division_id", "position", "date_printed",
              "date_earliest", "date_latest", "date_edtf", "date_certainty")
    )  # fmt: skip
    papers: dict[int | None, list[Document]] = {}
    for document in documents:
        papers.setdefault(document.division_id, []).append(document)
    divisions = list(Division.objects.filter(volume=volume).defer("text").order_by("path"))
    used = {division.path for division in divisions if division.pk in papers}
    shown = []
    for division in divisions:
        if any(path == division.path or path.startswith(f"{division.path}.") for path in used):
            division.depth = min(division.path.count("."), 3)
            division.papers = papers.get(division.pk, [])
            shown.append(division)
    return {"divisions": shown, "loose": papers.get(None, []), "count": len(documents)}
