"""Resolve the references of all papers, or of one volume's, against everything that is held now. Can be repeated."""

import time

from django.core.management.base import BaseCommand, CommandError

from archive import references, store
from archive.management.progress import progress_bar
from archive.models import Reference, Volume
from archive.references.matching import BROKEN

#: How many targets of the source's own markup that don't exist are listed.
_MOST_BROKEN = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--volume", default="", help="the id of a volume, as in frus1948v05p1")
        parser.add_argument("--find", action="store_true", help="first find the references in the texts again")

    def handle(self, *args, volume, find, **options):
        if volume and not Volume.objects.filter(slug=volume).exists():
            raise CommandError(f"no volume {volume} is held")
        if find:
            store.find_all_references(volume)
        began = time.monotonic()
        with progress_bar(self, options) as progress:
            counts = references.resolve_all(volume, progress=progress)
        by_status = ", ".join(
            f"{count:,} {status}" for status, count in sorted(counts.items(), key=lambda item: -item[1])
        )
        broken = Reference.objects.filter(status=Reference.Status.UNKNOWN, reason__startswith=BROKEN)
        if volume:
            broken = broken.filter(document__volume__slug=volume)
        self.stdout.write(
            f"{sum(counts.values()):,} references: {by_status or 'none'} ({time.monotonic() - began:.1f} s)."
        )
        for row in broken.select_related("document").order_by("document", "order")[:_MOST_BROKEN]:
            self.stdout.write(
                f"  broken: {row.document.source_id} {row.where}: “{row.printed}” → {row.details.get('target', '')}"
            )
        if (more := broken.count() - _MOST_BROKEN) > 0:
            self.stdout.write(f"  and {more:,} more; the desk lists them under References, markup.")
