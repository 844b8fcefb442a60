"""The site of the desk: its name, its front page, and the panels that other modules put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from archive.desk import giving_back, guessing, new_password, second_factor
from archive.web.requests import clean, is_clean


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the front page: its template, the function that returns the context, and the permission to see it."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any]]
    permission: str = ""
    order: int = 50


_panels: list[Panel] = []
#: Pages that belong to no list of records: the address, the view and the name of each.
_pages: list[tuple[str, Callable, str]] = []
#: What is guessed on the page to change a password, in the list of failed attempts.
_OLD_PASSWORD = "old password"  # noqa: S105 - its name


def front_panel(template: str, *, permission: str = "", order: int = 50) -> Callable:
    """Put a panel on the front page: decorate the function that returns the template's context.

    Panels are sorted by ``order``; only users with ``permission`` (such as "archive.review_document") see it.
    """

    def decorate(context: Callable[[HttpRequest], dict[str, Any]]) -> Callable[[HttpRequest], dict[str, Any]]:
        _panels.append(Panel(template, context, permission, order))
        return context

    return decorate


def desk_page(route: str, name: str) -> Callable:
    """Put a page at an address of the desk that belongs to no list of records: decorate its view, which checks permissions itself."""

    def decorate(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
        _pages.append((route, view, name))
        return view

    return decorate


#: The lists of the front page by what people do with them; those that are named nowhere are in the last group.
_GROUPS = (
    ("Papers", ("Document", "Volume", "Reference", "UnheldPaper", "Restriction", "Redaction", "Note")),
    ("Filing", ("File", "FileNumber", "FilingTerm", "Unit", "Topic")),
    ("People, offices and places", ("Person", "Office", "Mission", "Place", "IdentityDecision", "Merge", "Removal")),
    ("Doubts and corrections", ("DocumentWarning", "DismissedRule", "ErrorReport", "Erratum")),
    ("Many at once", ("ImportRun", "BulkChange", "Job")),
    ("Accounts and logins", ()),
)


class DeskSite(AdminSite):
    """The admin site of the archive."""

    site_header = "Chancery desk"
    site_title = "Chancery desk"
    index_title = "The desk"
    empty_value_display = "–"
    enable_nav_sidebar = False
    login_form = giving_back.LoginForm

    def admin_view(self, view, cacheable=False):
        """Wrap a page of the desk.

        Django's lists and filters read parameters themselves, so these are made clean first; and what was typed is given
        back whenever it can't be taken.
        """

        @wraps(view)
        def with_clean_parameters(request: HttpRequest, *args, **kwargs):
            request.GET = _clean(request.GET)
            return view(request, *args, **kwargs)

        page = super().admin_view(with_clean_parameters, cacheable)

        @wraps(page)
        def without_loss(request: HttpRequest, *args, **kwargs):
            return giving_back.answer(self, page, request, *args, **kwargs)

        return without_loss

    def password_change(self, request, extra_context=None):
        """Change one's own password. A wrong old password counts as guessing: who finds a desk open does not have the password."""
        if request.method == "POST" and not guessing.may_try(request, _OLD_PASSWORD):
            return HttpResponse(status=429)  # axes puts its page in its place
        response = super().password_change(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.is_bound and form.has_error("old_password", "password_incorrect"):
            guessing.note_failure(request, _OLD_PASSWORD)
        elif form is None and request.method == "POST":
            guessing.note_success(request, _OLD_PASSWORD)
        return response

    def get_urls(self):
        """Return the addresses of the site, with those of the second factor, for a new password, and what scripts ask about the session."""
        session = path("session/", never_cache(giving_back.session), name="session")
        on_site = path(
            "r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site), name="view_on_site"
        )
        pages = [path(route, self.admin_view(view), name=name) for route, view, name in _pages]
        return [*second_factor.urls(self), *new_password.urls(self), session, on_site, *pages, *super().get_urls()]

    def view_on_site(self, request, content_type_id, object_id):
        """Redirect to the public address of a record that the user may see on the desk; 404 for any other."""
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        desk = self._registry.get(model)
        if desk is None or not desk.has_view_permission(request) or desk.get_object(request, object_id) is None:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def get_app_list(self, request, app_label=None):
        """Return the lists of records in groups by what people do with them, and not by Django app."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = []
        for name, wanted in _GROUPS:
            held = [models.pop(one) for one in wanted if one in models] if wanted else list(models.values())
            if held:
                groups.append({"name": name, "app_label": slugify(name), "app_url": "", "models": held})
        return groups

    def index(self, request, extra_context=None):
        """Show the front page: the panels, then the lists of records."""
        panels = [
            {"template": panel.template, **panel.context(request)}
            for panel in sorted(_panels, key=lambda panel: panel.order)
            if not panel.permission or request.user.has_perm(panel.permission)
        ]
        return super().index(request, {"panels": panels, **(extra_context or {})})


def _clean(parameters: QueryDict) -> QueryDict:
    """Return the parameters of an address with clean text; the same ones if they are clean already."""
    if all(is_clean(value) for _, values in parameters.lists() for value in values):
        return parameters
    found = parameters.copy()
    for name, values in parameters.lists():
        found.setlist(name, [clean(value, strip=False) for value in values])
    return found
