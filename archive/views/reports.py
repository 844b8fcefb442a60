"""Readers' reports of errors: made without an account, bounded in number, answered at an address of their own."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from archive.forms.reports import ErrorReportForm
from archive.models import Document, ErrorReport
from archive.views.decorators import public_form
from archive.views.papers import public_paper
from archive.web.client import client_address

#: Reports taken in an hour from one network address, and in all.
MOST_FROM_ONE, MOST_OF_ALL = 5, 100
_WINDOW = timedelta(hours=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def report_error(request, slug):
    """The form to report an error in a published paper; what was typed stays in it if the report cannot be taken."""
    paper = public_paper(Document.objects.all(), slug)
    form = ErrorReportForm(request.POST if request.method == "POST" else None)
    status, problem = 200, ""
    if form.is_bound and form.is_machine:
        # A machine learns nothing from the answer that would help it to do better.
        return _page(request, "archive/report_thanks.html", {"document": paper})
    if form.is_bound and form.is_valid():
        sender = _sender(request)
        if _too_many(sender):
            status, problem = 429, "We have had many reports within the hour. Please send yours a little later."
        else:
            form.instance.document, form.instance.sender = paper, sender
            return HttpResponseRedirect(form.save().get_absolute_url())
    elif form.is_bound:
        status = 400
    response = _page(
        request, "archive/report_form.html", {"document": paper, "form": form, "problem": problem}, status=status
    )
    if status == 429:
        response["Retry-After"] = str(int(_WINDOW.total_seconds()))
    return response


@never_cache
@require_safe
def report(request, code):
    """A report with its answer, for whoever has its address."""
    found = get_object_or_404(ErrorReport.objects.select_related("document"), code=code)
    return _page(request, "archive/report.html", {"report": found})


def _page(request, template: str, context: dict, status: int = 200):
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _sender(request) -> str:
    """Return a digest of the network address and the day: it reveals no address, and is another one tomorrow."""
    source = f"{timezone.now().date()}|{client_address(request) or ''}"
    return hmac.new(settings.SECRET_KEY.encode(), source.encode(), sha256).hexdigest()[:32]


def _too_many(sender: str) -> bool:
    lately = ErrorReport.objects.filter(created_at__gt=timezone.now() - _WINDOW)
    return (
        lately.filter(sender=sender)[:MOST_FROM_ONE].count() >= MOST_FROM_ONE
        or lately[:MOST_OF_ALL].count() >= MOST_OF_ALL
    )
