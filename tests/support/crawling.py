"""Follow every internal link of an archive, like a robot that ignores ``nofollow`` once: no 404, no 500, no repeated id, no words
that only programs read."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

#: Style sheets and images are not served in tests.
_FILES = "/static/"
_LINK = re.compile(r"<(?:a|link)\b[^>]*>")
_HREF = re.compile(r'\bhref="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
#: What a page shows where its template was handed an object, a missing value, or words that nobody filled in.
_UNREADABLE = re.compile(
    r"\b[A-Z][A-Za-z]+\(\w+=|<[\w.]+(?: object at|: )|<QuerySet|\bdatetime\.date|\{\{|\}\}|\{%|%\}|%\(\w+\)s|\(\)|"
    r"(?:^|[(/,:;·–=][ ]?)None(?=$|[ ]?[)/,:;·–])"
)
_ATTRIBUTE = re.compile(r'\b(?:href|title|alt|aria-label|content|value|placeholder|data-[a-z-]+)="([^"]*)"')
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)


def crawl(client, start: str = "/", most: int = 100_000) -> Iterator[str]:
    """Yield the faults of the pages that links lead to; at most ``most`` pages are requested.

    Links marked ``nofollow`` are requested, but the links of their pages are not: filters of filters never end.
    """
    waiting, known, ends = deque([start]), {start}, set()
    pages: dict[str, set[str]] = {}
    places: list[tuple[str, str, str]] = []
    while waiting and len(known) - len(waiting) < most:
        url = waiting.popleft()
        response = client.get(url, follow=True)
        if response.status_code != 200:
            yield f"{url}: {response.status_code}"
            continue
        if not response.get("Content-Type", "").startswith("text/html"):
            # Read it to the end: a download can fail after it has begun, and one that is not read to the end keeps its connection open.
            sum(map(len, response))
            continue
        html = response.content.decode()
        ids = Counter(_ID.findall(html))
        pages[url] = {unescape(name) for name in ids}
        yield from (f"{url}: the id {name} comes {count} times" for name, count in ids.items() if count > 1)
        yield from (f"{url}: {words}" for words in unreadable(html))
        if url in ends:
            continue
        base = response.request["PATH_INFO"]
        if response.request.get("QUERY_STRING"):
            base += f"?{response.request['QUERY_STRING']}"
        for tag in _LINK.findall(html):
            href = _HREF.search(tag)
            if not href:
                continue
            target, place = urldefrag(urljoin(base, unescape(href[1])))
            if urlsplit(target).netloc or urlsplit(target).scheme or target.startswith(_FILES):
                continue
            if place:
                places.append((url, target if target != base else url, place))
            if target in known:
                continue
            known.add(target)
            waiting.append(target)
            if "nofollow" in tag:
                ends.add(target)
    for url, target, place in places:
        if target in pages and place not in pages[target]:
            yield f"{url}: {target} has no place #{place}"


def unreadable(html: str) -> list[str]:
    """Return what a page shows that is no words for people: objects as Python writes them, missing values, tags of templates."""
    pieces = [*_MARKUP.sub("\0", html).split("\0"), *_ATTRIBUTE.findall(html)]
    lines = (" ".join(unescape(piece).split()) for piece in pieces)
    return [line[:200] for line in lines if _UNREADABLE.search(line)]


def crawled(client, start: str = "/", most: int = 100_000) -> list[str]:
    """Return all faults."""
    return list(crawl(client, start, most))
