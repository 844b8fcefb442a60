"""How the typography that TEI states in ``rend`` becomes HTML: an allow-list of words, since anything else could be in the attribute."""

from __future__ import annotations

from lxml import etree

#: The tags for each value of ``rend`` of highlighted words.
HIGHLIGHTS = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<i>", "</i>"),
    "italics": ("<i>", "</i>"),
    "roman": ('<span class="roman">', "</span>"),
    "smallcaps": ('<span class="sc">', "</span>"),
    "strikethrough": ("<s>", "</s>"),
    "strong": ("<strong>", "</strong>"),
    "sub": ("<sub>", "</sub>"),
    "subscript": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "superscript": ("<sup>", "</sup>"),
    "underline": ("<u>", "</u>"),
}
#: The class for each word in ``rend`` of a block.
_PLACING = {
    "blockquote": "quoted",
    "center": "center",
    "cetner": "center",
    "flushleft": "flushleft",
    "hangingindent": "hanging",
    "indent": "indent",
    "italic": "italic",
    "left": "left",
    "right": "right",
    "sectiontitle": "section-title",
    "sectiontitlebold": "section-title",
    "sectiontitleital": "section-title italic",
    "smallcaps": "sc",
}


def placing(element: etree._Element) -> str:
    """Return the classes of a block, ``""`` if there are none."""
    rend = element.get("rend")
    if not rend:
        return ""
    return " ".join(dict.fromkeys(_PLACING[word] for word in rend.lower().split() if word in _PLACING))
