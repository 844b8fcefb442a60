"""How gunicorn serves the archive: ``python -m gunicorn --config python:config.server``; see ``docs/deployment.md``."""

import os
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


def on_starting(server):
    """Allow as many open files as the system does: a slow client can hold a connection and two temporary files."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = 4 * worker_connections
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, most) if most != resource.RLIM_INFINITY else wanted, most))


def when_ready(server):
    """Make a page before the workers start: the templates and queries that it compiles are theirs, too.

    Each worker opens the database for itself.
    """
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    scheme = "https" if settings.HTTPS else "http"
    environ = {"HTTP_HOST": host, "PATH_INFO": "/search/", "QUERY_STRING": "q=a", "wsgi.url_scheme": scheme}
    setup_testing_defaults(environ)
    response = server.app.wsgi()(environ, lambda *_: None)
    for _ in response:
        pass
    if hasattr(response, "close"):
        response.close()
    connections.close_all()
