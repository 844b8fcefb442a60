"""Giving typed words back: through a login, after a failed check of the form's token, and on every page that refuses them.

Nothing is ever sent again by itself. The words are shown in their form, and the person looks at them and saves.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from archive.desk import second_factor, typed
from archive.desk.refilling import refill
from archive.desk.typed import TypedWords

#: The cookie that tells the script which copy of typed words is no longer needed.
SENT_COOKIE = "desk_sent"
_NOT_SAVED_YET = "Nothing was saved yet"
_OUT_OF_DATE = (
    _NOT_SAVED_YET,
    "This form was opened before you last logged in in this browser, in another tab or window, or the browser’s cookies were "
    "removed since. Nothing is lost: what you typed is below.",
)
_OTHER_ACCOUNT = (
    _NOT_SAVED_YET,
    "The form was opened under another account than the one that is logged in now. Nothing was saved under either name; what "
    "was typed is below.",
)
_FORGED = (
    "Nothing was saved",
    "The browser says that this form was not sent from a page of the desk, so it was not taken. What it had is below, as text.",
)
_NO_FORM = (
    "Your words are not saved",
    "The form that they were typed into is no longer there for you. What you typed is below.",
)
_TOO_LONG = (
    f"What you sent has more than {typed.MOST:,} characters, too much to be carried on from here. It is still in the form: go back "
    "with your browser’s button, before you close this window, and copy it. If you are logged out, or logged in again in another tab "
    "since, open the form anew and send it in parts, or as a file."
)
_LOGGED_IN_AGAIN = "You had been logged out. Your words are below, not yet saved."
_NOT_SAVED = "Your words are below, not yet saved."


class LoginForm(AdminAuthenticationForm):
    """The login of the desk: words that a page carries are given to the account that typed them only."""

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        words = typed.carried(self.request) if self.request else None
        if words and not words.belong_to(user):
            raise ValidationError(
                "Another account typed the words that this page carries. Log in with that account, or leave the words."
            )


def answer(site, page: Callable, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Answer a request for a page of the desk, so that nothing typed is lost when the session has ended."""
    if request.method != "POST":
        return page(request, *args, **kwargs)
    if typed.PARCEL in request.POST:
        words = typed.carried(request)
        if words is None:
            raise BadRequest("The words that this page carried cannot be read.")
        refused = _let_in(site, request, words)
        return refused or _put_back(page, request, words, *args, **kwargs)
    if not site.has_permission(request):
        if typed.wants_json(request):
            return JsonResponse({"problem": "logged out"}, status=401)
        if words := typed.sent(request):
            return _log_in_page(site, request, words)
        if typed.too_long(request):
            return words_page(request, 403, _NOT_SAVED_YET, "You have been logged out.")
    return _acknowledged(request, page(request, *args, **kwargs))


# --- Through a login ------------------------------------------------------------------------------------------------


def _let_in(site, request: HttpRequest, words: TypedWords) -> HttpResponse | None:
    """Return the page that still stands before the words, or ``None`` when whoever typed them is logged in."""
    if "username" in request.POST and "password" in request.POST:
        response = site.login(request, _login_context(words))
        if response.status_code != 302 or not site.has_permission(request):
            return _as_login_page(response)
        request.logged_in_again = True
    elif "_log_in" in request.POST or not site.has_permission(request):
        logout(request)
        return _log_in_page(site, request, words)
    if second_factor.needs_code(request.user):
        form = second_factor.CodeForm(request.POST if "code" in request.POST else None, label_suffix="")
        if not (form.is_bound and second_factor.accept(request, form)):
            return second_factor.ask(site, request, form, words)
        request.logged_in_again = True
    if words.belong_to(request.user) or request.POST.get("_as") == str(request.user.pk):
        return None
    return words_page(request, 403, *_OTHER_ACCOUNT, again=True, words=words)


def _log_in_page(site, request: HttpRequest, words: TypedWords) -> HttpResponse:
    """Return the login page, status 403, with the words in it."""
    request.method = "GET"  # nobody has filled in the name and the password yet
    response = site.login(request, _login_context(words))
    response.status_code = 403
    return _as_login_page(response)


