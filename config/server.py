"""How gunicorn serves the archive: ``python -m gunicorn --config python:config.server``; see ``docs/deployment.md``."""

import ctypes
import gc
import os
import re
import resource
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

wsgi_app = "config.wsgi"
worker_class = "config.worker.BufferingWorker"
workers = 2
threads = 4
#: Connections of each worker; over these, new ones wait.
worker_connections = 1000
loglevel = "warning"
#: Seconds for requests to complete when the server ends.
graceful_timeout = 10
#: The first process loads the archive, and its workers share that memory.
preload_app = True


#: The C library's name for the number of separate stores of memory, ``M_ARENA_MAX``.
_STORES = -8


def on_starting(server):
    """Let all threads of a process share one store of memory, and allow as many open files as the system does.

    Of itself, the C library of Linux gives each thread a store of its own, and what is free in one no other can use. A slow client can
    hold a connection and two temporary files.
    """
    if hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_STORES, 1)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = 4 * worker_connections
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, most) if most != resource.RLIM_INFINITY else wanted, most))


def when_ready(server):
    """Make some pages before the workers start."""
    make_pages(server.app.wsgi())


#: Pages that load and compile what the others need as well; the home page and the search lead to papers.
_PAGES = ("/", "/search/?q=a", "/files/", "/people/", "/volumes/", "/chronology/")


def make_pages(application):
    """Make a page of each of the usual kinds: what that loads and compiles is in the memory that the workers share.

    Each worker opens the database for itself.
    """
    paper = re.search(rb'href="(/documents/[^/"]+/)"', b"".join(make_page(application, address) for address in _PAGES))
    make_page(application, paper[1].decode() if paper else "/", "de")
    connections.close_all()
    # What is there to stay is not looked at again, so that looking does not copy it.
    gc.freeze()


def make_page(application, address, language="en"):
    """Return the content of an address as a browser gets it."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    path, _, query = address.partition("?")
    environ = {"HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT_LANGUAGE": language}
    environ["wsgi.url_scheme"] = "https" if settings.HTTPS else "http"
    setup_testing_defaults(environ)
    environ["wsgi.run_once"] = True
    response = application(environ, lambda *_: None)
    content = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return content
