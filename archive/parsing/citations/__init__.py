"""Citations as people write and type them: volumes of printed series, documents and pages in them, papers by number.

:func:`read_citation` reads what a person typed; :func:`read_volume_name` reads the volume that an id or a title names.
Nothing here uses a database: :mod:`archive.browsing.by_citation` looks up what was read.
"""

from archive.parsing.citations.grammar import read_citation
from archive.parsing.citations.notes import Citation, read_note, read_notes
from archive.parsing.citations.papers import PaperCitation
from archive.parsing.citations.places import PaperAddress, VolumeCitation
from archive.parsing.citations.short_titles import ShortTitle, short_title
from archive.parsing.citations.volumes import VolumeName, read_volume_id, read_volume_name, roman_number

__all__ = [
    "Citation",
    "PaperAddress",
    "PaperCitation",
    "ShortTitle",
    "VolumeCitation",
    "VolumeName",
    "read_citation",
    "read_note",
    "read_notes",
    "read_volume_id",
    "read_volume_name",
    "roman_number",
    "short_title",
]
