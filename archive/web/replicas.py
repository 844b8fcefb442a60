"""Which server of the database answers a request, where the settings name replicas.

Everything that a request reads, by the ORM or by SQL of our own, goes to the connection ``default``. So a request that may be read from
a replica gets that replica's connection under this name, and whoever reads need not know.

Staff read from the primary: whoever wrote sees at once what they wrote. The public reads from a replica that is at most a second
behind. A page that a server could not answer is made again by the next one; what may have written is not repeated.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from weakref import WeakSet

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from archive.web.replica_lag import PRIMARY, Positions, Watch

#: What a monitor asks is how the primary is.
_METRICS = "/metrics"
_SAFE = ("GET", "HEAD", "OPTIONS")


class ReplicasMiddleware:
    """Middleware outside of everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._positions = Positions(settings.REPLICAS)
        # Processes begin with different replicas, and stay with theirs: pages are cached for one server. They fork after this is made.
        os.register_at_fork(before=self._positions.prefer_next)
        self._watch = Watch(self._positions, self._cut)
        self._own = threading.local()
        self._of_replicas: dict[str, WeakSet[BaseDatabaseWrapper]] = {name: WeakSet() for name in settings.REPLICAS}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for server in self._servers(request):
            self._use(server)
            request.server, request.ask_another_server = server, False
            response = self.get_response(request)
            if not request.ask_another_server or (server == PRIMARY and request.method not in _SAFE):
                break
            self._positions.note_failure(server, time.monotonic())
        return response

    def _servers(self, request: HttpRequest) -> list[str]:
        """Return the servers that may answer a request, the first first."""
        if request.META.get("wsgi.run_once"):  # before the processes of the server begin; nothing is watched there
            return [PRIMARY]
        self._watch.keep()
        if request.path_info.startswith((reverse("admin:index"), _METRICS)):
            return [PRIMARY]
        now = time.monotonic()
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self._positions.for_public(now)
        return self._positions.for_staff(now) if request.method in _SAFE else [PRIMARY]

    def _use(self, server: str) -> None:
        """Let this thread read from a server, until the next request: a response may be made while it is sent."""
        own = self._own.__dict__
        if not own:
            own[PRIMARY] = connections[PRIMARY]
        if server not in own:
            own[server] = connections.create_connection(server)
            own[server].alias = PRIMARY
            self._of_replicas[server].add(own[server])
        if connections[PRIMARY] is not own[server]:
            connections[PRIMARY] = own[server]
            # As Django does at the beginning of a request with the connection that was there.
            own[server].close_if_unusable_or_obsolete()

    def _cut(self, server: str) -> None:
        """End the connections to a replica that is silent: whoever waits for its answers would wait for good."""
        for wrapper in list(self._of_replicas.get(server, ())):
            if (connection := wrapper.connection) is not None:
                with suppress(OSError, AttributeError), _socket_of(connection) as to_server:
                    to_server.shutdown(socket.SHUT_RDWR)


def _socket_of(connection) -> socket.socket:
    return socket.socket(fileno=os.dup(connection.pgconn.socket))
