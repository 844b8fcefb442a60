"""A paper as plain text, for reading anywhere and for scripts."""

from __future__ import annotations

from archive.parsing.plain import local_name, order_of, parse_fragment, plain_text
from archive.records import DocumentRecord


def paper_as_text(record: DocumentRecord, how_to_cite: str) -> str:
    """Return the text with its footnotes at the end: signs are "[59]", page breaks "[Page 1017]", how to cite it comes first."""
    labels = {note.order: note.label or note.kind for note in record.footnotes}
    parts = [how_to_cite, _marked(record.text, labels)]
    parts += [f"[{labels[note.order]}] {_marked(note.text, labels)}" for note in record.footnotes]
    return "\n\n".join(parts) + "\n"


def _marked(tei: str, labels: dict[int, str]) -> str:
    root = parse_fragment(tei)
    for element in list(root.iter("{*}anchor", "{*}pb")):
        name, number = local_name(element), element.get("n", "")
        if name == "pb" and number:
            element.text = f"[Page {number}]"
        elif name == "anchor" and element.get("type") == "footnote" and (order := order_of(number)) is not None:
            element.text = f"[{labels.get(order, '?')}]"
    return plain_text(root).replace("\n", "\n\n")
