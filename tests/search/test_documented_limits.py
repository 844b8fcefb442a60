"""The numbers that docs/search.md states are those of the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from archive import folding
from archive.search import limits
from archive.search.weights import WEIGHTS

DOCS = (Path(__file__).parents[2] / "docs/search.md").read_text()
ROWS = dict(re.findall(r"^\| ([A-Z][^|]*?) \| (.*?) \|$", DOCS.partition("## Limits")[2], re.MULTILINE))


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("Query", [limits.LONGEST_QUERY, limits.MOST_TERMS, limits.MOST_DISTANCE]),
        ("Filter", [limits.MOST_FILTER_VALUES, limits.LONGEST_FILTER_VALUE]),
        ("Values of a facet", [limits.MOST_VALUES, limits.MOST_YEARS]),
        ("Compared by nearness of words", [limits.MOST_COMPARED]),
        ("Papers like one", [limits.MOST_SHARING, limits.PAPERS_A_ROW, limits.BLOCKS_LOOKED_AT]),
        ("Page size", [limits.LARGEST_PAGE]),
        ("Pairs of correspondents", [limits.MOST_PAIRS]),
        (
            "Time",
            [settings.QUERY_TIME_LIMIT, limits.FACETS_TIME, limits.EXPLAIN_TIME],
        ),
        ("Phrases on PostgreSQL", [limits.LAST_POSITION, limits.MOST_POSITIONS]),
        ("Words", [folding.LONGEST_WORD]),
        ("Snippets", [limits.MOST_SNIPPETS, limits.LONGEST_TEXT]),
    ],
)
def test_limits(row, numbers):
    assert [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", ROWS[row])] == numbers


def test_every_limit_is_stated():
    numbers = {int(number.replace(",", "")) for text in ROWS.values() for number in re.findall(r"\d[\d,]*", text)}
    assert {value for name, value in vars(limits).items() if name.isupper()} <= numbers
    assert len(ROWS) == 11


def test_weights():
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d.]+) \|$", DOCS, re.MULTILINE)
    assert {column: float(weight) for column, weight in rows} == WEIGHTS
