"""The desk's site: its name, its front page, and the panels that other modules put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.text import slugify


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the front page: a template, what it is given, and who sees it."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any]]
    permission: str = ""
    order: int = 50


_panels: list[Panel] = []


def front_panel(template: str, *, permission: str = "", order: int = 50) -> Callable:
    """Put a panel on the front page: decorates the function that gives the template its context.

    Panels stand by ``order``; only who has ``permission`` ("archive.review_document") sees it.
    """

    def decorate(context: Callable[[HttpRequest], dict[str, Any]]) -> Callable[[HttpRequest], dict[str, Any]]:
        _panels.append(Panel(template, context, permission, order))
        return context

    return decorate


#: The lists of the front page by what one does with them; what is named nowhere stands in the last group.
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

    def get_urls(self):
        """With the pages of the second factor."""
        from archive.desk import second_factor

        return [*second_factor.urls(self), *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """The lists of records, in groups of what one does with them, and not by the package that they come from."""
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
        """The front page: what waits, then the lists of records."""
        panels = [
            {"template": panel.template, **panel.context(request)}
            for panel in sorted(_panels, key=lambda panel: panel.order)
            if not panel.permission or request.user.has_perm(panel.permission)
        ]
        return super().index(request, {"panels": panels, **(extra_context or {})})
