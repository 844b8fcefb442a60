"""Text and attributes escaped for HTML, and HTML without the indentation of its source."""

from __future__ import annotations

import re

_OPENING, _CLOSING = "([“‘", ")],.;:’”]"
_AFTER_OPENING = re.compile(r"([(\[“‘](?:<(?:span|i|strong)\b[^<>]*>)+)\n")
_BEFORE_CLOSING = re.compile(r'\n((?:</(?:span|i|strong)>)+(?:[)\],.;:’”]|<sup class="fnref">))')
_LINE_BREAK = re.compile(r"\n\s*")


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
    html = _LINE_BREAK.sub(_blank, html).strip()
    return _BEFORE_CLOSING.sub(r"\1", _AFTER_OPENING.sub(r"\1", html))


def _blank(match: re.Match[str]) -> str:
    html, start, end = match.string, match.start(), match.end()
    before, after = html[start - 1 : start], html[end : end + 1]
    glued = (
        (before in _OPENING and after == "<")
        or (before == ">" and after in _CLOSING)
        or html.startswith('<sup class="fnref">', end)
    )
    return "" if before and after and glued else "\n"
