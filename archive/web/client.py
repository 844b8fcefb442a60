"""The network address that a request comes from, behind as many proxies as the settings say."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of whoever asks. Behind N proxies it is the Nth from the right in ``X-Forwarded-For``.

    What stands further left was written by the asker, who may write what they like. Without proxies the header is
    not looked at at all.
    """
    address = request.META.get("REMOTE_ADDR")
    if settings.PROXIES:
        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        address = forwarded[-settings.PROXIES] if len(forwarded) >= settings.PROXIES else address
    try:
        return str(ipaddress.ip_address(address or ""))
    except ValueError:
        return None
