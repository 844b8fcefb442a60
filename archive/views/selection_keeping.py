"""Selections that readers send: a short one becomes part of an address, a long one is kept under an address that nobody can guess."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from archive.browsing.kept_selections import keep_selection, published_among
from archive.browsing.selected_papers import NotKept, Selection
from archive.errors import Refused
from archive.exports.citing import FORMATS
from archive.filters import by_date
from archive.models import Document
from archive.sql.batches import batches
from archive.views.decorators import public_form
from archive.views.whole_lists import slugs_of_list
from archive.web import requests
from archive.web.sentences import sentence

#: Where a form leads, by its parameter ``then``: the routes of what can be done with a selection.
_ROUTES = {
    "": "selection", "read": "selection_read", "cite": "selection_cite", "pull": "selection_pull", "pull.csv": "selection_pull_csv",
    "csv": "selection_csv", "jsonl": "selection_jsonl", "xml": "selection_tei", "epub": "selection_book",
}  # fmt: skip
_CITATION_FILES = {form.ending for form in FORMATS}


@csrf_exempt
@require_POST
@public_form
def keep(request):
    """Take a selection (``ids``, ``id``, ``add``, ``kept``), without ``out``, in the ``order`` of dates if that is asked for, and lead on.

    ``all`` is the address of a page with a list of papers, of which all are taken.

    It needs no CSRF token: a selection belongs to nobody, and a token would make every page of the archive differ from reader to reader.
    """
    try:
        chosen = Selection.from_query(request.POST, most=None)
    except NotKept as error:
        raise Http404 from error
    if whole := requests.text(request.POST, "all", longest=4000):
        chosen = Selection.of([*chosen.slugs, *slugs_of_list(whole)], most=None)
    slugs = [slug for slug in chosen.slugs if slug not in set(request.POST.getlist("out"))]
    if request.POST.get("order") == "date":
        slugs = _by_date(slugs)
    return HttpResponseRedirect(_address_of(request, slugs, chosen.left_out))


def _address_of(request: HttpRequest, slugs: list[str], left_out: int) -> str:
    """Return the address of what is to be done with these papers, which are kept if it would be too long."""
    then = requests.text(request.POST, "then")
    if then in _CITATION_FILES:
        path = reverse("archive:selection_cite_file", args=[then])
    elif then in _ROUTES:
        path = reverse(f"archive:{_ROUTES[then]}")
    else:
        raise BadRequest(_("There is nothing of that name to be done with papers."))
    chosen = Selection(tuple(slugs))
    if not chosen.fits_in_address:
        published = published_among(slugs)
        left_out += len(slugs) - len(published)
        try:
            chosen = Selection(tuple(published), 0, keep_selection(published)) if published else Selection()
        except Refused as refused:
            raise BadRequest(sentence(str(refused))) from refused
    query = [part for part in (chosen.query, f"left={left_out}" if left_out and not then else "") if part]
    return f"{path}?{'&'.join(query)}" if query else path


def _by_date(slugs: list[str]) -> list[str]:
    """Return the slugs of published papers by date, undated ones last."""
    days: list[tuple[int, int, str]] = []
    for chunk in batches(slugs, 500):
        papers = by_date(Document.objects.public().filter(slug__in=chunk))
        days += papers.values_list("search_entry__day", "pk", "slug")
    return [slug for *_, slug in sorted(days)]
