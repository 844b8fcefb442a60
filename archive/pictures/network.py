"""Who wrote to whom: correspondents around a circle, and an arrow for each direction, as wide as there are papers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from archive.pictures.svg import frame, linked, shortened, tag, text

_WIDTH, _HEIGHT, _RADIUS = 960, 600, 205
_LABEL = 34


@dataclass(frozen=True, slots=True)
class Node:
    """A correspondent: a key for the edges, a name, the number of papers and its words, and a page."""

    key: str
    name: str
    count: int
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One correspondent writing to another: how often, the words for it, and the page of those papers."""

    source: str
    target: str
    count: int
    words: str
    url: str = ""


def network(nodes: Sequence[Node], edges: Sequence[Edge], *, name: str, title: str, description: str) -> str:
    """Draw the nodes in a ring, next to those they wrote to most. Letters to oneself are only in the table."""
    ring = _ring(nodes, edges)
    place = {node.key: _position(number, len(ring)) for number, node in enumerate(ring)}
    number = {node.key: str(index) for index, node in enumerate(ring)}
    drawn = [e for e in edges if e.source in place and e.target in place and e.source != e.target]
    most = max((edge.count for edge in drawn), default=1)
    biggest = max((node.count for node in ring), default=1)
    parts = [_edge(edge, place, number, most) for edge in sorted(drawn, key=lambda edge: edge.count)]
    parts += [_node(node, place[node.key], number[node.key], biggest) for node in ring]
    has_links = any(node.url for node in ring) or any(edge.url for edge in drawn)
    return frame(parts, name=name, title=title, description=description, width=_WIDTH, height=_HEIGHT, linked=has_links)


def _ring(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    waiting = sorted(nodes, key=lambda node: (-node.count, node.key))
    ties: dict[frozenset[str], int] = {}
    for edge in edges:
        pair = frozenset((edge.source, edge.target))
        ties[pair] = ties.get(pair, 0) + edge.count
    ring = waiting[:1]
    waiting = waiting[1:]
    while waiting:
        nearest = max(waiting, key=lambda node: ties.get(frozenset((node.key, ring[-1].key)), 0))
        ring.append(nearest)
        waiting.remove(nearest)
    return ring


def _position(number: int, count: int) -> tuple[float, float]:
    angle = 2 * math.pi * number / max(count, 1) - math.pi / 2 + math.pi / max(count, 2)
    return _WIDTH / 2 + _RADIUS * math.cos(angle), _HEIGHT / 2 + _RADIUS * 1.15 * math.sin(angle)


def _edge(edge: Edge, place: dict[str, tuple[float, float]], number: dict[str, str], most: int) -> str:
    (x1, y1), (x2, y2) = place[edge.source], place[edge.target]
    width = 1 + 9 * math.sqrt(edge.count / most)
    # Both directions of a pair bend to their own right, so that neither hides the other.
    middle_x, middle_y = (x1 + x2) / 2 - (y2 - y1) * 0.16, (y1 + y2) / 2 + (x2 - x1) * 0.16
    middle_x, middle_y = middle_x * 0.8 + _WIDTH / 2 * 0.2, middle_y * 0.8 + _HEIGHT / 2 * 0.2
    length = math.hypot(x2 - middle_x, y2 - middle_y) or 1
    along_x, along_y = (x2 - middle_x) / length, (y2 - middle_y) / length
    end_x, end_y = x2 - along_x * 20, y2 - along_y * 20
    path = f"M{x1:.1f} {y1:.1f}Q{middle_x:.1f} {middle_y:.1f} {end_x:.1f} {end_y:.1f}"
    half = width / 2 + 3
    tip = (
        f"M{end_x - along_y * half:.1f} {end_y + along_x * half:.1f}"
        f"L{end_x + along_y * half:.1f} {end_y - along_x * half:.1f}"
        f"L{x2 - along_x * 10:.1f} {y2 - along_y * 10:.1f}Z"
    )
    shapes = tag("path", class_="edge-line", d=path, stroke_width=width, fill="none") + tag(
        "path", class_="edge-tip", d=tip
    )
    return linked(
        shapes, edge.url, edge.words, class_="edge", data_from=number[edge.source], data_to=number[edge.target]
    )


def _node(node: Node, where: tuple[float, float], number: str, biggest: int) -> str:
    x, y = where
    size = 4 + 8 * math.sqrt(node.count / biggest)
    right = x >= _WIDTH / 2
    label = text(
        shortened(node.name, _LABEL),
        x + (size + 8 if right else -size - 8),
        y + 5,
        class_="node-name",
        text_anchor="start" if right else "end",
    )
    return linked(
        tag("circle", class_="node-dot", cx=x, cy=y, r=size) + label,
        node.url,
        node.words,
        class_="node",
        data_node=number,
    )
