"""What every public page does with its request before it looks at it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from archive.views.errors import Withdrawn, gone
from archive.views.paging import Elsewhere, canonical


def public_page(*parameters: str) -> Callable:
    """A page for anyone that knows these parameters; other spellings of its address lead to the canonical one."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def page(request, *args, **kwargs):
            if any("\0" in part for part in kwargs.values()):
                # PostgreSQL refuses the character, and nothing has an address with it.
                raise Http404
            url = canonical(request, parameters)
            if url:
                return HttpResponseRedirect(url)
            try:
                return view(request, *args, **kwargs)
            except Elsewhere as other:
                return HttpResponseRedirect(other.url)
            except Withdrawn as withdrawn:
                return gone(request, str(withdrawn))

        return page

    return decorate
