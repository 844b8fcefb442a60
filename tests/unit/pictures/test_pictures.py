"""The pictures: well-formed, named, without style or script, and true to their numbers."""

from datetime import date
from xml.etree import ElementTree

import pytest

from archive.pictures import Bar, Edge, Node, Span, histogram, network, spans, timeline, unit_for
from archive.pictures.svg import ticks

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"name": "x", "title": "Papers & years", "description": "How <many>"}
HOSTILE = "\"><script>alert(1)</script>'&\x00\x0b"


def parse(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        assert element.tag != f"{SVG}script"
        assert not {"style", "onclick", "onload"} & set(element.attrib)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert root.get("aria-labelledby").split() == ids[:2]
    return root


def bars_of(root, kind: str) -> list[float]:
    return [float(rect.get("height")) for rect in root.iter(f"{SVG}rect") if rect.get("class", "").startswith(kind)]


def test_bars_are_as_tall_as_their_numbers():
    root = parse(timeline([Bar("1948", 10, "ten"), Bar("1949", 0, "none"), Bar("1950", 5, "five", other=10)], **WORDS))
    assert bars_of(root, "bar-up") == [
        pytest.approx(2 * bars_of(root, "bar-up")[1], abs=0.2),
        bars_of(root, "bar-up")[1],
    ]
    assert bars_of(root, "bar-down") == [bars_of(root, "bar-up")[0]]
    assert root.find(f"{SVG}title").text == "Papers & years"
    assert root.find(f"{SVG}desc").text == "How <many>"
    assert root.get("role") == "img"


def test_a_bar_with_somewhere_to_go_is_a_link_with_words():
    root = parse(timeline([Bar("1948", 10, "1948: ten papers", url="/search/?year=1948&q=x")], **WORDS))
    link = root.find(f".//{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/search/?year=1948&q=x", "1948: ten papers")
    assert link.find(f"{SVG}title").text == "1948: ten papers"
    assert root.get("role") == "group"


def test_labels_thin_out():
    root = parse(timeline([Bar(str(year), 1, "w") for year in range(1800, 2000)], **WORDS))
    labels = [t.text for t in root.iter(f"{SVG}text") if t.text in {str(y) for y in range(1800, 2000)}]
    assert 5 < len(labels) < 12


@pytest.mark.parametrize(
    "svg",
    [
        timeline([], **WORDS),
        timeline([Bar(HOSTILE, 3, HOSTILE, HOSTILE)], name="x", title=HOSTILE, description=HOSTILE),
        network([], [], **WORDS),
        network([Node(HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE)], [Edge(HOSTILE, HOSTILE, 1, HOSTILE)], **WORDS),
        spans([], **WORDS),
        spans([Span(HOSTILE, date(1, 1, 1), date(9999, 12, 31), HOSTILE)], **WORDS),
    ],
)
def test_nothing_and_hostile_words_are_drawn_too(svg):
    parse(svg)


def test_the_network_draws_each_direction_and_no_letter_to_oneself():
    nodes = [Node("a", "Ann", 30, "Ann: 30", "/a/"), Node("b", "Bea", 9, "Bea: 9"), Node("c", "Cy", 1, "Cy: 1")]
    edges = [
        Edge("a", "b", 16, "Ann to Bea"),
        Edge("b", "a", 4, "Bea to Ann"),
        Edge("a", "a", 9, "self"),
        Edge("a", "z", 1, "away"),
    ]
    root = parse(network(nodes, edges, **WORDS))
    drawn = [g for g in root.iter() if "edge" in g.get("class", "").split()]
    assert [(g.get("data-from"), g.get("data-to"), g.get("data-words")) for g in drawn] == [
        ("1", "0", "Bea to Ann"), ("0", "1", "Ann to Bea"),
    ]  # fmt: skip
    widths = [float(path.get("stroke-width")) for path in root.iter(f"{SVG}path") if path.get("stroke-width")]
    assert widths == [pytest.approx(5.5), pytest.approx(10)]


def test_spans_stand_in_their_years():
    rows = [
        Span("Quill", date(1938, 1, 1), date(1938, 12, 31), "w"),
        Span("Raven", date(1939, 1, 1), date(1940, 12, 31), "w", stated=True),
    ]
    root = parse(spans(rows, **WORDS))
    seen, stated = (
        next(r for r in root.iter(f"{SVG}rect") if r.get("class") == kind) for kind in ("span-seen", "span-stated")
    )
    assert float(stated.get("width")) == pytest.approx(2 * float(seen.get("width")), rel=0.01)
    assert float(stated.get("x")) == pytest.approx(float(seen.get("x")) + float(seen.get("width")), abs=2)


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (date(1944, 1, 1), date(1944, 1, 1), "day"),
        (date(1944, 1, 1), date(1944, 3, 2), "day"),
        (date(1944, 1, 1), date(1944, 3, 3), "month"),
        (date(1944, 1, 1), date(1949, 12, 31), "month"),
        (date(1944, 1, 1), date(1950, 1, 1), "year"),
    ],
)
def test_the_unit_fits_the_length_of_a_life(first, last, unit):
    assert unit_for(first, last) == unit


def test_a_life_has_its_gaps_and_loses_no_paper():
    counts = {date(1944, 1, 31): 2, date(1944, 4, 1): 1, date(1944, 4, 30): 4}
    bars = histogram(
        counts, label=lambda day, unit: f"{day:%b}", words=lambda day, unit, count, other: f"{unit} {count}"
    )
    assert [(bar.label, bar.count) for bar in bars] == [("Jan", 2), ("Feb", 0), ("Mar", 0), ("Apr", 5)]
    assert bars[3].words == "month 5"
    assert histogram({}, label=str, words=str) == []
    assert (
        len(histogram({date(9998, 1, 1): 1, date(9999, 12, 31): 1}, label=lambda d, u: "", words=lambda *_: "")) == 24
    )
    assert (
        len(histogram({date(9000, 1, 1): 1, date(9999, 12, 31): 1}, label=lambda d, u: "", words=lambda *_: "")) == 1000
    )


@pytest.mark.parametrize("most", [0, 1, 3, 4, 7, 99, 100, 101, 299_999])
def test_scales_reach_their_numbers_in_few_round_steps(most):
    marks = ticks(most)
    assert marks[0] == 0
    assert most <= marks[-1] <= max(2.5 * most, 4)
    assert len(marks) <= 6
