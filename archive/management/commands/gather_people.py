"""Gather what lists of persons and headings say of one person, and two spellings of a place, under one record, for all volumes."""

from django.core.management.base import BaseCommand

from archive import store
from archive.models import Volume


class Command(BaseCommand):
    help = (
        "Gather what lists of persons and headings of all volumes say of one person, and two spellings of a place, under one record, as "
        "imports do for their volumes."
    )

    def handle(self, *args, **options):
        store.gather_people(Volume.objects.all())
        store.gather_places()
