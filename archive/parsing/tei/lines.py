"""The lines of a document in which its description is looked for, without what belongs to its enclosures."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.parsing.plain import local_name, on_one_line, plain_text, without_invisible
from archive.parsing.tei.names import HEAD, P, parent_of

#: Names of elements whose lines are not the document's own.
_OTHERS = frozenset({"attachment", "quote", "note", "list", "table"})

#: Characters of a line that its grammar reads, far more than any printed heading or date line has: a hostile line must not cost hours.
LONGEST_LINE = 1_000


def printed_line(element: etree._Element) -> str:
    """Return an element's words on one line, without characters that nobody sees."""
    return without_invisible(on_one_line(plain_text(element)))


def outside_attachments(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the document's own elements of a name, in order, without those in an enclosure, quotation or note, or in each other."""
    return outermost(element, tag, _OTHERS)


def outermost(element: etree._Element, tag: str, hidden_in: frozenset[str] = frozenset()) -> Iterator[etree._Element]:
    """Yield the elements of a name within another, in order, without those in each other or in elements of the names ``hidden_in``."""
    hides = {element: False}
    for found in element.iter(tag):
        way = []  # up to what is known, once for each element above
        above = found if found is element else parent_of(found)
        while (hidden := hides.get(above)) is None and not (
            hidden := above.tag == tag or local_name(above) in hidden_in
        ):
            way.append(above)
            above = parent_of(above)
        hides |= dict.fromkeys([*way, above], hidden)
        if not hidden and found is not element:
            yield found


def heads(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the document's own headings, in order."""
    return (child for child in element if child.tag == HEAD)


def opening_paragraphs(element: etree._Element) -> list[str]:
    """Return the first three and the last paragraph of the document, as lines."""
    found = list(element.iterchildren(P))
    chosen = found[:3] + (found[-1:] if len(found) > 3 else [])
    return [printed_line(p)[:LONGEST_LINE] for p in chosen]


# --- source note, file numbers, kind -------------------------------------------------------------------------------------
