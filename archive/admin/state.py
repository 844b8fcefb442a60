"""The state of the archive, in words, for administrators: a page of its own, and its alarms on the front page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from archive import jobs
from archive.admin.job_progress import answer
from archive.desk.site import desk_page, front_panel
from archive.models import Job, State
from archive.sql.sqlite.library import is_database_sound, notice
from archive.upkeep.alarms import Limits, alarms, in_words
from archive.upkeep.facts import Facts, Stored, gather, versions
from archive.web.requests import text

_PERMISSION = "auth.change_user"
#: The jobs on the whole archive that begin here: their words, and the function that queues each.
_BEGIN: dict[str, tuple[str, Callable[..., Job]]] = {
    "backup": ("Make a backup to download", jobs.start_backup),
    "data": ("Make the files of /data/ again", jobs.start_publishing_data),
    **{what: (f"Make again: {words}", partial(jobs.start_rebuilding, what)) for what, words in jobs.REBUILT.items()},
}


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
        "begin": [(name, words) for name, (words, _) in _BEGIN.items()],
    }
    return TemplateResponse(request, "admin/state.html", context)


@desk_page("state/begin/", "begin_job")
@require_POST
def begin_job(request: HttpRequest) -> HttpResponse:
    """Begin a job on the whole archive."""
    if not request.user.has_perm(_PERMISSION):
        raise PermissionDenied
    _, start = _BEGIN.get(text(request.POST, "what"), ("", None))
    if start is None:
        messages.error(request, "Please choose what is to be done.")
        return HttpResponseRedirect(reverse("admin:state"))
    return answer(request, start(user=request.user), reverse("admin:state"))


def _groups(facts: Facts) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what is shown together: a heading, and what each thing is."""
    if facts.stored:
        yield from _of_database(facts, facts.stored)
    if facts.replicas:
        yield "Replicas", [(one.name.capitalize(), one.wrong or "has what the primary has") for one in facts.replicas]
    backups = [("Newest backup", _when(facts, facts.backup)), ("Last drill", _when(facts, facts.drill))]
    if facts.copy or settings.COPY_HOURS:
        backups.append(("Continuous copy in step", _when(facts, facts.copy)))
    yield "Backups", backups
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
