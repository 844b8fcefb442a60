"""Text and attributes escaped for HTML, and HTML without the indentation of its source."""

from __future__ import annotations

import re

_AFTER_OPENING = re.compile(r"([(\[“‘](?:<(?:span|i|strong)\b[^<>]*>)+)\n")
_BEFORE_CLOSING = re.compile(r'\n((?:</(?:span|i|strong)>)+(?:[)\],.;:’”]|<sup class="fnref">))')
_INDENTATION = re.compile(r"\n\s+")
_FOOTNOTE = '<sup class="fnref">'
#: Line breaks that only indent a source. What is before them is put after them, so that a search leaps from one to the next.
_GLUED = re.compile(r"\n(?:(?<=[(\[“‘].)(?=<)|(?<=>.)(?=[)\],.;:’”]))", re.DOTALL)


def escape(text: str) -> str:
    """Return the text escaped for use between tags."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def attribute(text: str) -> str:
    """Return the text escaped for a double-quoted attribute."""
    return escape(text).replace('"', "&quot;").replace("'", "&#x27;")


def tidy(html: str) -> str:
    """Return HTML without a source's indentation, which would show inside brackets and before commas and footnotes."""
    html = _INDENTATION.sub("\n", html).strip().replace(f"\n{_FOOTNOTE}", _FOOTNOTE)
    return _BEFORE_CLOSING.sub(r"\1", _AFTER_OPENING.sub(r"\1", _GLUED.sub("", html)))
