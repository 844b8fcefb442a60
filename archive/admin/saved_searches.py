"""Searches that one keeps under a name: how many papers each finds now, and how many of them are new since one last looked."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from archive.admin.base import COUNTED
from archive.desk.refusals import refuse
from archive.desk.site import desk_page, front_panel
from archive.errors import OutOfTime
from archive.filters.search import SearchFilter
from archive.models import Document, SavedSearch
from archive.search.backends import backend
from archive.web.requests import number, text

#: The most searches of one colleague, all of which are counted on the front page.
_MOST = 10
#: Milliseconds that the counting of one search may take.
_TIME = 300
_LONGEST_NAME, _LONGEST_QUERY = 100, 2000


@dataclass(frozen=True, slots=True)
class Counted:
    """A search with its number of papers and of new ones, ``None`` where counting takes too long or the search can't be made any more."""

    search: SavedSearch
    papers: int | None
    new: int | None

    @property
    def is_capped(self) -> bool:
        """Whether there may be more papers than were counted."""
        return self.papers == COUNTED


@front_panel("admin/saved_searches.html", permission="archive.view_document", order=20)
def saved_searches_panel(request: HttpRequest) -> dict:
    """Return the user's searches, counted."""
    mine = SavedSearch.objects.filter(user=request.user)[:_MOST]
    return {"searches": [_counted(search, request) for search in mine]}


@desk_page("saved/", "saved_searches")
@require_POST
def saved_searches(request: HttpRequest) -> HttpResponse:
    """Keep a search, look at one, or forget one."""
    if not request.user.has_perm("archive.view_document"):
        raise PermissionDenied
    mine = SavedSearch.objects.filter(user=request.user)
    action = text(request.POST, "action")
    if action == "keep":
        return _keep(request, mine)
    search = get_object_or_404(mine, pk=number(request.POST, "search"))
    if action == "forget":
        search.delete()
        messages.success(request, f"“{search}” is no longer kept.")
        return HttpResponseRedirect(reverse("admin:index"))
    mine.filter(pk=search.pk).update(seen_at=timezone.now())
    return HttpResponseRedirect(_address(search))


def _keep(request: HttpRequest, mine: QuerySet[SavedSearch]) -> HttpResponse:
    """Keep the search of an address under a name; one of the same name is replaced."""
    name, address = text(request.POST, "name"), text(request.POST, "address", longest=_LONGEST_QUERY)
    parts = _parts(address)
    places = {_path(place): place for place in SavedSearch.Place.values}
    back = HttpResponseRedirect(reverse("admin:index"))
    if not name or len(name) > _LONGEST_NAME:
        refuse(request, f"Please give the search a name of up to {_LONGEST_NAME} characters.")
    elif parts.path not in places:
        refuse(request, "This is no address of the list of papers or of the search.")
    elif mine.exclude(name=name).count() >= _MOST:
        refuse(request, f"You keep {_MOST} searches already: forget one first.")
    else:
        values = {"place": places[parts.path], "query": parts.query, "seen_at": timezone.now()}
        mine.update_or_create(user=request.user, name=name, defaults=values)
        messages.success(request, f"“{name}” is kept under “Your searches” on the front page.")
    return back


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _path(place: str) -> str:
    return reverse("admin:archive_document_changelist" if place == SavedSearch.Place.DESK else "archive:search")


def _address(search: SavedSearch) -> str:
    return f"{_path(search.place)}?{search.query}"


def _counted(search: SavedSearch, request: HttpRequest) -> Counted:
    try:
        with backend().time_limit(_TIME):
            if search.place == SavedSearch.Place.DESK:
                papers, came = _of_desk(search.query, request), "created_at"
            else:
                found = SearchFilter(QueryDict(search.query), queryset=Document.objects.public())
                papers, came = found.filter_queryset(Document.objects.public()), "published_at"
            papers = papers.order_by()
            new = papers.filter(**{f"{came}__gt": search.seen_at})
            return Counted(search, papers[:COUNTED].count(), new[:COUNTED].count())
    except (OutOfTime, IncorrectLookupParameters, SuspiciousOperation):
        return Counted(search, None, None)


def _of_desk(query: str, request: HttpRequest) -> QuerySet[Document]:
    """Return the papers that the desk's list finds for a query, as it does for this user."""
    asked = copy(request)
    asked.GET = QueryDict(query)
    desk = admin.site.get_model_admin(Document)
    filters, fields = desk.get_list_filter(asked), desk.get_search_fields(asked)
    return _Unfetched(
        asked, Document, desk.list_display, None, filters, None, fields, False, 1, 1, (), desk, (), ""
    ).queryset


class _Unfetched(ChangeList):
    """A list of the desk of which no row is fetched."""

    def get_results(self, request):
        """Fetch nothing."""
