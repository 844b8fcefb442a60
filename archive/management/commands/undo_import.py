"""Undo an import as a whole, except for papers that somebody has worked on since; the desk can do it, too."""

from django.core.management.base import BaseCommand, CommandError

from archive import store
from archive.models import ImportRun


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="the import's number, as in its address on the desk")
        parser.add_argument("--reason", default="", help="why, for histories and withdrawn addresses")
        parser.add_argument("--dry-run", action="store_true", help="only report what would happen")

    def handle(self, *, run, reason, dry_run, **options):
        found = ImportRun.objects.defer("upload").filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no import {run}.")
        if problem := store.why_not_undone(found):
            raise CommandError(f"Import {run} ({found.name}) can't be undone. {problem}")
        plan = store.plan_undo(found)
        for _, source_id, why in plan.kept:
            self.stdout.write(f"kept {source_id}: {why}")
        if not dry_run:
            store.undo_run(found, reason=reason)
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{plan.removed} {would}removed, {plan.restored} {would}restored, {len(plan.kept)} {would}kept"
        )
