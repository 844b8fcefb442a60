"""What every public view does with its request before and after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.views.decorators.http import require_safe

from archive.views.errors import Withdrawn, gone
from archive.views.redirects import Redirected, require_canonical_address

View = Callable[..., HttpResponse]


def public_view(view: View) -> View:
    """Decorate a view that anyone may read: it may raise :class:`Redirected` and :class:`Withdrawn`."""
    return require_safe(public_form(view))


def public_form(view: View) -> View:
    """Decorate a view that anyone may read and send something to: it may raise the same."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Redirected as redirected:
            return (HttpResponsePermanentRedirect if redirected.permanent else HttpResponseRedirect)(redirected.url)
        except Withdrawn as withdrawn:
            return gone(request, str(withdrawn))

    return answer


def public_page(*parameters: str) -> Callable[[View], View]:
    """Decorate a public view that knows these parameters; other spellings of its address redirect to the canonical one."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            require_canonical_address(request, parameters)
            return view(request, *args, **kwargs)

        return public_view(page)

    return decorate