def _login_context(words: TypedWords) -> dict:
    return {"words": words, "app_path": words.page}


def _as_login_page(response) -> HttpResponse:
    if hasattr(response, "template_name"):
        response.template_name = "admin/log_in_again.html"
    return response


# --- Into the form --------------------------------------------------------------------------------------------------


def _put_back(page: Callable, request: HttpRequest, words: TypedWords, *args, **kwargs) -> HttpResponse:
    """Return the page as for reading, with the words in its form; nothing is written."""
    request.typed_words = words
    request.method, request.POST = "GET", QueryDict()
    messages.warning(request, _LOGGED_IN_AGAIN if getattr(request, "logged_in_again", False) else _NOT_SAVED)
    response = page(request, *args, **kwargs)
    if hasattr(response, "render"):
        response.render()
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return words_page(request, 409, *_NO_FORM, words=words)
    note = render_to_string("admin/words_note.html", {"words": words})
    taken = getattr(request, "typed_words_taken", False)
    response.content = refill(response.content.decode(), words, note, fields=not taken)
    return response


# --- Pages that refuse ----------------------------------------------------------------------------------------------


def words_page(
    request: HttpRequest,
    status: int,
    title: str,
    sentence: str,
    *,
    again: bool = False,
    words: TypedWords | None = None,
) -> HttpResponse | None:
    """Return a page that says why something was refused and gives back what was typed, or says that it is too long for that.

    ``None`` if nothing was typed.

    ``again`` offers to put the words back into their form, except for what another site sent: nobody shall confirm a forged
    form by a button of ours. For an error of the server the page makes no query: the database may be what failed.
    """
    words = words or typed.sent(request)
    too_long = words is None and typed.too_long(request)
    if not typed.is_desk(request.path) or not (too_long or (words and (again or words.shown))):
        return None
    if too_long:
        sentence = f"{sentence} {_TOO_LONG}".strip()
    offered = words is not None and again and typed.is_from_here(request)
    user = request.user if offered and status < 500 else None
    context = {
        "title": title,
        "sentence": sentence,
        "words": words,
        "offered": offered,
        "other": user if user is not None and user.is_authenticated and not words.belong_to(user) else None,
        "csrf_token": get_token(request),
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
    }
    response = HttpResponse(render_to_string("admin/words.html", context), status=status)
    add_never_cache_headers(response)
    return response


def untrusted(request: HttpRequest) -> HttpResponse | None:
    """Answer a form of the desk whose token is not valid; ``None`` if nothing was typed into it."""
    if typed.wants_json(request):
        return JsonResponse({"problem": "out of date"}, status=403)
    words = typed.sent(request)
    if not typed.is_from_here(request):
        return words_page(request, 403, *_FORGED)
    if words is None:
        return words_page(request, 403, _NOT_SAVED_YET, "")
    if not admin.site.has_permission(request):
        return _log_in_page(admin.site, request, words).render()
    reason = _OUT_OF_DATE if words.belong_to(request.user) else _OTHER_ACCOUNT
    return words_page(request, 403, *reason, again=True)


# --- What scripts are told ------------------------------------------------------------------------------------------


@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Return who is logged in, and a token for forms: a page that was opened earlier goes on with it."""
    user = request.user
    known = admin.site.has_permission(request) and not second_factor.needs_code(user)
    return JsonResponse(
        {
            "user": str(user.pk) if known else None,
            "name": user.get_username() if known else "",
            "token": get_token(request),
        }
    )


def _acknowledged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a response with the cookie that says that a form was taken; the browser's copy of its words is then removed."""
    copy = typed.as_copy(request.POST.get(typed.COPY, ""))
    if copy and response.status_code in (302, 303) and not getattr(request, "refused", False):
        response.set_cookie(
            SENT_COOKIE, copy, max_age=3600, path=reverse("admin:index"), samesite="Lax", secure=settings.HTTPS
        )
    return response
