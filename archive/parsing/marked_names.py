"""The persons whom a paper mentions: the names in its text and footnotes that the source marks with an entry of its volume's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from archive.parsing.plain import Parse, local_name, parse_fragment
from archive.records import DocumentRecord

_NAMES = "{*}persName"
#: Where a paper names those who wrote and received it: that is no mention of them.
_OF_PARTIES = frozenset({"head", "opener", "closer", "signed", "byline"})
_LISTS_OF_PARTIES = frozenset({"from", "to"})


def entry_of(mark: str) -> str:
    """Return the id in the volume's list that the ``corresp`` of a name points at ("#p_DJF1")."""
    return mark.lstrip("#")


def mentioned_persons(record: DocumentRecord, parse: Parse = parse_fragment) -> dict[str, int]:
    """Return how many names in a paper are marked with which entries of the list, by the entries' ids, in the order of the text.

    Senders and recipients are mentioned where the paper speaks of them, not in its heading, its signature, or its lists "From" and "To".
    """
    parties = {party.person_id for party in record.senders + record.recipients}
    found: Counter[str] = Counter()
    for text in (record.text, *(note.text for note in record.footnotes)):
        if "persName" not in text:
            continue
        try:
            root = parse(text)
        except etree.XMLSyntaxError:  # the checks report it
            continue
        found.update(id for id, element in _marked(root) if id not in parties or not _names_a_party(element))
    return dict(found)


def _marked(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for element in root.iter(_NAMES):
        if id := entry_of(element.get("corresp", "")):
            yield id, element


def _names_a_party(element: etree._Element) -> bool:
    return any(
        local_name(above) in _OF_PARTIES or (local_name(above) == "list" and above.get("type") in _LISTS_OF_PARTIES)
        for above in element.iterancestors()
    )
