"""Every address of the archive, read from the URL configuration, with what a request for it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\[[^\]]*\]|\([^()]*\)|[^()\[\]])*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """An address with placeholders for its parameters, and its name."""

    pattern: str
    name: str

    @property
    def parameters(self) -> list[str]:
        """Return the names of the parameters."""
        return [first or second for first, second in _PARAMETER.findall(self.pattern)]

    @property
    def model(self) -> str:
        """Return the model that a page of the desk is about, the records that programs ask for, or the first word of another address."""
        parts = self.pattern.lstrip("^").split("/")
        if parts[:2] == ["api", "v1"]:
            return parts[2]
        return parts[2] if parts[0] == "admin" and len(parts) > 3 else parts[0]

    def url(self, values: dict[str, str]) -> str:
        """Return the address with these values."""
        filled = _PARAMETER.sub(lambda match: str(values[match[1] or match[2]]), self.pattern)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def routes() -> list[Route]:
    """Return all addresses, in the order in which Django tries them."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns)))


def values_of(route: Route) -> dict[str, str]:
    """Return values with which a route leads to something in an archive of ``document_record("vol#d1")``, as far as there is such."""
    slugs = {
        "documents": "vol-d1", "volumes": "vol", "people": "quill", "files": "840.48-refugees", "places": "strelsau",
        "topics": "relief", "holdings": "department-of-state",
    }  # fmt: skip
    ids = {
        "papers": "vol-d1", "threads": "vol-d1", "footnotes": "vol-d1~1", "references": "vol-d1~1", "files": "decimal-1910:840.48-refugees",
    }  # fmt: skip
    slug = slugs.get(route.model, "ambassador-in-ruritania")
    return {
        "slug": slug, "id": ids.get(route.model, slug), "division": "ch1", "code": "AAAA-AAAA",
        "scheme": "decimal-1910", "class_": "8", "country": "40", "subject": "48", "section": "documents", "number": "1",
        "year": "1938", "month": "03", "day": "05", "ending": "jpg" if route.model in ("scans", "originals") else "bib", "facet": "kind",
        "name": "papers.jsonl", "path": "nowhere", "what": "entity", "volume": "vol", "facsimile": "0041", "part": "full/max",
        "key": "0" * 16,
    }  # fmt: skip


def _walk(patterns: list, prefix: str = "", namespace: str = "") -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield Route(prefix + str(pattern.pattern), namespace + (pattern.name or ""))
