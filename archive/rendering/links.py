"""Links into other pages. What the source points at may be held later, so links are made when a page is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from archive.rendering.elements import attribute

_POINTING = re.compile(r'<span class="(ref|person|gloss)" data-target="([^"]*)">([^<]*)</span>')
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)


def link_targets(*htmls: str) -> set[str]:
    """What the rendered texts point at, as the source says it ("#d12", "frus1948v05p1#d290", "#t_NATO")."""
    return {unescape(match[2]) for html in htmls for match in _POINTING.finditer(html)}


def linked(html: str, addresses: Mapping[str, str], explanations: Mapping[str, str] | None = None) -> str:
    """The rendered text with links to ``addresses`` and abbreviations explained; other targets stay quiet text."""
    explanations = explanations or {}

    def replaced(match: re.Match) -> str:
        target = unescape(match[2])
        if target in addresses:
            return f'<a class="{match[1]}" href="{attribute(addresses[target])}">{match[3]}</a>'
        if target in explanations:
            return f'<abbr title="{attribute(explanations[target])}">{match[3]}</abbr>'
        return f'<span class="{match[1]}">{match[3]}</span>'

    return _POINTING.sub(replaced, html)


def split_heading(html: str) -> tuple[str, str]:
    """The text's own ``h1`` and the rest, so that a page may put what it knows of the paper between them."""
    match = _HEADING.search(html)
    if not match:
        return "", html
    return match[0], html[: match.start()] + html[match.end() :]
