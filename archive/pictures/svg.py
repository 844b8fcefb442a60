"""What all pictures share: escaping, the frame with title and description, links with words, and round numbers for scales."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax import saxutils

#: What stands in an attribute as it is, as nearly all does.
_PLAIN = re.compile(r"[\w .,:;/?=#()+-]*")


def tag(name: str, content: str = "", **attributes: str | float) -> str:
    """Return an element; ``class_`` and ``data_x`` are ``class`` and ``data-x``, and numbers are rounded to a tenth."""
    parts = "".join(f" {key.rstrip('_').replace('_', '-')}={_quoted(value)}" for key, value in attributes.items())
    return f"<{name}{parts}>{content}</{name}>" if content else f"<{name}{parts}/>"


def escape(words: str) -> str:
    """Escape words between tags, without the control characters that XML does not allow."""
    return saxutils.escape(_text(words))


def frame(
    parts: Iterable[str], *, name: str, title: str, description: str, width: float, height: float, linked: bool
) -> str:
    """Return the whole picture. ``name`` makes its ids; with links in it, it is a group of them instead of a single image."""
    ids = f"{name}-title {name}-desc"
    words = tag("title", escape(title), id=f"{name}-title") + tag("desc", escape(description), id=f"{name}-desc")
    box = f"0 0 {_text(width)} {_text(height)}"
    return tag(
        "svg",
        words + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing drawing-{name.partition('-')[0]}",
        viewBox=box,
        role="group" if linked else "img",
        aria_labelledby=ids,
    )


def linked(content: str, url: str, words: str, **attributes: str) -> str:
    """Return shapes with their words; a link if there is a page. With the script, the words show immediately."""
    title = tag("title", escape(words))
    if not url:
        return tag("g", title + content, data_words=words, **attributes)
    return tag("a", title + content, href=url, aria_label=words, data_words=words, rel="nofollow", **attributes)


def text(words: str, x: float, y: float, **attributes: str | float) -> str:
    """Return words of the picture."""
    return tag("text", escape(words), x=x, y=y, **attributes)


def ticks(most: int, wanted: int = 4) -> list[int]:
    """Return round numbers from 0 to at least ``most``."""
    step = 1
    while step * wanted < most:
        step = int(step * (2.5 if str(step)[0] == "2" else 2))
    last = -(-most // step) * step
    return list(range(0, max(last, step) + 1, step))


def shortened(words: str, longest: int) -> str:
    """Return the words, truncated with an ellipsis where they are too long to draw."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _quoted(value: str | float) -> str:
    words = _text(value)
    return f'"{words}"' if _PLAIN.fullmatch(words) else saxutils.quoteattr(words)


def _text(value: str | float) -> str:
    if isinstance(value, str):
        if value.isprintable():
            return value
        return "".join(character for character in value if character >= " " or character in "\t\n")
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
