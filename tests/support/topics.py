"""Topics for tests."""

from __future__ import annotations

from archive import store
from archive.models import Topic


def make_topics(*rows: str | tuple[str, str]) -> None:
    """Add terms to the list, each alone or with its broader term."""
    pairs = [(row, "") if isinstance(row, str) else row for row in rows]
    store.add_topics([(f"row {place}", term, broader, "") for place, (term, broader) in enumerate(pairs, 1)])


def topic(term: str) -> Topic:
    return Topic.objects.get(term=term)
