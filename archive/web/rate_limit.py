"""How often one address may ask the interfaces for programs, counted for all processes of the server together.

The counts are in memory that the server's processes share: it is made before they are forked. Two numbers of a table are counted up
for each address, at places that depend on it and a secret; the lesser of them counts, so that an address rarely pays for another one.
There is no lock between the processes, because one that ended while it held it would stop all; at worst a request is not counted.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import secrets
import struct
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.web.client import client_address

#: Seconds for which requests are counted together.
WINDOW = 60
_PLACES = 1 << 16
#: The window, and the requests in it.
_COUNT = struct.Struct("<II")


class Counts:
    """Requests by address in the present window, in shared memory."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _PLACES * _COUNT.size)
        self._secret = secrets.token_bytes(16)
        self._lock = threading.Lock()

    def count(self, address: str, now: float) -> int:
        """Count a request of an address, and return how many it has made in this window with this one."""
        window = int(now // WINDOW) & 0xFFFFFFFF
        digest = hashlib.blake2b(address.encode(), key=self._secret, digest_size=8).digest()
        found = []
        with self._lock:
            for place in struct.unpack("<II", digest):
                at = place % _PLACES * _COUNT.size
                of_window, requests = _COUNT.unpack_from(self._memory, at)
                requests = requests + 1 if of_window == window else 1
                _COUNT.pack_into(self._memory, at, window, requests)
                found.append(requests)
        return min(found)


class RateLimitMiddleware:
    """Middleware that answers 429 to an address that asks too often, and tells every program what is left (``RateLimit`` headers).

    It is outside the cache of pages, so that cached answers count as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counts = Counts()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = settings.API_RATE_LIMIT
        if not limit or not request.path_info.startswith(settings.LIMITED_PATHS):
            return self.get_response(request)
        now = time.time()
        asked = self.counts.count(client_address(request) or "", now)
        seconds = WINDOW - int(now % WINDOW)
        response = self.get_response(request) if asked <= limit else _refusal(seconds)
        response["RateLimit-Policy"] = f'"address";q={limit};w={WINDOW}'
        response["RateLimit"] = f'"address";r={max(limit - asked, 0)};t={seconds}'
        return response


def _refusal(seconds: int) -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": "Too many requests",
        "status": 429,
        "detail": f"This address has asked too often; it may ask again in {seconds} seconds.",
    }
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(json.dumps(problem), status=429, content_type="application/problem+json", headers=headers)
