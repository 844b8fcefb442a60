"""Mark up spans of a plain text in the HTML that was rendered from the same TEI, when a page is served.

Both have the same characters except for white space and what the renderer adds (footnote marks, signs of omission). So a
place in the plain text is found in the HTML by the number of characters before it that are not white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

_TOKEN = re.compile(
    r'(?P<added><sup class="fnref">.*?</sup>|<span class="gap"[^>]*>\[…\]</span>)|(?P<tag><[^>]*>)|(?P<text>[^<]+)',
    re.DOTALL,
)
_CHARACTER = re.compile(r"&(?:#x?[0-9a-fA-F]+|\w+);|.", re.DOTALL)
_NOTE = re.compile(r'<li class="fn[^"]*" id="fn-(\d+)">')


@dataclass(frozen=True, slots=True)
class Span:
    """A span of the plain text, the tags to put around it, and HTML to put before its end. Spans must not overlap."""

    start: int
    end: int
    opening: str
    closing: str
    note: str = ""


def marked(html: str, plain: str, spans: Sequence[Span]) -> str:
    """Return the HTML with the tags around each span; in parts, where a span crosses other markup. Links are left alone.

    A span whose words are not found where they should be is left alone, too: better no link than one in the wrong place.
    """
    if not spans:
        return html
    spans = sorted(spans, key=lambda s: s.start)
    counts = _counts(plain, [place for span in spans for place in (span.start, span.end)])
    placed = [(first, last, span) for first, last, span in zip(counts[::2], counts[1::2], spans, strict=True)]
    pieces: dict[int, list[tuple[int, int]]] = {index: [] for index in range(len(placed))}
    count, first, inside_link = 0, 0, False
    for token in _TOKEN.finditer(html):
        if tag := token["tag"]:
            inside_link = tag.startswith("<a ") or (inside_link and tag != "</a>")
        elif token["text"]:
            here = _inked(unescape(token["text"]))
            while first < len(placed) and placed[first][1] <= count:
                first += 1
            index = first
            inked = _ink(token) if first < len(placed) and placed[first][0] < count + here and not inside_link else []
            while index < len(placed) and placed[index][0] < count + here:
                if piece := inked[max(placed[index][0] - count, 0) : placed[index][1] - count]:
                    pieces[index].append((piece[0][0], piece[-1][1]))
                index += 1
            count += here
    edits: list[tuple[int, str]] = []
    for index, (_, _, span) in enumerate(placed):
        words = "".join(plain[span.start : span.end].split())
        if all("".join(unescape(html[start:end]).split()) in words for start, end in pieces[index]):
            for number, (start, end) in enumerate(pieces[index], 1):
                last_of_all = number == len(pieces[index])
                edits += [(start, span.opening), (end, (span.note if last_of_all else "") + span.closing)]
    out, last = [], 0
    for place, tag in edits:
        out += [html[last:place], tag]
        last = place
    return "".join([*out, html[last:]])


def marked_notes(html: str, plains: dict[int, str], spans: dict[int, Sequence[Span]]) -> str:
    """Return the list of footnotes with spans marked in each; texts and spans are by the footnote's order."""
    places = list(_NOTE.finditer(html))
    out, last = [], 0
    for number, match in enumerate(places):
        order = int(match[1])
        end = places[number + 1].start() if number + 1 < len(places) else len(html)
        if order not in spans or order not in plains:
            continue
        start = html.find('<div class="fn-text">', match.end(), end)
        stop = html.find('<a class="fn-back"', match.end(), end)
        if start < 0:
            continue
        stop = stop if stop >= 0 else end
        out += [html[last:start], marked(html[start:stop], plains[order], spans[order])]
        last = stop
    return "".join([*out, html[last:]])


def _inked(text: str) -> int:
    """Return how many characters are not white space."""
    return len("".join(text.split()))


def _counts(text: str, places: list[int]) -> list[int]:
    """Return how many characters before each place are not white space; the places are in order, except that two may overlap."""
    counts, count, last = [], 0, 0
    for place in places:
        count += _inked(text[last:place]) if place >= last else -_inked(text[place:last])
        counts.append(count)
        last = place
    return counts


def _ink(token: re.Match[str]) -> list[tuple[int, int]]:
    """Return where the characters of a text token that are not white space begin and end in the HTML."""
    start = token.start()
    return [
        (start + character.start(), start + character.end())
        for character in _CHARACTER.finditer(token["text"])
        if not unescape(character[0]).isspace()
    ]
