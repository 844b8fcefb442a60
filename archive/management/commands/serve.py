"""Prepare the archive and serve it, with the jobs beside it, until Ctrl-C."""

import os
import socket
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import places


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="the address to serve on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="the port (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer (default: %(default)s)")
        parser.add_argument(
            "--demo", action="store_true", help="add 500 synthetic papers, marked as such on every page"
        )

    def handle(self, *, host, port, workers, demo, **options):
        _check_free(host, port)
        call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        if demo:
            call_command("make_archive", documents=500, stdout=self.stdout)
            self.stdout.write(f"Remove the synthetic papers with: {places.COMMAND} remove_synthetic")
        at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.stdout.write(f"\nChancery is at     http://{at}/\nThe desk is at     http://{at}/admin/\n")
        self.stdout.write("Stop it with Ctrl-C.\n\n")
        self.stdout.flush()
        connections.close_all()
        os.environ.setdefault("CHANCERY_HOSTS", f"localhost,127.0.0.1,[::1],{host}")
        # So that Python finds the packages from any folder.
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(places.PACKAGES), os.environ.get("PYTHONPATH")]))
        arguments = ["-m", "config.serving", "--bind", at, "--workers", str(workers)]
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 (our own program, without a shell)


def _check_free(host: str, port: int) -> None:
    """Raise ``CommandError`` if nothing can be served on this address."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CommandError(f"Cannot serve on {host} port {port}: {error}. Choose another with --port.") from error
