"""Citations of papers, from records: in the styles that historians and lawyers use, and as files for citation managers.

:class:`Cited` is what is cited, :data:`STYLES` are the styles, :data:`FORMATS` the files. Nothing here uses a database.
``docs/citing.md`` has the rules and their sources.
"""

from archive.exports.citing.cited import Cited, Run, date_words, page_range
from archive.exports.citing.managers import FORMATS, Format, bibtex, csl_json, ris
from archive.exports.citing.metadata import MetaTag, json_ld, meta_tags
from archive.exports.citing.styles import STYLES, Style, as_html, as_text

__all__ = [
    "FORMATS",
    "STYLES",
    "Cited",
    "Format",
    "MetaTag",
    "Run",
    "Style",
    "as_html",
    "as_text",
    "bibtex",
    "csl_json",
    "date_words",
    "json_ld",
    "meta_tags",
    "page_range",
    "ris",
]
