"""The desk's site: its name, its front page, and the panels that other modules put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest


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

    def index(self, request, extra_context=None):
        """The front page: what waits, then the lists of records."""
        panels = [
            {"template": panel.template, **panel.context(request)}
            for panel in sorted(_panels, key=lambda panel: panel.order)
            if not panel.permission or request.user.has_perm(panel.permission)
        ]
        return super().index(request, {"panels": panels, **(extra_context or {})})
