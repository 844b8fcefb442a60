"""The network address that a request comes from, through as many proxies as the settings state."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: Bits of an IPv6 address that belong to one client: providers give a network of 64 bits to each, with 2 to the 64th addresses.
_CLIENT = 64


def client_address(request: HttpRequest) -> str | None:
    """Return the address of the client, ``None`` if it is not known; of IPv6 the network ("2001:db8::"), of which one client has all.

       With N proxies it is the Nth from the right in ``X-Forwarded-For``.
    What is further left was written by the client, who may write anything. Without proxies the header is not read.
    """
    address = request.META.get("REMOTE_ADDR")
    if settings.PROXIES:
        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        address = forwarded[-settings.PROXIES] if len(forwarded) >= settings.PROXIES else address
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or ipaddress.IPv6Network((int(found), _CLIENT), strict=False).network_address
    return str(found)
