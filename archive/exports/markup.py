"""Writing XML piece by piece: text and elements that are well-formed whatever a paper or a request has in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: Characters that are sent together: each piece sent has a cost, on a busy machine more than making it.
_TOGETHER = 64 * 1024
#: What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets).
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_writable(text: str) -> bool:
    """Return whether XML can hold a text."""
    return not _UNWRITABLE.search(text)


def escaped(text: str) -> str:
    """Return a text as the content of an element; what XML can't hold is left out."""
    return escape(_UNWRITABLE.sub("", text))


def opening(name: str, attributes: dict[str, str]) -> str:
    """Return the start tag of an element, with those of its attributes that have a value."""
    pairs = (f" {key}={quoteattr(_UNWRITABLE.sub('', value))}" for key, value in attributes.items() if value)
    return f"<{name}{''.join(pairs)}>"


def element(name: str, *content: str, **attributes: str) -> str:
    """Return an element around markup, ``""`` if there is nothing in it and it has no attributes; ``key_`` is the attribute "key"."""
    inside = "".join(content)
    if not inside and not any(attributes.values()):
        return ""
    return f"{opening(name, {key.rstrip('_'): value for key, value in attributes.items()})}{inside}</{name}>"


def text_element(name: str, text: str, **attributes: str) -> str:
    """Return an element around a text, ``""`` for an empty one."""
    return element(name, escaped(text), **attributes) if text else ""


def gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    """Yield what is written in small pieces in larger ones, as bytes to be sent."""
    waiting, length = [], 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _TOGETHER:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode()
