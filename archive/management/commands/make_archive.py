"""Make a synthetic archive of any size, for demonstrations and measurements; everything in it is marked as synthetic."""

import time

from django.core.management.base import CommandError

from archive.management.progress import progress_bar
from archive.management.refusing import RefusingCommand
from archive.sql.statistics import database_size
from archive.synthetic.making import WORDS, make_archive

_MOST = 2_000_000


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=int, required=True, metavar="N", help=f"how many, up to {_MOST:,}")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same papers (default: 1)")
        parser.add_argument(
            "--words",
            type=int,
            default=WORDS,
            help="the median of a paper's words (default: %(default)s, that of real volumes)",
        )
        parser.add_argument(
            "--processes", type=int, default=1, help="how many processes compose papers, besides the one that writes"
        )

    def handle(self, *, documents, seed, words, processes, **options):
        if not 1 <= documents <= _MOST:
            raise CommandError(f"--documents must be between 1 and {_MOST:,}", returncode=2)
        if not 1 <= words <= 5_000:
            raise CommandError("--words must be between 1 and 5,000", returncode=2)
        began, before = time.perf_counter(), database_size()
        with progress_bar(self, options) as progress:
            run = make_archive(documents, seed=seed, median=words, processes=max(processes, 0), progress=progress)
        seconds = time.perf_counter() - began
        if not run.done:
            self.stdout.write(
                f"{documents:,} synthetic documents of seed {seed} are there already; nothing was changed."
            )
            return
        self.stdout.write(
            f"{run.done:,} synthetic documents made in {seconds:.1f} s, {run.done / seconds:,.0f} a second, "
            f"search entries included; {(database_size() - before) // run.done:,} bytes of the database a paper (run {run.pk})."
        )
