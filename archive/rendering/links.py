"""Links into other pages. The targets may come into the archive later, so links are made when a page is requested."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from archive.rendering.abbreviations import Explanation
from archive.rendering.escaping import attribute

_POINTING = re.compile(r'<span class="(ref|person|gloss)" data-target="([^"]*)">([^<]*)</span>')
_PLACES = re.compile(r'<a class="pb"[^>]* data-page="(?P<page>[^"]*)"|id="fnref-(?P<note>\d+)(?:-\d+)?"')
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)


def link_targets(*htmls: str, kind: str = "") -> set[str]:
    """Return the targets of the rendered texts as the source has them ("#d12", "frus1948v05p1#d290", "#t_NATO").

    ``kind`` is ``"ref"``, ``"person"`` or ``"gloss"`` for those of references, names or abbreviations alone.
    """
    return {unescape(match[2]) for html in htmls for match in _POINTING.finditer(html) if not kind or match[1] == kind}


def linked(
    html: str,
    addresses: Mapping[str, str],
    explanations: Mapping[str, Explanation] | None = None,
    explained: dict[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> str:
    """Return the rendered text with links to ``addresses`` and abbreviations explained; other targets stay plain text, as
    do ordinary words that a source marks as abbreviations.

    ``titles`` says about what a link leads to, if the words of the text don't.

    ``explained``, if it is passed, collects the abbreviations, each target with its words, so that the page can list them: the
    first of each is a link to its place in the list ("#term-1"), which everybody can reach; the others have their expansion as a title.
    """
    explanations = explanations or {}

    def replaced(match: re.Match[str]) -> str:
        target = unescape(match[2])
        if target in addresses:
            title = f' title="{attribute(titles[target])}"' if titles and target in titles else ""
            return f'<a class="{match[1]}" href="{attribute(addresses[target])}"{title}>{match[3]}</a>'
        if target in explanations and explanations[target].explains(unescape(match[3])):
            title = attribute(explanations[target].in_words)
            if explained is None or target in explained or not match[3].strip():
                return f'<abbr title="{title}">{match[3]}</abbr>'
            explained[target] = unescape(match[3])
            number = len(explained)
            return f'<a class="term" id="termref-{number}" href="#term-{number}"><abbr title="{title}">{match[3]}</abbr></a>'
        return f'<span class="{match[1]}">{match[3]}</span>'

    return _POINTING.sub(replaced, html)


def pages_of_notes(html: str, first_page: str = "") -> dict[int, str]:
    """Return the page of the (first) sign of each footnote, by the footnote's order; ``""`` if it is unknown."""
    pages: dict[int, str] = {}
    page = first_page
    for match in _PLACES.finditer(html):
        if match["page"] is not None:
            page = unescape(match["page"])
        else:
            pages.setdefault(int(match["note"]), page)
    return pages


def split_heading(html: str) -> tuple[str, str]:
    """Return the text's own ``h1`` and the rest, so that a page can put details of the paper between them."""
    match = _HEADING.search(html)
    if not match:
        return "", html
    return match[0], html[: match.start()] + html[match.end() :]
