"""Several papers on one page: the ids of each, and the links to them, get the paper's number, so that each id is unique."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_ID = re.compile(r'( id| href)="(#?)([^"]*)"')
_LOWEST = 6


def numbered(html: str, place: int) -> str:
    """Return the rendered HTML of the place-th paper of a page; its headings are one level lower."""

    def attribute(match: re.Match[str]) -> str:
        name, hash_, target = match.groups()
        if name == " href" and not hash_:
            return match[0]
        return f'{name}="{hash_}p{place}-{target}"'

    def tag(match: re.Match[str]) -> str:
        slash, name, attributes = match.groups()
        if len(name) == 2 and name[0] == "h" and name[1].isdigit():
            name = f"h{min(int(name[1]) + 1, _LOWEST)}"
        return f"<{slash}{name}{_ID.sub(attribute, attributes)}>"

    return _TAG.sub(tag, html)
