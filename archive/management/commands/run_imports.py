"""Import the files that were uploaded and confirmed on the desk, one after the other; runs beside the server."""

import time

from django.core.management.base import BaseCommand

from archive.importing.runs import run_queued


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing is waiting")
        parser.add_argument("--interval", type=float, default=2, help="seconds between looks (default: %(default)s)")

    def handle(self, *, once, interval, **options):
        while True:
            run = run_queued()
            if run:
                self.stdout.write(f"{run.name}: {run.get_status_display()} {run.counts or run.error}")
            elif once:
                return
            else:
                time.sleep(interval)
