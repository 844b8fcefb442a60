"""Do the jobs that were started at the desk (imports, bulk changes, undoing …), one after the other, and open papers whose
restriction has ended; runs beside the server."""

import logging
import signal
import sys
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from archive import jobs
from archive.errors import Refused

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing is waiting")
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks (default: %(default)s)")

    def run_from_argv(self, argv):
        """Run as a program of its own, which ends when it is told to: a job that is under way goes on when it is started again.

        Without a handler, the first process of a container would ignore the signal, and be killed at last.
        """
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        super().run_from_argv(argv)

    def handle(self, *, once, interval, **options):
        while True:
            try:
                connection.ensure_connection()
                if self._work(once, interval):
                    return
            except Refused:
                raise  # there is no archive, and waiting makes none
            except (OperationalError, InterfaceError) as error:
                if once:
                    raise
                logger.warning("The database does not answer, trying again: %s", error)
                connection.close()
            time.sleep(interval)

    def _work(self, once: bool, interval: float) -> bool:
        """Work through the queue while it is this process's; return whether that was all."""
        with jobs.one_runner() as mine:
            looked = None
            while mine:
                # Once in each hour, because days begin with one.
                if (hour := timezone.now().replace(minute=0, second=0, microsecond=0)) != looked:
                    looked = hour
                    jobs.remove_old_results()
                    self._report(jobs.start_opening())
                job = jobs.run_waiting()
                if job:
                    self._report(job)
                elif once:
                    return True
                else:
                    time.sleep(interval)
        return once and not mine

    def _report(self, job) -> None:
        if job and not job.is_open:
            self.stdout.write(f"{job}: {job.get_status_display()} {job.counts} {job.error}".rstrip())
