"""Signposting: the links that tell a program what a paper's page is about, in the header of its response. See https://signposting.org/."""

from __future__ import annotations

from django.urls import reverse

from archive.exports.citing import FORMATS
from archive.models import Document
from archive.web.hrefs import href


def signposts(paper: Document, base: str) -> str:
    """Return the value of the ``Link`` header of a paper's page: how to cite it, what describes it, what it is part of."""
    files = [
        (reverse("archive:cite_file", args=[paper.slug, form.ending]), form.media_type.partition(";")[0])
        for form in FORMATS
    ]
    files.append((href("archive:document_json_ld", paper.slug), "application/ld+json"))
    files.append((href("archive:api-papers-one", paper.slug), "application/json"))
    links = [(paper.get_absolute_url(), 'rel="cite-as"')]
    links += [(path, f'rel="describedby"; type="{media_type}"') for path, media_type in files]
    links.append((href("archive:document_tei", paper.slug), 'rel="item"; type="application/tei+xml"'))
    if paper.volume:
        links.append((paper.volume.get_absolute_url(), 'rel="collection"; type="text/html"'))
    written = [f"<{base}{path}>; {relation}" for path, relation in links]
    return ", ".join(['<https://schema.org/CreativeWork>; rel="type"', *written])
