"""The server's worker: gunicorn starts, watches and ends it; inside it, Waitress reads requests and sends responses.

One thread reads and writes all connections. The few threads that make pages get requests that have arrived whole, and what they make
waits in memory, or in a temporary file, until the client has taken it. So a slow client costs a connection, and never a thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server

#: Seconds until a request's headers, and all of it, must have arrived.
_HEADERS_WITHIN, _REQUEST_WITHIN = 20, 600
_OPTIONS = {
    "asyncore_use_poll": True,
    "backlog": 1024,
    "channel_timeout": 60,
    "cleanup_interval": 5,
    # ``archive.web.client`` reads them, as far as the settings trust them.
    "clear_untrusted_proxy_headers": False,
    "ident": None,
    "log_socket_errors": False,
    # A file of an import may have 50 MB; one that is somewhat larger is refused by its page, with a reason.
    "max_request_body_size": 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    "max_request_header_size": 32 * 1024,
    # More than any response: a thread never waits until a client has read.
    "outbuf_high_watermark": 1024**3,
}


Kind = TypeVar("Kind")


class BufferingWorker(Worker):
    """A gunicorn worker that receives and sends by Waitress."""

    def run(self) -> None:
        """Serve until gunicorn ends the worker, then complete the requests that have arrived."""
        self._connections: dict[int, wasyncore.dispatcher] = {}
        self._began: WeakKeyDictionary[HTTPRequestParser, float] = WeakKeyDictionary()
        server = create_server(
            self._respond,
            map=self._connections,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            connection_limit=self.cfg.worker_connections,
            **_OPTIONS,
        )
        while self.alive and self.ppid == os.getppid():
            self._serve(1)
            self._end_slow_requests()
        for listener in self._of(BaseWSGIServer):
            listener.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and any(one.requests or one.total_outbufs_len for one in self._of(HTTPChannel)):
            self._serve(0.1)
        server.close()

    def _serve(self, seconds: float) -> None:
        """Read and write what is ready, or wait for it."""
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._connections, count=1)

    def _of(self, kind: type[Kind]) -> Iterator[Kind]:
        return (one for one in list(self._connections.values()) if isinstance(one, kind))

    def _end_slow_requests(self) -> None:
        """Close connections whose request takes too long to arrive, however often they send a byte."""
        now = time.monotonic()
        for channel in self._of(HTTPChannel):
            if request := channel.request:
                within = _REQUEST_WITHIN if request.headers_finished else _HEADERS_WITHIN
                if now - self._began.setdefault(request, now) > within:
                    channel.will_close = True

    def _respond(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Call the application, whose responses to HEAD have content as well; Waitress would send it."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        response = self.wsgi(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return response
        if hasattr(response, "close"):
            response.close()
        return []
