"""What a page shows."""

import re


def text_of(response) -> str:
    """Return the words of a page, without tags, scripts and its title."""
    html = re.sub(r"<(script|style|title)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
