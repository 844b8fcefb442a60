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


def _walk(patterns: list, prefix: str = "", namespace: str = "") -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield Route(prefix + str(pattern.pattern), namespace + (pattern.name or ""))
