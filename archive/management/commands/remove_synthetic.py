"""Remove all papers and volumes that make_archive made."""

from archive import jobs
from archive.management.refusing import RefusingCommand
from archive.synthetic.making import remove_made_numbers, runs_of_synthetic_papers


class Command(RefusingCommand):
    help = __doc__

    def handle(self, **options):
        removed = 0
        for run in runs_of_synthetic_papers():
            job = jobs.run_to_end(jobs.start_undoing(run, reason="Synthetic papers are removed."))
            removed += job.counts.get("removed", 0)
        remove_made_numbers()
        self.stdout.write(f"{removed:,} synthetic documents removed.")
