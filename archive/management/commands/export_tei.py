"""Export documents as TEI: a whole volume, one document, or several in the order of the arguments."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.exports.tei_pieces import document_pieces, selection_pieces, volume_pieces
from archive.models import Document, Volume


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="+", metavar="ID", help="a volume's id, or documents' ids or addresses")
        parser.add_argument("--output", type=Path, metavar="FILE", help="a file instead of the standard output")
        parser.add_argument("--drafts", action="store_true", help="with documents that are not published")

    def handle(self, *, what, output, drafts, **options):
        public = Document.objects.all() if drafts else Document.objects.public()
        volume = Volume.objects.filter(slug=what[0]).first() if len(what) == 1 else None
        if volume:
            pieces = volume_pieces(volume, public)
        else:
            found = [self._document(public, name) for name in what]
            pieces = document_pieces(found[0]) if len(found) == 1 else selection_pieces(found)
        if output is None:
            for piece in pieces:
                sys.stdout.write(piece)
            return
        # Written under another name first, so that the file is always a whole one.
        partial = output.with_name(output.name + ".part")
        with partial.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
        partial.replace(output)

    def _document(self, documents, name):
        found = documents.filter(source_id=name).first() or documents.filter(slug=name).first()
        if found is None:
            raise CommandError(f"there is no volume or document {name!r} to export", returncode=2)
        return found
