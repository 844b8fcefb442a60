"""The list of topics as readers see it: those with public papers, as a tree and from A to Z."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.folding import fold
from archive.models import SearchCount, Topic, public


@dataclass
class TopicNode:
    """A topic with the number of its public papers, those of narrower terms among them, and its narrower terms."""

    topic: Topic
    papers: int
    narrower: list[TopicNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line from A to Z: a term with its papers, or another word for it (``see``), which leads to it."""

    words: str
    topic: Topic
    papers: int
    see: bool = False


def topic_tree() -> list[TopicNode]:
    """Return the topics without a broader term, by their terms, each with those below it. Two queries."""
    nodes = _nodes()
    top = []
    for slug, node in nodes.items():
        above = nodes.get(node.topic.chain[1][0]) if len(node.topic.chain) > 1 else None
        (top if above is None or above is nodes[slug] else above.narrower).append(node)
    return top


def headings(letter: str) -> list[Heading]:
    """Return the terms, and the other words for them, that begin with a letter, in order. Two queries."""
    found = []
    for node in _nodes().values():
        for place, words in enumerate(node.topic.terms):
            if _initial(words) == letter:
                found.append(Heading(words, node.topic, node.papers, see=place > 0))
    return sorted(found, key=lambda one: fold(one.words))


def initials() -> list[str]:
    """Return the letters with which terms and other words for them begin. Two queries."""
    return sorted({_initial(words) for node in _nodes().values() for words in node.topic.terms} - {""})


def narrower_of(topic: Topic) -> list[TopicNode]:
    """Return the public topics right below one. Two queries."""
    return [node for node in _nodes().values() if len(node.topic.chain) > 1 and node.topic.chain[1][0] == topic.slug]


def _nodes() -> dict[str, TopicNode]:
    counts = dict(SearchCount.objects.filter(facet="topic").values_list("value", "count"))
    return {topic.slug: TopicNode(topic, counts.get(topic.slug, 0)) for topic in public.topics()}


def _initial(words: str) -> str:
    return fold(words)[:1].upper()
