"""Open the papers whose restriction has ended. The runner of jobs does it by itself; this is for archives without one."""

from django.core.management.base import BaseCommand

from archive import jobs


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        job = jobs.start_opening()
        if job is None:
            self.stdout.write("No paper is to be opened now.")
            return
        jobs.run_to_end(job)
        self.stdout.write(f"{job}: {job.get_status_display()} {job.counts} {job.error}".rstrip())
        for name, outcome, why in job.lines.values_list("name", "outcome", "why"):
            self.stdout.write(f"{name}: {outcome} {why}".rstrip())
