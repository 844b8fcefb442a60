"""Write everything public as files for other programs: tables, a database, and TEI; or publish them at /data/."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from archive import jobs
from archive.exports.dump import FORMATS, dump
from archive.management.refusing import RefusingCommand
from archive.models import Job


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("folder", nargs="?", type=Path, help="a new folder")
        where.add_argument("--publish", action="store_true", help="make the files of /data/ anew, in a job")
        parser.add_argument(
            "--formats", nargs="+", choices=FORMATS, default=FORMATS, metavar="FORMAT",
            help=f"some of {', '.join(FORMATS)} (default: all; parquet needs pyarrow)",
        )  # fmt: skip
        parser.add_argument(
            "--since", type=_day, metavar="DAY", help="only papers that changed for the public since then (2026-11-29)"
        )

    def handle(self, *, folder, publish, formats, since, **options):
        if publish:
            job = jobs.run_to_end(jobs.start_publishing_data())
            if job.status != Job.Status.DONE:
                raise CommandError(f"Job {job.pk}: {job.get_status_display()}. {job.error}")
            self.stdout.write(f"{job.done:,} papers at /data/")
            return
        count = dump(folder, formats, since=since, licence=settings.DATA_LICENCE)
        self.stdout.write(f"{count:,} papers in {folder}")


def _day(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
