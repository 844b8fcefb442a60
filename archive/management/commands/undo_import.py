"""Undo an import as a whole, except for papers that somebody has worked on since; the desk can do it, too. Interrupted, it goes on."""

from django.core.management.base import CommandError

from archive import jobs, store
from archive.management.refusing import RefusingCommand
from archive.models import ImportRun, Job


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="the import's number, as in its address on the desk")
        parser.add_argument("--reason", default="", help="why, for histories and withdrawn addresses")
        parser.add_argument("--dry-run", action="store_true", help="only report what would happen")

    def handle(self, *, run, reason, dry_run, **options):
        found = ImportRun.objects.defer("upload").filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no import {run}.")
        if not dry_run and (job := jobs.open_undoing(found)):
            self.stdout.write(f"{job} has begun: {job.done:,} of {job.total:,}.")
            return self._end(job, {})
        if problem := jobs.why_not_undone(found):
            raise CommandError(f"Import {run} ({found.name}) can't be undone. {problem}")
        plan = store.plan_undo(found)
        for _, source_id, why in plan.kept:
            self.stdout.write(f"kept {source_id}: {why}")
        if steps := store.steps_to_undo(found):
            self.stdout.write(f"{len(steps):,} steps of a load of authority files, with their tables")
        counts = {"removed": plan.removed, "restored": plan.restored, "kept": len(plan.kept)}
        if dry_run:
            return self._report(counts, "would be ")
        self._end(jobs.start_undoing(found, reason=reason), counts)

    def _end(self, job, counts):
        """Do a job to its end, and report it."""
        job = jobs.run_to_end(job)
        if job.status != Job.Status.DONE:
            raise CommandError(f"Job {job.pk}: {job.get_status_display()}. {job.error}")
        self._report(counts | job.counts)

    def _report(self, counts, would=""):
        self.stdout.write(", ".join(f"{count} {would}{outcome}" for outcome, count in counts.items()))
