"""The shelf of files, and a file's page."""

from django.shortcuts import get_object_or_404, render

from archive import filing
from archive.filters import by_date
from archive.models import Document
from archive.views import public
from archive.views.decorators import public_page
from archive.views.documents import PAGE_SIZE
from archive.views.paging import listing


@public_page("q")
def file_list(request):
    """Files in the order of the shelf; ``q`` is a file number, or the beginning of one, in any spelling."""
    query = request.GET.get("q", "")[:200].replace("\0", "")
    rows = public.files()
    understood = ""
    if query:
        read = filing.prefix(query)
        understood = read.understood if read else ""
        rows = rows.filter(sort_key__gte=read.low, sort_key__lt=read.high) if read else rows.none()
    context = {
        "query": query,
        "understood": understood,
        "listing": listing(request, rows.order_by("sort_key", "pk"), 100),
    }
    return render(request, "archive/file_list.html", context)


@public_page()
def file(request, scheme, slug):
    """A file: what its number says, and its papers by date."""
    found = get_object_or_404(public.files(), scheme=scheme, slug=slug)
    year = {"decimal-1910": 1930, "decimal-1950": 1955}.get(found.scheme)
    documents = Document.objects.public().filter(document_file_numbers__file_number__file=found).distinct()
    context = {
        "file": found,
        "scheme": filing.SCHEME_NAMES.get(found.scheme, found.scheme),
        "explanation": filing.explain(found.normal, year),
        "listing": listing(request, by_date(documents).for_lines(), PAGE_SIZE),
    }
    return render(request, "archive/file.html", context)
