"""What a page shows."""

import re


def text_of(response) -> str:
    """Return the words of a page, without tags, scripts and its title."""
    html = re.sub(r"<(script|style|title)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def kept(client, slugs, **more):
    """Send a selection of these papers, and return where it leads."""
    response = client.post("/selection/keep/", {"ids": ",".join(slugs), **more})
    assert response.status_code == 302
    return response.url
