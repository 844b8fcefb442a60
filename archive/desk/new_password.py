"""A new password for somebody who has forgotten theirs: by a link that an administrator hands over, for a day and for one use.

The link has Django's own token, which is void once the password has changed or its owner has logged in. Nothing is mailed, and nothing
about the link is kept. A second factor stays as it is: it is asked for at the next login.
"""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from archive.desk.account_history import note_in_account


def urls(site) -> list:
    """Return the address that a link leads to; it is open to whoever has the link."""
    view = NewPassword.as_view(extra_context={"site_header": site.site_header, "site_title": site.site_title})
    return [path("new-password/<uidb64>/<token>/", view, name="new_password")]


def link_for(user, request: HttpRequest) -> str:
    """Return a link by which somebody can choose a new password, and note who made it."""
    note_in_account(user, "made a link for a new password", by=request.user)
    token = default_token_generator.make_token(user)
    return request.build_absolute_uri(
        reverse("admin:new_password", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    )


class NewPassword(PasswordResetConfirmView):
    """Choose a new password; failed attempts to log in with the old one are forgotten."""

    template_name = "admin/new_password.html"
    title = "Choose a new password"
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form):
        response = super().form_valid(form)
        AxesProxyHandler.reset_attempts(username=self.user.get_username())
        note_in_account(self.user, "chose a new password by a link", by=self.user)
        messages.success(self.request, "Your new password is set: log in with it.")
        return response
