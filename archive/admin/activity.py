"""Who did what at the desk: one list for administrators, by colleague and back in time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.desk.activity import SHOWN, deeds
from archive.desk.site import desk_page
from archive.web.requests import line

_PERMISSION = "auth.change_user"


@desk_page("activity/", "activity")
@require_safe
@never_cache
def activity(request: HttpRequest) -> HttpResponse:
    """Show what was done before a time (``before``, in ISO 8601), by everybody or by one colleague (``by``)."""
    if not request.user.has_perm(_PERMISSION):
        raise PermissionDenied
    colleagues = get_user_model().objects.filter(is_staff=True).order_by("username")
    name, before = line(request.GET, "by"), _time(line(request.GET, "before"))
    user = next((one for one in colleagues if one.username == name), None)
    found = deeds(user, before) if user or not name else []
    context = {
        **admin.site.each_context(request),
        "title": "Who did what",
        "deeds": found,
        "colleagues": colleagues,
        "chosen": name,
        "older": found[-1].at.isoformat() if len(found) >= SHOWN else "",
    }
    return TemplateResponse(request, "admin/activity.html", context)


def _time(words: str) -> datetime | None:
    try:
        read = parse_datetime(words)
        return read.astimezone(UTC) if read and read.tzinfo else read and read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
