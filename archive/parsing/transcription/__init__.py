"""Transcriptions: the plain text of papers, as copied from a printed volume or a website, to records.

The reader understands what such texts have: a file line, a heading, perhaps a date line, paragraphs with page breaks and glued
footnote numbers, and the footnotes themselves at the end or at the foot of each page. ``docs/transcriptions.md`` describes it for
the people who prepare them.
"""

from archive.parsing.transcription.reading import read_source, read_transcription

__all__ = ["read_source", "read_transcription"]
