"""How gunicorn serves the archive: ``python -m gunicorn --config python:config.server``; see ``docs/deployment.md``."""

import os
import resource

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
