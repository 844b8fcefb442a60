"""Gather what lists of persons and headings say of one person under one record, for all volumes."""

from django.core.management.base import BaseCommand

from archive import store
from archive.models import Volume


class Command(BaseCommand):
    help = "Gather what lists of persons and headings of all volumes say of one person under one record, as imports do for their volumes."

    def handle(self, *args, **options):
        volumes = Volume.objects.order_by("pk")
        for done, volume in enumerate(volumes, 1):
            store.gather_people(volume)
            if options["verbosity"]:
                self.stderr.write(f"\r{done:,} of {len(volumes):,} volumes", ending="")
        if options["verbosity"]:
            self.stderr.write("")
