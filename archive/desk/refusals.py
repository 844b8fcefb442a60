"""How the desk shows that something can't be done: as a message on the next page, or as an error of a form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from archive.deadline import within
from archive.errors import Refused
from archive.web.requests import text


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Show a refusal inside this block as an error message, with the reason that was typed; the page goes on after the block."""
    try:
        yield
    except Refused as refused:
        refuse(request, str(refused))


def refuse(request: HttpRequest, sentence: str, level: int = messages.ERROR) -> None:
    """Show as a message that something was not done, with the reason or comment that was typed for it."""
    request.refused = True
    typed = text(request.POST, "comment", longest=2000) or text(request.POST, "reason", longest=2000)
    messages.add_message(request, level, f"{sentence} You wrote: “{typed}”" if typed else sentence)


@contextmanager
def refusals_in_form(form: BaseForm, field: str | None = None) -> Iterator[None]:
    """Show a refusal inside this block as an error of a form, or of one field of it; the page goes on after the block."""
    try:
        yield
    except Refused as refused:
        form.add_error(field, str(refused))


def time_for_upload() -> AbstractContextManager[None]:
    """Give the reading of an uploaded file its time, which is longer than that of other pages."""
    sentence = "Reading this file takes longer than a page may. Nothing was saved: please take it in parts, or import it with a command."
    return within(settings.UPLOAD_TIME_LIMIT / 1000, sentence)
