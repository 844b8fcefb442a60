"""The optional second factor of staff: a code from an app (TOTP) or one of ten codes on paper, after the password.

Somebody who has set one up sees nothing of the desk before entering a code; a middleware ensures that for every page of it.
Wrong codes count as guessing (see :mod:`archive.desk.guessing`), and django-otp itself slows down attempts to guess them.
"""

from __future__ import annotations

import io
from base64 import b32encode
from datetime import timedelta

import django_otp
import segno
from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.desk import guessing, typed
from archive.desk.account_history import note_in_account

_PAPER_CODES = 10
#: What is guessed, in the list of failed attempts.
_GUESSED = "second factor"
#: By how much the clocks of machines may differ.
_CLOCKS = timedelta(minutes=5)
_OPEN = ("second_factor", "logout", "login", "jsi18n", "session")


class CodeForm(forms.Form):
    """A code from the app or from paper."""

    code = forms.CharField(
        max_length=20,
        label="Code",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split()).lower()


class RemoveForm(CodeForm):
    """A code and the password, to remove the second factor."""

    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class SecondFactorMiddleware:
    """Keep out of the desk whoever has a second factor and has not entered a code yet.

    What they posted is not lost: the page for the code carries it. A page that carries words is passed on to
    :mod:`archive.desk.giving_back`, which requires the code itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        desk = reverse("admin:index")
        if request.path.startswith(desk) and not any(request.path == reverse(f"admin:{name}") for name in _OPEN):
            user = request.user
            if needs_code(user) and not (request.method == "POST" and typed.PARCEL in request.POST):
                if (words := typed.sent(request)) and typed.is_from_here(request):
                    return ask(admin.site, request, CodeForm(label_suffix=""), words).render()
                here = request.get_full_path() if request.method == "GET" else desk
                request.session["second_factor_next"] = here
                return HttpResponseRedirect(reverse("admin:second_factor"))
        return self.get_response(request)


def has_second_factor(user) -> bool:
    """Return whether somebody has to enter a code after the password."""
    return TOTPDevice.objects.filter(user=user.pk, confirmed=True).exists()


def needs_code(user) -> bool:
    """Return whether somebody is logged in with the password only and has to enter a code."""
    # The user of a login in this very request has no such method yet.
    verified = hasattr(user, "is_verified") and user.is_verified()
    return user.is_authenticated and not verified and has_second_factor(user)


def remove_second_factor(user) -> None:
    """Remove the second factor of somebody who has lost both the app and the paper."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def urls(site) -> list:
    """Return the addresses of the pages of the second factor."""

    def page(route, view, name):
        return path(route, site.admin_view(never_cache(lambda request: view(site, request))), name=name)

    return [
        page("second-factor/", verify, "second_factor"),
        page("second-factor/set-up/", set_up, "second_factor_set_up"),
        page("second-factor/remove/", remove, "second_factor_remove"),
    ]


def verify(site, request):
    """Ask for a code after the password."""
    if request.user.is_verified() or not has_second_factor(request.user):
        return HttpResponseRedirect(reverse("admin:index"))
    form = CodeForm(request.POST or None, label_suffix="")
    if request.method == "POST" and accept(request, form):
        wanted = request.session.pop("second_factor_next", "")
        ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
        return HttpResponseRedirect(wanted if ours else reverse("admin:index"))
    return ask(site, request, form)


def accept(request, form: CodeForm) -> bool:
    """Return whether a code is right, and open the desk if so; the form then shows what is wrong with it."""
    if not form.is_valid() or not guessing.may_try(request, _GUESSED):
        return False
    device = _match(request.user, form.cleaned_data["code"])
    if device:
        guessing.note_success(request, _GUESSED)
        request.session.cycle_key()
        django_otp.login(request, device)
        return True
    guessing.note_failure(request, _GUESSED)
    form.add_error("code", "This code is not right, or has been used. After several wrong ones there is a wait.")
    return False


def ask(site, request, form: CodeForm, words: typed.TypedWords | None = None):
    """Show the page that requires a code; it carries the words that somebody had typed, if any."""
    return _page(site, request, "admin/second_factor.html", "Second factor", form=form, words=words)


def set_up(site, request):
    """Show the secret as a picture and as text, and activate it when a code proves that the app has it."""
    if has_second_factor(request.user):
        return _page(site, request, "admin/second_factor_kept.html", "Second factor", form=RemoveForm(label_suffix=""))
    device = _unconfirmed(request.user)
    form = CodeForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            right = device.verify_token(form.cleaned_data["code"])
            if right:
                device.confirmed = True
                device.save(update_fields=["confirmed"])
                codes = _paper_codes(request.user)
                note_in_account(request.user, "set up a second factor", by=request.user)
        if right:
            request.session.cycle_key()
            django_otp.login(request, device)
            return _page(site, request, "admin/second_factor_codes.html", "Keep these codes", codes=codes)
        form.add_error("code", "This code is not right: look whether the clock of your telephone is.")
    context = {"form": form, "picture": _picture(device.config_url), "secret": _in_fours(device)}
    return _page(site, request, "admin/second_factor_set_up.html", "Set up a second factor", **context)


def remove(site, request):
    """Remove one's own second factor, with a code and the password."""
    form = RemoveForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and guessing.may_try(request, _GUESSED):
        values = form.cleaned_data
        if request.user.check_password(values["password"]) and _match(request.user, values["code"]):
            remove_second_factor(request.user)
            note_in_account(request.user, "removed the second factor", by=request.user)
            messages.success(request, "The second factor is gone: the password alone opens the desk.")
            return HttpResponseRedirect(reverse("admin:index"))
        guessing.note_failure(request, _GUESSED)
        form.add_error(None, "The password or the code is not right.")
    return _page(site, request, "admin/second_factor_kept.html", "Second factor", form=form)


def _match(user, code: str) -> Device | None:
    """Return the user's device that takes a code.

    After wrong codes from a time that has not come yet nobody waits for that time: a clock was wrong, and made right codes wrong.
    """
    for device in django_otp.devices_for_user(user):
        failed = getattr(device, "throttling_failure_timestamp", None)
        if failed and failed > timezone.now() + _CLOCKS:
            device.throttle_reset()
    return django_otp.match_token(user, code)


def _unconfirmed(user) -> TOTPDevice:
    """Return the device that is being set up: the same one until it is confirmed, so that the picture does not change."""
    found = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return found or TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def _paper_codes(user) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper")
    codes = [StaticToken.random_token() for _ in range(_PAPER_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _picture(url: str):
    """Return the address of the secret as a picture: SVG without styles, and safe because it is our own output."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, nl=False,
        svgclass="desk-qr", lineclass=None, title="The secret as a picture for an app", omitsize=True,
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())


def _in_fours(device: TOTPDevice) -> str:
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def _page(site, request, template: str, title: str, **context):
    return TemplateResponse(request, template, {**site.each_context(request), "title": title, **context})
