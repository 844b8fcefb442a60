"""Load the fixtures into an archive that has no documents or volumes; change no other."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from archive import references
from archive.models import Document, FilingTerm, Volume


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if not FilingTerm.objects.exists():
            call_command("loaddata", "filing_terms", verbosity=0)
        if Document.objects.exists() or Volume.objects.exists():
            return
        call_command("loaddata", "first_documents", verbosity=0)
        call_command("rebuild_html", verbosity=0)
        call_command("rebuild_search", verbosity=0)
        references.resolve_all()
        self.stdout.write("The first document is loaded.")
