"""Drop the texts of versions that were replaced longer than N years ago; without --drop only say how many. Nothing is dropped by itself."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.utils import timezone

from archive import jobs, store
from archive.management.refusing import RefusingCommand
from archive.models import Job

_DAYS_OF_A_YEAR = 365.25


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("years", type=int, metavar="N", help="at least 1")
        parser.add_argument("--drop", action="store_true", help="drop them, which can't be undone: make a backup first")
        parser.add_argument("--by", default="", metavar="USER", help="the administrator who decides it")
        parser.add_argument("--reason", default="", help="why, for the list of who did what")

    def handle(self, *, years, drop, by, reason, **options):
        if not 1 <= years <= 1000:
            raise CommandError("From 1 to 1000 years.")
        before = timezone.now() - timedelta(days=years * _DAYS_OF_A_YEAR)
        versions = store.texts_to_drop(before)
        count, size = versions.count(), store.characters_of(versions)
        self.stdout.write(f"{count:,} texts that were replaced before {before:%Y-%m-%d}, {size:,} characters.")
        if not drop:
            self.stdout.write("Nothing was dropped. With --drop, --by and --reason they are.")
            return
        user = get_user_model().objects.filter(username=by).first()
        if user is None:
            raise CommandError("--by must name an administrator: it stands in the list of who did what.")
        try:
            job = jobs.run_to_end(jobs.start_shortening(before, user=user, reason=reason))
        except PermissionDenied as denied:
            raise CommandError(f"{by} is no administrator.") from denied
        if job.status != Job.Status.DONE:
            raise CommandError(f"Job {job.pk}: {job.get_status_display()}. {job.error}")
        self.stdout.write(", ".join(f"{number:,} {outcome}" for outcome, number in job.counts.items()))
