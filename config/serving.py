"""The server and the jobs beside it, as one process that ends both: ``python -m config.serving OPTIONS-OF-GUNICORN``.

``manage.py serve`` becomes this process. It loads no archive, so that waiting takes little memory.
"""

import os
import signal
import subprocess
import sys

_JOBS = "django run_jobs".split()
_SERVER = "gunicorn --config python:config.server".split()


def main(options: list[str]) -> int:
    """Run both until the server ends or a signal comes; return the exit code."""
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, _end)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    started = []
    try:
        for command in (_JOBS, [*_SERVER, *options]):
            started.append(subprocess.Popen([sys.executable, "-m", *command], env=environment))  # noqa: S603 (our own commands)
        return started[-1].wait()
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _end(number: int, frame: object) -> None:
    # A second signal does not stop it from waiting for both.
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
