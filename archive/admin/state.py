"""The state of the archive, in words, for administrators: a page of its own, and its alarms on the front page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.desk.site import desk_page, front_panel
from archive.models import State
from archive.sql.sqlite.library import is_database_sound, notice
from archive.upkeep.alarms import Limits, alarms, in_words
from archive.upkeep.facts import Facts, Stored, gather, versions

_PERMISSION = "auth.change_user"


@front_panel("admin/service.html", permission=_PERMISSION, order=90)
def service_panel(request: HttpRequest) -> dict:
    """Return the alarms, which database runs, and whether it has a fault that whoever runs the archive should know of."""
    return {"alarms": alarms(gather(), Limits.of_settings()), "notice": notice(), "is_sound": is_database_sound()}


@desk_page("state/", "state")
@require_safe
@never_cache
def state(request: HttpRequest) -> HttpResponse:
    """Show the alarms and the facts."""
    if not request.user.has_perm(_PERMISSION):
        raise PermissionDenied
    facts = gather()
    context = {
        **admin.site.each_context(request),
        "title": "State of the archive",
        "alarms": alarms(facts, Limits.of_settings()),
        "groups": list(_groups(facts)),
        "at": facts.at,
    }
    return TemplateResponse(request, "admin/state.html", context)


def _groups(facts: Facts) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what is shown together: a heading, and what each thing is."""
    if facts.stored:
        yield from _of_database(facts, facts.stored)
    yield "Backups", [("Newest backup", _when(facts, facts.backup)), ("Last drill", _when(facts, facts.drill))]
    yield "Ready to serve", [(name.capitalize(), wrong or "ok") for name, wrong in facts.checks.items()]
    cache = settings.PAGE_CACHE_BYTES
    yield (
        "The machine",
        [
            ("Free on the disk", filesizeformat(facts.free)),
            ("Cache of pages", f"up to {filesizeformat(cache)} in each process" if cache else "off"),
            *((name.capitalize(), version) for name, version in versions().items()),
        ],
    )


def _of_database(facts: Facts, stored: Stored) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "Papers", [(State(name).label.capitalize(), f"{count:,}") for name, count in sorted(stored.papers.items())]
    yield (
        "Jobs",
        [
            *((status.capitalize(), f"{count:,}") for status, count in stored.jobs.items() if status != "failed"),
            ("Failed within a day", f"{stored.jobs['failed']:,}"),
            ("Oldest that has not ended", _when(facts, stored.waiting_since, "none")),
            ("Somebody works on them", "yes" if stored.runner else "no: run_jobs does not run"),
        ],
    )
    yield (
        "Search and texts",
        [
            ("Papers that searches do not find as they are", f"{stored.unindexed:,}"),
            ("Texts last checked", _when(facts, stored.checked_last)),
            ("The text that was found unchanged longest ago", _when(facts, stored.checked_first)),
            ("Texts never checked", f"{stored.unchecked:,}"),
        ],
    )
    yield "Database", [("Software", stored.version), ("Size", filesizeformat(stored.size))]


def _when(facts: Facts, at: datetime | None, never: str = "never") -> str:
    if at is None:
        return never
    return f"{in_words(facts.at - at)} ago, {at:%Y-%m-%d %H:%M} UTC" if at <= facts.at else f"{at:%Y-%m-%d %H:%M} UTC"
