"""Records back to TEI: a document with its notes in their places, and whole volumes, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from lxml import etree

from archive.parsing.plain import parse_fragment
from archive.records import TEI_NAMESPACE, DocumentRecord, VolumeRecord

#: As :mod:`archive.parsing.tei.document` writes it.
_NOTE_ANCHOR = re.compile(r'<anchor type="footnote" n="(\d+)"/>')
_ANCHOR = f"{{{TEI_NAMESPACE}}}anchor"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
_POINTER = re.compile(r'<ptr type="(header|division|document)"(?: target="#([^"]*)")?/>')
_ID = re.compile(r' xml:id="([^"]*)"')
_NAMING_TAG = re.compile(r'<[^<>]*(?:xml:id=|"#| #)[^<>]*>')
_TARGET = 'target="#'
_NAMING = re.compile(rf'(xml:id="|{_TARGET}|[" ]#)([^"# ]+)')
_NOT_IN_IDS = re.compile(r"[^\w.-]")
_ROOT_DECLARATION = re.compile(r' xmlns(?::\w+)?="[^"]*"')


def document_tei(record: DocumentRecord) -> str:
    """Return the document as one serialised ``<div type="document">`` with its notes at their anchors.

    A note is put at its first anchor; its further anchors stay anchors. A note without an anchor is put at the end, so that none
    is lost. Where it has to parse, it raises ``lxml.etree.XMLSyntaxError`` if the record's text is not well-formed.
    """
    notes = {str(note.order): note.text for note in record.footnotes}
    if whole := _with_notes(record.text, notes):
        return whole
    root, waiting = etree.fromstring(record.text.encode(), _PARSER), dict(notes)
    _put_notes(root, waiting)
    for text in waiting.values():
        root.append(etree.fromstring(text.encode(), _PARSER))
    return etree.tostring(root, encoding="unicode")


def _with_notes(text: str, notes: dict[str, str]) -> str:
    """Return a text with its notes for its anchors, without parsing it; ``""`` unless each note has an anchor as readers write it."""
    if any("<!" in one for one in (text, *notes.values())):  # what looks like an anchor may be in a comment
        return ""
    waiting, inherited = dict(notes), set(_ROOT_DECLARATION.findall(text, 0, text.find(">")))

    def note(anchor: re.Match[str]) -> str:
        found = waiting.pop(anchor[1], None)
        return anchor[0] if found is None else _NOTE_ANCHOR.sub(note, _within(found, inherited))

    whole = _NOTE_ANCHOR.sub(note, text)
    return "" if waiting else whole


def _put_notes(element: etree._Element, waiting: dict[str, str]) -> None:
    for anchor in list(element.iter(_ANCHOR)):
        text = waiting.pop(anchor.get("n", ""), None) if anchor.get("type") == "footnote" else None
        if text is None:
            continue
        note = etree.fromstring(text.encode(), _PARSER)
        note.tail, anchor.tail = anchor.tail, None
        anchor.getparent().replace(anchor, note)
        _put_notes(note, waiting)


def document_file(record: DocumentRecord) -> str:
    """Return the document as a TEI file of its own, with its title and source in a header."""
    title = escape(record.heading or record.source_id)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TEI xmlns="{TEI_NAMESPACE}"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>'
        "<publicationStmt><p>A document taken from an archive.</p></publicationStmt>"
        f"<sourceDesc><p>{escape(record.source_note or record.source_id)}</p></sourceDesc></fileDesc>{_profile(record)}</teiHeader>"
        f"<text><body>{document_tei(record)}</body></text></TEI>\n"
    )


def with_own_ids(tei: str, source_id: str) -> str:
    """Return a paper's TEI with its volume at the start of each id and of each pointer to one, so that it can stand beside other papers.

    Ids are unique in a volume, "d1", and in a file that has papers of several each would be there more than once. A ``target`` in another
    paper of the volume is reached where that paper is beside it. A paper of no volume has its own name for it.
    """
    ids = set(_ID.findall(tei))
    start = _NOT_IN_IDS.sub(lambda sign: f"_{ord(sign[0]):x}_", source_id.partition("#")[0])
    start = start if start[:1].isalpha() else f"_{start}"

    def named(name: re.Match[str]) -> str:
        return f"{name[1]}{start}-{name[2]}" if name[2] in ids or name[1] == _TARGET else name[0]

    return _NAMING_TAG.sub(lambda tag: _NAMING.sub(named, tag[0]), tei)


def _profile(record: DocumentRecord) -> str:
    """Return the header's statement of a paper's languages and topics; ``""`` if none are known."""
    codes = "".join(f'<language ident="{escape(code)}"/>' for code in record.languages)
    terms = "".join(f"<term>{escape(topic)}</term>" for topic in record.topics)
    said = f"<langUsage>{codes}</langUsage>" if codes else ""
    said += f"<textClass><keywords>{terms}</keywords></textClass>" if terms else ""
    return f"<profileDesc>{said}</profileDesc>" if said else ""


def volume_tei(volume: VolumeRecord, documents: Iterable[DocumentRecord]) -> Iterator[str]:
    """Yield the whole volume as TEI, piece by piece; ``documents`` are all or some of it, in the volume's order.

    A document that is left out leaves out its ``div``; one that the volume does not know raises ``ValueError`` before the end.
    If the archive has papers of the volume but not its own TEI, they become a :func:`corpus`.
    """
    if not volume.skeleton:
        yield from corpus(documents, volume.title)
        return
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    texts = {division.source_id: division.text for division in volume.divisions}
    root = parse_fragment(volume.skeleton)
    inherited = {f' xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in root.nsmap.items()}
    coming = iter(documents)
    following = next(coming, None)

    def expand(text: str) -> Iterator[str]:
        nonlocal following
        position = 0
        for pointer in _POINTER.finditer(text):
            yield text[position : pointer.start()]
            position = pointer.end()
            kind, target = pointer[1], pointer[2] or ""
            if kind == "header":
                yield _within(volume.header, inherited)
            elif kind == "division":
                yield from expand(_within(texts[target], inherited)) if target in texts else (pointer[0],)
            elif following is not None and following.source_id.rpartition("#")[2] == target:
                yield _within(document_tei(following), inherited)
                following = next(coming, None)
        yield text[position:]

    yield from expand(volume.skeleton)
    yield "\n"
    if following is not None:
        raise ValueError(f"{following.source_id} does not come next in the volume {volume.source_id}")


def _within(text: str, inherited: set[str]) -> str:
    """Return a fragment without the namespace declarations that an outer element has."""
    end = text.index(">")
    return _ROOT_DECLARATION.sub(lambda match: "" if match[0] in inherited else match[0], text[:end]) + text[end:]


def corpus(records: Iterable[DocumentRecord], title: str) -> Iterator[str]:
    """Yield documents as one ``teiCorpus``, each a TEI text with a header and ids of its own, piece by piece."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<teiCorpus xmlns="{TEI_NAMESPACE}"><teiHeader><fileDesc><titleStmt><title>{escape(title)}</title></titleStmt>'
        "<publicationStmt><p>Documents taken from an archive.</p></publicationStmt>"
        "<sourceDesc><p>Each document says where it was taken from.</p></sourceDesc></fileDesc></teiHeader>\n"
    )
    for record in records:
        yield with_own_ids(document_file(record).partition("\n")[2], record.source_id)
    yield "</teiCorpus>\n"
