"""How the typography that TEI states in ``rend`` becomes HTML: an allow-list of words, since anything else could be in the attribute."""

from __future__ import annotations

import re

from lxml import etree

from archive.parsing.plain import local_name

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
#: Classes of groups of lines.
BLOCKS = {
    "closer": "closer",
    "lg": "verse",
    "opener": "opener",
    "postscript": "postscript",
}
#: Lines that are a paragraph unless they hold blocks of their own.
LINES = {
    "ab": "",
    "dateline": "dateline",
    "l": "verse-line",
    "salute": "salute",
    "signed": "signed",
    "trailer": "trailer",
}
#: Classes of lists, by their type.
LISTS = {
    "from": "plain",
    "participants": "plain",
    "references": "plain",
    "simple": "plain",
    "subject": "plain",
    "to": "plain",
}


def placing(element: etree._Element) -> str:
    """Return the classes of a block, ``""`` if there are none."""
    rend = element.get("rend")
    if not rend:
        return ""
    return " ".join(dict.fromkeys(_PLACING[word] for word in rend.lower().split() if word in _PLACING))


#: What is printed before an item of a list: "1.", "(a)", "iv)", "—".
_SIGN = re.compile(r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})[.)]|\[\w{1,3}\]|[—–•-])\s")


def prints_its_signs(element: etree._Element) -> bool:
    """Return whether each item of a TEI list begins with a number, letter or dash of its own, so that bullets would be signs twice."""
    items = [child for child in element if local_name(child) == "item"]
    return bool(items) and all(_SIGN.match(_beginning(item)) for item in items)


def _beginning(item: etree._Element) -> str:
    """Return the first characters of an item's text."""
    text = ""
    for piece in item.itertext():
        text += str(piece) if text else str(piece).lstrip()
        if len(text) > 8:
            break
    return text[:10]
