"""The metadata formats in which a paper is given to harvesters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from archive import store
from archive.exports.citing import Cited
from archive.exports.citing.creators import authors_of, editors_of
from archive.exports.citing.metadata import description
from archive.exports.ead import paper_as_ead
from archive.exports.markup import text_element
from archive.exports.tei import document_file, with_own_ids
from archive.models import Document
from archive.records import TEI_NAMESPACE

_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_TEI_SCHEMA = "https://tei-c.org/release/xml/tei/custom/schema/xsd/tei_all.xsd"
_EAD, _EAD_SCHEMA = "http://ead3.archivists.org/schema/", "https://www.loc.gov/ead/ead3.xsd"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its prefix, its schema, and a paper as an element of it, without an XML declaration.

    ``write`` gets the paper as it is cited and its row, which has its text only if ``with_text``.
    """

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Cited, Document], str]
    with_text: bool = False


def dublin_core(cited: Cited, paper: Document) -> str:
    """Return a paper as simple Dublin Core. What the source does not state is left out."""
    record = cited.record
    date = record.date if record.date and record.date.certainty != "inferred" else None
    _, publisher = cited.publisher
    fields = [
        ("title", cited.title),
        *(("creator", author.inverted()) for author in authors_of(cited)),
        ("subject", record.subject),
        *(("subject", topic) for topic in record.topics),
        ("description", description(cited)),
        ("publisher", publisher),
        *(("contributor", editor.inverted()) for editor in editors_of(cited)),
        ("date", date.edtf if date else ""),
        ("type", "Text"),
        ("type", record.kind),
        ("identifier", cited.address),
        *(("source", where) for where in cited.original),
        *(("language", code) for code in record.languages),
        ("relation", cited.volume.title if cited.volume else ""),
        ("coverage", record.place),
    ]
    content = "".join(text_element(f"dc:{name}", " ".join(value.split())) for name, value in fields)
    return (
        f'<oai_dc:dc xmlns:oai_dc="{_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{_DC} {_DC_SCHEMA}">{content}</oai_dc:dc>'
    )


def tei(cited: Cited, paper: Document) -> str:
    """Return a paper as a TEI file of its own, with ids that no other paper has."""
    record = replace(cited.record, text=paper.text.tei)
    return with_own_ids(document_file(record).partition("\n")[2], record.source_id)


def ead(cited: Cited, paper: Document) -> str:
    """Return a paper as the description of one item, in EAD3."""
    return paper_as_ead(cited, paper.public_change.at)


#: Every format by its prefix.
FORMATS = {
    one.prefix: one
    for one in (
        Format("oai_dc", _DC_SCHEMA, _DC, dublin_core),
        Format("tei", _TEI_SCHEMA, TEI_NAMESPACE, tei, with_text=True),
        Format("ead", _EAD_SCHEMA, _EAD, ead),
    )
}


def cited_as(paper: Document, address: str) -> Cited:
    """Return a paper as it is cited, under its address."""
    volume = store.description_of_volume(paper.volume) if paper.volume else None
    return Cited(store.description(paper), address, volume)
