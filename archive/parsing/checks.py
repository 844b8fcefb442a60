"""What can be wrong with a record as such: its text and its footnotes disagree, or it lacks what a paper has.

A reader reports what it doubts while it reads; these checks look at the finished record, so that they cover records
that were typed or edited, too. They warn and never block.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.parsing.authority_names import names_to_doubt
from archive.parsing.plain import Parse, parse_fragment
from archive.records import TEI_NAMESPACE, DocumentRecord, ReadingWarning

_ANCHOR = f"{{{TEI_NAMESPACE}}}anchor"
#: Kinds of footnote that need no sign in the text.
_UNSIGNED = frozenset({"source", "summary"})
#: Kinds of paper without a date of their own.
_UNDATED = frozenset({"editorial note"})


def check_document(record: DocumentRecord, parse: Parse = parse_fragment) -> list[ReadingWarning]:
    """Return warnings about a record's text, footnotes, heading and date; ``parse`` returns the element of a fragment.

    Codes: ``text-not-well-formed``, ``anchor-without-footnote``, ``footnote-without-anchor``, ``no-heading``, ``no-date``,
    ``not-a-name``.
    """
    found = list(_notes(record, parse))
    said = {warning.code for warning in record.warnings}
    if not record.heading.strip() and "heading-not-understood" not in said:
        found.append(ReadingWarning("no-heading", "There is no heading."))
    dated = record.date and (record.date.printed or record.date.edtf)
    if not dated and record.kind not in _UNDATED and "no-date" not in said:
        found.append(ReadingWarning("no-date", "There is no date, printed or inferred."))
    return found + list(names_to_doubt(record))


def _notes(record: DocumentRecord, parse: Parse) -> Iterator[ReadingWarning]:
    anchored: dict[str, None] = {}
    for place, text in [("text", record.text), *((f"footnote {note.label}", note.text) for note in record.footnotes)]:
        try:
            root = parse(text)
        except etree.XMLSyntaxError as error:
            yield ReadingWarning("text-not-well-formed", f"The TEI of the {place} is not well-formed: {error}")
            continue
        anchored |= {a.get("n", ""): None for a in root.iter(_ANCHOR) if a.get("type") == "footnote"}
    orders = {str(note.order) for note in record.footnotes}
    for order in anchored:
        if order not in orders:
            yield ReadingWarning(
                "anchor-without-footnote", f"The text has an anchor for footnote {order or '(none)'}, which is missing."
            )
    for note in record.footnotes:
        if str(note.order) not in anchored and note.kind not in _UNSIGNED:
            yield ReadingWarning(
                "footnote-without-anchor", f"Footnote {note.label or note.order} has no anchor in the text."
            )
