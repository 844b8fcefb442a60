"""The site of the desk: its name, its front page, and the panels that other modules put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.text import slugify

from archive.desk import second_factor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the front page: its template, the function that returns the context, and the permission to see it."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any]]
    permission: str = ""
    order: int = 50


_panels: list[Panel] = []


def front_panel(template: str, *, permission: str = "", order: int = 50) -> Callable:
    """Put a panel on the front page: decorate the function that returns the template's context.

    Panels are sorted by ``order``; only users with ``permission`` (such as "archive.review_document") see it.
    """

    def decorate(context: Callable[[HttpRequest], dict[str, Any]]) -> Callable[[HttpRequest], dict[str, Any]]:
        _panels.append(Panel(template, context, permission, order))
        return context

    return decorate


#: The lists of the front page by what people do with them; those that are named nowhere are in the last group.
_GROUPS = (
    ("Papers", ("Document", "Volume", "Reference", "UnheldPaper")),
    ("Filing", ("File", "FileNumber", "FilingTerm")),
    ("People, offices and places", ("Person", "Office", "Mission", "Place", "LikelyDuplicate", "Merge")),
    ("Doubts and corrections", ("DocumentWarning", "ErrorReport", "Erratum")),
    ("Many at once", ("ImportRun", "BulkChange")),
    ("Accounts and logins", ()),
)


class DeskSite(AdminSite):
    """The admin site of the archive."""

    site_header = "Chancery desk"
    site_title = "Chancery desk"
    index_title = "The desk"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """Wrap a page of the desk, so that an address with a NUL, which PostgreSQL refuses, is a bad request."""

        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs):
            values = (value for _, values in request.GET.lists() for value in values)
            if any("\0" in text for text in (request.path, *values)):
                raise BadRequest("The address has a character that no text has.")
            return view(request, *args, **kwargs)

        return super().admin_view(checked, cacheable)

    def get_urls(self):
        """Return the addresses of the site, with the pages of the second factor."""
        return [*second_factor.urls(self), *super().get_urls()]

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
